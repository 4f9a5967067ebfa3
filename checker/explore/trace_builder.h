// From numbers of states to a trace that can be replayed: the moves between them, and the identity of processes through renumbering.
#pragma once

#include <vector>

#include "checker/core/trace.h"
#include "checker/explore/space.h"

namespace csp {

struct BuiltTrace {
  Trace trace;
  std::vector<Pid> pids;  // by process index in the last state
};

// Pre: path[0] is an initial state and each next one is a successor of the one before. `loop`: index in the path of the state to
// which the last one is equal (a lasso), or -1. `accept(way)` restricts the moves used from `loop` on. O(steps * moves per state).
template <class Accept>
BuiltTrace build_trace(Space&, const std::vector<Space::Id>& path, int loop, Accept&& accept);

BuiltTrace build_trace(Space&, const std::vector<Space::Id>& path);

// One step: the Step for a move from the state, and the pids after it.
Step make_step(const Network&, const State& before, const Move&, const std::vector<Pid>& pids, Pid first_new);

// ---- Implementation --------------------------------------------------------------------------------------------

BuiltTrace start_trace(Space&, Space::Id first);
void extend_trace(Space&, BuiltTrace&, const State& before, const Move&, Pid& next_pid);

template <class Accept>
BuiltTrace build_trace(Space& space, const std::vector<Space::Id>& path, int loop, Accept&& accept) {
  BuiltTrace out = start_trace(space, path[0]);
  auto next_pid = static_cast<Pid>(out.pids.size());
  State before;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    space.load(path[i], before);
    bool found = false;
    space.successors(path[i], [&](const Move& move, Space::Id next) {
      if (found || next != path[i + 1]) return;
      if (loop >= 0 && i >= static_cast<std::size_t>(loop) && !accept(*move.way)) return;
      found = true;
      extend_trace(space, out, before, move, next_pid);
    });
  }
  if (loop >= 0) out.trace.loop = static_cast<std::size_t>(loop);
  return out;
}

}  // namespace csp
