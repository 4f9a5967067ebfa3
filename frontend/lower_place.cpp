// Variables and their parts: where they live, how they are read, stored and declared.
#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

Access ProcLowering::variable_access(const Variable& v) {
  Access a;
  a.type = v.type;
  const LocalId id = variable(v);
  if (unit_.shared(v))
    a.object = local(id);
  else
    a.local = id;
  return a;
}

// Nothing if the expression is not a variable or a part of one; its subscripts are evaluated here.
std::optional<Access> ProcLowering::access(const ast::Expr& e) {
  if (unit_.constructor(e)) return std::nullopt;
  if (const auto* v = unit_.binding<Variable*>(e)) {
    if (unit_.valuation.contains(*v)) return std::nullopt;
    return variable_access(**v);
  }
  if (const auto* g = unit_.binding<const GlobalInfo*>(e)) {
    if ((*g)->channel || unit_.lock((*g)->type)) return std::nullopt;
    Access a;
    a.type = (*g)->type;
    a.object = op(ExprKind::Global, {}, kNone, (*g)->index);
    return a;
  }
  if (const auto* index = std::get_if<ast::IndexExpr>(&e.node)) {
    std::optional<Access> a = access(*index->base);
    if (!a) return std::nullopt;
    for (const ast::ExprBox& i : index->indices) {
      PathStep step;
      step.index = value(*i);
      a->path.push_back(step);
      a->type = a->type == kNone ? kNone : unit_.type(a->type).parts[0];
    }
    return a;
  }
  if (const auto* dot = std::get_if<ast::DotExpr>(&e.node)) {
    const TypeId base = unit_.type_of(*dot->base);
    if (!unit_.is(base, TypeKind::Struct) && !unit_.is(base, TypeKind::Tuple)) return std::nullopt;
    std::optional<Access> a = access(*dot->base);
    if (!a) return std::nullopt;
    PathStep step;
    step.field = field_index(unit_.type(base), dot->field.text);
    a->path.push_back(step);
    a->type = unit_.type(base).parts[static_cast<std::size_t>(step.field)];
    return a;
  }
  return std::nullopt;
}

Place ProcLowering::place_of(const Access& a) const {
  return Place{a.local, a.path, unit_.restricted(a.type) ? a.type : kNone};
}

void ProcLowering::read(const Access& a, const Place& target, const std::string& what, bool atomic) {
  const At at(*this, here().span, "read " + what);
  emit(Read{a.object, a.path, target, atomic, kNone});
}

ExprId ProcLowering::current(const Access& a, const std::string& what) {
  if (a.shared()) {
    const LocalId t = temp(a.type);
    read(a, whole(t), what);
    return local(t);
  }
  ExprId out = local(a.local);
  for (const PathStep& step : a.path)
    out = step.index != kNone ? op(ExprKind::Index, {out, step.index})
                              : op(ExprKind::Field, {out}, kNone, step.field);
  return out;
}

void ProcLowering::store(const Access& a, ExprId stored, bool atomic) {
  if (a.shared())
    emit(Write{a.object, a.path, stored, unit_.restricted(a.type) ? a.type : kNone, atomic, kNone});
  else
    emit(Assign{place_of(a), stored, kNone});
}

void ProcLowering::assign(const ast::Expr& target, const ast::Expr& source) {
  const std::optional<Access> a = access(target);
  if (!a) {  // `_ = e`, or something reported already
    keep(value(source));
    return;
  }
  if (a->shared())
    store(*a, value(source));
  else
    into(source, place_of(*a), short_text(target));
}

void ProcLowering::initial(const Variable& v, ExprId stored) {
  const LocalId id = declare(v);
  if (unit_.shared(v))
    emit(NewObject{whole(id), ObjectKind::Var, v.type, stored, v.name, kNone});
  else
    emit(Assign{whole(id), stored, kNone});
}

// `x: T;`, `x: T = e;` and `x := e`. `type` is null in the last form.
void ProcLowering::declare_value(const Variable& v, const ast::Expr* source, const ast::Type* type) {
  const bool shared = unit_.shared(v);
  if (source) {
    if (shared) return initial(v, fitted(*source, v.type));
    Place target = whole(declare(v));
    if (unit_.restricted(v.type) && !surely_fits(*source, v.type)) target.check = v.type;
    return into(*source, target, v.name);
  }
  if (!unit_.needs_zero(v.type)) return initial(v, constant(zero_value(unit_.program.types, v.type), v.type));
  const LocalId made = shared ? temp(v.type) : declare(v);
  if (unit_.lock(v.type))
    emit(NewObject{whole(made), unit_.object_kind(v.type), v.type, kNone, v.name, kNone});
  else
    emit(MakeZero{whole(made), v.type, type ? sizes(*type) : std::vector<ExprId>{}, kNone});
  if (shared) initial(v, local(made));
}

}  // namespace csp
