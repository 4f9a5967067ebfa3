// Values that need nodes: reads of shared variables, receives, calls, `any`, `mk`, and operators that must
// not evaluate an operand.
#include <fmt/format.h>

#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

void ProcLowering::into(const ast::Expr& e, Place target, const std::string& name) {
  if (unit_.interacts(e) && effect(e, target, name)) return;
  const ExprId result = value(e);
  emit(Assign{std::move(target), result, kNone});
}

// Emits the nodes that compute the value and store it, if the expression is of a kind whose last node can
// store.
bool ProcLowering::effect(const ast::Expr& e, const Place& target, const std::string& name) {
  if (unit_.constructor(e)) return false;
  if (std::holds_alternative<ast::NameExpr>(e.node) || std::holds_alternative<ast::IndexExpr>(e.node) ||
      std::holds_alternative<ast::DotExpr>(e.node)) {
    const std::optional<Access> a = access(e);
    if (!a) return false;
    if (a->shared())
      read(*a, target, short_text(e));
    else
      emit(Assign{target, current(*a, {}), kNone});
    return true;
  }
  if (const auto* binary = std::get_if<ast::BinaryExpr>(&e.node)) {
    if (binary->op != ast::BinaryOp::And && binary->op != ast::BinaryOp::Or) return false;
    if (!unit_.interacts(*binary->right)) return false;
    branching_value(e, target);
    return true;
  }
  if (const auto* choice = std::get_if<ast::IfExpr>(&e.node)) {
    if (!unit_.interacts(*choice->then_value) && !unit_.interacts(*choice->else_value)) return false;
    branching_value(e, target);
    return true;
  }
  if (const auto* unary = std::get_if<ast::UnaryExpr>(&e.node)) {
    if (unary->op != ast::UnaryOp::Length || !unit_.is(unit_.type_of(*unary->operand), TypeKind::Chan))
      return false;
    const ExprId object = value(*unary->operand);
    const At at(*this, here().span, short_text(e));
    sync(SyncOp::ChanLength, object, kNone, target);
    return true;
  }
  if (const auto* receive = std::get_if<ast::ReceiveExpr>(&e.node)) {
    bool peer = false;
    Alt a;
    a.kind = AltKind::Receive;
    a.span = e.span;
    a.channel = channel(*receive->channel, false, peer);
    a.peer = peer;
    a.text = short_text(e);
    a.type = unit_.type_of(e);
    a.pattern.targets.push_back(target);
    const At at(*this, e.span, a.text);
    const Label next = fresh();
    a.next = to(next);
    Comm comm;
    comm.alts.push_back(std::move(a));
    append(std::move(comm));
    mark(next);
    return true;
  }
  if (const auto* call = std::get_if<ast::CallExpr>(&e.node)) {
    if (unit_.binding<StructName>(*call->callee)) return false;
    if (const auto* builtin_name = unit_.binding<BuiltinName>(*call->callee)) {
      const Operands operation = operands(*call, *builtin_name);
      object_name_ = name;
      const ExprId result = builtin(operation, target);
      object_name_.clear();
      if (result != kNone) emit(Assign{target, result, kNone});
      return true;
    }
    Callee c = callee(*call);
    const At at(*this, e.span, short_text(e));
    emit(Call{std::move(c), target, kNone});
    return true;
  }
  if (const auto* any = std::get_if<ast::AnyExpr>(&e.node)) {
    any_value(e, *any, target);
    return true;
  }
  if (const auto* mk = std::get_if<ast::MkExpr>(&e.node)) {
    make(e, *mk, target, name);
    return true;
  }
  return false;
}

// `and`, `or` and `if` as control flow: an operand's interactions happen only when it is evaluated.
void ProcLowering::branching_value(const ast::Expr& e, const Place& target) {
  const Label yes = fresh(), no = fresh(), end = fresh();
  if (const auto* choice = std::get_if<ast::IfExpr>(&e.node)) {
    condition(*choice->condition, yes, no);
    mark(yes);
    into(*choice->then_value, target);
    jump(end);
    mark(no);
    into(*choice->else_value, target);
    mark(end);
    return;
  }
  condition(e, yes, no);
  mark(yes);
  emit(Assign{target, constant(Value::boolean(true), unit_.type_of(e)), kNone});
  jump(end);
  mark(no);
  emit(Assign{target, constant(Value::boolean(false), unit_.type_of(e)), kNone});
  mark(end);
}

void ProcLowering::condition(const ast::Expr& e, Label if_true, Label if_false) {
  const auto* binary = std::get_if<ast::BinaryExpr>(&e.node);
  if (binary && unit_.interacts(*binary->right) &&
      (binary->op == ast::BinaryOp::And || binary->op == ast::BinaryOp::Or)) {
    const Label right = fresh();
    if (binary->op == ast::BinaryOp::And)
      condition(*binary->left, right, if_false);
    else
      condition(*binary->left, if_true, right);
    mark(right);
    return condition(*binary->right, if_true, if_false);
  }
  const auto* unary = std::get_if<ast::UnaryExpr>(&e.node);
  if (unary && unary->op == ast::UnaryOp::Not && unit_.interacts(e))
    return condition(*unary->operand, if_false, if_true);
  const ExprId test = value(e);
  append(Branch{test, to(if_true), to(if_false)});
}

void ProcLowering::any_value(const ast::Expr& e, const ast::AnyExpr& any, const Place& target) {
  const TypeId type = unit_.type_named(*any.type);
  const At at(*this, e.span, short_text(e));
  if (const auto* range = std::get_if<ast::RangeType>(&any.type->node)) {
    const ExprId lo = then(value(*range->lo), unit_.interacts(*range->hi));
    const ExprId set = op(ExprKind::RangeSeq, {lo, value(*range->hi)});
    const auto known_lo = evaluate(unit_.model, *range->lo, unit_.valuation);
    const auto known_hi = evaluate(unit_.model, *range->hi, unit_.valuation);
    if (!std::holds_alternative<Value>(known_lo) || !std::holds_alternative<Value>(known_hi)) {
      // The bounds are known only in a run: an empty choice is a failure there.
      const Label some = fresh(), none = fresh();
      append(Branch{op(ExprKind::Null, {set}), to(none), to(some)});
      mark(none);
      fail(ErrorKind::EmptyChoice, "`" + short_text(e) + "` has no value to choose");
      mark(some);
      emit(AnyValue{target, set, kNone});
      return;
    }
  }
  if (unit_.type(type).kind == TypeKind::Int && !std::holds_alternative<ast::RangeType>(any.type->node)) {
    emit(AnyValue{target, kNone, kNone});
    return;
  }
  const std::optional<std::vector<Value>> all = domain(unit_.program.types, type);
  if (!all || all->empty()) {
    Diagnostic& d = unit_.diagnostics.error(
        "E0503", e.span,
        all ? "`any` of a type without values" : "`any` needs a type with finitely many values",
        all ? "no value to choose" : "infinite, or more than 65536 values");
    if (!all) d.help = "choose from a range: any(0..7)";
    emit(Assign{target, constant(zero_value(unit_.program.types, type), type), kNone});
    return;
  }
  emit(AnyValue{target, constant(Value::seq(*all)), kNone});
}

void ProcLowering::make(const ast::Expr& e, const ast::MkExpr& mk, const Place& target,
                        const std::string& name) {
  const TypeId type = unit_.type_named(*mk.type);
  const Type& t = unit_.type(type);
  if (t.kind == TypeKind::Chan) {
    const auto* chan = std::get_if<ast::ChanType>(&mk.type->node);
    const TypeId message = t.parts[0];
    const ExprId capacity = chan && chan->capacity ? value(*chan->capacity) : integer(0);
    const At at(*this, e.span, here().text);
    emit(NewObject{target, ObjectKind::Chan, message, capacity, name, kNone});
  } else if (t.kind == TypeKind::Cond) {
    const ExprId mutex = mk.args.empty() ? constant(Value()) : value(*mk.args[0]);
    const At at(*this, e.span, here().text);
    emit(NewObject{target, ObjectKind::Cond, type, mutex, name, kNone});
  } else if (unit_.lock(type)) {
    const At at(*this, e.span, here().text);
    emit(NewObject{target, unit_.object_kind(type), type, kNone, name, kNone});
  } else {
    std::vector<ExprId> run_time = sizes(*mk.type);
    const At at(*this, e.span, here().text);
    emit(MakeZero{target, type, std::move(run_time), kNone});
  }
}

std::vector<ExprId> ProcLowering::sizes(const ast::Type& type) {
  std::vector<ExprId> out;
  if (const auto* array = std::get_if<ast::ArrayType>(&type.node)) {
    const TypeId id = unit_.type_named(type);
    if (id != kNone && unit_.type(id).size == kNone) out.push_back(keep(value(*array->size)));
    for (ExprId inner : sizes(*array->element)) out.push_back(inner);
  } else if (const auto* structure = std::get_if<ast::StructType>(&type.node)) {
    for (const ast::Field& field : structure->fields)
      for (ExprId inner : sizes(*field.type)) out.push_back(inner);
  }
  return out;
}

}  // namespace csp
