// Puts comments back into the syntax tree, at the nearest statement or declaration, so that printing loses none.
#pragma once

#include <vector>

#include "frontend/ast.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// Takes the tokens and comments of the file, both in order of the text.
void attach_comments(const SourceFile& source, const std::vector<Token>& tokens, const std::vector<Token>& comments,
                     ast::File& file);

}  // namespace csp
