// Strongly connected components of the reachable states in one pass (Tarjan 1972), without storing edges: successors are
// worked out again. Edges can be restricted, for questions about runs that avoid some kinds of step.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "checker/explore/space.h"

namespace csp {

struct Component {
  std::vector<Space::Id> states;
  bool cyclic = false;  // has an edge inside (more than one state, or a loop)
  bool bottom = false;  // no accepted edge leaves it
};

// Calls f(const Component&) for each component of the graph whose edges are the moves with accept(way); successors before
// predecessors. f returns false to stop. O(states + moves) time, 9 bytes per state and the depth-first stack in memory.
// Returns the budget's reason if it was exhausted, else empty.
template <class Accept, class F>
std::string for_each_component(Space& space, const Budget& budget, Accept&& accept, F&& f) {
  using Id = Space::Id;
  constexpr std::uint64_t kBudgetEvery = 1 << 13;  // work between two tests of the budget
  constexpr std::uint32_t kUnseen = 0, kDone = ~std::uint32_t{0};
  struct Visit {
    Id id;
    std::uint32_t next = 0;
    std::vector<Id> successors;
  };
  const auto n = static_cast<Id>(space.size());
  std::vector<std::uint32_t> index(n, kUnseen), low(n, 0);  // index: order of discovery from 1, kDone once its component is known
  std::vector<bool> leaves(n, false), loops(n, false);
  std::vector<Id> open;
  std::vector<Visit> stack;
  std::uint32_t clock = 0;
  std::uint64_t work = 0;
  Budget quiet = budget;  // the states are all there: their number is no limit any more
  quiet.max_states = 0;
  quiet.max_depth = 0;
  Progress progress;
  const auto enter = [&](Id id) {
    index[id] = low[id] = ++clock;
    open.push_back(id);
    stack.push_back({id, 0, {}});
    Visit& v = stack.back();
    space.successors(id, [&](const Move& move, Id next) {
      work += space.words();
      if (!accept(*move.way)) return;
      if (next == id) loops[id] = true;
      v.successors.push_back(next);
    });
    std::sort(v.successors.begin(), v.successors.end());
    v.successors.erase(std::unique(v.successors.begin(), v.successors.end()), v.successors.end());
  };
  for (Id root = 0; root < n; ++root) {
    if (index[root] != kUnseen) continue;
    enter(root);
    while (!stack.empty()) {
      if (++work >= kBudgetEvery) {
        work = 0;
        progress.states = n;
        progress.transitions = space.transitions();
        progress.depth = space.depth();
        progress.memory_bytes = space.memory_bytes() + n * std::size_t{9};
        if (std::string reason = quiet.exhausted(progress); !reason.empty()) return reason;
      }
      Visit& v = stack.back();
      if (v.next < v.successors.size()) {
        const Id to = v.successors[v.next++];
        if (index[to] == kUnseen)
          enter(to);
        else if (index[to] == kDone)
          leaves[v.id] = true;
        else
          low[v.id] = std::min(low[v.id], index[to]);
        continue;
      }
      const Id id = v.id;
      stack.pop_back();
      if (low[id] == index[id]) {
        Component c;
        c.bottom = true;
        Id member;
        do {
          member = open.back();
          open.pop_back();
          index[member] = kDone;
          c.states.push_back(member);
          c.bottom = c.bottom && !leaves[member];
          c.cyclic = c.cyclic || loops[member];
        } while (member != id);
        c.cyclic = c.cyclic || c.states.size() > 1;
        if (!stack.empty()) leaves[stack.back().id] = true;
        if (!f(static_cast<const Component&>(c))) return {};
      } else if (!stack.empty()) {
        low[stack.back().id] = std::min(low[stack.back().id], low[id]);
      }
    }
  }
  return {};
}

}  // namespace csp
