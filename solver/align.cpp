// Goes through the general frame and another one side by side.
#include "solver/align.h"

namespace csp::solver {

namespace {

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

  Alignment out;

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
      out.variables.push_back(variable);
      out.values.push_back(value);
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

}  // namespace

Alignment align(Context& context, const Frame& general, const Frame& other) {
  return Aligned(context, general, other).out;
}

}  // namespace csp::solver
