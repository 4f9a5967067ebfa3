// An event by itself: the frame after it, made of the slots and objects that it touches and nothing else.
#include "solver/moves.h"

#include <algorithm>

namespace csp::solver {

namespace {

constexpr std::size_t kMostWays = 64;  // of one event

class Combination {
 public:
  Combination(Automaton& automaton, const Event& event)
      : t_(automaton.context().terms), event_(event), chosen_(event.movers.size(), 0) {}

  std::size_t combinations() const {
    std::size_t n = 1;
    for (const Mover& m : event_.movers) n = std::min(n * options(m), kMostWays + 1);
    return n;
  }

  // The next combination of ways: which way each mover takes, or none (it stays aside).
  bool next() {
    for (std::size_t m = 0; m < chosen_.size(); ++m) {
      if (++chosen_[m] < options(event_.movers[m])) return true;
      chosen_[m] = 0;
    }
    return false;
  }

  // Fills in the condition and the movers; what frame_after needs.
  Ways3 take(SingleMove& move) const {
    std::vector<Term> parts{event_.guard};
    Ways3 ways(1);
    for (std::size_t m = 0; m < chosen_.size(); ++m) {
      const Mover& mover = event_.movers[m];
      ways[0].emplace_back(mover.ways.size(), t_.no());
      if (chosen_[m] == mover.ways.size()) {
        parts.push_back(t_.not_(mover.takes_part));
        continue;
      }
      ways[0][m][chosen_[m]] = t_.yes();
      parts.push_back(mover.takes_part);
      parts.push_back(mover.ways[chosen_[m]].condition);
      move.movers.push_back({mover.slot, mover.from, mover.ways[chosen_[m]].target});
    }
    move.condition = t_.and_(std::move(parts));
    return ways;
  }

 private:
  std::size_t options(const Mover& m) const {
    return m.ways.size() + (t_.is_true_constant(m.takes_part) ? 0 : 1);
  }

  Terms& t_;
  const Event& event_;
  std::vector<std::size_t> chosen_;
};

// The part of the frame that the event touches; everything else is empty.
Frame slots_of(const Frame& frame, const Event& event) {
  Frame out;
  out.crashed = frame.crashed;
  for (const Mover& m : event.movers) {
    const auto slot = static_cast<std::size_t>(m.slot);
    if (slot >= frame.slots.size()) continue;
    if (out.slots.size() <= slot) out.slots.resize(slot + 1);
    out.slots[slot] = frame.slots[slot];
  }
  return out;
}

void add_objects(const Frame& frame, const Event& event, Frame& out) {
  const auto add = [&](ObjectId o) {
    const auto object = static_cast<std::size_t>(o);
    if (object >= frame.objects.size()) return;
    if (out.objects.size() <= object) out.objects.resize(object + 1);
    out.objects[object] = frame.objects[object];
  };
  for (const auto& [object, effect] : event.effects) add(object);
  for (const Mover& m : event.movers)
    for (const GoneOn& way : m.ways)
      for (const MadeObject& made : way.made) add(made.object);
}

}  // namespace

bool each_move(Automaton& automaton, const General& general,
               const std::function<void(const SingleMove&)>& f) {
  Terms& t = automaton.context().terms;
  for (const Event& e : general.steps().events) {
    if (e.crash) continue;
    Combination ways(automaton, e);
    if (ways.combinations() > kMostWays) return false;
    if (ways.combinations() == 0) continue;
    const Frame slots = slots_of(general.frame(), e);
    Frame both = slots;
    add_objects(general.frame(), e, both);
    do {
      SingleMove move;
      const Ways3 chosen = ways.take(move);
      if (t.is_false_constant(move.condition)) continue;
      Frame after = frame_after(automaton, both, {e}, {t.yes()}, chosen);
      Frame objects = both, objects_after = after;
      objects.slots.clear(), objects_after.slots.clear();
      after.objects.clear();
      move.slots = align(automaton.context(), slots, after);
      move.objects = align(automaton.context(), objects, objects_after);
      f(move);
    } while (ways.next());
  }
  return true;
}

bool each_start(Automaton& automaton, const General& general,
                const std::function<void(const SingleMove&)>& f) {
  Terms& t = automaton.context().terms;
  for (const Event& e : general.starts()) {
    Combination ways(automaton, e);
    if (ways.combinations() > kMostWays) return false;
    if (ways.combinations() == 0) continue;
    do {
      SingleMove move;
      const Ways3 chosen = ways.take(move);
      if (t.is_false_constant(move.condition)) continue;
      const Frame after = frame_after(automaton, general.before(), {e}, {t.yes()}, chosen);
      const Alignment all = align(automaton.context(), general.frame(), after);
      Frame slots = general.frame();
      slots.objects.clear();
      const std::size_t n = align(automaton.context(), slots, slots).variables.size();
      const auto cut = [&](std::size_t from, std::size_t to) {
        Alignment part;
        part.variables.assign(all.variables.begin() + static_cast<std::ptrdiff_t>(from),
                              all.variables.begin() + static_cast<std::ptrdiff_t>(to));
        part.values.assign(all.values.begin() + static_cast<std::ptrdiff_t>(from),
                           all.values.begin() + static_cast<std::ptrdiff_t>(to));
        return part;
      };
      move.slots = cut(0, n);
      move.objects = cut(n, all.variables.size());
      f(move);
    } while (ways.next());
  }
  return true;
}

}  // namespace csp::solver
