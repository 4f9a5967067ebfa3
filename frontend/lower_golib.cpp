// Go's library as small hidden progs: once, timers with a function, contexts with their watchers
// (semantics.md rules 8, 13, 15).
#include <algorithm>

#include "frontend/lower_proc.h"

namespace csp {

// once.do(f): the first caller runs f and marks the end, also when f panics (a deferred call); others wait
// for the mark.
ExprId ProcLowering::once(ExprId object, ExprId function) {
  const Here call = here();
  const ProcId exit = unit_.hidden("once", call.span, 1, [call](ProcLowering& p) {
    const At at(p, call.span, call.text);
    p.sync(SyncOp::OnceExit, p.local(0));
  });
  const ProcId first = unit_.hidden("once", call.span, 2, [call, exit](ProcLowering& p) {
    const At at(p, call.span, call.text);
    Callee on_exit;
    on_exit.proc = exit;
    on_exit.args = {p.local(0)};
    p.emit(Defer{std::move(on_exit), kNone});
    Callee f;
    f.closure = p.local(1);
    p.emit(Call{std::move(f), std::nullopt, kNone});
  });
  const Label run = fresh(), end = fresh();
  Sync enter;
  enter.op = SyncOp::OnceEnter;
  enter.object = object;
  enter.next = to(run);
  enter.other = to(end);
  append(std::move(enter));
  mark(run);
  Callee c;
  c.proc = first;
  c.args = {object, function};
  emit(Call{std::move(c), std::nullopt, kNone});
  mark(end);
  return kNone;
}

// timer(f): a process of its own receives the tick and then starts f, so that f is judged like any other
// process. After a reset it may do so again [package time, Timer.Reset]; in a model that resets no timer it
// ends.
ExprId ProcLowering::timer(ObjectKind kind, ExprId function) {
  const LocalId made = temp(kNone);
  emit(NewObject{whole(made), kind, unit_.unit_type(), kNone, object_name_, kNone});
  if (function == kNone) return local(made);
  const Here call = here();
  const bool again =
      std::any_of(unit_.model.binding_of.begin(), unit_.model.binding_of.end(), [](const auto& b) {
        const auto* builtin = std::get_if<BuiltinName>(&b.second);
        return builtin && builtin->op == Builtin::Reset;
      });
  const ProcId runner =
      unit_.hidden("timer", call.span, 2, [call, again, unit = unit_.unit_type()](ProcLowering& p) {
        const At at(p, call.span, call.text);
        const Label start = p.fresh();
        p.mark(start);
        Alt tick;
        tick.kind = AltKind::Receive;
        tick.span = call.span;
        tick.text = call.text;
        tick.channel = p.local(0);
        tick.type = unit;
        const Label fired = p.fresh();
        tick.next = to(fired);
        Comm wait;
        wait.alts.push_back(std::move(tick));
        p.append(std::move(wait));
        p.mark(fired);
        Callee f;
        f.closure = p.local(1);
        p.emit(Begin{std::move(f), false, kNone});
        if (again) p.jump(start);
      });
  Callee c;
  c.proc = runner;
  c.args = {local(made), function};
  emit(Begin{std::move(c), true, kNone});
  return local(made);
}

// withCancel, withTimeout: a new `done` channel, a watcher that closes it when the parent is cancelled (or
// the time is over) and ends when it is closed, and a prog that closes it. A child of a cancelled parent is
// born cancelled, without a watcher.
ExprId ProcLowering::derived_context(ExprId parent, bool with_timeout) {
  const Here call = here();
  const ExprId parent_done = keep(op(ExprKind::Field, {parent}, kNone, 0));
  const LocalId done = temp(kNone), cancelled = temp(kNone);
  emit(NewObject{whole(done), ObjectKind::Chan, unit_.unit_type(), integer(0), "done", kNone});
  sync(SyncOp::ChanIsClosed, parent_done, kNone, whole(cancelled));
  const Label born_cancelled = fresh(), watched = fresh(), end = fresh();
  append(Branch{local(cancelled), to(born_cancelled), to(watched)});
  mark(born_cancelled);
  sync(SyncOp::Cancel, local(done));
  jump(end);
  mark(watched);
  const ProcId watcher = unit_.hidden(
      "context watcher", call.span, 2, [call, with_timeout, unit = unit_.unit_type()](ProcLowering& p) {
        const At at(p, call.span, call.text);
        const Label cancel = p.fresh(), stop = p.fresh();
        Comm wait;
        wait.mode = CommMode::Select;
        auto add_source = [&](ExprId channel, Label next, const char* text) {
          Alt a;
          a.kind = AltKind::Receive;
          a.span = call.span;
          a.text = text;
          a.channel = channel;
          a.type = unit;
          a.next = to(next);
          wait.alts.push_back(std::move(a));
        };
        add_source(p.local(0), cancel, "<-parent.done()");
        add_source(p.local(1), stop, "<-done");
        if (with_timeout) {
          const LocalId time = p.temp(kNone);
          p.emit(NewObject{whole(time), ObjectKind::Timer, unit, kNone, "timeout", kNone});
          add_source(p.local(time), cancel, "timeout");
        }
        p.append(std::move(wait));
        p.mark(cancel);
        p.sync(SyncOp::Cancel, p.local(1));
        p.mark(stop);
      });
  Callee c;
  c.proc = watcher;
  c.args = {parent_done, local(done)};
  emit(Begin{std::move(c), false, kNone});
  mark(end);
  const ProcId cancel = unit_.hidden("cancel", call.span, 1, [call](ProcLowering& p) {
    const At at(p, call.span, "cancel()");
    p.sync(SyncOp::Cancel, p.local(0));
  });
  const ExprId context = op(ExprKind::MakeSeq, {local(done)});
  return op(ExprKind::MakeSeq, {context, op(ExprKind::MakeClosure, {local(done)}, kNone, cancel)});
}

}  // namespace csp
