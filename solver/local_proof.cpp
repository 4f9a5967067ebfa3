// Pairs, traps and the formula.
#include "solver/local_proof.h"

#include <algorithm>
#include <deque>
#include <map>

#include "solver/bounds.h"
#include "solver/counting.h"

namespace csp::solver {

namespace {

constexpr std::size_t kMostTraps = 300;

using At = std::pair<SlotId, StateId>;

class Net {
 public:
  Net(Automaton& automaton, const General& general)
      : automaton_(automaton), general_(general), t_(automaton.context().terms) {
    const std::size_t slots = general.frame().slots.size();
    events_of_.resize(slots);
    const auto& events = general.steps().events;
    for (std::size_t e = 0; e < events.size(); ++e) {
      if (events[e].crash) continue;
      for (std::size_t m = 0; m < events[e].movers.size(); ++m)
        events_of_[static_cast<std::size_t>(events[e].movers[m].slot)].emplace_back(e, m);
    }
    start_.resize(slots);
    for (const Event& e : general.starts())
      for (const Mover& m : e.movers)
        for (const GoneOn& way : m.ways) start_[static_cast<std::size_t>(m.slot)].insert(way.target);
    for (std::size_t slot = 0; slot < slots; ++slot)
      if (!general.exists_from_start(static_cast<SlotId>(slot))) start_[slot].insert(kNone);
  }

  // Pairs of neighbours: who may take part in one event.
  std::set<std::pair<SlotId, SlotId>> neighbours() const {
    std::set<std::pair<SlotId, SlotId>> out;
    for (const Event& e : general_.steps().events)
      for (const Mover& a : e.movers)
        for (const Mover& b : e.movers)
          if (a.slot < b.slot) out.emplace(a.slot, b.slot);
    return out;
  }

  // The states that the two can be in together, the others left aside.
  std::set<std::pair<StateId, StateId>> together(SlotId a, SlotId b) const {
    struct Move {
      const Mover *a, *b;  // null: it stays
    };
    std::vector<Move> moves;
    const auto add = [&](SlotId own, SlotId other, bool swapped) {
      for (const auto& [e, m] : events_of_[static_cast<std::size_t>(own)]) {
        const Event& event = general_.steps().events[e];
        const Mover* mine = &event.movers[m];
        const Mover* its = nullptr;
        for (const Mover& n : event.movers)
          if (n.slot == other) its = &n;
        if (its && swapped) continue;  // seen from the other side
        const bool optional =
            its && !(t_.is_true_constant(its->takes_part) && t_.is_true_constant(mine->takes_part));
        if (!its || optional) moves.push_back(swapped ? Move{nullptr, mine} : Move{mine, nullptr});
        if (optional) moves.push_back(swapped ? Move{its, nullptr} : Move{nullptr, its});
        if (its) moves.push_back({mine, its});
      }
    };
    add(a, b, false);
    add(b, a, true);
    std::map<StateId, std::vector<const Move*>> by_first, by_second;
    for (const Move& move : moves)
      if (move.a)
        by_first[move.a->from].push_back(&move);
      else
        by_second[move.b->from].push_back(&move);
    std::set<std::pair<StateId, StateId>> seen;
    std::deque<std::pair<StateId, StateId>> open;
    const auto reach = [&](StateId s, StateId u) {
      if (seen.emplace(s, u).second) open.emplace_back(s, u);
    };
    for (const StateId s : start_[static_cast<std::size_t>(a)])
      for (const StateId u : start_[static_cast<std::size_t>(b)]) reach(s, u);
    while (!open.empty()) {
      const auto [s, u] = open.front();
      open.pop_front();
      if (const auto found = by_first.find(s); found != by_first.end())
        for (const Move* move : found->second) {
          if (move->b && move->b->from != u) continue;
          for (const GoneOn& x : move->a->ways)
            if (!move->b)
              reach(x.target, u);
            else
              for (const GoneOn& y : move->b->ways) reach(x.target, y.target);
        }
      if (const auto found = by_second.find(u); found != by_second.end())
        for (const Move* move : found->second)
          for (const GoneOn& y : move->b->ways) reach(s, y.target);
    }
    return seen;
  }

  // The largest set of places outside the marking that no step can empty: who takes from it puts into it.
  // Empty if it is not marked from the start.
  std::vector<At> trap_beside(const Marking& marked) const {
    std::set<At> trap;
    for (std::size_t slot = 0; slot < general_.frame().slots.size(); ++slot) {
      const auto id = static_cast<SlotId>(slot);
      for (const auto& [state, at] : general_.frame().slots[slot].at)
        if (!marked.count({id, state})) trap.emplace(id, state);
      if (start_[slot].count(kNone) && !marked.count({id, kNone})) trap.emplace(id, kNone);
    }
    const auto refills = [&](const Event& e) {
      return std::any_of(e.movers.begin(), e.movers.end(), [&](const Mover& m) {
        return t_.is_true_constant(m.takes_part) && !m.ways.empty() &&
               std::all_of(m.ways.begin(), m.ways.end(), [&](const GoneOn& way) {
                 return trap.count({m.slot, way.target}) > 0;
               });
      });
    };
    std::deque<const Event*> open;
    for (const Event& e : general_.steps().events)
      if (!e.crash) open.push_back(&e);
    // Which events may refill less once a place is gone: those that lead there.
    std::map<At, std::vector<const Event*>> into;
    for (const Event* e : open)
      for (const Mover& m : e->movers)
        for (const GoneOn& way : m.ways) into[{m.slot, way.target}].push_back(e);
    while (!open.empty()) {
      const Event& e = *open.front();
      open.pop_front();
      if (refills(e)) continue;
      for (const Mover& m : e.movers)
        if (trap.erase({m.slot, m.from}) > 0)
          for (const Event* other : into[{m.slot, m.from}]) open.push_back(other);
    }
    const bool at_start = std::any_of(trap.begin(), trap.end(), [&](const At& place) {
      const auto& states = start_[static_cast<std::size_t>(place.first)];
      return std::all_of(states.begin(), states.end(), [&](StateId s) {
        return trap.count({place.first, s}) > 0;
      });
    });
    return at_start ? std::vector<At>(trap.begin(), trap.end()) : std::vector<At>();
  }

  Term at(SlotId slot, StateId state) const {
    const auto& list = general_.frame().slots[static_cast<std::size_t>(slot)].at;
    std::vector<Term> all;
    for (const auto& [known, there] : list) {
      if (known == state) return there;
      all.push_back(there);
    }
    return t_.not_(t_.or_(std::move(all)));  // kNone
  }

  Marking marking(Smt& smt) const {
    Marking out;
    for (std::size_t slot = 0; slot < general_.frame().slots.size(); ++slot) {
      StateId where = kNone;
      for (const auto& [state, there] : general_.frame().slots[slot].at)
        if (smt.truth(there)) where = state;
      out.emplace(static_cast<SlotId>(slot), where);
    }
    return out;
  }

 private:
  Automaton& automaton_;
  const General& general_;
  Terms& t_;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> events_of_;  // by slot: event, mover
  std::vector<std::set<StateId>> start_;                                     // by slot
};

}  // namespace

namespace {

// For each state of the first of two neighbours: in which states the second may be.
void add_pairs(Terms& t, const General& general, const Net& net, LocalProof& out) {
  const auto places = [&](SlotId slot) {
    std::vector<StateId> list;
    for (const auto& [state, at] : general.frame().slots[static_cast<std::size_t>(slot)].at)
      list.push_back(state);
    if (!general.exists_from_start(slot)) list.push_back(kNone);
    return list;
  };
  for (const auto& [a, b] : net.neighbours()) {
    const auto reached = net.together(a, b);
    const std::vector<StateId> of_a = places(a), of_b = places(b);
    for (const StateId s : of_a) {
      std::vector<Term> some{t.not_(net.at(a, s))};
      for (const StateId u : of_b)
        if (reached.count({s, u})) some.push_back(net.at(b, u));
      if (some.size() == of_b.size() + 1) continue;  // anywhere
      out.invariant.push_back(t.or_(std::move(some)));
      ++out.pairs;
    }
  }
}

}  // namespace

LocalProof prove_absent(Automaton& automaton, const General& general, Term bad, Smt& smt, Smt& for_ranges) {
  Terms& t = automaton.context().terms;
  LocalProof out;
  const Net net(automaton, general);
  out.invariant = general.facts();
  add_pairs(t, general, net, out);
  for (const Term clause : out.invariant) smt.add(clause);
  const auto strengthen = [&](const std::vector<Term>& list) {
    for (const Term clause : list) smt.add(clause);
    out.invariant.insert(out.invariant.end(), list.begin(), list.end());
    return list.size();
  };
  smt.add(bad);
  bool counted = false;
  while (true) {
    const Sat sat = smt.check();
    if (sat == Sat::Unsat) {
      out.proved = true;
      return out;
    }
    if (sat == Sat::Unknown) {
      out.reason = smt.reason();
      return out;
    }
    const Marking marked = net.marking(smt);
    const std::vector<At> trap = out.traps < kMostTraps ? net.trap_beside(marked) : std::vector<At>();
    if (!trap.empty()) {
      std::vector<Term> some;
      for (const auto& [slot, state] : trap) some.push_back(net.at(slot, state));
      out.traps += strengthen({t.or_(std::move(some))});
      continue;
    }
    if (!counted) {
      counted = true;
      out.counts = strengthen(counting_invariants(automaton, general));
      out.ranges = strengthen(range_invariants(automaton, general, for_ranges));
      if (out.counts + out.ranges > 0) continue;
    }
    out.candidate = marked;
    out.reason = "a state remains that is not excluded, reachable or not";
    return out;
  }
}

}  // namespace csp::solver
