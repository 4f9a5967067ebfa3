// Types of local definitions, and of sets that are written as types.
#include <fmt/format.h>

#include "frontend/cspm/compile.h"
#include "frontend/cspm/groups.h"
#include "frontend/cspm/infer.h"
#include "frontend/print.h"

namespace csp::cspm {

// ---- Let

Ty* Inference::node(const ast::Expr&, const ast::LetExpr& x) {
  const std::size_t mark = locals_.size();
  let(x);
  Ty* t = infer(x.body);
  locals_.resize(mark);
  return t;
}

void Inference::let(const ast::LetExpr& x) {
  std::vector<const ast::Decl*> decls;
  for (const auto& d : x.decls) {
    decls.push_back(d.get());
    const bool definition = std::holds_alternative<ast::ValueDecl>(d->node) ||
                            std::holds_alternative<ast::EquationDecl>(d->node) ||
                            std::holds_alternative<ast::PatternDecl>(d->node);
    if (!definition)
      diagnostics_->error("E0217", d->span, "only definitions may stand in `let`", "not a definition");
  }
  std::vector<Definition> list = definitions(decls);
  const auto is_atom = [&](const std::string& n) { return atoms_.contains(n); };
  const std::size_t mark = locals_.size();
  std::vector<std::vector<std::size_t>> binds(list.size()), needs(list.size());
  std::map<std::string, std::size_t> binder;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].pattern)
      bound_names(*list[i].pattern, is_atom, list[i].bound);
    else
      list[i].bound = {list[i].name};
    for (const ast::Name& n : list[i].bound) {
      binder.emplace(n.text, i);
      binds[i].push_back(locals_.size());
      locals_.push_back({n.text, fresh(n.span), n.span});
    }
  }
  no_twice(mark);
  for (std::size_t i = 0; i < list.size(); ++i) {
    Names names;
    free_names(list[i], atoms_, names);
    for (const std::string& n : names)
      if (const auto it = binder.find(n); it != binder.end()) needs[i].push_back(it->second);
  }
  for (const auto& group : groups_in_order(needs)) {
    ++level_;
    for (const std::size_t i : group)
      for (const std::size_t at : binds[i]) locals_[at].type = types_.var(locals_[at].span, level_);
    for (const std::size_t i : group) {
      const Definition& d = list[i];
      if (!d.pattern) {
        infer_clauses(d, locals_[binds[i][0]].type);
        continue;
      }
      const std::size_t inner = locals_.size();
      Ty* value = infer(d.clauses[0].value);
      Ty* left = pattern(*d.pattern);
      same(*d.clauses[0].value, left, value, "the value");
      for (std::size_t k = 0; k < binds[i].size(); ++k)
        same(*d.pattern, locals_[binds[i][k]].type, locals_[inner + k].type,
             fmt::format("`{}`", locals_[inner + k].name));
      locals_.resize(inner);
    }
    --level_;
    for (const std::size_t i : group)
      for (const std::size_t at : binds[i]) {
        try {
          locals_[at].type = unifier_.decide(locals_[at].type);
        } catch (const Mismatch& m) {
          report(m, locals_[at].span, m.left, m.right, fmt::format("`{}`", locals_[at].name));
        }
        generalise(locals_[at].type);
      }
  }
}

// ---- Sets written as types

Ty* Inference::element(const ast::Expr& e) {
  if (const auto* tuple = std::get_if<ast::TupleLit>(&e.node)) {
    std::vector<Ty*> parts;
    for (const ast::ExprBox& part : tuple->items) parts.push_back(element(*part));
    return types_.make(TyKind::Tuple, e.span, std::move(parts));
  }
  if (const auto* dot = std::get_if<ast::DotApply>(&e.node)) {
    Ty* left = element(*dot->base);
    return types_.dot({left, element(*dot->arg)}, e.span);
  }
  if (const auto* field = std::get_if<ast::DotExpr>(&e.node)) {
    Ty* left = element(*field->base);
    Ty* item = fresh(field->field.span);
    same(ast::Expr{field->field.span, ast::NilLit{}}, types_.make(TyKind::Set, field->field.span, {item}),
         name(e, field->field), "a type");
    return types_.dot({left, item}, e.span);
  }
  Ty* item = fresh(e.span);
  expect(e, types_.make(TyKind::Set, e.span, {item}), "a type");
  return item;
}

Ty* Inference::element(const ast::Type& t) {
  if (const auto* named = std::get_if<ast::NamedType>(&t.node)) {
    const std::string& n = named->name.text;
    const ast::Expr place{named->name.span, ast::NameExpr{named->name}};
    if (!script_.names.contains(n)) {
      if (n == "int") return simple(TyKind::Int, t.span);
      if (n == "bool") return simple(TyKind::Bool, t.span);
      if (n == "char") return simple(TyKind::Char, t.span);
      for (const char* word : {"unit", "mutex", "rwmutex", "once", "waitgroup", "cond", "context"}) {
        if (n != word) continue;
        Ty* foreign = simple(TyKind::Foreign, t.span);
        foreign->name = n;
        return foreign;
      }
    }
    Ty* item = fresh(t.span);
    same(place, types_.make(TyKind::Set, t.span, {item}), name(place, named->name), "a type");
    return item;
  }
  if (const auto* range = std::get_if<ast::RangeType>(&t.node)) {
    expect(*range->lo, TyKind::Int, "the start of a range");
    expect(*range->hi, TyKind::Int, "the end of a range");
    return simple(TyKind::Int, t.span);
  }
  if (const auto* set = std::get_if<ast::SetType>(&t.node)) return element(*set->set);
  if (const auto* tuple = std::get_if<ast::TupleType>(&t.node)) {
    std::vector<Ty*> parts;
    for (const ast::TypeBox& part : tuple->parts) parts.push_back(element(*part));
    return types_.make(TyKind::Tuple, t.span, std::move(parts));
  }
  if (const auto* list = std::get_if<ast::ListType>(&t.node))
    return types_.make(TyKind::Seq, t.span, {element(*list->element)});
  Ty* foreign = simple(TyKind::Foreign, t.span);
  foreign->name = print(t);
  return foreign;
}

}  // namespace csp::cspm
