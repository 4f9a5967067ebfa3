// Walks over the syntax tree of one prog: every statement and every expression in it, but not the bodies of
// progs and parallel branches that stand in it (those are progs of their own).
#pragma once

#include <functional>

#include "frontend/ast.h"

namespace csp {

struct TreeVisitor {
  std::function<void(const ast::Stmt&)> stmt;  // may be empty
  std::function<void(const ast::Expr&)> expr;  // may be empty; called before the parts of the expression
};

void walk(const ast::Block&, const TreeVisitor&);
void walk(const ast::Stmt&, const TreeVisitor&);
void walk(const ast::Expr&, const TreeVisitor&);

}  // namespace csp
