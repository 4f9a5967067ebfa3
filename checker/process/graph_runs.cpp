// Runs through a graph of states: with given visible events, and to a cycle of τ.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "checker/process/state_graph.h"

namespace csp {

// Breadth-first over (events done, state).
std::optional<StateGraph::Run> StateGraph::find_run(const std::vector<EventId>& trace,
                                                    const std::function<bool(Id)>& end) {
  struct Visit {
    std::size_t done;
    Id state;
    std::size_t from;  // index of the visit before
    Edge edge;
  };
  std::vector<Visit> visits{{0, start(), 0, {}}};
  std::vector<std::unordered_set<Id>> seen(trace.size() + 1);
  seen[0].insert(start());
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const Visit now = visits[i];
    if (now.done == trace.size() && (!end || end(now.state))) {
      Run run;
      run.end = now.state;
      for (std::size_t v = i; v != 0; v = visits[v].from)
        run.steps.push_back(
            {visits[v].edge.event, visits[v].edge.hidden, by(visits[visits[v].from].state, visits[v].edge)});
      std::reverse(run.steps.begin(), run.steps.end());
      return run;
    }
    for (const Edge& e : out(now.state)) {
      if (e.event != kTau && (now.done == trace.size() || e.event != trace[now.done])) continue;
      const std::size_t done = now.done + (e.event != kTau);
      if (seen[done].insert(e.to).second) visits.push_back({done, e.to, i, e});
    }
  }
  return std::nullopt;
}

// Breadth-first along τ; the first state, in this order, from which a search along τ comes back to it.
StateGraph::Lasso StateGraph::find_lasso(Id s) {
  struct Way {
    Id from;
    Edge edge;
  };
  // The states that τ reaches from `root`, in order, and how; stops where `root` is reached again.
  const auto explore = [&](Id root, std::unordered_map<Id, Way>& ways, bool& back) {
    std::vector<Id> order{root};
    for (std::size_t i = 0; i < order.size() && !back; ++i)
      for (const Edge& e : out(order[i])) {
        if (e.event != kTau) break;
        if (!ways.emplace(e.to, Way{order[i], e}).second) continue;
        if (e.to == root) {
          back = true;
          break;
        }
        order.push_back(e.to);
      }
    return order;
  };
  const auto steps_to = [&](Id from, Id to, const std::unordered_map<Id, Way>& ways) {
    std::vector<ProcessStep> steps;
    do {
      const Way& way = ways.at(to);
      steps.push_back({kTau, way.edge.hidden, by(way.from, way.edge)});
      to = way.from;
    } while (to != from);
    std::reverse(steps.begin(), steps.end());
    return steps;
  };
  std::unordered_map<Id, Way> ways;
  bool back = false;
  Lasso lasso;
  for (const Id t : explore(s, ways, back)) {
    if (!diverges(t)) continue;
    std::unordered_map<Id, Way> around;
    bool closed = false;
    explore(t, around, closed);
    if (!closed) continue;
    if (t != s) lasso.steps = steps_to(s, t, ways);
    lasso.loop = lasso.steps.size();
    const std::vector<ProcessStep> cycle = steps_to(t, t, around);
    lasso.steps.insert(lasso.steps.end(), cycle.begin(), cycle.end());
    return lasso;
  }
  return lasso;
}

std::vector<EventId> StateGraph::offers(Id s) {
  if (ticks(s)) return {kTick};
  std::vector<EventId> list;
  for (const Edge& e : out(s))
    if (e.event != kTau && (list.empty() || list.back() != e.event)) list.push_back(e.event);
  return list;
}

}  // namespace csp
