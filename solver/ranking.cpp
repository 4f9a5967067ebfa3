// Longest paths in the local automata.
#include "solver/ranking.h"

#include <algorithm>
#include <functional>

namespace csp::solver {

Ranking::Ranking(const Frame& first) {
  for (std::size_t s = 0; s < first.slots.size(); ++s)
    for (const auto& [state, at] : first.slots[s].at) starts_[static_cast<SlotId>(s)].insert(state);
}

void Ranking::add(const std::vector<Event>& events) {
  for (const Event& e : events)
    for (const Mover& m : e.movers) {
      if (m.from != kNone && m.ways.empty()) edges_[m.from].insert(kNone);
      for (const GoneOn& way : m.ways)
        if (m.from == kNone)
          starts_[m.slot].insert(way.target);
        else
          edges_[m.from].insert(way.target);
    }
}

std::optional<std::int64_t> Ranking::longest() const {
  std::map<StateId, std::int64_t> rank;  // -1: being worked out
  bool cyclic = false;
  const std::function<std::int64_t(StateId)> from = [&](StateId s) -> std::int64_t {
    const auto [at, fresh] = rank.try_emplace(s, -1);
    if (!fresh) {
      cyclic = cyclic || at->second < 0;
      return at->second;
    }
    std::int64_t best = 0;
    if (const auto next = edges_.find(s); next != edges_.end())
      for (const StateId target : next->second)
        best = std::max(best, 1 + (target == kNone ? 0 : from(target)));
    return rank[s] = best;
  };
  std::int64_t sum = 0;
  for (const auto& [slot, states] : starts_) {
    std::int64_t best = 0;
    for (const StateId s : states) best = std::max(best, from(s));
    sum += best;
  }
  if (cyclic) return std::nullopt;
  return sum;
}

}  // namespace csp::solver
