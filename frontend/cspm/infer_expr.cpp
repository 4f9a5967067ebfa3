// Types of expressions that are not processes.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/cspm/infer.h"
#include "frontend/precedence.h"
#include "frontend/print.h"

namespace csp::cspm {

Ty* Inference::infer(const ast::Expr& e) {
  Ty* t = std::visit([&](const auto& x) { return node(e, x); }, e.node);
  if (std::holds_alternative<ast::NameExpr>(e.node) || std::holds_alternative<ast::CallExpr>(e.node))
    type_of_[&e] = t;
  return t;
}

void Inference::expect(const ast::Expr& e, Ty* want, std::string_view what) { same(e, want, infer(e), what); }

void Inference::expect_set(const ast::ExprBox& e, std::string_view what) {
  expect(*e, types_.make(TyKind::Set, e->span, {simple(TyKind::Event, e->span)}), what);
}

Ty* Inference::node(const ast::Expr& e, const ast::StringLit&) {
  return types_.make(TyKind::Seq, e.span, {simple(TyKind::Char, e.span)});
}

Ty* Inference::join(Ty* left, Ty* right, const Span& place, const Span& whole, const ast::Expr& base) {
  try {
    return unifier_.dot(left, right, whole);
  } catch (const Mismatch& m) {
    report(m, place, m.left, m.right, fmt::format("this field of `{}`", print_term(base)));
    return fresh(whole);
  }
}

Ty* Inference::node(const ast::Expr& e, const ast::DotExpr& x) {
  Ty* left = infer(x.base);
  const std::string& text = x.field.text;
  Ty* right = nullptr;
  if (text[0] >= '0' && text[0] <= '9')
    right = simple(TyKind::Int, x.field.span);
  else if (text == "true" || text == "false")
    right = simple(TyKind::Bool, x.field.span);
  else
    right = name(e, x.field);
  return join(left, right, x.field.span, e.span, *x.base);
}

Ty* Inference::node(const ast::Expr& e, const ast::DotApply& x) {
  Ty* left = infer(x.base);
  return join(left, infer(x.arg), x.arg->span, e.span, *x.base);
}

Ty* Inference::node(const ast::Expr& e, const ast::UnaryExpr& x) {
  switch (x.op) {
    case ast::UnaryOp::Negate:
      expect(*x.operand, TyKind::Int, "the operand of `-`");
      return simple(TyKind::Int, e.span);
    case ast::UnaryOp::Not:
      expect(*x.operand, TyKind::Bool, "the operand of `not`");
      return simple(TyKind::Bool, e.span);
    case ast::UnaryOp::Length:
      expect(*x.operand, types_.make(TyKind::Seq, x.operand->span, {fresh(x.operand->span)}),
             "the operand of `#`");
      return simple(TyKind::Int, e.span);
  }
  return fresh(e.span);
}

Ty* Inference::node(const ast::Expr& e, const ast::BinaryExpr& x) {
  const std::string op(sign_of(x.op));
  const std::string left = fmt::format("the left side of `{}`", op),
                    right = fmt::format("the right side of `{}`", op);
  switch (x.op) {
    case ast::BinaryOp::Add:
    case ast::BinaryOp::Sub:
    case ast::BinaryOp::Mul:
    case ast::BinaryOp::Div:
    case ast::BinaryOp::Mod:
      expect(*x.left, TyKind::Int, left);
      expect(*x.right, TyKind::Int, right);
      return simple(TyKind::Int, e.span);
    case ast::BinaryOp::And:
    case ast::BinaryOp::Or:
      expect(*x.left, TyKind::Bool, left);
      expect(*x.right, TyKind::Bool, right);
      return simple(TyKind::Bool, e.span);
    case ast::BinaryOp::Concat: {
      Ty* t = types_.make(TyKind::Seq, x.left->span, {fresh(x.left->span)});
      expect(*x.left, t, left);
      expect(*x.right, t, right);
      return t;
    }
    case ast::BinaryOp::Eq:
    case ast::BinaryOp::Ne:
    case ast::BinaryOp::Lt:
    case ast::BinaryOp::Le:
    case ast::BinaryOp::Gt:
    case ast::BinaryOp::Ge: {
      Ty* t = infer(x.left);
      expect(*x.right, t, right);
      const bool equality = x.op == ast::BinaryOp::Eq || x.op == ast::BinaryOp::Ne;
      able(*x.left, t, equality ? kEq : kOrd, fmt::format("`{}`", op));
      return simple(TyKind::Bool, e.span);
    }
  }
  return fresh(e.span);
}

Ty* Inference::node(const ast::Expr&, const ast::IfExpr& x) {
  expect(*x.condition, TyKind::Bool, "the condition");
  Ty* t = infer(x.then_value);
  expect(*x.else_value, t, "the value behind `else`");
  return t;
}

Ty* Inference::items(const std::vector<ast::ExprBox>& list, std::string_view what, Span origin) {
  Ty* t = nullptr;
  for (const ast::ExprBox& item : list) {
    if (!t)
      t = infer(item);
    else
      expect(*item, t, what);
  }
  return t ? t : fresh(origin);
}

Ty* Inference::node(const ast::Expr& e, const ast::ListLit& x) {
  return types_.make(TyKind::Seq, e.span, {items(x.items, "each item of a sequence", e.span)});
}

Ty* Inference::node(const ast::Expr& e, const ast::SetLit& x) {
  Ty* member = nullptr;
  for (const ast::ExprBox& item : x.items) {
    Ty* t = infer(item);
    if (std::holds_alternative<ast::RangeExpr>(item->node)) t = Types::resolve(t)->parts[0];
    if (!member)
      member = t;
    else
      same(*item, member, t, "each member of a set");
  }
  if (!member) member = fresh(e.span);
  able(x.items.empty() ? e : *x.items.front(), member, kSet, "a member of a set");
  return types_.make(TyKind::Set, e.span, {member});
}

Ty* Inference::node(const ast::Expr& e, const ast::RangeExpr& x) {
  expect(*x.lo, TyKind::Int, "the start of a range");
  if (x.hi) expect(*x.hi, TyKind::Int, "the end of a range");
  return types_.make(TyKind::Set, e.span, {simple(TyKind::Int, e.span)});
}

Ty* Inference::node(const ast::Expr& e, const ast::ListRangeExpr& x) {
  expect(*x.lo, TyKind::Int, "the start of a range");
  if (x.hi)
    expect(*x.hi, TyKind::Int, "the end of a range");
  else
    diagnostics_->error("E0217", e.span, "a sequence without an end is not supported", "has no last item")
        .help = "give its last item: <0..7>";
  return types_.make(TyKind::Seq, e.span, {simple(TyKind::Int, e.span)});
}

Ty* Inference::node(const ast::Expr& e, const ast::TupleLit& x) {
  std::vector<Ty*> parts;
  for (const ast::ExprBox& item : x.items) parts.push_back(infer(item));
  return types_.make(TyKind::Tuple, e.span, std::move(parts));
}

Ty* Inference::node(const ast::Expr& e, const ast::LambdaExpr& x) {
  const std::size_t mark = locals_.size();
  std::vector<Ty*> parts;
  for (const ast::ExprBox& p : x.params) parts.push_back(pattern(*p));
  no_twice(mark);
  parts.push_back(infer(x.body));
  locals_.resize(mark);
  return types_.make(TyKind::Fun, e.span, std::move(parts));
}

Ty* Inference::node(const ast::Expr& e, const ast::ComprehensionExpr& x) {
  using Kind = ast::ComprehensionExpr::Kind;
  const std::size_t mark = locals_.size();
  qualifiers(x.qualifiers, x.kind == Kind::List);
  Ty* out = nullptr;
  if (x.kind == Kind::Events) {
    Ty* result = types_.var(e.span, level_, kYield);
    for (const ast::ExprBox& item : x.items) extendable(*item, result, "what stands in {| |}");
    out = types_.make(TyKind::Set, e.span, {result});
  } else if (x.kind == Kind::List) {
    out = types_.make(TyKind::Seq, e.span, {items(x.items, "each item of a sequence", e.span)});
  } else {
    Ty* member = items(x.items, "each member of a set", e.span);
    able(x.items.empty() ? e : *x.items.front(), member, kSet, "a member of a set");
    out = types_.make(TyKind::Set, e.span, {member});
  }
  locals_.resize(mark);
  return out;
}

void Inference::qualifiers(const std::vector<ast::Qualifier>& list, bool sequences) {
  for (const ast::Qualifier& q : list) {
    if (!q.pattern) {
      expect(*q.of, TyKind::Bool, "a condition");
      continue;
    }
    Ty* of = infer(q.of);
    Ty* item = pattern(*q.pattern);
    Ty* want = types_.make(sequences ? TyKind::Seq : TyKind::Set, q.pattern->span, {item});
    same(*q.of, want, of, sequences ? "what is run through here" : "what is chosen from here");
  }
}

Ty* Inference::call(const ast::Expr& e, const ast::CallExpr& x) {
  const auto* callee = std::get_if<ast::NameExpr>(&x.callee->node);
  const auto known = callee ? script_.names.find(callee->name.text) : script_.names.end();
  const bool local = callee && std::any_of(locals_.begin(), locals_.end(),
                                           [&](const Local& l) { return l.name == callee->name.text; });
  if (!local && known != script_.names.end() && known->second.kind == Meaning::Kind::Instance) {
    InstanceUse use{known->second.number, e.span, {}, {}, true};
    for (const ast::ExprBox& arg : x.args) {
      use.args.push_back(arg.get());
      use.types.push_back(infer(arg));
    }
    uses_.push_back(std::move(use));
    return simple(TyKind::Proc, e.span);
  }
  const std::string name = print_term(*x.callee);
  Ty* function = Types::resolve(infer(x.callee));
  std::vector<Ty*> args;
  for (const ast::ExprBox& arg : x.args) args.push_back(infer(arg));
  if (function->kind == TyKind::Fun) {
    const std::size_t takes = function->parts.size() - 1;
    if (takes != args.size()) {
      Diagnostic& d = diagnostics_->error(
          "E0402", e.span,
          fmt::format("`{}` takes {} argument{}, but {} {} given", name, takes, takes == 1 ? "" : "s",
                      args.size(), args.size() == 1 ? "is" : "are"),
          fmt::format("expected {} argument{}", takes, takes == 1 ? "" : "s"));
      if (known != script_.names.end())
        d.notes.push_back({fmt::format("`{}` is declared here", name), known->second.span});
      return function->parts.back();
    }
    for (std::size_t i = 0; i < args.size(); ++i)
      same(*x.args[i], function->parts[i], args[i],
           args.size() == 1 ? fmt::format("the argument of `{}`", name)
                            : fmt::format("argument {} of `{}`", i + 1, name));
    return function->parts.back();
  }
  if (function->kind != TyKind::Var) {
    Diagnostic& d = diagnostics_->error(
        "E0407", x.callee->span, fmt::format("`{}` is called, but it is {}", name, types_.show(function)),
        "not a function");
    if (known != script_.names.end())
      d.notes.push_back({fmt::format("`{}` is declared here", name), known->second.span});
    return fresh(e.span);
  }
  Ty* result = fresh(e.span);
  args.push_back(result);
  same(*x.callee, types_.make(TyKind::Fun, e.span, std::move(args)), function, fmt::format("`{}`", name));
  return result;
}

}  // namespace csp::cspm
