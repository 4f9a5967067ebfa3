// Equations of one name become one definition.
#include "frontend/cspm/script.h"

namespace csp::cspm {
namespace {

Span covering(const ast::Name& name, const std::vector<std::vector<ast::ExprBox>>& groups) {
  Span span = name.span;
  for (const auto& group : groups)
    for (const ast::ExprBox& p : group) {
      span.end_line = p->span.end_line;
      span.end_column = p->span.end_column;
    }
  return span;
}

}  // namespace

std::vector<Definition> definitions(const std::vector<const ast::Decl*>& decls) {
  std::vector<Definition> out;
  const auto add = [&](const ast::Name& name, Clause clause) {
    clause.span = covering(name, clause.groups);
    if (!out.empty() && !out.back().pattern && out.back().name.text == name.text && !clause.groups.empty() &&
        !out.back().clauses.back().groups.empty()) {
      out.back().clauses.push_back(std::move(clause));
      return;
    }
    Definition d;
    d.name = name;
    d.clauses.push_back(std::move(clause));
    out.push_back(std::move(d));
  };
  for (const ast::Decl* decl : decls) {
    if (const auto* value = std::get_if<ast::ValueDecl>(&decl->node)) {
      Clause clause;
      clause.value = value->value;
      if (!value->params.empty()) {
        clause.groups.emplace_back();
        for (const ast::Name& param : value->params)
          clause.groups.back().push_back(
              std::make_shared<ast::Expr>(ast::Expr{param.span, ast::NameExpr{param}}));
      }
      add(value->name, std::move(clause));
    } else if (const auto* equation = std::get_if<ast::EquationDecl>(&decl->node)) {
      Clause clause;
      clause.groups = equation->params;
      clause.value = equation->value;
      add(equation->name, std::move(clause));
    } else if (const auto* pattern = std::get_if<ast::PatternDecl>(&decl->node)) {
      Definition d;
      d.pattern = pattern->pattern;
      Clause clause;
      clause.value = pattern->value;
      clause.span = pattern->pattern->span;
      d.clauses.push_back(std::move(clause));
      out.push_back(std::move(d));
    }
  }
  return out;
}

}  // namespace csp::cspm
