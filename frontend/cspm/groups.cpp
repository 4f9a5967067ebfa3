// Tarjan's algorithm with a stack of its own, so that a long chain of definitions does not use up ours.
#include "frontend/cspm/groups.h"

#include <algorithm>

namespace csp::cspm {

std::vector<std::vector<std::size_t>> groups_in_order(const std::vector<std::vector<std::size_t>>& needs) {
  constexpr std::size_t kNew = static_cast<std::size_t>(-1);
  const std::size_t n = needs.size();
  std::vector<std::size_t> number(n, kNew), low(n, 0), path;
  std::vector<bool> on_path(n, false);
  std::vector<std::vector<std::size_t>> out;
  std::size_t next = 0;
  struct Visit {
    std::size_t node, edge;
  };
  std::vector<Visit> stack;
  const auto open = [&](std::size_t v) {
    number[v] = low[v] = next++;
    path.push_back(v);
    on_path[v] = true;
    stack.push_back({v, 0});
  };
  for (std::size_t root = 0; root < n; ++root) {
    if (number[root] != kNew) continue;
    open(root);
    while (!stack.empty()) {
      Visit& visit = stack.back();
      const std::size_t v = visit.node;
      if (visit.edge < needs[v].size()) {
        const std::size_t w = needs[v][visit.edge++];
        if (number[w] == kNew)
          open(w);
        else if (on_path[w])
          low[v] = std::min(low[v], number[w]);
        continue;
      }
      stack.pop_back();
      if (!stack.empty()) low[stack.back().node] = std::min(low[stack.back().node], low[v]);
      if (low[v] != number[v]) continue;
      std::vector<std::size_t> group;
      for (;;) {
        const std::size_t w = path.back();
        path.pop_back();
        on_path[w] = false;
        group.push_back(w);
        if (w == v) break;
      }
      std::sort(group.begin(), group.end());
      out.push_back(std::move(group));
    }
  }
  return out;
}

}  // namespace csp::cspm
