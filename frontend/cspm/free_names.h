// The names that an expression or declaration takes from around it.
#pragma once

#include <set>
#include <string>

#include "frontend/ast.h"
#include "frontend/cspm/script.h"

namespace csp::cspm {

using Names = std::set<std::string>;

// All names in it that it does not bind itself, with their first use left to the caller. `atoms`: the names
// of channels and constructors, which patterns do not bind.
void free_names(const ast::Expr& e, const Names& atoms, Names& out);
void free_names(const ast::Type& t, const Names& atoms, Names& out);
void free_names(const Definition& d, const Names& atoms,
                Names& out);  // its own name included, if it is recursive

}  // namespace csp::cspm
