// How long a run can be at most, by counting: each step moves a process along an edge of its local automaton.
// Where that graph has no cycle, no run is longer than the longest paths of all processes together. A solver
// finds this hard (it is the pigeonhole principle); here it is an addition.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "solver/encode/event.h"

namespace csp::solver {

class Ranking {
 public:
  explicit Ranking(const Frame& first);

  // The edges that the events of a frame are.
  void add(const std::vector<Event>&);

  // No run whose steps are among those added has more steps; nothing if a process could go round. O(edges).
  std::optional<std::int64_t> longest() const;

 private:
  std::map<SlotId, std::set<StateId>> starts_;  // where a slot's process may begin
  std::map<StateId, std::set<StateId>> edges_;  // kNone: the end of the system
};

}  // namespace csp::solver
