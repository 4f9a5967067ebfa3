// The state of the general frame as a list of variables, and any other frame as values for them.
#include "solver/induction.h"

#include "solver/encode/property.h"
#include "solver/unroll.h"

namespace csp::solver {

namespace {

// A solver that only writes down what it is told.
class Notes final : public Smt {
 public:
  std::vector<Term> list;

  void add(Term t) override { list.push_back(t); }
  void push() override {}
  void pop() override {}
  Sat check(const std::vector<Term>&, unsigned) override { return Sat::Unknown; }
  std::string reason() const override { return "no solver"; }
  bool truth(Term) override { return false; }
  std::int64_t value(Term) override { return 0; }
};

// Goes through the general frame and another one side by side: the variables of the first, what they are in
// the second.
class Aligned {
 public:
  Aligned(Context& context, const Frame& general, const Frame& other) : t_(context.terms) {
    for (std::size_t s = 0; s < other.slots.size(); ++s)
      for (const auto& [state, at] : other.slots[s].at) {
        const bool known = s < general.slots.size() && where(general.slots[s], state).id != t_.no().id;
        if (!known) throw NotEncoded("no proof: a local state that the fixpoint does not have");
      }
    for (std::size_t s = 0; s < general.slots.size(); ++s) {
      const SlotFrame none;
      const SlotFrame &x = general.slots[s], &y = s < other.slots.size() ? other.slots[s] : none;
      for (const auto& [state, at] : x.at) add(at, where(y, state));
      for (std::size_t r = 0; r < x.ints.size(); ++r)
        add(x.ints[r], r < y.ints.size() ? y.ints[r] : t_.number(0));
      for (std::size_t r = 0; r < x.bools.size(); ++r)
        add(x.bools[r], r < y.bools.size() ? y.bools[r] : t_.no());
    }
    for (std::size_t o = 0; o < general.objects.size(); ++o) {
      const ObjectFrame& x = general.objects[o];
      ObjectFrame y = object_in(context, other, static_cast<ObjectId>(o));
      add(x.closed, y.closed);
      y.filled.resize(x.filled.size(), t_.no());
      y.buffer.resize(x.filled.size());
      for (std::size_t i = 0; i < x.filled.size(); ++i) {
        add(x.filled[i], y.filled[i]);
        content(x.buffer[i], y.buffer[i]);
      }
      add(x.running, y.running), add(x.expired, y.expired), add(x.locked, y.locked);
      add(x.readers, y.readers), add(x.announced, y.announced), add(x.active, y.active);
      add(x.entered, y.entered), add(x.done, y.done), add(x.counter, y.counter);
      add(x.queued, y.queued), add(x.released, y.released);
      content(x.content, y.content);
    }
  }

  std::vector<Term> variables, values;

 private:
  Term where(const SlotFrame& slot, StateId state) const {
    for (const auto& [known, at] : slot.at)
      if (known == state) return at;
    return t_.no();
  }

  void add(Term variable, Term value) {
    if (variable.id < 0) return;
    const TermOp op = t_[variable].op;
    Term boolean;
    if (op == TermOp::BoolVar || op == TermOp::IntVar) {
      variables.push_back(variable);
      values.push_back(value);
    } else if (op == TermOp::Ite && t_.is_bool_like(variable, &boolean)) {
      add(boolean, t_.is_true(value));
    }
  }

  void content(const Cases& x, const Cases& y) {
    for (const Guarded& g : x) {
      const Guarded* same = nullptr;
      for (const Guarded& h : y)
        if (same_shape(g.value, h.value)) same = &h;
      add(g.guard, same ? same->guard : t_.no());
      std::vector<Term> leaves;
      if (same) for_each_leaf(same->value, [&](const Sym& leaf) { leaves.push_back(leaf.term); });
      std::size_t i = 0;
      for_each_leaf(g.value, [&](const Sym& leaf) { add(leaf.term, same ? leaves[i] : t_.number(0)), ++i; });
    }
  }

  Terms& t_;
};

std::optional<Term> bad_of(Automaton& automaton, const General& general, const Property& property) {
  Terms& t = automaton.context().terms;
  const Frame& frame = general.frame();
  switch (property.kind) {
    case PropertyKind::DeadlockFree:
      return blocked(automaton, frame, general.steps());
    case PropertyKind::RaceFree: {
      std::vector<Term> some;
      for (const RacingPair& p : races(automaton, frame, general.steps())) some.push_back(p.when);
      return t.or_(std::move(some));
    }
    case PropertyKind::ErrorFree: {
      std::vector<Term> some;
      for (const Event& e : general.steps().events)
        if (e.crash) some.push_back(e.guard);
      return t.or_(std::move(some));
    }
    case PropertyKind::Always:
      return has_truth(automaton, frame, property.exprs[0], false);
    case PropertyKind::Reachable:
      return has_truth(automaton, frame, property.exprs[0], true);
    case PropertyKind::LeakFree:
    case PropertyKind::Terminates:
    case PropertyKind::CanTerminate:
    case PropertyKind::LivelockFree:
    case PropertyKind::DivergenceFree:
    case PropertyKind::Outcomes:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Horn> horn_of(Automaton& automaton, const General& general, const Property& property) {
  Context& context = automaton.context();
  const auto bad = bad_of(automaton, general, property);
  if (!bad) return std::nullopt;
  Horn horn;
  horn.known = general.facts();
  horn.bad = {context.terms.or_(*bad, general.steps().beyond)};
  Notes start, step;
  const Unrolling first(automaton, start, false);
  const Aligned begun(context, general.frame(), first.frame(0));
  horn.state = begun.variables;
  horn.start_facts = start.list;
  horn.start_values = begun.values;
  Unrolling one(automaton, step, general);
  if (one.extend()) {
    horn.step_facts = step.list;
    horn.step_values = Aligned(context, general.frame(), one.frame(1)).values;
  } else {
    horn.step_facts = {context.terms.no()};
    horn.step_values = horn.state;
  }
  return horn;
}

}  // namespace csp::solver
