// Making explicit systems, and the loops of τ.
#include "checker/process/lts.h"

#include <algorithm>

#include "checker/semantics/fault.h"

namespace csp {

bool Lts::ticks(State s) const {
  for (const Edge& e : out(s)) {
    if (e.event == kTick) return true;
    if (e.event > kTick) return false;
  }
  return false;
}

bool Lts::loops(State s) const {
  for (const Edge& e : out(s)) {
    if (e.event != kTau) return false;
    if (e.to == s) return true;
  }
  return false;
}

Lts build_lts(Lts::State start, const std::vector<std::vector<Lts::Edge>>& edges) {
  constexpr Lts::State kUnseen = ~Lts::State{0};
  std::vector<Lts::State> number(edges.size(), kUnseen), order{Lts::kOmegaState};
  number[Lts::kOmegaState] = 0;
  const auto visit = [&](Lts::State s) {
    if (number[s] != kUnseen) return;
    number[s] = static_cast<Lts::State>(order.size());
    order.push_back(s);
  };
  visit(start);
  for (std::size_t i = 0; i < order.size(); ++i)
    for (const Lts::Edge& e : edges[order[i]]) visit(e.to);
  Lts lts;
  lts.first = {0};
  lts.start = number[start];
  for (const Lts::State s : order) {
    const auto from = static_cast<std::ptrdiff_t>(lts.edges.size());
    for (const Lts::Edge& e : edges[s]) lts.edges.push_back({e.event, e.hidden, number[e.to]});
    std::stable_sort(lts.edges.begin() + from, lts.edges.end(), [](const Lts::Edge& a, const Lts::Edge& b) {
      return a.event != b.event ? a.event < b.event : a.to < b.to;
    });
    // τ's to the same state differ only in what they hid: one of them is enough
    lts.edges.erase(std::unique(lts.edges.begin() + from, lts.edges.end(),
                                [](const Lts::Edge& a, const Lts::Edge& b) {
                                  return a.event == b.event && a.to == b.to;
                                }),
                    lts.edges.end());
    lts.first.push_back(static_cast<std::uint32_t>(lts.edges.size()));
  }
  return lts;
}

std::optional<Lts> explicate(StateGraph& graph, std::size_t most) {
  std::vector<std::vector<Lts::Edge>> edges(1);
  std::size_t count = 0;
  try {
    for (StateGraph::Id s = 0; s < graph.size(); ++s) {
      if (graph.size() > most || graph.failed(s)) return std::nullopt;
      std::vector<Lts::Edge>& list = edges.emplace_back();
      for (const StateGraph::Edge& e : graph.out(s))
        list.push_back({e.event, e.hidden, e.event == kTick ? Lts::kOmegaState : e.to + 1});
      if ((count += list.size()) > 8 * most) return std::nullopt;
    }
  } catch (const EvaluationError&) {
    return std::nullopt;
  } catch (const LimitReached&) {
    return std::nullopt;
  }
  return build_lts(graph.start() + 1, edges);
}

// Tarjan's algorithm along τ; a component with an edge inside gets a τ to itself.
Lts factor_tau_loops(const Lts& lts) {
  const std::size_t n = lts.size();
  std::vector<std::uint32_t> index(n, 0), low(n, 0), component(n, 0);
  std::vector<bool> done(n, false);
  std::vector<Lts::State> path;
  struct Open {
    Lts::State state;
    std::size_t next;
  };
  std::vector<Open> stack;
  std::uint32_t counter = 0, components = 1;  // component 0 is Ω
  for (Lts::State root = 1; root < n; ++root) {
    if (index[root] != 0) continue;
    const auto open = [&](Lts::State s) {
      index[s] = low[s] = ++counter;
      path.push_back(s);
      stack.push_back({s, 0});
    };
    open(root);
    while (!stack.empty()) {
      Open& top = stack.back();
      const auto out = lts.out(top.state);
      if (top.next < out.size() && out[top.next].event == kTau) {
        const Lts::State to = out[top.next++].to;
        if (index[to] == 0) {
          open(to);
        } else if (!done[to]) {
          low[top.state] = std::min(low[top.state], index[to]);
        }
        continue;
      }
      const Lts::State s = top.state;
      stack.pop_back();
      if (!stack.empty()) low[stack.back().state] = std::min(low[stack.back().state], low[s]);
      if (low[s] != index[s]) continue;
      for (Lts::State t = n == 0 ? 0 : path.back();; t = path.back()) {
        path.pop_back();
        done[t] = true;
        component[t] = components;
        if (t == s) break;
      }
      ++components;
    }
  }
  std::vector<std::vector<Lts::Edge>> edges(components);
  for (Lts::State s = 1; s < n; ++s)
    for (const Lts::Edge& e : lts.out(s))
      edges[component[s]].push_back({e.event, e.hidden, e.to == Lts::kOmegaState ? 0 : component[e.to]});
  return build_lts(component[lts.start], edges);
}

}  // namespace csp
