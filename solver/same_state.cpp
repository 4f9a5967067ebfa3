// When two frames are the same state: where everybody is, the registers that count there, the objects.
#include <algorithm>

#include "solver/unroll.h"

namespace csp::solver {

Term same_state(Automaton& automaton, const Frame& a, const Frame& b) {
  Terms& t = automaton.context().terms;
  std::vector<Term> parts{t.iff(a.crashed, b.crashed)};
  for (std::size_t s = 0; s < std::max(a.slots.size(), b.slots.size()); ++s) {
    const SlotFrame none;
    const SlotFrame &x = s < a.slots.size() ? a.slots[s] : none, &y = s < b.slots.size() ? b.slots[s] : none;
    const auto at = [&](const SlotFrame& f, StateId state) {
      for (const auto& [known, there] : f.at)
        if (known == state) return there;
      return t.no();
    };
    const auto compare = [&](StateId state) {
      const Term there = at(x, state), then = at(y, state);
      parts.push_back(t.iff(there, then));
      const LocalState& local = automaton[state];
      std::vector<Term> same;
      for (std::size_t r = 0; r < local.ints; ++r)
        if (r < x.ints.size() && r < y.ints.size()) same.push_back(t.eq(x.ints[r], y.ints[r]));
      for (std::size_t r = 0; r < local.bools; ++r)
        if (r < x.bools.size() && r < y.bools.size()) same.push_back(t.iff(x.bools[r], y.bools[r]));
      parts.push_back(t.implies(there, t.and_(std::move(same))));
    };
    for (const auto& [state, there] : x.at) compare(state);
    for (const auto& [state, there] : y.at)
      if (std::none_of(x.at.begin(), x.at.end(),
                       [&, known = state](const auto& p) { return p.first == known; }))
        compare(state);
  }
  const auto cases = [&](const Cases& p, const Cases& q, Term matters) {
    std::vector<Term> some;
    for (const Guarded& g : p)
      for (const Guarded& h : q) some.push_back(t.and_({g.guard, h.guard, equal(t, g.value, h.value)}));
    if (p.empty() && q.empty()) return;
    parts.push_back(t.implies(matters, t.or_(std::move(some))));
  };
  for (std::size_t o = 0; o < std::max(a.objects.size(), b.objects.size()); ++o) {
    ObjectFrame x = object_in(automaton.context(), a, static_cast<ObjectId>(o));
    ObjectFrame y = object_in(automaton.context(), b, static_cast<ObjectId>(o));
    const std::size_t places = std::max(x.filled.size(), y.filled.size());
    for (ObjectFrame* f : {&x, &y}) {
      f->filled.resize(places, t.no());
      f->buffer.resize(places);
    }
    for (std::size_t k = 0; k < places; ++k) cases(x.buffer[k], y.buffer[k], x.filled[k]);
    // A variable without a content has not been made: its maker cannot come back to where it was.
    if (!x.content.empty()) cases(x.content, y.content, t.yes());
    x.buffer.clear(), y.buffer.clear(), x.content.clear(), y.content.clear();
    std::vector<Term> left, right;
    for_each_field(x, [&](Term& field, const char*) { left.push_back(field); });
    for_each_field(y, [&](Term& field, const char*) { right.push_back(field); });
    for (std::size_t k = 0; k < left.size(); ++k)
      parts.push_back(t.is_bool(left[k]) ? t.iff(left[k], right[k]) : t.eq(left[k], right[k]));
  }
  return t.and_(std::move(parts));
}

}  // namespace csp::solver
