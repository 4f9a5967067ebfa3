// The built-in operations on operands that are evaluated already, each as one or a few nodes.
#include "frontend/lower_proc.h"

namespace csp {

void ProcLowering::sync(SyncOp what, ExprId object, ExprId arg, std::optional<Place> result) {
  Sync s;
  s.op = what;
  s.object = object;
  s.arg = arg;
  s.result = std::move(result);
  emit(std::move(s));
}

void ProcLowering::fail(ErrorKind kind, std::string message) { append(Fail{kind, std::move(message)}); }

ExprId ProcLowering::builtin(const Operands& o, const std::optional<Place>& want) {
  const auto& a = o.args;
  switch (o.op) {
    case Builtin::Timeout:
    case Builtin::Timer:
      return timer(ObjectKind::Timer, o.runs ? a[0] : kNone);
    case Builtin::Ticker:
      return timer(ObjectKind::Ticker, kNone);
    case Builtin::Sleep:
      return kNone;
    case Builtin::Stop:
      sync(SyncOp::TimerStop, a[0], kNone, want);
      return kNone;
    case Builtin::Reset:
      sync(SyncOp::TimerReset, a[0], kNone, want);
      return kNone;
    case Builtin::Close:
      sync(SyncOp::Close, a[0]);
      return kNone;
    case Builtin::Cap:
      sync(SyncOp::ChanCapacity, a[0], kNone, want);
      return kNone;
    case Builtin::Panic:
      fail(ErrorKind::Panic, o.message);
      return kNone;
    case Builtin::Recover: {
      const Place result = want ? *want : whole(temp(kNone));
      emit(Recover{result, kNone});
      return kNone;
    }
    case Builtin::Background:
      return op(ExprKind::MakeSeq, {constant(Value())}, o.type);
    case Builtin::WithCancel:
      return derived_context(a[0], false);
    case Builtin::WithTimeout:
      return derived_context(a[0], true);
    case Builtin::Head:
      return op(ExprKind::Head, {a[0]});
    case Builtin::Tail:
      return op(ExprKind::Tail, {a[0]});
    case Builtin::Null:
      return op(ExprKind::Null, {a[0]});
    case Builtin::Elem:
      return op(ExprKind::Elem, {a[0], a[1]});
    case Builtin::Array:
      return op(ExprKind::MakeSeq, a);
    case Builtin::AtomicLoad:
    case Builtin::AtomicStore:
    case Builtin::AtomicAdd:
    case Builtin::AtomicSwap:
    case Builtin::AtomicCas:
      return atomic(o, want);
    case Builtin::Lock:
      if (o.rw) {
        sync(SyncOp::RwAnnounce, a[0]);
        sync(SyncOp::RwAcquire, a[0]);
      } else {
        sync(SyncOp::Lock, a[0]);
      }
      return kNone;
    case Builtin::Unlock:
      sync(o.rw ? SyncOp::RwUnlock : SyncOp::Unlock, a[0]);
      return kNone;
    case Builtin::TryLock:
      sync(SyncOp::TryLock, a[0], kNone, want ? *want : whole(temp(kNone)));
      return kNone;
    case Builtin::RLock:
      sync(SyncOp::RLock, a[0]);
      return kNone;
    case Builtin::RUnlock:
      sync(SyncOp::RUnlock, a[0]);
      return kNone;
    case Builtin::CondWait:
      sync(SyncOp::CondWait, a[0]);
      sync(SyncOp::CondSleep, a[0]);
      sync(SyncOp::CondRelock, a[0]);
      return kNone;
    case Builtin::CondSignal:
      sync(SyncOp::CondSignal, a[0]);
      return kNone;
    case Builtin::CondBroadcast:
      sync(SyncOp::CondBroadcast, a[0]);
      return kNone;
    case Builtin::OnceDo:
      return once(a[0], a[1]);
    case Builtin::WgAdd:
      sync(SyncOp::WgAdd, a[0], a[1]);
      return kNone;
    case Builtin::WgDone:
      sync(SyncOp::WgAdd, a[0], integer(-1));
      return kNone;
    case Builtin::WgWait: {
      const Label sleep = fresh(), end = fresh();
      Sync wait;
      wait.op = SyncOp::WgWait;
      wait.object = a[0];
      wait.next = to(sleep);
      wait.other = to(end);
      append(std::move(wait));
      mark(sleep);
      sync(SyncOp::WgSleep, a[0]);
      mark(end);
      return kNone;
    }
    case Builtin::CtxDone:
      return op(ExprKind::Field, {a[0]}, kNone, 0);
    case Builtin::CtxErr:
      sync(SyncOp::ChanIsClosed, op(ExprKind::Field, {a[0]}, kNone, 0), kNone, want);
      return kNone;
    case Builtin::Closed:
    case Builtin::Ended:
    case Builtin::At:
      return constant(Value::boolean(false));  // only in properties
  }
  return kNone;
}

// A variable that is not shared needs no interaction: nobody else can see the operation.
ExprId ProcLowering::atomic(const Operands& o, const std::optional<Place>& want) {
  if (!o.place) return constant(Value::integer(0));
  const Access& x = *o.place;
  const TypeId in = unit_.restricted(x.type) ? x.type : kNone;
  if (x.shared()) {
    if (o.op == Builtin::AtomicLoad) {
      emit(Read{x.object, x.path, want ? *want : whole(temp(x.type)), true, kNone});
    } else if (o.op == Builtin::AtomicStore) {
      emit(Write{x.object, x.path, o.args[0], in, true, kNone});
    } else {
      const RmwOp rmw = o.op == Builtin::AtomicAdd    ? RmwOp::Add
                        : o.op == Builtin::AtomicSwap ? RmwOp::Swap
                                                      : RmwOp::Cas;
      emit(Rmw{rmw, x.object, x.path, o.args, in, want, kNone});
    }
    return kNone;
  }
  const ExprId now = current(x, {});
  if (o.op == Builtin::AtomicLoad) return now;
  if (o.op == Builtin::AtomicStore) {
    store(x, o.args[0]);
    return kNone;
  }
  if (o.op == Builtin::AtomicAdd) {
    store(x, op(ExprKind::Add, {now, o.args[0]}));
    return current(x, {});
  }
  if (o.op == Builtin::AtomicSwap) {
    const ExprId old = keep(now);
    store(x, o.args[0]);
    return old;
  }
  const ExprId same = keep(op(ExprKind::Eq, {now, o.args[0]}));
  const Label yes = fresh(), end = fresh();
  append(Branch{same, to(yes), to(end)});
  mark(yes);
  store(x, o.args[1]);
  mark(end);
  return same;
}

}  // namespace csp
