// Whether two syntax trees say the same.
#pragma once

#include "frontend/ast.h"

namespace csp::ast {

// Compares everything but spans and empty lines; comments too.
bool equal(const File& a, const File& b);
bool equal(const Decl& a, const Decl& b);
bool equal(const Stmt& a, const Stmt& b);
bool equal(const Expr& a, const Expr& b);
bool equal(const Type& a, const Type& b);

}  // namespace csp::ast
