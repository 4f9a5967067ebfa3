// `nil` is a word of programs. A script that declares a name of its own so (datatype Tree = nil |
// node.Tree.Tree) means its own outside of progs.
#pragma once

#include <vector>

#include "frontend/ast.h"

namespace csp {

// Where one of the files declares `nil`, each `nil` outside of progs becomes that name. Linear in the trees.
void own_nil(std::vector<ast::File>& files);

}  // namespace csp
