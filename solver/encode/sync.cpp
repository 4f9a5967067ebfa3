// Locks, conditions, once, waitgroups, closing and timers (docs/semantics.md 1.5).
#include "solver/encode/stepper.h"

namespace csp::solver {

namespace {

bool is_channel_operation(SyncOp op) {
  return op == SyncOp::Close || op == SyncOp::Cancel || op == SyncOp::ChanLength ||
         op == SyncOp::ChanCapacity || op == SyncOp::ChanIsClosed;
}

// The kinds of objects that the operation is for. The frontend sees to it; what is left over is impossible.
bool suits(SyncOp op, ObjectKind kind) {
  switch (op) {
    case SyncOp::Lock:
    case SyncOp::Unlock:
    case SyncOp::TryLock:
      return kind == ObjectKind::Mutex;
    case SyncOp::RLock:
    case SyncOp::RUnlock:
    case SyncOp::RwAnnounce:
    case SyncOp::RwAcquire:
    case SyncOp::RwUnlock:
      return kind == ObjectKind::RwMutex;
    case SyncOp::CondWait:
    case SyncOp::CondSleep:
    case SyncOp::CondRelock:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
      return kind == ObjectKind::Cond;
    case SyncOp::OnceEnter:
    case SyncOp::OnceExit:
      return kind == ObjectKind::Once;
    case SyncOp::WgAdd:
    case SyncOp::WgWait:
    case SyncOp::WgSleep:
      return kind == ObjectKind::WaitGroup;
    case SyncOp::Close:
    case SyncOp::Cancel:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed:
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
      return kind == ObjectKind::Chan || kind == ObjectKind::Timer || kind == ObjectKind::Ticker;
  }
  return false;
}

}  // namespace

// A step whose result is a value of the frame.
void Stepper::with_result(const Standing& s, const SyncCase& c, Event e, Term integer, bool boolean) {
  if (t_.is_false_constant(e.guard)) return;
  if (!c.sync->result) return act(s, kNone, go_on(s, c.sync->next), std::move(e));
  const Term placeholder = boolean ? context_.bool_message(0) : context_.int_message(0);
  const Sym value = Sym::integer(boolean ? t_.as_int(placeholder) : placeholder);
  const Ways& ways = go_on(s, c.sync->next, c.sync->result, value, boolean ? 10 : 11);
  act(s, kNone, ways, std::move(e), {{placeholder, boolean ? t_.is_true(integer) : integer}});
}

void Stepper::sync_steps(const Standing& s, const SyncCase& c) {
  if (c.object.kind != SymKind::Ref) throw NotEncoded("an operation on what is no object");
  const Term ref = here(s.slot, c.object.term);
  const Term nil = t_.and_(s.here, t_.eq(ref, t_.number(kNil)));
  if (!t_.is_false_constant(nil)) {
    if (c.sync->op == SyncOp::Close)
      fail(s, ErrorKind::CloseNil, kNone, nil);
    else if (!is_channel_operation(c.sync->op))
      fail(s, ErrorKind::NilObject, kNone, nil);
    else  // length and capacity 0, not closed; cancelling nil does nothing
      with_result(s, c, event(nil), t_.number(0), c.sync->op == SyncOp::ChanIsClosed);
  }
  each_referent(ref, [&](ObjectId o, int sub, Term is) {
    const Term guard = t_.and_(s.here, is);
    if (sub == 0 && suits(c.sync->op, context_.universe.object(o).kind) && !t_.is_false_constant(guard))
      sync_on(s, c, o, guard);
  });
}

void Stepper::sync_on(const Standing& s, const SyncCase& c, ObjectId o, Term guard) {
  const ObjectFrame f = object(o);
  Event e = event(guard);
  Effect effect;
  const auto needs = [&](Term condition) {
    e.guard = t_.and_(e.guard, condition);
    return !t_.is_false_constant(e.guard);
  };
  const auto done = [&](std::optional<Shift> shift = std::nullopt) {
    if (shift)
      e.shifts.emplace_back(o, *shift);
    else
      e.writes.push_back(o);
    e.effects.emplace_back(o, effect);
    act(s, kNone, go_on(s, c.sync->next), std::move(e));
  };
  // The error NotLocked, and the condition that it does not happen.
  const auto locked = [&](Term holds) {
    Event like;
    like.reads.push_back(o);
    fail(s, ErrorKind::NotLocked, kNone, t_.and_(guard, t_.not_(holds)), like);
    return needs(holds);
  };
  switch (c.sync->op) {
    case SyncOp::Lock:
      if (!needs(t_.not_(f.locked))) return;
      effect.locked = t_.yes();
      e.progress = true;
      return done();
    case SyncOp::Unlock:
      if (!locked(f.locked)) return;
      effect.locked = t_.no();
      return done();
    case SyncOp::TryLock: {
      // Two events, since only the one that succeeds is progress.
      Event held = e;
      held.guard = t_.and_(guard, f.locked);
      held.reads.push_back(o);
      with_result(s, c, std::move(held), t_.number(0), true);
      if (!needs(t_.not_(f.locked))) return;
      effect.locked = t_.yes();
      e.progress = true;
      e.writes.push_back(o);
      e.effects.emplace_back(o, effect);
      return with_result(s, c, std::move(e), t_.number(1), true);
    }
    case SyncOp::RLock:
      if (!needs(t_.not_(t_.or_(f.announced, f.active)))) return;
      effect.readers = t_.add(f.readers, t_.number(1));
      e.progress = true;
      return done(kUp);
    case SyncOp::RUnlock:
      if (!locked(t_.lt(t_.number(0), f.readers))) return;
      effect.readers = t_.sub(f.readers, t_.number(1));
      return done(kDown);
    case SyncOp::RwAnnounce:
      if (!needs(t_.not_(t_.or_(f.announced, f.active)))) return;
      effect.announced = t_.yes();
      return done();
    case SyncOp::RwAcquire:
      if (!needs(t_.and_(f.announced, t_.le(f.readers, t_.number(0))))) return;
      effect.announced = t_.no();
      effect.active = t_.yes();
      e.progress = true;
      return done();
    case SyncOp::RwUnlock:
      if (!locked(f.active)) return;
      effect.announced = effect.active = t_.no();
      return done();
    case SyncOp::OnceEnter: {
      Event skip = e;
      skip.guard = t_.and_(guard, f.done);
      skip.reads.push_back(o);
      if (!t_.is_false_constant(skip.guard)) act(s, kNone, go_on(s, c.sync->other), std::move(skip));
      if (!needs(t_.not_(t_.or_(f.done, f.entered)))) return;
      effect.entered = t_.yes();
      return done();
    }
    case SyncOp::OnceExit:
      effect.entered = t_.no();
      effect.done = t_.yes();
      return done();
    case SyncOp::CondWait:
    case SyncOp::CondSleep:
    case SyncOp::CondRelock:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
      return cond_steps(s, c, o, guard);
    case SyncOp::WgAdd:
    case SyncOp::WgWait:
    case SyncOp::WgSleep:
      return waitgroup_steps(s, c, o, guard);
    case SyncOp::Close:
    case SyncOp::Cancel:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed:
      return channel_steps(s, c, o, guard);
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
      return timer_steps(s, c, o, guard);
  }
}

void Stepper::channel_steps(const Standing& s, const SyncCase& c, ObjectId o, Term guard) {
  const bool channel = context_.universe.object(o).kind == ObjectKind::Chan;
  const ObjectFrame f = object(o);
  const Term closed = channel ? f.closed : t_.no();
  Event e = event(guard);
  if (c.sync->op == SyncOp::Close || c.sync->op == SyncOp::Cancel) {
    if (!channel) throw NotEncoded("a timer that is closed");
    if (c.sync->op == SyncOp::Close) {
      Event like;
      like.reads.push_back(o);
      fail(s, ErrorKind::CloseClosed, kNone, t_.and_(guard, closed), like);
      e.guard = t_.and_(guard, t_.not_(closed));
      if (t_.is_false_constant(e.guard)) return;
    }
    Effect effect;
    effect.closed = t_.yes();
    e.effects.emplace_back(o, effect);
    e.writes.push_back(o);
    return act(s, kNone, go_on(s, c.sync->next), std::move(e));
  }
  e.reads.push_back(o);
  if (c.sync->op == SyncOp::ChanIsClosed) return with_result(s, c, std::move(e), t_.as_int(closed), true);
  if (c.sync->op == SyncOp::ChanCapacity)
    return with_result(s, c, std::move(e), t_.number(channel ? context_.universe.object(o).capacity : 0),
                       false);
  Term length = t_.number(0);
  if (channel)
    for (const Term filled : f.filled) length = t_.add(length, t_.as_int(filled));
  with_result(s, c, std::move(e), length, false);
}

std::vector<std::pair<const Standing*, Term>> Stepper::waiting(const Standing& s, SyncOp op, ObjectId o) {
  std::vector<std::pair<const Standing*, Term>> out;
  for (const Standing& other : out_.standing) {
    const auto* c = std::get_if<SyncCase>(&other.what->what);
    if (!c || other.slot == s.slot || c->sync->op != op || c->object.kind != SymKind::Ref) continue;
    const Term same = t_.eq(here(other.slot, c->object.term), t_.number(context_.universe.ref(o)));
    const Term there = t_.and_(other.here, same);
    if (!t_.is_false_constant(there)) out.emplace_back(&other, there);
  }
  return out;
}

void Stepper::cond_steps(const Standing& s, const SyncCase& c, ObjectId o, Term guard) {
  const SyncOp op = c.sync->op;
  if (op == SyncOp::CondSleep) return;
  Event e = event(guard);
  if (op == SyncOp::CondWait || op == SyncOp::CondRelock) {
    const ObjectId mutex = context_.universe.object(o).mutex;
    if (mutex == kNone) return fail(s, ErrorKind::NilObject, kNone, guard);
    const Term locked = object(mutex).locked;
    Effect effect;
    if (op == SyncOp::CondWait) {
      Event like;
      like.reads.push_back(mutex);
      fail(s, ErrorKind::NotLocked, kNone, t_.and_(guard, t_.not_(locked)), like);
      e.guard = t_.and_(guard, locked);
      effect.locked = t_.no();
      e.writes.push_back(o);  // who is asleep
    } else {
      e.guard = t_.and_(guard, t_.not_(locked));
      effect.locked = t_.yes();
      e.progress = true;
    }
    if (t_.is_false_constant(e.guard)) return;
    e.effects.emplace_back(mutex, effect);
    e.writes.push_back(mutex);
    return act(s, kNone, go_on(s, c.sync->next), std::move(e));
  }
  e.writes.push_back(o);
  const auto asleep = waiting(s, SyncOp::CondSleep, o);
  const auto wakes = [&](const Standing& other) {
    return mover(other, kNone, go_on(other, std::get<SyncCase>(other.what->what).sync->next));
  };
  if (op == SyncOp::CondBroadcast) {
    for (const auto& [other, there] : asleep) {
      e.movers.push_back(wakes(*other));
      e.movers.back().takes_part = there;
    }
    return act(s, kNone, go_on(s, c.sync->next), std::move(e));
  }
  std::vector<Term> some;
  for (const auto& [other, there] : asleep) {
    Event one = event(t_.and_(guard, there));
    one.writes.push_back(o);
    one.movers.push_back(wakes(*other));
    some.push_back(there);
    act(s, kNone, go_on(s, c.sync->next), std::move(one));
  }
  e.guard = t_.and_(guard, t_.not_(t_.or_(std::move(some))));
  if (!t_.is_false_constant(e.guard)) act(s, kNone, go_on(s, c.sync->next), std::move(e));
}

void Stepper::waitgroup_steps(const Standing& s, const SyncCase& c, ObjectId o, Term guard) {
  const ObjectFrame f = object(o);
  const Term zero = t_.eq(f.counter, t_.number(0));
  Event e = event(guard);
  Effect effect;
  if (c.sync->op == SyncOp::WgSleep) {
    e.guard = t_.and_(guard, t_.lt(t_.number(0), f.released));
    if (t_.is_false_constant(e.guard)) return;
    effect.released = t_.sub(f.released, t_.number(1));
    e.effects.emplace_back(o, effect);
    e.writes.push_back(o);
    e.progress = true;
    return act(s, kNone, go_on(s, c.sync->next), std::move(e));
  }
  if (c.sync->op == SyncOp::WgWait) {
    Event none = event(t_.and_(guard, zero));
    none.reads.push_back(o);
    if (!t_.is_false_constant(none.guard)) act(s, kNone, go_on(s, c.sync->other), std::move(none));
    e.guard = t_.and_(guard, t_.not_(zero));
    if (t_.is_false_constant(e.guard)) return;
    effect.queued = t_.add(f.queued, t_.number(1));
    e.effects.emplace_back(o, effect);
    e.writes.push_back(o);
    return act(s, kNone, go_on(s, c.sync->next), std::move(e));
  }
  const Term k = c.arg && c.arg->kind == SymKind::Int ? here(s.slot, c.arg->term) : t_.number(0);
  const Term sum = t_.add(f.counter, k);
  const Term positive = t_.lt(t_.number(0), k);
  const Term negative = t_.lt(sum, t_.number(0));
  const Term reused = t_.and_({zero, positive, t_.lt(t_.number(0), f.released)});
  Event like;
  like.reads.push_back(o);
  fail(s, ErrorKind::NegativeCounter, kNone, t_.and_(guard, negative), like);
  fail(s, ErrorKind::WaitGroupReused, kNone, t_.and_({guard, t_.not_(negative), reused}), like);
  e.guard = t_.and_({guard, t_.not_(negative), t_.not_(reused)});
  if (t_.is_false_constant(e.guard)) return;
  std::vector<Term> meets;
  for (const auto& [other, there] : waiting(s, SyncOp::WgWait, o)) {
    meets.push_back(there);
    like.looks_at.push_back(other->slot);
  }
  fail(s, ErrorKind::WaitGroupMisuse, kNone, t_.and_({e.guard, zero, positive, t_.or_(std::move(meets))}),
       like);
  const Term released = t_.eq(sum, t_.number(0));
  effect.counter = sum;
  effect.released = t_.choose(released, t_.add(f.released, f.queued), f.released);
  effect.queued = t_.choose(released, t_.number(0), f.queued);
  e.effects.emplace_back(o, effect);
  // Two that lower the counter may change places: neither can fail if both succeed in one order.
  if (t_.is_number(k) && t_.number_of(k) < 0)
    e.shifts.emplace_back(o, kDown);
  else
    e.writes.push_back(o);
  act(s, kNone, go_on(s, c.sync->next), std::move(e));
}

void Stepper::timer_steps(const Standing& s, const SyncCase& c, ObjectId o, Term guard) {
  const ObjectKind kind = context_.universe.object(o).kind;
  if (kind == ObjectKind::Chan) return fail(s, ErrorKind::NotATimer, kNone, guard);
  const ObjectFrame f = object(o);
  const auto becomes = [&](Term when, Term running, Term expired, Term result, int outcome) {
    Event e = event(t_.and_(guard, when));
    Effect effect;
    effect.running = running;
    effect.expired = expired;
    e.effects.emplace_back(o, effect);
    e.writes.push_back(o);
    e.outcome = t_.number(outcome);
    with_result(s, c, std::move(e), result, true);
  };
  const Term yes = t_.yes(), no = t_.no();
  if (c.sync->op == SyncOp::TimerReset) return becomes(yes, yes, no, t_.as_int(f.running), 0);
  if (kind == ObjectKind::Ticker) return becomes(yes, no, no, t_.as_int(f.running), 0);
  becomes(t_.not_(f.running), no, f.expired, t_.number(0), 0);
  becomes(f.running, no, no, t_.number(1), 0);
  becomes(f.running, no, yes, t_.number(0), 1);
}

}  // namespace csp::solver
