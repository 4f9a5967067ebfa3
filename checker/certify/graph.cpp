// Breadth-first exploration, everything kept.
#include "checker/certify/graph.h"

#include <algorithm>
#include <utility>

#include "checker/certify/judge.h"

namespace csp::reference {

StateGraph::StateGraph(const Program& program, const Options& steps, std::uint64_t max_states, bool normal)
    : interpreter_(program, steps), normalizer_(program) {
  try {
    build(max_states, normal);
  } catch (const LimitReached& limit) {
    reason_ = limit.what();
  }
  for (const auto& edges : edges_) transitions_ += edges.size();
}

StateGraph::Index StateGraph::add(State state, const Origin& origin) {
  const auto [at, fresh] = index_.try_emplace(std::move(state), states_.size());
  if (fresh) {
    states_.push_back(&at->first);
    origins_.push_back(origin);
  }
  return at->second;
}

void StateGraph::build(std::uint64_t max_states, bool normal) {
  starts_ = interpreter_.initial();
  for (std::size_t i = 0; i < starts_.size(); ++i)
    add(normal ? normalizer_.normal(starts_[i].state).state : starts_[i].state, {true, i, 0, 0});
  for (Index i = 0; i < states_.size(); ++i) {
    if (states_.size() > max_states)
      throw LimitReached("limit of " + std::to_string(max_states) + " states reached");
    std::vector<Edge> edges;
    for (Successor& successor : interpreter_.steps(*states_[i])) {
      Edge edge;
      edge.progress = progress(interpreter_, *states_[i], successor.step, successor.state);
      edge.observable = observable(interpreter_, *states_[i], successor.step, successor.state);
      if (normal) {
        Normal form = normalizer_.normal(successor.state);
        successor.state = std::move(form.state);
        edge.was = std::move(form.pids);
      }
      edge.to = add(std::move(successor.state), {false, 0, i, edges.size()});
      edge.step = std::move(successor.step);
      edges.push_back(std::move(edge));
    }
    edges_.push_back(std::move(edges));
  }
}

Trace StateGraph::trace_to(Index i) const {
  Trace trace;
  while (!origins_[i].initial) {
    trace.steps.push_back(edges_[origins_[i].from][origins_[i].edge].step);
    i = origins_[i].from;
  }
  std::reverse(trace.steps.begin(), trace.steps.end());
  trace.start = starts_[origins_[i].start].choices;
  trace.start_members = starts_[origins_[i].start].members;
  return trace;
}

}  // namespace csp::reference
