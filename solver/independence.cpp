// Independence of events, by what they touch.
#include "solver/independence.h"

#include <algorithm>

namespace csp::solver {

std::pair<SlotId, StateId> key_of(const Event& e) { return {e.movers.empty() ? 0 : e.movers[0].slot, 0}; }

namespace {

// Two accesses to one variable that commute: to different parts of it, or both add to it.
bool commute(const PartAccess& a, const PartAccess& b) {
  if (a.how == PartAccess::How::Add && b.how == PartAccess::How::Add) return true;
  for (std::size_t i = 0; i < std::min(a.path.size(), b.path.size()); ++i)
    if (a.path[i] && b.path[i] && *a.path[i] != *b.path[i]) return true;
  return false;
}

bool touches_processes_of(const Event& a, const Event& b) {
  for (const Mover& m : a.movers) {
    for (const Mover& n : b.movers)
      if (m.slot == n.slot) return true;
    if (std::find(b.looks_at.begin(), b.looks_at.end(), m.slot) != b.looks_at.end()) return true;
  }
  return false;
}

// Ends of members are what a Join or a peer looks at: the group counts as written by whoever may end in the
// step.
std::vector<ObjectId> written(const Automaton& automaton, const Event& e) {
  std::vector<ObjectId> out = e.writes;
  for (const Mover& m : e.movers)
    for (const GoneOn& way : m.ways) {
      const SymProcess& p = automaton[way.target].process;
      if (p.terminated && p.group != kNone) out.push_back(p.group);
      for (const MadeObject& made : way.made) out.push_back(made.object);
    }
  return out;
}

// A counter that both only raise, or both only lower.
bool shifts_clash(const std::vector<std::pair<ObjectId, int>>& shifts, const std::vector<ObjectId>& touched,
                  const std::vector<std::pair<ObjectId, int>>& others) {
  for (const auto& [object, kind] : shifts) {
    if (std::find(touched.begin(), touched.end(), object) != touched.end()) return true;
    for (const auto& [other, its] : others)
      if (other == object && its != kind) return true;
  }
  return false;
}

}  // namespace

bool independent(const Automaton& automaton, const Event& a, const Event& b) {
  if (a.crash || b.crash || a.global || b.global) return false;
  if (touches_processes_of(a, b) || touches_processes_of(b, a)) return false;
  const std::vector<ObjectId> wa = written(automaton, a), wb = written(automaton, b);
  const auto meet = [&](const std::vector<ObjectId>& x, const std::vector<ObjectId>& y) {
    return std::any_of(x.begin(), x.end(), [&](ObjectId o) {
      if (a.part && b.part && a.part->object == o && b.part->object == o && commute(*a.part, *b.part))
        return false;
      return std::find(y.begin(), y.end(), o) != y.end();
    });
  };
  if (meet(wa, wb) || meet(wa, b.reads) || meet(wb, a.reads)) return false;
  std::vector<ObjectId> ta = wa, tb = wb;
  ta.insert(ta.end(), a.reads.begin(), a.reads.end());
  tb.insert(tb.end(), b.reads.begin(), b.reads.end());
  return !shifts_clash(a.shifts, tb, b.shifts) && !shifts_clash(b.shifts, ta, a.shifts);
}

}  // namespace csp::solver
