// Objects in frames.
#include "solver/encode/frame.h"

#include <algorithm>

namespace csp::solver {

ObjectFrame fresh_object(Context& context, ObjectId o) {
  Terms& t = context.terms;
  const ObjectName& name = context.universe.object(o);
  ObjectFrame f;
  switch (name.kind) {
    case ObjectKind::Chan:
      f.closed = t.no();
      break;
    case ObjectKind::Timer:
    case ObjectKind::Ticker:
      f.running = t.yes();
      f.expired = t.no();
      break;
    case ObjectKind::Mutex:
      f.locked = t.no();
      break;
    case ObjectKind::RwMutex:
      f.readers = t.number(0);
      f.announced = f.active = t.no();
      break;
    case ObjectKind::Once:
      f.entered = f.done = t.no();
      break;
    case ObjectKind::WaitGroup:
      f.counter = f.queued = f.released = t.number(0);
      break;
    case ObjectKind::Var:
      if (name.maker == kNone)
        f.content = {{t.yes(), context.constant(context.program.globals[static_cast<std::size_t>(o)].init)}};
      break;
    case ObjectKind::Cond:
    case ObjectKind::Group:
      break;
  }
  return f;
}

ObjectFrame object_in(Context& context, const Frame& frame, ObjectId o) {
  if (static_cast<std::size_t>(o) < frame.objects.size()) return frame.objects[static_cast<std::size_t>(o)];
  return fresh_object(context, o);
}

namespace {

void each_case(Cases& cases, const char* name, const std::function<void(Term&, const char*)>& f) {
  for (Guarded& g : cases) {
    f(g.guard, "shape");
    g.value = map_leaves(g.value, [&](const Sym& leaf) {
      Term t = leaf.term;
      f(t, name);
      return t;
    });
  }
}

}  // namespace

void for_each_field(ObjectFrame& o, const std::function<void(Term&, const char*)>& f) {
  const auto field = [&](Term& t, const char* name) {
    if (t.id >= 0) f(t, name);
  };
  field(o.closed, "closed");
  for (Term& t : o.filled) field(t, "filled");
  for (Cases& place : o.buffer) each_case(place, "message", f);
  field(o.running, "running");
  field(o.expired, "expired");
  field(o.locked, "locked");
  field(o.readers, "readers");
  field(o.announced, "announced");
  field(o.active, "active");
  field(o.entered, "entered");
  field(o.done, "done");
  field(o.counter, "counter");
  field(o.queued, "queued");
  field(o.released, "released");
  each_case(o.content, "content", f);
}

ObjectFrame changed(Context& context, const ObjectFrame& before, Term fired, const Effect& effect) {
  Terms& t = context.terms;
  ObjectFrame out = before;
  const auto one = [&](Term& old, Term fresh) {
    if (fresh.id >= 0) old = t.choose(fired, fresh, old);
  };
  const auto cases = [&](Cases& old, const Cases& fresh) {
    Cases under;
    for (const Guarded& g : fresh) under.push_back({t.and_(fired, g.guard), g.value});
    old = overwritten(t, old, under);
  };
  one(out.closed, effect.closed);
  if (out.filled.size() < effect.filled.size()) {
    out.filled.resize(effect.filled.size(), t.no());
    out.buffer.resize(effect.filled.size());
  }
  for (std::size_t i = 0; i < effect.filled.size(); ++i) one(out.filled[i], effect.filled[i]);
  for (std::size_t i = 0; i < effect.buffer.size(); ++i) cases(out.buffer[i], effect.buffer[i]);
  one(out.running, effect.running);
  one(out.expired, effect.expired);
  one(out.locked, effect.locked);
  one(out.readers, effect.readers);
  one(out.announced, effect.announced);
  one(out.active, effect.active);
  one(out.entered, effect.entered);
  one(out.done, effect.done);
  one(out.counter, effect.counter);
  one(out.queued, effect.queued);
  one(out.released, effect.released);
  cases(out.content, effect.content);
  return out;
}

Term terminated(const Automaton& automaton, Terms& t, const Frame& frame, SlotId slot) {
  if (static_cast<std::size_t>(slot) >= frame.slots.size()) return t.no();
  std::vector<Term> some;
  for (const auto& [state, at] : frame.slots[static_cast<std::size_t>(slot)].at)
    if (automaton[state].process.terminated) some.push_back(at);
  return t.or_(std::move(some));
}

Substitution registers_of(Context& context, const Frame& frame, SlotId slot) {
  Substitution out(context.terms);
  if (static_cast<std::size_t>(slot) >= frame.slots.size()) return out;
  const SlotFrame& s = frame.slots[static_cast<std::size_t>(slot)];
  for (std::size_t i = 0; i < s.ints.size(); ++i) out.set(context.int_register(i), s.ints[i]);
  for (std::size_t i = 0; i < s.bools.size(); ++i) out.set(context.bool_register(i), s.bools[i]);
  return out;
}

}  // namespace csp::solver
