// The fixpoint. A field of an object is a constant until some event gives it another value.
#include "solver/general.h"

#include <algorithm>

namespace csp::solver {

General::General(Automaton& automaton, const GeneralLimits& limits)
    : automaton_(automaton), context_(automaton.context()), t_(context_.terms), limits_(limits) {
  frame_.crashed = t_.no();
  start_ = start_of(automaton_, before_);
  absorb(start_.events);
  std::map<SlotId, std::size_t> begun;  // in how many of the starts
  for (const Event& e : start_.events)
    for (const Mover& m : e.movers)
      if (++begun[m.slot] == start_.events.size()) always_.insert(m.slot);
  for (int round = 0;; ++round) {
    steps_ = steps_of(automaton_, frame_);
    fresh_.clear();
    if (!absorb(steps_.events)) break;
    follow();
    if (round == limits_.rounds || automaton_.size() > limits_.states)
      throw NotEncoded("no proof: too many local states");
  }
  state_facts();
}

// What follows from the new states, as far as they and those who offer on the same channels can tell: a token
// that is handed on would else take a round of everybody for each step. What this overlooks the next full
// round finds.
void General::follow() {
  while (!fresh_.empty()) {
    std::set<SlotId> some;
    for (const auto& [slot, state] : fresh_) {
      some.insert(slot);
      for (const std::int64_t channel : channels_of(state))
        for (const SlotId other : offering_[channel]) some.insert(other);
    }
    fresh_.clear();
    Frame part;
    part.crashed = frame_.crashed;
    part.objects = frame_.objects;
    part.slots.resize(frame_.slots.size());
    for (const SlotId slot : some)
      part.slots[static_cast<std::size_t>(slot)] = frame_.slots[static_cast<std::size_t>(slot)];
    absorb(steps_of(automaton_, part).events);
    if (automaton_.size() > limits_.states) throw NotEncoded("no proof: too many local states");
  }
}

std::vector<std::int64_t> General::channels_of(StateId state) {
  std::vector<std::int64_t> out;
  for (const StepCase& c : automaton_.cases(state))
    if (const auto* comm = std::get_if<CommCase>(&c.what))
      for (const SymOffer& offer : comm->offers)
        if (offer.channel.is_leaf() && t_.is_number(offer.channel.term))
          out.push_back(t_.number_of(offer.channel.term));
  return out;
}

// The name of the local that a register stands for in a process.
std::string General::local_in(const SymProcess& p, Term reg) const {
  std::string found = "value";
  for (const SymFrame& frame : p.frames)
    for (std::size_t l = 0; l < frame.locals.size(); ++l)
      for_each_leaf(frame.locals[l], [&](const Sym& leaf) {
        Term boolean;
        const bool same = leaf.term == reg || (t_.is_bool_like(leaf.term, &boolean) && boolean == reg);
        const std::string& name = context_.proc(frame.proc).locals[l].name;
        if (same && !name.empty()) found = name;
      });
  return found;
}

bool General::add_state(SlotId slot, StateId state) {
  if (frame_.slots.size() <= static_cast<std::size_t>(slot))
    frame_.slots.resize(static_cast<std::size_t>(slot) + 1);
  SlotFrame& s = frame_.slots[static_cast<std::size_t>(slot)];
  if (!known_.emplace(slot, state).second) return false;
  fresh_.emplace_back(slot, state);
  for (const std::int64_t channel : channels_of(state)) offering_[channel].insert(slot);
  if (static_cast<int>(s.at.size()) >= limits_.states_of_slot)
    throw NotEncoded("no proof: too many local states of " + context_.universe.slot_name(slot));
  const std::string name = context_.universe.slot_name(slot);
  const SymProcess& p = automaton_[state].process;
  std::string where = name + " ended";
  if (!p.frames.empty()) {
    const Node& node = context_.node(p.top().node);
    where = name + " at line " + std::to_string(node.span.line);
    if (!node.text.empty()) where += " (" + node.text + ")";
  }
  std::replace(where.begin(), where.end(), '|', '/');  // no `|` in the names of SMT-LIB
  s.at.emplace_back(state, t_.bool_var(where));
  while (s.ints.size() < automaton_[state].ints)
    s.ints.push_back(t_.int_var(name + "." + local_in(p, context_.int_register(s.ints.size()))));
  while (s.bools.size() < automaton_[state].bools)
    s.bools.push_back(t_.bool_var(name + "." + local_in(p, context_.bool_register(s.bools.size()))));
  return true;
}

// The field gets a value that it did not have so far: it becomes a variable.
bool General::widen(Term& field, Term fresh, const std::string& name) {
  const TermOp op = t_[field].op;
  if (field == fresh || op == TermOp::BoolVar || op == TermOp::IntVar) return false;
  if (t_.is_bool(field)) {
    field = t_.bool_var(name);
    return true;
  }
  Term boolean;
  if (!t_.is_number(field) && t_.is_bool_like(field, &boolean) && t_.is_bool_like(fresh, &boolean))
    return false;  // if variable then 1 else 0
  if (t_.is_number(field) && t_.is_bool_like(field, &boolean) && t_.is_bool_like(fresh, &boolean)) {
    field = t_.as_int(t_.bool_var(name));
    return true;
  }
  field = t_.int_var(name);
  return true;
}

bool General::add_content(Cases& cases, const Cases& fresh, const std::string& name) {
  bool changed = false;
  for (const Guarded& f : fresh) {
    auto same = std::find_if(cases.begin(), cases.end(),
                             [&](const Guarded& g) { return same_shape(g.value, f.value); });
    if (same == cases.end()) {
      for (Guarded& g : cases)
        if (t_.is_constant(g.guard)) g.guard = t_.bool_var(name + ".shape");
      cases.push_back({cases.empty() ? t_.yes() : t_.bool_var(name + ".shape"), f.value});
      same = cases.end() - 1;
      changed = true;
      // What is written first may be a term: then the leaf is a variable from the start.
      same->value = map_leaves(same->value, [&](const Sym& leaf) {
        if (t_.is_number(leaf.term)) return leaf.term;
        Term boolean;
        return t_.is_bool_like(leaf.term, &boolean) ? t_.as_int(t_.bool_var(name)) : t_.int_var(name);
      });
      continue;
    }
    std::vector<Term> written;
    for_each_leaf(f.value, [&](const Sym& leaf) { written.push_back(leaf.term); });
    std::size_t i = 0;
    same->value = map_leaves(same->value, [&](const Sym& leaf) {
      Term term = leaf.term;
      changed = widen(term, written[i++], name) || changed;
      return term;
    });
  }
  return changed;
}

bool General::add_effect(ObjectId o, const Effect& effect) {
  while (frame_.objects.size() <= static_cast<std::size_t>(o))
    frame_.objects.push_back(fresh_object(context_, static_cast<ObjectId>(frame_.objects.size())));
  ObjectFrame& object = frame_.objects[static_cast<std::size_t>(o)];
  const std::string name = context_.universe.object_name(o);
  bool changed = false;
  const auto one = [&](Term& field, Term fresh, const char* what) {
    if (fresh.id >= 0) changed = widen(field, fresh, name + "." + what) || changed;
  };
  one(object.closed, effect.closed, "closed");
  if (object.filled.size() < effect.filled.size()) {
    object.filled.resize(effect.filled.size(), t_.no());
    object.buffer.resize(effect.filled.size());
  }
  for (std::size_t i = 0; i < effect.filled.size(); ++i) one(object.filled[i], effect.filled[i], "filled");
  for (std::size_t i = 0; i < effect.buffer.size(); ++i)
    changed =
        add_content(object.buffer[i], effect.buffer[i], name + "[" + std::to_string(i) + "]") || changed;
  one(object.running, effect.running, "running");
  one(object.expired, effect.expired, "expired");
  one(object.locked, effect.locked, "locked");
  one(object.readers, effect.readers, "readers");
  one(object.announced, effect.announced, "announced");
  one(object.active, effect.active, "active");
  one(object.entered, effect.entered, "entered");
  one(object.done, effect.done, "done");
  one(object.counter, effect.counter, "counter");
  one(object.queued, effect.queued, "queued");
  one(object.released, effect.released, "released");
  return add_content(object.content, effect.content, name) || changed;
}

bool General::absorb(const std::vector<Event>& events) {
  bool changed = false;
  for (const Event& e : events) {
    if (e.crash) continue;
    for (const auto& [object, effect] : e.effects) changed = add_effect(object, effect) || changed;
    for (const Mover& m : e.movers)
      for (const GoneOn& way : m.ways) {
        changed = add_state(m.slot, way.target) || changed;
        for (const MadeObject& made : way.made) {
          Effect effect;
          effect.content = {{t_.yes(), made.content}};
          changed = add_effect(made.object, effect) || changed;
        }
      }
  }
  return changed;
}

void General::state_facts() {
  for (std::size_t slot = 0; slot < frame_.slots.size(); ++slot) {
    const auto& at = frame_.slots[slot].at;
    std::vector<Term> some;
    for (std::size_t i = 0; i < at.size(); ++i) {
      some.push_back(at[i].second);
      for (std::size_t j = i + 1; j < at.size(); ++j)
        facts_.push_back(t_.not_(t_.and_(at[i].second, at[j].second)));
    }
    if (always_.count(static_cast<SlotId>(slot))) facts_.push_back(t_.or_(std::move(some)));
  }
  const auto one_shape = [&](const Cases& cases, Term when) {
    if (cases.size() < 2) return;
    std::vector<Term> some;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      some.push_back(cases[i].guard);
      for (std::size_t j = i + 1; j < cases.size(); ++j)
        facts_.push_back(t_.not_(t_.and_(cases[i].guard, cases[j].guard)));
    }
    facts_.push_back(t_.implies(when, t_.or_(std::move(some))));
  };
  for (const ObjectFrame& o : frame_.objects) {
    for (std::size_t i = 0; i < o.filled.size(); ++i) {
      if (i > 0) facts_.push_back(t_.implies(o.filled[i], o.filled[i - 1]));
      one_shape(o.buffer[i], o.filled[i]);
    }
    one_shape(o.content, t_.no());
    object_facts(o);
  }
}

// What the operations of an object see to by themselves, whoever uses it.
void General::object_facts(const ObjectFrame& o) {
  const auto fact = [&](Term f) {
    if (!t_.is_true_constant(f)) facts_.push_back(f);
  };
  const Term zero = t_.number(0);
  if (o.counter.id >= 0) {  // who waits for a counter at 0 goes on at once
    for (const Term n : {o.counter, o.queued, o.released}) fact(t_.le(zero, n));
    fact(t_.or_(t_.lt(zero, o.counter), t_.le(o.queued, zero)));
  }
  if (o.readers.id >= 0) {
    fact(t_.le(zero, o.readers));
    fact(t_.not_(t_.and_(o.active, t_.lt(zero, o.readers))));
    fact(t_.not_(t_.and_(o.active, o.announced)));
  }
  if (o.entered.id >= 0) fact(t_.not_(t_.and_(o.entered, o.done)));
}

}  // namespace csp::solver
