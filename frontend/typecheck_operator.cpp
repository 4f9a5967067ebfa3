// Operators and the literals of lists, sets and tuples.
#include <fmt/format.h>

#include "frontend/precedence.h"
#include "frontend/typecheck_impl.h"

namespace csp {

bool Checker::needs_hint(const ast::Expr& e) const {
  if (std::holds_alternative<ast::NilLit>(e.node)) return true;
  if (const auto* list = std::get_if<ast::ListLit>(&e.node)) return list->items.empty();
  if (const auto* set = std::get_if<ast::SetLit>(&e.node)) return set->items.empty();
  if (const auto* c = std::get_if<ast::BinaryExpr>(&e.node); c && c->op == ast::BinaryOp::Concat)
    return needs_hint(*c->left) && needs_hint(*c->right);
  return false;
}

// Checks two expressions of one type, first the one that tells its type.
std::pair<TypeId, TypeId> Checker::both(const ast::ExprBox& left, const ast::ExprBox& right, TypeId hint) {
  if (hint == kNone && needs_hint(*left)) {
    const TypeId b = check(right);
    if (b != kNone) return {check(left, b), b};
    check_after_error(left);
    return {kNone, kNone};
  }
  const TypeId a = check(left, hint);
  if (a == kNone && hint == kNone) {
    check_after_error(right);
    return {kNone, kNone};
  }
  const TypeId b = check(right, hint != kNone ? hint : a);
  return {a, b};
}

void Checker::operand(const ast::ExprBox& e, std::string_view op, TypeId want) {
  expect(e, want, fmt::format("what `{}` works on", op));
}

TypeId Checker::infer(const ast::Expr&, const ast::UnaryExpr& x, TypeId) {
  const TypeId integer = types_.simple(TypeKind::Int);
  const TypeId boolean = types_.simple(TypeKind::Bool);
  switch (x.op) {
    case ast::UnaryOp::Negate:
      operand(x.operand, "-", integer);
      return integer;
    case ast::UnaryOp::Not:
      operand(x.operand, "not", boolean);
      return boolean;
    case ast::UnaryOp::Length: {
      const TypeId id = check(x.operand);
      if (id == kNone) return integer;
      const TypeKind kind = types_[id].kind;
      if (kind != TypeKind::List && kind != TypeKind::Array && kind != TypeKind::Chan)
        error("E0406", x.operand->span, fmt::format("{} has no length", types_.show(id)),
              "not a list, array or channel");
      return integer;
    }
  }
  return kNone;
}

TypeId Checker::infer(const ast::Expr& e, const ast::BinaryExpr& x, TypeId hint) {
  const TypeId boolean = types_.simple(TypeKind::Bool);
  switch (x.op) {
    case ast::BinaryOp::Add:
    case ast::BinaryOp::Sub:
    case ast::BinaryOp::Mul:
    case ast::BinaryOp::Div:
    case ast::BinaryOp::Mod:
      return arithmetic(x);
    case ast::BinaryOp::Eq:
    case ast::BinaryOp::Ne:
      return equality(e, x);
    case ast::BinaryOp::Lt:
    case ast::BinaryOp::Le:
    case ast::BinaryOp::Gt:
    case ast::BinaryOp::Ge:
      return ordering(e, x);
    case ast::BinaryOp::And:
    case ast::BinaryOp::Or:
      operand(x.left, sign_of(x.op), boolean);
      operand(x.right, sign_of(x.op), boolean);
      return boolean;
    case ast::BinaryOp::Concat:
      return concatenation(e, x, hint);
  }
  return kNone;
}

TypeId Checker::arithmetic(const ast::BinaryExpr& x) {
  const TypeId integer = types_.simple(TypeKind::Int);
  for (const ast::ExprBox* side : {&x.left, &x.right}) {
    const TypeId id = check(*side, integer);
    if (id == kNone || types_.numeric(id)) continue;
    Diagnostic& d =
        error("E0401", (*side)->span,
              fmt::format("what `{}` works on must be int, but it is {}", sign_of(x.op), types_.show(id)),
              fmt::format("this is {}", types_.show(id)));
    if (x.op == ast::BinaryOp::Add && types_.is(id, TypeKind::List))
      d.help = "lists and strings are joined by ^";
    return integer;
  }
  return integer;
}

TypeId Checker::equality(const ast::Expr& e, const ast::BinaryExpr& x) {
  const TypeId boolean = types_.simple(TypeKind::Bool);
  const auto [a, b] = both(x.left, x.right, kNone);
  if (a == kNone || b == kNone || types_.join(a, b) != kNone) return boolean;
  Diagnostic& d = error("E0401", e.span,
                        fmt::format("`{}` compares values of one type, but these are {} and {}",
                                    sign_of(x.op), types_.show(a), types_.show(b)));
  note(d, fmt::format("this is {}", types_.show(a)), x.left->span);
  note(d, fmt::format("this is {}", types_.show(b)), x.right->span);
  return boolean;
}

TypeId Checker::ordering(const ast::Expr&, const ast::BinaryExpr& x) {
  const TypeId boolean = types_.simple(TypeKind::Bool);
  const TypeId a = check(x.left);
  const TypeId b = check(x.right);
  const TypeId character = types_.simple(TypeKind::Char);
  for (const auto& [id, side] : {std::pair(a, &x.left), std::pair(b, &x.right)}) {
    if (id == kNone || types_.numeric(id) || id == character) continue;
    error("E0401", (*side)->span,
          fmt::format("`{}` compares integers or characters, but this is {}", sign_of(x.op), types_.show(id)),
          fmt::format("this is {}", types_.show(id)));
    return boolean;
  }
  if (a == kNone || b == kNone || (a == character) == (b == character)) return boolean;
  Diagnostic& d = error("E0401", x.right->span,
                        fmt::format("`{}` compares values of one type, but these are {} and {}",
                                    sign_of(x.op), types_.show(a), types_.show(b)),
                        fmt::format("this is {}", types_.show(b)));
  note(d, fmt::format("this is {}", types_.show(a)), x.left->span);
  return boolean;
}

TypeId Checker::concatenation(const ast::Expr&, const ast::BinaryExpr& x, TypeId hint) {
  const auto [a, b] = both(x.left, x.right, types_.is(hint, TypeKind::List) ? hint : kNone);
  for (const auto& [id, side] : {std::pair(a, &x.left), std::pair(b, &x.right)}) {
    if (id == kNone) return kNone;
    if (types_.is(id, TypeKind::List) && !types_.set_value(id)) continue;
    Diagnostic& d =
        error("E0401", (*side)->span, fmt::format("`^` joins lists, but this is {}", types_.show(id)),
              fmt::format("this is {}", types_.show(id)));
    d.help = "a list of one value is written <x>";
    return kNone;
  }
  const TypeId joined = types_.join(a, b);
  if (joined == kNone) {
    Diagnostic& d = error(
        "E0401", x.right->span,
        fmt::format("`^` joins lists of one type, but these are {} and {}", types_.show(a), types_.show(b)),
        fmt::format("this is {}", types_.show(b)));
    note(d, fmt::format("this is {}", types_.show(a)), x.left->span);
  }
  return joined;
}

// The common type of the items of a list, set or array.
TypeId Checker::items(const ast::Expr& e, const std::vector<ast::ExprBox>& all, TypeId hint,
                      std::string_view what) {
  if (all.empty()) {
    if (hint != kNone || after_error_) return hint;
    Diagnostic& d = error("E0405", e.span, fmt::format("the type of this empty {} is not known here", what),
                          fmt::format("{} of what?", what));
    if (what == "list") d.help = "give the variable a type: x: list of int = <>";
    return kNone;
  }
  TypeId joined = kNone;
  bool good = true;
  for (const ast::ExprBox& item : all) {
    const bool range = std::holds_alternative<ast::RangeExpr>(item->node);
    const TypeId id =
        range ? types_.base(types_.element(check(item))) : check(item, hint != kNone ? hint : joined);
    if (id == kNone) {
      good = false;
      continue;
    }
    const TypeId next = types_.join(joined, id);
    if (next == kNone) {
      Diagnostic& d =
          error("E0401", item->span,
                fmt::format("the items of {} {} are of one type, but these are {} and {}",
                            what == "array" ? "an" : "a", what, types_.show(joined), types_.show(id)),
                fmt::format("this is {}", types_.show(id)));
      note(d, fmt::format("this is {}", types_.show(joined)), all.front()->span);
      return kNone;
    }
    joined = next;
  }
  if (!good) return kNone;
  // Bounds of the items do not bind the list: <0, i> is a list of int.
  return hint != kNone && types_.assignable(joined, hint) ? hint : types_.base(joined);
}

TypeId Checker::infer(const ast::Expr& e, const ast::ListLit& x, TypeId hint) {
  const bool list = types_.is(hint, TypeKind::List) && !types_.set_value(hint);
  const TypeId element = items(e, x.items, list ? types_.element(hint) : kNone, "list");
  return element == kNone ? kNone : types_.list(element);
}

TypeId Checker::infer(const ast::Expr& e, const ast::SetLit& x, TypeId hint) {
  const TypeId element = items(e, x.items, types_.set_value(hint) ? types_.element(hint) : kNone, "set");
  if (element == kNone) return kNone;
  const bool range = x.items.size() == 1 && std::holds_alternative<ast::RangeExpr>(x.items[0]->node);
  if (frame_ && !range)
    for (const ast::ExprBox& item : x.items) {
      const auto value = evaluate(model_, *item);
      if (const auto* why = std::get_if<NotConstant>(&value); why && !why->failure) {
        error("E0404", why->span, "the members of a set must be constants", why->reason).help =
            "a list may hold any values: <a, b>";
        return kNone;
      }
    }
  return types_.set_of(element);
}

TypeId Checker::infer(const ast::Expr&, const ast::RangeExpr& x, TypeId) {
  const TypeId integer = types_.simple(TypeKind::Int);
  const bool lower = expect(x.lo, integer, "the lower bound");
  const bool upper = expect(x.hi, integer, "the upper bound");
  return lower && upper ? types_.set_of(integer) : kNone;
}

TypeId Checker::infer(const ast::Expr&, const ast::TupleLit& x, TypeId hint) {
  if (x.items.empty()) return types_.simple(TypeKind::Unit);
  std::vector<TypeId> hints(x.items.size(), kNone);
  if (types_.is(hint, TypeKind::Tuple) && types_[hint].parts.size() == x.items.size())
    hints = types_[hint].parts;
  std::vector<TypeId> parts;
  bool good = true;
  for (std::size_t i = 0; i < x.items.size(); ++i) {
    parts.push_back(check(x.items[i], hints[i]));
    good = good && parts.back() != kNone;
  }
  return good ? types_.tuple(std::move(parts)) : kNone;
}

}  // namespace csp
