// Steps of a process with one object: buffers, closed channels, timers, shared variables, locks, waits.
#include "checker/semantics/effects.h"

#include <algorithm>

namespace csp {

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// The process and the object as the operation leaves them; run on at the end.
struct Draft {
  ProcessState process;
  ObjectState object;
  Effect pattern;
};

class ObjectStep {
 public:
  ObjectStep(const Runner& runner, const ProcessState& p, const Offer& offer, const ObjectState& object)
      : runner_(runner), program_(runner.program()), before_(p), offer_(offer), object_(object) {}

  std::vector<Effect> all() {
    const Node& node = program_.nodes[at(before_.top().node)];
    try {
      if (std::holds_alternative<Comm>(node.op)) comm();
      if (const auto* read = std::get_if<Read>(&node.op)) this->read(*read);
      if (const auto* write = std::get_if<Write>(&node.op)) this->write(*write);
      if (const auto* rmw = std::get_if<Rmw>(&node.op)) this->rmw(*rmw);
      if (const auto* sync = std::get_if<Sync>(&node.op)) this->sync(*sync);
      if (const auto* join = std::get_if<Join>(&node.op)) this->join(*join);
    } catch (const Fault&) {
      return effects_failure(runner_, before_);
    }
    return std::move(out_);
  }

 private:
  Draft draft() const { return Draft{before_, object_, Effect{}}; }
  const Locals& locals() const { return before_.top().locals; }

  void emit(Draft d) {
    for (Effect& e : to_effects(runner_.run(std::move(d.process), after_base(0)), d.pattern)) {
      e.object = d.object;
      out_.push_back(std::move(e));
    }
  }
  void fail() {
    for (Effect& e : effects_failure(runner_, before_)) {
      e.alt[0] = offer_.alt;
      out_.push_back(std::move(e));
    }
  }
  void result(Draft& d, const std::optional<Place>& place, const Value& v) {
    if (place) store(program_, *place, v, d.process.top().locals);  // a Fault makes the step a failure that changes nothing
  }
  // The operation succeeds: the object as given, the process goes on at `next`.
  void done(Draft d, NodeId next) {
    d.process.top().node = next;
    emit(std::move(d));
  }

  bool declared() const {
    return offer_.object < static_cast<std::int64_t>(program_.globals.size()) &&
           program_.globals[static_cast<std::size_t>(offer_.object)].declared;
  }
  void comm();
  void send(const Chosen&);
  void receive(const Chosen&);
  void read(const Read&);
  void write(const Write&);
  void rmw(const Rmw&);
  void sync(const Sync&);
  void sync_channel(const Sync&);
  void join(const Join&);

  const Runner& runner_;
  const Program& program_;
  const ProcessState& before_;
  const Offer& offer_;
  const ObjectState& object_;
  std::vector<Effect> out_;
};

void ObjectStep::comm() {
  const Chosen chosen = find_alternative(program_, before_, offer_.alt);
  offer_.send ? send(chosen) : receive(chosen);
}

void ObjectStep::send(const Chosen& chosen) {
  if (object_.kind != ObjectKind::Chan || object_.b) return fail();  // a closed channel; a timer cannot be sent to
  Draft d = draft();
  d.process.top().locals = chosen.locals;
  d.pattern.alt[0] = offer_.alt;
  d.pattern.progress = true;
  d.pattern.observable = declared();
  if (object_.a == 0) {
    if (static_cast<Environment>(object_.c) != Environment::Receives) return;
    d.pattern.kind = StepKind::Environment;
    d.pattern.certain = false;
    return done(std::move(d), chosen.alt->next);
  }
  if (static_cast<std::int64_t>(object_.values.size()) >= object_.a) return;
  d.object.values.push_back(offer_.message);
  done(std::move(d), chosen.alt->next);
}

void ObjectStep::receive(const Chosen& chosen) {
  Draft d = draft();
  d.process.top().locals = chosen.locals;
  d.pattern.alt[0] = offer_.alt;
  d.pattern.progress = true;
  d.pattern.observable = declared();
  const Alt& alt = *chosen.alt;
  if (object_.kind == ObjectKind::Timer || object_.kind == ObjectKind::Ticker) {
    if (object_.a == kTimerIdle) return;
    d.pattern.certain = object_.kind == ObjectKind::Ticker || object_.a == kTimerExpired;
    if (object_.kind == ObjectKind::Timer) d.object.a = kTimerIdle;
    receive_into(runner_, d.process, alt, Value::integer(0), true);
    return emit(std::move(d));
  }
  if (!object_.values.empty()) {
    if (!matches(program_, alt.pattern, object_.values.front())) return;
    d.object.values.erase(d.object.values.begin());
    receive_into(runner_, d.process, alt, object_.values.front(), true);
    return emit(std::move(d));
  }
  if (object_.b) {
    if (std::get<Comm>(program_.nodes[at(before_.top().node)].op).mode == CommMode::Guarded) return;  // it has failed
    const Value zero = zero_value(program_.types, alt.type);
    receive_into(runner_, d.process, alt, zero, false);
    return emit(std::move(d));
  }
  if (object_.a == 0 && static_cast<Environment>(object_.c) == Environment::Sends) {
    const auto values = domain(program_.types, program_.globals[at(static_cast<int>(offer_.object))].type);
    if (!values) throw LimitReached{"the environment would send any of infinitely many values"};
    d.pattern.kind = StepKind::Environment;
    d.pattern.certain = false;
    for (std::size_t i = 0; i < values->size(); ++i) {
      if (!matches(program_, alt.pattern, (*values)[i])) continue;
      Draft each = d;
      each.pattern.outcome = static_cast<int>(i);
      receive_into(runner_, each.process, alt, (*values)[i], true);
      emit(std::move(each));
    }
  }
}

void ObjectStep::read(const Read& op) {
  Draft d = draft();
  const Value v = value_at(object_.values[0], evaluate_path(program_, op.path, locals()));
  result(d, op.target, v);
  done(std::move(d), op.next);
}

void ObjectStep::write(const Write& op) {
  Draft d = draft();
  const Value v = evaluate(program_, op.value, locals());
  if (!fits(program_.types, op.check, v)) throw Fault{ErrorKind::Range};
  d.object.values[0] = replace_at(object_.values[0], evaluate_path(program_, op.path, locals()), v);
  done(std::move(d), op.next);
}

void ObjectStep::rmw(const Rmw& op) {
  Draft d = draft();
  const auto path = evaluate_path(program_, op.path, locals());
  const Value old = value_at(object_.values[0], path);
  const Value arg = evaluate(program_, op.args[0], locals());
  Value stored = old, given;
  switch (op.op) {
    case RmwOp::Add: {
      std::int64_t sum = 0;
      if (__builtin_add_overflow(old.number(), arg.number(), &sum))
        throw LimitReached{"an integer left the 64 bits that the explicit engine computes with"};
      stored = given = Value::integer(sum);
      break;
    }
    case RmwOp::Swap:
      stored = arg;
      given = old;
      break;
    case RmwOp::Cas:
      if (old == arg) stored = evaluate(program_, op.args[1], locals());
      given = Value::boolean(old == arg);
      break;
  }
  if (!fits(program_.types, op.check, stored)) throw Fault{ErrorKind::Range};
  d.object.values[0] = replace_at(object_.values[0], path, stored);
  result(d, op.result, given);
  done(std::move(d), op.next);
}

void ObjectStep::join(const Join& op) {
  if (std::all_of(object_.values.begin(), object_.values.end(), [](const Value& v) { return v.truth(); }))
    done(draft(), op.next);
}

void ObjectStep::sync(const Sync& op) {
  Draft d = draft();
  ObjectState& o = d.object;
  const auto wrong_kind = [&](ObjectKind kind) { return object_.kind != kind; };
  switch (op.op) {
    case SyncOp::CondWait:  // the object is the cond's mutex
      if (!o.a) return fail();
      o.a = 0;
      return done(std::move(d), op.next);
    case SyncOp::Lock:
    case SyncOp::CondRelock:
      if (o.a) return;
      o.a = 1;
      d.pattern.progress = true;
      return done(std::move(d), op.next);
    case SyncOp::Unlock:
      if (!o.a) return fail();
      o.a = 0;
      return done(std::move(d), op.next);
    case SyncOp::TryLock:
      d.pattern.progress = !o.a;
      result(d, op.result, Value::boolean(!o.a));
      o.a = 1;
      return done(std::move(d), op.next);
    case SyncOp::RLock:
      if (o.b != kWriterNone) return;
      ++o.a;
      d.pattern.progress = true;
      return done(std::move(d), op.next);
    case SyncOp::RUnlock:
      if (o.a == 0) return fail();
      --o.a;
      return done(std::move(d), op.next);
    case SyncOp::RwAnnounce:
      if (o.b != kWriterNone) return;
      o.b = kWriterAnnounced;
      return done(std::move(d), op.next);
    case SyncOp::RwAcquire:
      if (o.b != kWriterAnnounced || o.a != 0) return;
      o.b = kWriterActive;
      d.pattern.progress = true;
      return done(std::move(d), op.next);
    case SyncOp::RwUnlock:
      if (o.b != kWriterActive) return fail();
      o.b = kWriterNone;
      return done(std::move(d), op.next);
    case SyncOp::OnceEnter:
      if (o.a == kOnceRunning) return;
      if (o.a == kOnceDone) return done(std::move(d), op.other);
      o.a = kOnceRunning;
      return done(std::move(d), op.next);
    case SyncOp::OnceExit:
      o.a = kOnceDone;
      return done(std::move(d), op.next);
    case SyncOp::WgAdd: {
      const std::int64_t k = evaluate(program_, op.arg, locals()).number();
      if (o.a + k < 0) return fail();
      if (o.a == 0 && k > 0 && o.c > 0) return fail();
      o.a += k;
      if (o.a == 0) {
        o.c += o.b;
        o.b = 0;
      }
      return done(std::move(d), op.next);
    }
    case SyncOp::WgWait:
      if (o.a == 0) return done(std::move(d), op.other);
      ++o.b;
      return done(std::move(d), op.next);
    case SyncOp::WgSleep:
      if (o.c == 0) return;
      --o.c;
      d.pattern.progress = true;
      return done(std::move(d), op.next);
    case SyncOp::Close:
    case SyncOp::Cancel:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed: return sync_channel(op);
    case SyncOp::TimerStop:
    case SyncOp::TimerReset: {
      if (wrong_kind(ObjectKind::Timer) && wrong_kind(ObjectKind::Ticker)) return fail();
      const bool running = o.a == kTimerRunning;
      if (op.op == SyncOp::TimerReset) {
        o.a = kTimerRunning;
        result(d, op.result, Value::boolean(running));
        return done(std::move(d), op.next);
      }
      if (running) o.a = kTimerIdle;
      result(d, op.result, Value::boolean(running));
      if (running && object_.kind == ObjectKind::Timer) {
        Draft late = draft();  // it fires just before: a tick is left
        late.object.a = kTimerExpired;
        late.pattern.outcome = 1;
        result(late, op.result, Value::boolean(false));
        done(std::move(d), op.next);
        return done(std::move(late), op.next);
      }
      return done(std::move(d), op.next);
    }
    case SyncOp::CondSleep:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast: return;  // offers of their own kinds
  }
}

void ObjectStep::sync_channel(const Sync& op) {
  Draft d = draft();
  const bool timer = object_.kind != ObjectKind::Chan;
  switch (op.op) {
    case SyncOp::Close:
      if (timer || object_.b) return fail();
      d.object.b = 1;
      return done(std::move(d), op.next);
    case SyncOp::Cancel:
      d.object.b = 1;
      return done(std::move(d), op.next);
    case SyncOp::ChanLength:
      result(d, op.result, Value::integer(static_cast<std::int64_t>(timer ? 0 : object_.values.size())));
      return done(std::move(d), op.next);
    case SyncOp::ChanCapacity:
      result(d, op.result, Value::integer(timer ? 0 : object_.a));
      return done(std::move(d), op.next);
    case SyncOp::ChanIsClosed:
      result(d, op.result, Value::boolean(!timer && object_.b));
      return done(std::move(d), op.next);
    case SyncOp::Lock: case SyncOp::Unlock: case SyncOp::TryLock: case SyncOp::RLock:
    case SyncOp::RUnlock: case SyncOp::RwAnnounce: case SyncOp::RwAcquire: case SyncOp::RwUnlock:
    case SyncOp::CondWait: case SyncOp::CondSleep: case SyncOp::CondRelock: case SyncOp::CondSignal:
    case SyncOp::CondBroadcast: case SyncOp::OnceEnter: case SyncOp::OnceExit: case SyncOp::WgAdd:
    case SyncOp::WgWait: case SyncOp::WgSleep: case SyncOp::TimerStop: case SyncOp::TimerReset:
      return;  // not on channels
  }
}

}  // namespace

std::vector<Effect> effects_with_object(const Runner& runner, const ProcessState& p, const Offer& offer, const ObjectState& object) {
  return ObjectStep(runner, p, offer, object).all();
}

}  // namespace csp
