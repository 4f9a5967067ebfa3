// Walking through a process.
#include "checker/process/process_graph.h"

#include <unordered_map>

#include "checker/process/checks.h"
#include "checker/process/instances.h"
#include "checker/process/lts.h"

namespace csp {
namespace {

ProcessGraph numbered(const Lts& lts) {
  ProcessGraph graph;
  std::unordered_map<Lts::State, std::uint32_t> numbers{{lts.start, 0}};
  std::vector<Lts::State> order{lts.start};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (const Lts::Edge& e : lts.out(order[i])) {
      const auto [at, fresh] = numbers.emplace(e.to, static_cast<std::uint32_t>(order.size()));
      if (fresh) order.push_back(e.to);
      graph.edges.push_back({static_cast<std::uint32_t>(i), at->second, e.event, e.hidden});
    }
  graph.states = static_cast<std::uint32_t>(order.size());
  return graph;
}

Lts explored(StateGraph& states, const Budget& budget, std::string& reason) {
  std::vector<std::vector<Lts::Edge>> edges(1);  // state s of the graph is s + 1
  std::uint64_t transitions = 0;
  for (StateGraph::Id s = 0; s < states.size(); ++s) {
    edges.emplace_back();
    if (!reason.empty()) continue;
    const Progress progress{states.size(), transitions, 0, states.memory_bytes()};
    if (s % 256 == 0) reason = budget.exhausted(progress);
    if (!reason.empty() || states.terminated(s)) continue;
    for (const StateGraph::Edge& e : states.out(s)) {
      edges.back().push_back({e.event, e.hidden, e.to + 1});
      ++transitions;
    }
  }
  return build_lts(1, edges);
}

}  // namespace

ProcessGraph process_graph(Terms& terms, TermId process, Minimise minimise, const Budget& budget) {
  ProcessGraph graph;
  std::string reason;
  const Stopped stopped = guarded([&]() -> std::string {
    Instances instances(terms);
    Transitions transitions(terms, &instances);
    ComponentMaker maker(transitions, Compressions::none(), SemanticModel::FD, budget);
    StateGraph states(maker, process);
    const Lts lts = explored(states, budget, reason);
    graph = numbered(minimise == Minimise::Strong ? strong_bisimulation(lts)
                     : minimise == Minimise::Weak ? weak_bisimulation(lts)
                                                  : lts);
    return {};
  });
  graph.reason = stopped.early() ? stopped.reason : reason;
  graph.failure = stopped.failure;
  return graph;
}

}  // namespace csp
