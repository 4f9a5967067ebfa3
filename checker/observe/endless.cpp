// Endless runs: termination, livelock, divergence. A cycle of the accepted kind of step is a strongly connected component with an
// edge inside; the counterexample is a lasso.
#include <algorithm>
#include <unordered_map>

#include "checker/explore/components.h"
#include "checker/observe/question.h"

namespace csp {

namespace {

// Shortest cycle through `from` inside the component: breadth-first over accepted moves.
template <class Accept>
std::vector<Space::Id> cycle_through(Space& space, Space::Id from, const std::vector<Space::Id>& sorted, Accept&& accept) {
  std::unordered_map<Space::Id, Space::Id> parent;
  std::vector<Space::Id> queue{from};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Space::Id at = queue[i];
    bool closed = false;
    space.successors(at, [&](const Move& move, Space::Id next) {
      if (closed || !accept(*move.way) || !std::binary_search(sorted.begin(), sorted.end(), next)) return;
      if (next == from)
        closed = true;
      else if (parent.try_emplace(next, at).second)
        queue.push_back(next);
    });
    if (!closed) continue;
    std::vector<Space::Id> cycle{from, at};
    for (Space::Id s = at; s != from; cycle.push_back(s)) s = parent.at(s);
    std::reverse(cycle.begin(), cycle.end());
    return cycle;  // from ... at, from
  }
  return {};
}

template <class Accept>
Finding make_lasso(Question& q, FindingKind kind, std::vector<Space::Id> states, Accept&& accept) {
  std::sort(states.begin(), states.end());
  const Space::Id entry = states.front();
  std::vector<Space::Id> path = q.space.path_to(entry);
  const int loop = static_cast<int>(path.size()) - 1;
  const std::vector<Space::Id> cycle = cycle_through(q.space, entry, states, accept);
  path.insert(path.end(), cycle.begin() + 1, cycle.end());
  Finding finding;
  finding.kind = kind;
  finding.trace = build_trace(q.space, path, loop, accept).trace;
  return finding;
}

template <class Accept>
std::string find_cycle(Question& q, Verdict& verdict, Accept&& accept) {
  Space::Id best = ~Space::Id{0};
  std::vector<Space::Id> states;
  const std::string reason = for_each_component(q.space, q.budget, accept, [&](const Component& c) {
    if (!c.cyclic) return true;
    const Space::Id first = *std::min_element(c.states.begin(), c.states.end());
    if (first < best) {
      best = first;
      states = c.states;
    }
    return true;
  });
  if (!reason.empty() && states.empty()) return reason;
  if (!states.empty()) verdict.findings.push_back(make_lasso(q, FindingKind::EndlessRun, states, accept));
  return {};
}

}  // namespace

std::string decide_endless(Question& q, Verdict& verdict) {
  std::string reason;
  switch (q.property.kind) {
    case PropertyKind::LivelockFree: reason = find_cycle(q, verdict, [](const Way& w) { return !w.progress; }); break;
    case PropertyKind::DivergenceFree: reason = find_cycle(q, verdict, [](const Way& w) { return !w.observable; }); break;
    case PropertyKind::DeadlockFree: case PropertyKind::LeakFree: case PropertyKind::RaceFree: case PropertyKind::ErrorFree:
    case PropertyKind::CanTerminate: case PropertyKind::Always: case PropertyKind::Reachable: case PropertyKind::Outcomes: return "no question about endless runs";
    case PropertyKind::Terminates: reason = find_cycle(q, verdict, [](const Way&) { return true; }); break;
  }
  if (!reason.empty()) return reason;
  verdict.answer = verdict.findings.empty() ? Answer::Holds : Answer::Fails;
  return {};
}

std::string decide_can_terminate(Question& q, Verdict& verdict) {
  Space::Id best = ~Space::Id{0};
  const auto any = [](const Way&) { return true; };
  State state;
  std::vector<Space::Id> states;
  const std::string reason = for_each_component(q.space, q.budget, any, [&](const Component& c) {
    if (!c.bottom) return true;
    if (!c.cyclic) {
      q.space.load(c.states[0], state);
      if (q.all_may_stay(state)) return true;  // a proper end
    }
    const Space::Id first = *std::min_element(c.states.begin(), c.states.end());
    if (first < best) {
      best = first;
      states = c.states;
    }
    return true;
  });
  if (!reason.empty() && states.empty()) return reason;
  verdict.answer = states.empty() ? Answer::Holds : Answer::Fails;
  if (states.empty()) return {};
  Finding finding;
  finding.kind = FindingKind::CannotEnd;
  if (states.size() > 1) {
    finding = make_lasso(q, FindingKind::CannotEnd, states, any);
  } else {
    finding.trace = build_trace(q.space, q.space.path_to(best)).trace;
  }
  verdict.findings.push_back(std::move(finding));
  return {};
}

}  // namespace csp
