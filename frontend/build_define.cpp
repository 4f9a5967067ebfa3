// Definitions, at the top level and inside `let`: docs/language.md, sections 2 and 12. The left side is read
// as a term and turned into what it defines.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/build.h"

namespace csp {

void Builder::definition(P::DefinitionContext* context, ast::Decl& decl) {
  if (auto* transparent = dynamic_cast<P::TransparentDefinitionContext*>(context)) {
    decl.node =
        ast::TransparentDecl{text(transparent->TRANSPARENT()) == "external", names(transparent->names())};
    return;
  }
  equation(static_cast<P::EquationContext*>(context), decl);
}

void Builder::equation(P::EquationContext* context, ast::Decl& decl) {
  ast::ExprBox left = term(context->term(0));
  // f(0, x)(<>): the groups of arguments, outermost last.
  std::vector<std::vector<ast::ExprBox>> groups;
  const ast::Expr* head = left.get();
  while (const auto* call = std::get_if<ast::CallExpr>(&head->node)) {
    groups.insert(groups.begin(), call->args);
    head = call->callee.get();
  }
  const auto* named = std::get_if<ast::NameExpr>(&head->node);
  if (named == nullptr && !groups.empty()) {
    fail("E0210", left->span, "this cannot be defined", "expected a name before the arguments",
         "write f(x, y) = ...");
  }
  for (const auto& group : groups) {
    for (const ast::ExprBox& one : group) pattern(one);
  }
  std::vector<ast::Name> plain;  // parameters that are distinct names
  if (groups.size() == 1) {
    for (const ast::ExprBox& one : groups.front()) {
      const auto* param = std::get_if<ast::NameExpr>(&one->node);
      if (param == nullptr || param->name.text == "_") break;
      const bool again =
          std::ranges::any_of(plain, [&](const ast::Name& other) { return other.text == param->name.text; });
      if (again)
        fail("E0219", param->name.span, fmt::format("`{}` occurs twice in one pattern", param->name.text),
             "the second time");
      plain.push_back(param->name);
    }
  }
  const bool simple =
      named != nullptr &&
      (groups.empty() || (groups.size() == 1 && !plain.empty() && plain.size() == groups.front().size()));
  if (context->parallel() != nullptr) {
    const bool empty = named != nullptr && groups.size() == 1 && groups.front().empty();
    if (!simple && !empty)
      fail("E0210", left->span, "a system is defined by a name, or a name with parameters", "expected a name",
           "write NAME(n) = [ a:: P(n) ]");
    ast::System body{span(context->parallel()), ast::ParallelSystem{parallel(context->parallel())}};
    decl.node = ast::SystemDecl{named->name, std::move(plain), std::move(body)};
    return;
  }
  ast::ExprBox value = term(context->term(1));
  if (simple) {
    decl.node = ast::ValueDecl{named->name, std::move(plain), std::move(value)};
  } else if (named != nullptr) {
    decl.node = ast::EquationDecl{named->name, std::move(groups), std::move(value)};
  } else {
    pattern(left);
    const bool names_something = std::holds_alternative<ast::TupleLit>(left->node) ||
                                 std::holds_alternative<ast::ListLit>(left->node) ||
                                 std::holds_alternative<ast::BinaryExpr>(left->node) ||
                                 std::holds_alternative<ast::AsPattern>(left->node) ||
                                 std::holds_alternative<ast::SetLit>(left->node) ||
                                 std::holds_alternative<ast::DotExpr>(left->node) ||
                                 std::holds_alternative<ast::DotApply>(left->node);
    if (!names_something)
      fail("E0210", left->span, "this cannot be defined", "expected a name or a pattern with names",
           "write NAME = ...");
    decl.node = ast::PatternDecl{std::move(left), std::move(value)};
  }
}

}  // namespace csp
