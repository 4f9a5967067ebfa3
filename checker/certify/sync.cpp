// Locks, conditions, once, waitgroups, closing and timers (docs/semantics.md 1.5).
#include "checker/certify/interpreter.h"

namespace csp::reference {

namespace {

const char* what_failed(ErrorKind kind) {
  if (kind == ErrorKind::NilObject) return "an operation on nil";
  if (kind == ErrorKind::CloseNil) return "close of a nil channel";
  if (kind == ErrorKind::CloseClosed) return "close of a closed channel";
  if (kind == ErrorKind::NegativeCounter) return "the counter would fall below zero";
  if (kind == ErrorKind::WaitGroupReused) return "reused before the last wait has returned";
  if (kind == ErrorKind::NotATimer) return "not a timer";
  return "";
}

bool is_channel_operation(SyncOp op) {
  return op == SyncOp::Close || op == SyncOp::Cancel || op == SyncOp::ChanLength ||
         op == SyncOp::ChanCapacity || op == SyncOp::ChanIsClosed;
}

}  // namespace

// Why the operation at the process's node fails, if it does.
std::optional<Failure> Interpreter::sync_failure(const State& s, Pid p) const {
  const Sync& sync = std::get<Sync>(node_of(s, p)->op);
  const auto fails = [](ErrorKind kind) { return Failure{kind, what_failed(kind)}; };
  const auto ref = evaluate(program_, s.top(p).locals, sync.object);
  if (!ref) return ref.failure();
  if (ref->is_nil()) {
    if (sync.op == SyncOp::Close) return fails(ErrorKind::CloseNil);
    if (!is_channel_operation(sync.op)) return fails(ErrorKind::NilObject);
    return std::nullopt;
  }
  const Object& object = s.object(ref->number());
  const auto unless = [&](bool locked, const char* otherwise) -> std::optional<Failure> {
    if (locked) return std::nullopt;
    return Failure{ErrorKind::NotLocked, otherwise};
  };
  switch (sync.op) {
    case SyncOp::Unlock:
      return unless(object.locked, "unlock of an unlocked mutex");
    case SyncOp::RUnlock:
      return unless(object.readers > 0, object.writer == Writing::Active
                                            ? "runlock of a lock that is held for writing"
                                            : "runlock of an unlocked lock");
    case SyncOp::RwUnlock:
      return unless(object.writer == Writing::Active, object.readers > 0
                                                          ? "unlock of a lock that is held for reading"
                                                          : "unlock of an unlocked lock");
    case SyncOp::CondWait:
      if (object.mutex.is_nil()) return fails(ErrorKind::NilObject);
      return unless(s.object(object.mutex.number()).locked, "wait on a cond whose mutex is not locked");
    case SyncOp::CondRelock:
      if (object.mutex.is_nil()) return fails(ErrorKind::NilObject);
      return std::nullopt;
    case SyncOp::Close:
      if (object.closed) return fails(ErrorKind::CloseClosed);
      return std::nullopt;
    case SyncOp::WgAdd: {
      const auto k = evaluate(program_, s.top(p).locals, sync.arg);
      if (!k) return k.failure();
      std::int64_t sum = 0;
      if (__builtin_add_overflow(object.counter, k->number(), &sum))
        throw LimitReached("an integer does not fit 64 bits");
      if (sum < 0) return fails(ErrorKind::NegativeCounter);
      if (object.counter == 0 && k->number() > 0 && object.released > 0)
        return fails(ErrorKind::WaitGroupReused);
      return std::nullopt;
    }
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
      if (object.kind != ObjectKind::Timer && object.kind != ObjectKind::Ticker)
        return fails(ErrorKind::NotATimer);
      return std::nullopt;
    case SyncOp::Lock:
    case SyncOp::TryLock:
    case SyncOp::RLock:
    case SyncOp::RwAnnounce:
    case SyncOp::RwAcquire:
    case SyncOp::CondSleep:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
    case SyncOp::OnceEnter:
    case SyncOp::OnceExit:
    case SyncOp::WgWait:
    case SyncOp::WgSleep:
    case SyncOp::Cancel:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed:
      return std::nullopt;
  }
  return std::nullopt;
}

// Adds the step whose effect on objects is `after`: the process stores the result and goes to `next`.
void Interpreter::act(const State& before, State after, Pid p, const Sync& sync, std::optional<Value> result,
                      NodeId next, int outcome, std::vector<Successor>& out) const {
  if (sync.result && result)
    if (const auto failure = store(program_, after.top(p).locals, *sync.result, *result))
      return fail_step(before, p, failure->kind, kNone, out);
  go(after, p, next);
  finish({StepKind::Act, {{p, before.top(p).node, kNone, {}}}, outcome}, std::move(after), out);
}

bool Interpreter::waits_at(const State& s, Pid p, SyncOp op, const Value& object) const {
  const Node* at = node_of(s, p);
  const Sync* sync = at && !s.process(p).pending ? std::get_if<Sync>(&at->op) : nullptr;
  return sync && sync->op == op && object_at(s, p) == object;
}

void Interpreter::sync_steps(const State& s, Pid p, std::vector<Successor>& out) const {
  const Sync& sync = std::get<Sync>(node_of(s, p)->op);
  const auto failure = sync_failure(s, p);
  if (failure) return fail_step(s, p, failure->kind, kNone, out);
  const Value ref = *evaluate(program_, s.top(p).locals, sync.object);
  State after = s;
  Object none;
  Object& o = ref.is_nil() ? none : after.object(ref.number());
  const auto done = [&](std::optional<Value> result = std::nullopt) {
    act(s, std::move(after), p, sync, std::move(result), sync.next, 0, out);
  };
  switch (sync.op) {
    case SyncOp::Lock:
      if (o.locked) return;
      o.locked = true;
      return done();
    case SyncOp::Unlock:
      o.locked = false;
      return done();
    case SyncOp::TryLock: {
      const bool taken = !o.locked;
      o.locked = true;
      return done(Value::boolean(taken));
    }
    case SyncOp::RLock:
      if (o.writer != Writing::None) return;
      ++o.readers;
      return done();
    case SyncOp::RUnlock:
      --o.readers;
      return done();
    case SyncOp::RwAnnounce:
      if (o.writer != Writing::None) return;
      o.writer = Writing::Announced;
      return done();
    case SyncOp::RwAcquire:
      if (o.readers > 0 || o.writer != Writing::Announced) return;
      o.writer = Writing::Active;
      return done();
    case SyncOp::RwUnlock:
      o.writer = Writing::None;
      return done();
    case SyncOp::OnceEnter:
      if (o.once == Done::Running) return;
      if (o.once == Done::Done) return act(s, std::move(after), p, sync, std::nullopt, sync.other, 0, out);
      o.once = Done::Running;
      return done();
    case SyncOp::OnceExit:
      o.once = Done::Done;
      return done();
    case SyncOp::Close:
    case SyncOp::Cancel:
      o.closed = true;
      return done();
    case SyncOp::ChanLength:
      return done(Value::integer(static_cast<std::int64_t>(o.buffer.size())));
    case SyncOp::ChanCapacity:
      return done(Value::integer(o.capacity));
    case SyncOp::ChanIsClosed:
      return done(Value::boolean(o.closed));
    case SyncOp::CondWait:
    case SyncOp::CondSleep:
    case SyncOp::CondRelock:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
      return cond_steps(s, p, sync, ref, out);
    case SyncOp::WgAdd:
    case SyncOp::WgWait:
    case SyncOp::WgSleep:
      return waitgroup_steps(s, p, sync, ref, out);
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
      return timer_steps(s, p, sync, ref, out);
  }
}

void Interpreter::cond_steps(const State& s, Pid p, const Sync& sync, const Value& cond,
                             std::vector<Successor>& out) const {
  const auto mutex = [&](State& state) -> Object& {
    return state.object(s.object(cond.number()).mutex.number());
  };
  State after = s;
  if (sync.op == SyncOp::CondSleep) return;
  if (sync.op == SyncOp::CondWait) {
    mutex(after).locked = false;
    return act(s, std::move(after), p, sync, std::nullopt, sync.next, 0, out);
  }
  if (sync.op == SyncOp::CondRelock) {
    if (mutex(after).locked) return;
    mutex(after).locked = true;
    return act(s, std::move(after), p, sync, std::nullopt, sync.next, 0, out);
  }
  std::vector<Pid> asleep;
  for (Pid q = 0; q < static_cast<Pid>(s.processes.size()); ++q)
    if (waits_at(s, q, SyncOp::CondSleep, cond)) asleep.push_back(q);
  const auto wake = [&](const std::vector<Pid>& woken) {
    State awake = s;
    Step step{StepKind::Act, {{p, s.top(p).node, kNone, {}}}, 0};
    go(awake, p, sync.next);
    for (Pid q : woken) {
      step.parts.push_back({q, s.top(q).node, kNone, {}});
      go(awake, q, std::get<Sync>(node_of(s, q)->op).next);
    }
    finish(std::move(step), std::move(awake), out);
  };
  if (sync.op == SyncOp::CondBroadcast || asleep.empty()) return wake(asleep);
  for (Pid q : asleep) wake({q});
}

void Interpreter::waitgroup_steps(const State& s, Pid p, const Sync& sync, const Value& group,
                                  std::vector<Successor>& out) const {
  State after = s;
  Object& o = after.object(group.number());
  if (sync.op == SyncOp::WgSleep) {
    if (o.released == 0) return;
    --o.released;
    return act(s, std::move(after), p, sync, std::nullopt, sync.next, 0, out);
  }
  if (sync.op == SyncOp::WgWait) {
    if (o.counter == 0) return act(s, std::move(after), p, sync, std::nullopt, sync.other, 0, out);
    ++o.queued;
    return act(s, std::move(after), p, sync, std::nullopt, sync.next, 0, out);
  }
  const std::int64_t k = evaluate(program_, s.top(p).locals, sync.arg)->number();
  const bool from_zero = o.counter == 0 && k > 0;
  o.counter += k;
  if (o.counter == 0) {
    o.released += o.queued;
    o.queued = 0;
  }
  act(s, std::move(after), p, sync, std::nullopt, sync.next, 0, out);
  if (!from_zero) return;
  for (Pid q = 0; q < static_cast<Pid>(s.processes.size()); ++q)
    if (q != p && waits_at(s, q, SyncOp::WgWait, group))
      return fail_step(s, p, ErrorKind::WaitGroupMisuse, kNone, out);
}

void Interpreter::timer_steps(const State& s, Pid p, const Sync& sync, const Value& timer,
                              std::vector<Successor>& out) const {
  const Object& before = s.object(timer.number());
  const bool ran = before.ticking == Ticking::Running;
  const auto becomes = [&](Ticking ticking, bool result, int outcome) {
    State after = s;
    after.object(timer.number()).ticking = ticking;
    act(s, std::move(after), p, sync, Value::boolean(result), sync.next, outcome, out);
  };
  if (sync.op == SyncOp::TimerReset) return becomes(Ticking::Running, ran, 0);
  if (before.kind == ObjectKind::Ticker) return becomes(Ticking::Idle, ran, 0);
  if (!ran) return becomes(before.ticking, false, 0);
  becomes(Ticking::Idle, true, 0);
  becomes(Ticking::Expired, false, 1);
}

}  // namespace csp::reference
