// Pure values: literals, operators, parts, constructors. What needs nodes is in lower_read.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

ExprKind expr_kind(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::Add:
      return ExprKind::Add;
    case ast::BinaryOp::Sub:
      return ExprKind::Sub;
    case ast::BinaryOp::Mul:
      return ExprKind::Mul;
    case ast::BinaryOp::Div:
      return ExprKind::Div;
    case ast::BinaryOp::Mod:
      return ExprKind::Mod;
    case ast::BinaryOp::Eq:
      return ExprKind::Eq;
    case ast::BinaryOp::Ne:
      return ExprKind::Ne;
    case ast::BinaryOp::Lt:
      return ExprKind::Lt;
    case ast::BinaryOp::Le:
      return ExprKind::Le;
    case ast::BinaryOp::Gt:
      return ExprKind::Gt;
    case ast::BinaryOp::Ge:
      return ExprKind::Ge;
    case ast::BinaryOp::And:
      return ExprKind::And;
    case ast::BinaryOp::Or:
      return ExprKind::Or;
    case ast::BinaryOp::Concat:
      return ExprKind::Concat;
  }
  return ExprKind::Add;
}

namespace {

std::vector<Value> characters(const std::string& utf8) {
  std::vector<Value> out;
  for (std::size_t i = 0; i < utf8.size();) {
    const unsigned char c = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    std::int64_t code = length == 1 ? c : c & (0xff >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
      code = code << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3f);
    out.push_back(Value::integer(code));
    i += length;
  }
  return out;
}

}  // namespace

ExprId ProcLowering::keep(ExprId e) {
  const LocalId t = temp(expr(e).type);
  emit(Assign{whole(t), e, kNone});
  return local(t);
}

ExprId ProcLowering::then(ExprId first, bool later_interacts) {
  return later_interacts && may_fail(first) ? keep(first) : first;
}

ExprId ProcLowering::value(const ast::Expr& e) {
  if (const auto known = unit_.hoisted.find(&e); known != unit_.hoisted.end()) return local(known->second);
  if (!unit_.interacts(e)) return pure(e);
  if (unit_.constructor(e)) return pure(e);
  const TypeId type = unit_.type_of(e);
  // Builtins whose result is an expression, reads and the like: the operation decides whether it needs the
  // hidden local.
  if (const auto* call = std::get_if<ast::CallExpr>(&e.node))
    if (const auto* name = unit_.binding<BuiltinName>(*call->callee)) {
      const Operands operation = operands(*call, *name);
      const LocalId t = temp(type);
      const ExprId result = builtin(operation, whole(t));
      return result == kNone ? local(t) : result;
    }
  const LocalId t = temp(type);
  if (effect(e, whole(t), {})) return local(t);
  return pure(e);
}

std::vector<ExprId> ProcLowering::values(const std::vector<ast::ExprBox>& list) {
  std::vector<ExprId> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool later = std::any_of(list.begin() + static_cast<std::ptrdiff_t>(i) + 1, list.end(),
                                   [&](const ast::ExprBox& x) { return unit_.interacts(*x); });
    out.push_back(then(value(*list[i]), later));
  }
  return out;
}

// Operands may leave nodes behind; the operation itself does not.
ExprId ProcLowering::pure(const ast::Expr& e) {
  const TypeId type = unit_.type_of(e);
  if (const ConstructorUse* use = unit_.constructor(e))
    return op(ExprKind::MakeData, values(use->args), type, use->constructor.tag);
  return std::visit(
      [&](const auto& n) -> ExprId {
        using T = std::decay_t<decltype(n)>;
        if constexpr (std::is_same_v<T, ast::IntLit>) {
          return constant(Value::integer(n.value), type);
        } else if constexpr (std::is_same_v<T, ast::BoolLit>) {
          return constant(Value::boolean(n.value), type);
        } else if constexpr (std::is_same_v<T, ast::CharLit>) {
          return constant(Value::integer(static_cast<std::int64_t>(n.value)), type);
        } else if constexpr (std::is_same_v<T, ast::StringLit>) {
          return constant(Value::seq(characters(n.value)), type);
        } else if constexpr (std::is_same_v<T, ast::NilLit>) {
          return constant(Value(), type);
        } else if constexpr (std::is_same_v<T, ast::NameExpr>) {
          return name_value(e);
        } else if constexpr (std::is_same_v<T, ast::CallExpr>) {
          if (const auto* name = unit_.binding<BuiltinName>(*n.callee))
            return builtin(operands(n, *name), std::nullopt);
          return op(ExprKind::MakeSeq, values(n.args), type);  // T(a, b)
        } else if constexpr (std::is_same_v<T, ast::IndexExpr>) {
          const bool later = std::any_of(n.indices.begin(), n.indices.end(),
                                         [&](const auto& i) { return unit_.interacts(*i); });
          ExprId out = then(value(*n.base), later);
          for (ExprId i : values(n.indices)) out = op(ExprKind::Index, {out, i}, type);
          return out;
        } else if constexpr (std::is_same_v<T, ast::DotExpr>) {
          return dot_value(e, n);
        } else if constexpr (std::is_same_v<T, ast::DotApply>) {
          return value(*n.base);  // only as a constructor, which is done above
        } else if constexpr (std::is_same_v<T, ast::UnaryExpr>) {
          const ExprId operand = value(*n.operand);
          switch (n.op) {
            case ast::UnaryOp::Negate:
              return op(ExprKind::Neg, {operand}, type);
            case ast::UnaryOp::Not:
              return op(ExprKind::Not, {operand}, type);
            case ast::UnaryOp::Length:
              return op(ExprKind::Length, {operand}, type);
          }
          return operand;
        } else if constexpr (std::is_same_v<T, ast::BinaryExpr>) {
          return binary_value(e, n);
        } else if constexpr (std::is_same_v<T, ast::IfExpr>) {
          const ExprId condition = value(*n.condition);
          const ExprId then_value = value(*n.then_value);
          return op(ExprKind::If, {condition, then_value, value(*n.else_value)}, type);
        } else if constexpr (std::is_same_v<T, ast::IsExpr>) {
          const auto* info = unit_.binding<ConstructorInfo>(e);
          return op(ExprKind::Is, {value(*n.value)}, type, info ? info->tag : 0);
        } else if constexpr (std::is_same_v<T, ast::ProgExpr>) {
          return closure(*unit_.model.prog_of.at(&n), e.span, type);
        } else if constexpr (std::is_same_v<T, ast::ListLit> || std::is_same_v<T, ast::TupleLit>) {
          return op(ExprKind::MakeSeq, values(n.items), type);
        } else if constexpr (std::is_same_v<T, ast::SetLit>) {
          return set_value(e, n);
        } else if constexpr (std::is_same_v<T, ast::RangeExpr>) {
          const ExprId lo = then(value(*n.lo), unit_.interacts(*n.hi));
          return op(ExprKind::RangeSeq, {lo, value(*n.hi)}, type);
        } else {
          static_assert(std::is_same_v<T, ast::ReceiveExpr> || std::is_same_v<T, ast::MkExpr> ||
                        std::is_same_v<T, ast::AnyExpr> || ast::CspmExpr<T>);
          return constant(Value(), type);  // not pure: see effect()
        }
      },
      e.node);
}

ExprId ProcLowering::name_value(const ast::Expr& e) {
  const TypeId type = unit_.type_of(e);
  if (const auto* v = unit_.binding<Variable*>(e)) {
    const auto it = unit_.valuation.find(*v);
    if (it != unit_.valuation.end()) return constant(it->second, type);
    return local(variable(**v));
  }
  if (const auto* c = unit_.binding<const Constant*>(e)) return constant((*c)->value, (*c)->type);
  if (const auto* g = unit_.binding<const GlobalInfo*>(e)) return op(ExprKind::Global, {}, type, (*g)->index);
  if (const auto* p = unit_.binding<ProgInfo*>(e)) return closure(**p, e.span, type);
  return constant(Value::integer(0), type);  // unit
}

ExprId ProcLowering::dot_value(const ast::Expr& e, const ast::DotExpr& dot) {
  const TypeId base = unit_.type_of(*dot.base);
  const ExprId whole_value = value(*dot.base);
  if (unit_.is(base, TypeKind::Data)) {
    const std::int64_t field = std::stoll(dot.field.text) - 1;
    return op(ExprKind::DataField, {whole_value}, unit_.type_of(e), field);
  }
  const int field = base == kNone ? 0 : field_index(unit_.type(base), dot.field.text);
  return op(ExprKind::Field, {whole_value}, unit_.type_of(e), field);
}

ExprId ProcLowering::binary_value(const ast::Expr& e, const ast::BinaryExpr& binary) {
  const bool lazy = binary.op == ast::BinaryOp::And || binary.op == ast::BinaryOp::Or;
  const ExprId left = then(value(*binary.left), !lazy && unit_.interacts(*binary.right));
  return op(expr_kind(binary.op), {left, value(*binary.right)}, unit_.type_of(e));
}

// A set is a sorted list without duplicates; with members that are known only in a run it stays in the order
// of the text.
ExprId ProcLowering::set_value(const ast::Expr& e, const ast::SetLit& set) {
  const auto known = evaluate(unit_.model, e, unit_.valuation);
  if (const auto* v = std::get_if<Value>(&known)) return constant(*v, unit_.type_of(e));
  return op(ExprKind::MakeSeq, values(set.items), unit_.type_of(e));
}

// ---- Values that must fit a type ----

// Is the value's own type, or the value itself, enough to know that it fits?
bool ProcLowering::surely_fits(const ast::Expr& e, TypeId target) const {
  if (!unit_.restricted(target)) return true;
  const auto known = evaluate(unit_.model, e, unit_.valuation);
  if (const auto* v = std::get_if<Value>(&known)) return fits(unit_.program.types, target, *v);
  const bool stored =
      std::holds_alternative<ast::NameExpr>(e.node) || std::holds_alternative<ast::IndexExpr>(e.node) ||
      std::holds_alternative<ast::DotExpr>(e.node) || std::holds_alternative<ast::ReceiveExpr>(e.node) ||
      std::holds_alternative<ast::AnyExpr>(e.node);
  const TypeId source = unit_.type_of(e);
  if (!stored || source == kNone) return false;
  if (source == target) return true;
  const Type &from = unit_.type(source), &into = unit_.type(target);
  return from.kind == TypeKind::Range && into.kind == TypeKind::Range && into.lo <= from.lo &&
         from.hi <= into.hi;
}

ExprId ProcLowering::check(ExprId e, TypeId target, const ast::Expr* source) {
  if (!unit_.restricted(target) || (source && surely_fits(*source, target))) return e;
  const LocalId t = temp(target);
  emit(Assign{Place{t, {}, target}, e, kNone});
  return local(t);
}

ExprId ProcLowering::fitted(const ast::Expr& e, TypeId target) { return check(value(e), target, &e); }

}  // namespace csp
