// Calls, closures, what is begun and deferred: the parameters of a proc are captured values, then group and
// member number of each parallel command whose names it uses, then the arguments of the text.
#include <algorithm>

#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

std::vector<ExprId> ProcLowering::surroundings(ProcId callee_id) {
  return surroundings(callee_id, nullptr, 0, 0);
}

// `command` is the parallel command whose branch is being started, with the locals that hold its group and
// the member's number.
std::vector<ExprId> ProcLowering::surroundings(ProcId callee_id, const ast::ParallelStmt* command,
                                               LocalId group, LocalId member) {
  const Specialisation s = *unit_.specialisation(callee_id);
  std::vector<ExprId> out;
  for (const Variable* v : s.prog->captures) {
    const auto known = unit_.valuation.find(v);
    out.push_back(known != unit_.valuation.end() ? constant(known->second, v->type) : local(variable(*v)));
  }
  for (const ast::ParallelStmt* g : s.groups) {
    const auto it = groups_.find(g);
    const GroupParameters mine = g == command          ? GroupParameters{group, member}
                                 : it != groups_.end() ? it->second
                                                       : GroupParameters{};
    out.push_back(local(mine.group));
    out.push_back(local(mine.self));
  }
  return out;
}

ExprId ProcLowering::closure(const ProgInfo& prog, const Span& span, TypeId type) {
  const ProcId target = unit_.proc(prog, naming_, instance_.known() ? instance_ : span);
  std::vector<ExprId> captured = surroundings(target);
  const auto id = static_cast<std::int64_t>(target);
  if (captured.empty()) return constant(Value::closure(target, {}), type);
  return op(ExprKind::MakeClosure, std::move(captured), type, id);
}

// Arguments are checked against the types of the parameters where the call stands, by whoever carries it out.
Callee ProcLowering::callee(const ast::CallExpr& call) {
  Callee out;
  const ProgInfo* known = nullptr;
  if (const auto* named = unit_.binding<ProgInfo*>(*call.callee)) known = *named;
  if (const auto* anonymous = std::get_if<ast::ProgExpr>(&call.callee->node))
    known = unit_.model.prog_of.at(anonymous);
  if (known) {
    const std::vector<ExprId> args = values(call.args);
    out.proc = unit_.proc(*known, naming_, instance_.known() ? instance_ : call.callee->span);
    out.args = surroundings(out.proc);
    out.args.insert(out.args.end(), args.begin(), args.end());
    return out;
  }
  const bool later =
      std::any_of(call.args.begin(), call.args.end(), [&](const auto& a) { return unit_.interacts(*a); });
  out.closure = then(value(*call.callee), later);
  out.args = values(call.args);
  return out;
}

// ---- Built-in operations as callees ----

Operands ProcLowering::operands(const ast::CallExpr& call, const BuiltinName& name) {
  Operands out;
  out.op = name.op;
  std::size_t first = 0;
  const auto* dot = std::get_if<ast::DotExpr>(&call.callee->node);
  switch (name.op) {
    case Builtin::AtomicLoad:
    case Builtin::AtomicStore:
    case Builtin::AtomicAdd:
    case Builtin::AtomicSwap:
    case Builtin::AtomicCas:
      out.place = access(*call.args[0]);
      first = 1;
      break;
    case Builtin::Lock:
    case Builtin::Unlock:
    case Builtin::TryLock:
    case Builtin::RLock:
    case Builtin::RUnlock:
    case Builtin::CondWait:
    case Builtin::CondSignal:
    case Builtin::CondBroadcast:
    case Builtin::OnceDo:
    case Builtin::WgAdd:
    case Builtin::WgDone:
    case Builtin::WgWait:
    case Builtin::CtxDone:
    case Builtin::CtxErr:
      out.args.push_back(value(*dot->base));
      out.rw = unit_.is(unit_.type_of(*dot->base), TypeKind::RwMutex);
      break;
    case Builtin::Panic:
      if (!call.args.empty()) {
        const auto* text = std::get_if<ast::StringLit>(&call.args[0]->node);
        out.message = text ? text->value : short_text(*call.args[0]);
        if (!text) value(*call.args[0]);
      }
      return out;
    case Builtin::Timeout:
    case Builtin::Timer:
    case Builtin::Ticker:
    case Builtin::Sleep:
    case Builtin::Stop:
    case Builtin::Reset:
    case Builtin::Close:
    case Builtin::Cap:
    case Builtin::Recover:
    case Builtin::Background:
    case Builtin::WithCancel:
    case Builtin::WithTimeout:
    case Builtin::Head:
    case Builtin::Tail:
    case Builtin::Null:
    case Builtin::Elem:
    case Builtin::Array:
    case Builtin::Closed:
    case Builtin::Ended:
    case Builtin::At:
      break;
  }
  out.runs = (name.op == Builtin::Timer || name.op == Builtin::Timeout) && !call.args.empty() &&
             unit_.is(unit_.type_of(*call.args[0]), TypeKind::Prog);
  const std::vector<ast::ExprBox> rest(call.args.begin() + static_cast<std::ptrdiff_t>(first),
                                       call.args.end());
  for (ExprId e : values(rest)) out.args.push_back(e);
  return out;
}

// A prog of ours that carries out the operation on its parameters; its operands are evaluated here.
Callee ProcLowering::builtin_callee(const Operands& o, const std::string& name) {
  Callee out;
  std::vector<ExprId> args = o.args;
  Operands inner = o;
  if (o.place) {
    if (o.place->shared()) args.push_back(o.place->object);
    for (const PathStep& step : o.place->path)
      if (step.index != kNone) args.push_back(step.index);
  }
  const Here place_in_text = here();
  auto body = [inner, place_in_text](ProcLowering& p) mutable {
    const At at(p, place_in_text.span, place_in_text.text);
    LocalId next = 0;
    for (ExprId& a : inner.args) a = p.local(next++);
    if (inner.place) {
      if (inner.place->shared()) inner.place->object = p.local(next++);
      for (PathStep& step : inner.place->path)
        if (step.index != kNone) step.index = p.local(next++);
    }
    p.builtin(inner, std::nullopt);
  };
  const int params = static_cast<int>(args.size());
  out.proc = unit_.hidden(name, here().span, params, body);
  out.args = std::move(args);
  return out;
}

Callee ProcLowering::deferred(const ast::CallExpr& call) {
  const auto* name = unit_.binding<BuiltinName>(*call.callee);
  if (!name) return callee(call);
  const ast::Expr as_written{call.callee->span, call};
  return builtin_callee(operands(call, *name), short_text(as_written));
}

void ProcLowering::stmt(const ast::Stmt&, const ast::CallStmt& s) {
  const auto& call = std::get<ast::CallExpr>(s.call->node);
  if (const auto* name = unit_.binding<BuiltinName>(*call.callee)) {
    builtin(operands(call, *name), std::nullopt);
    return;
  }
  Callee c = callee(call);
  emit(Call{std::move(c), std::nullopt, kNone});
}

void ProcLowering::stmt(const ast::Stmt&, const ast::BeginStmt& s) {
  Callee c = deferred(std::get<ast::CallExpr>(s.call->node));
  emit(Begin{std::move(c), s.service, kNone});
}

void ProcLowering::stmt(const ast::Stmt&, const ast::BecomeStmt& s) {
  Callee c = deferred(std::get<ast::CallExpr>(s.call->node));
  append(Become{std::move(c)});
}

void ProcLowering::stmt(const ast::Stmt&, const ast::DeferStmt& s) {
  const auto& call = std::get<ast::CallExpr>(s.call->node);
  const auto* name = unit_.binding<BuiltinName>(*call.callee);
  // Go: `defer recover()` stops nothing, because recover is not called by a deferred prog there.
  if (name && name->op == Builtin::Recover) return;
  Callee c = deferred(call);
  if (c.closure == kNone || expr(c.closure).kind == ExprKind::MakeClosure) {
    emit(Defer{std::move(c), kNone});
    return;
  }
  // A nil prog fails when it is its turn, not here [Go specification, "Defer statements"].
  const Label none = fresh(), some = fresh(), end = fresh();
  append(Branch{op(ExprKind::Eq, {c.closure, constant(Value())}), to(none), to(some)});
  mark(none);
  const Here place = here();
  Callee fails;
  fails.proc = unit_.hidden("nil", place.span, 0, [place](ProcLowering& p) {
    const At at(p, place.span, place.text);
    p.fail(ErrorKind::NilCall, "call of a nil prog");
  });
  emit(Defer{std::move(fails), kNone});
  jump(end);
  mark(some);
  emit(Defer{std::move(c), kNone});
  mark(end);
}

}  // namespace csp
