// One decision procedure for each property on the graph of all states.
#include "checker/certify/explore.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "checker/certify/judge.h"

namespace csp::reference {

namespace {

using Index = StateGraph::Index;
using Edge = StateGraph::Edge;

class Decision {
 public:
  Decision(const StateGraph& graph, const Program& program, const Property& property)
      : graph_(graph), program_(program), property_(property), interpreter_(graph.interpreter()) {}

  Exploration run() {
    out_.complete = graph_.complete();
    out_.reason = graph_.reason();
    out_.states = graph_.size();
    out_.transitions = graph_.transitions();
    for (const Global& global : program_.globals)
      if (global.environment != Environment::None) out_.open = true;
    try {
      for (Index i = 0; i < graph_.size(); ++i) {
        if (graph_.state(i).crashed) out_.error_reachable = true;
        if (!out_.race_reachable && !races(interpreter_, graph_.state(i)).empty()) out_.race_reachable = true;
      }
      decide();
    } catch (const LimitReached& limit) {
      unknown(limit.what());
    }
    return std::move(out_);
  }

 private:
  // ---- Answers ----
  void unknown(const std::string& why) {
    out_.answer = Answer::Unknown;
    out_.reason = why;
    out_.findings.clear();
  }
  void found(FindingKind kind, Trace trace, std::vector<Pid> pids = {}, Value values = {}) {
    out_.findings.push_back({kind, std::move(trace), std::move(pids), std::move(values)});
    out_.answer = Answer::Fails;
    out_.reason.clear();
  }
  // Nothing was found: that counts only if everything was looked at.
  void holds_if_complete() {
    if (graph_.complete()) out_.answer = Answer::Holds;
  }
  bool without_step(Index i) const { return i < graph_.expanded() && graph_.edges(i).empty() && !graph_.state(i).crashed; }

  void decide() {
    switch (property_.kind) {
      case PropertyKind::DeadlockFree:
        return deadlock();
      case PropertyKind::LeakFree:
        return leak();
      case PropertyKind::RaceFree:
        return race();
      case PropertyKind::ErrorFree:
        return error();
      case PropertyKind::Terminates:
        return terminates();
      case PropertyKind::CanTerminate:
        return can_terminate();
      case PropertyKind::LivelockFree:
        return cycle_of([](Index, const Edge& edge) { return !edge.progress; });
      case PropertyKind::DivergenceFree:
        return cycle_of([](Index, const Edge& edge) { return !edge.observable; });
      case PropertyKind::Always:
        return always();
      case PropertyKind::Reachable:
        return reachable();
      case PropertyKind::Outcomes:
        return outcomes();
    }
  }

  void deadlock() {
    for (Index i = 0; i < graph_.expanded(); ++i) {
      if (!without_step(i)) continue;
      const auto pids = at_fault(interpreter_, graph_.state(i));
      if (!pids.empty()) return found(FindingKind::Deadlock, graph_.trace_to(i), pids);
    }
    holds_if_complete();
  }

  // moves[i]: who takes a step in some future of state i. survives[i]: some future state can no longer crash.
  void leak() {
    if (!graph_.complete()) return;
    std::vector<std::set<Pid>> moves(graph_.size());
    std::vector<bool> may_crash(graph_.size()), survives(graph_.size());
    for (Index i = 0; i < graph_.size(); ++i) may_crash[i] = graph_.state(i).crashed;
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = graph_.size(); i-- > 0;) {
        const std::size_t before = moves[i].size() + (may_crash[i] ? 1 : 0);
        for (const Edge& edge : graph_.edges(i)) {
          for (const Part& part : edge.step.parts)
            if (part.pid < static_cast<Pid>(graph_.state(i).processes.size())) moves[i].insert(part.pid);
          for (Pid p : moves[edge.to]) {
            const Pid before_step = edge.was.empty() ? p : edge.was[static_cast<std::size_t>(p)];
            if (before_step < static_cast<Pid>(graph_.state(i).processes.size())) moves[i].insert(before_step);
          }
          if (may_crash[edge.to]) may_crash[i] = true;
        }
        changed = changed || moves[i].size() + (may_crash[i] ? 1 : 0) != before;
      }
    }
    for (Index i = 0; i < graph_.size(); ++i) survives[i] = !may_crash[i];
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = graph_.size(); i-- > 0;)
        for (const Edge& edge : graph_.edges(i))
          if (survives[edge.to] && !survives[i]) survives[i] = changed = true;
    }
    for (Index i = 0; i < graph_.size(); ++i) {
      const State& s = graph_.state(i);
      if (s.crashed || !survives[i]) continue;
      for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p) {
        if (moves[i].count(p) || interpreter_.blameless(s, p)) continue;
        const Process& process = s.process(p);
        const bool fresh =
            out_.leaks.insert({process.frames.front().proc, process.frames.back().node}).second;
        if (fresh) found(FindingKind::Leak, graph_.trace_to(i), {p});
      }
    }
    if (out_.findings.empty()) holds_if_complete();
  }

  void race() {
    for (Index i = 0; i < graph_.size(); ++i)
      for (const auto& [a, b] : races(interpreter_, graph_.state(i)))
        return found(FindingKind::Race, graph_.trace_to(i), {a, b});
    holds_if_complete();
  }

  void error() {
    for (Index i = 0; i < graph_.size(); ++i) {
      if (!graph_.state(i).crashed) continue;
      Trace trace = graph_.trace_to(i);
      const Pid pid = trace.steps.empty() ? 0 : trace.steps.back().parts[0].pid;
      return found(FindingKind::Error, std::move(trace), {pid});
    }
    holds_if_complete();
  }

  // States that lie on, or lead to, a cycle of edges that `keep` keeps: what is left when states without such
  // edges are taken away.
  template <class Keep>
  std::optional<Trace> lasso(Keep keep) const {
    std::vector<std::vector<std::size_t>> kept(graph_.expanded());
    for (Index i = 0; i < graph_.expanded(); ++i)
      for (std::size_t e = 0; e < graph_.edges(i).size(); ++e)
        if (keep(i, graph_.edges(i)[e])) kept[i].push_back(e);
    std::vector<bool> left(graph_.size(), false);
    for (Index i = 0; i < graph_.expanded(); ++i) left[i] = true;
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = graph_.expanded(); i-- > 0;) {
        if (!left[i]) continue;
        const bool onward =
            std::any_of(kept[i].begin(), kept[i].end(), [&](std::size_t e) { return left[graph_.edges(i)[e].to]; });
        if (!onward) changed = true, left[i] = false;
      }
    }
    const auto first = std::find(left.begin(), left.end(), true);
    if (first == left.end()) return std::nullopt;
    // Walk from the nearest such state until one comes up again.
    const auto start = static_cast<Index>(first - left.begin());
    Trace trace = graph_.trace_to(start);
    std::unordered_map<Index, std::size_t> passed;
    for (Index i = start; passed.emplace(i, trace.steps.size()).second;) {
      const auto e = std::find_if(kept[i].begin(), kept[i].end(),
                                  [&](std::size_t edge) { return left[graph_.edges(i)[edge].to]; });
      trace.steps.push_back(graph_.edges(i)[*e].step);
      i = graph_.edges(i)[*e].to;
      if (const auto again = passed.find(i); again != passed.end()) {
        trace.loop = again->second;
        break;
      }
    }
    return trace;
  }

  template <class Keep>
  void cycle_of(Keep keep) {
    if (auto trace = lasso(keep)) return found(FindingKind::EndlessRun, std::move(*trace));
    holds_if_complete();
  }

  void terminates() {
    for (Index i = 0; i < graph_.expanded(); ++i)
      if (graph_.edges(i).empty() && !interpreter_.proper_end(graph_.state(i)))
        return found(FindingKind::EndlessRun, graph_.trace_to(i),
                     graph_.state(i).crashed ? std::vector<Pid>{} : at_fault(interpreter_, graph_.state(i)));
    cycle_of([](Index, const Edge&) { return true; });
  }

  void can_terminate() {
    if (!graph_.complete()) return;
    std::vector<bool> can(graph_.size());
    for (Index i = 0; i < graph_.size(); ++i)
      can[i] = graph_.edges(i).empty() && interpreter_.proper_end(graph_.state(i));
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = graph_.size(); i-- > 0;)
        for (const Edge& edge : graph_.edges(i))
          if (can[edge.to] && !can[i]) can[i] = changed = true;
    }
    const auto first = std::find(can.begin(), can.end(), false);
    if (first != can.end())
      return found(FindingKind::CannotEnd, graph_.trace_to(static_cast<Index>(first - can.begin())));
    holds_if_complete();
  }

  std::optional<bool> value(Index i) const {
    const auto v = evaluate_in_state(program_, graph_.state(i), property_.exprs[0]);
    if (!v) return std::nullopt;
    return v->truth();
  }
  void always() {
    for (Index i = 0; i < graph_.size(); ++i)
      if (value(i) == false) return found(FindingKind::NotAlways, graph_.trace_to(i));
    holds_if_complete();
  }
  void reachable() {
    for (Index i = 0; i < graph_.size(); ++i)
      if (value(i) == true) {
        found(FindingKind::Reached, graph_.trace_to(i));
        out_.answer = Answer::Holds;
        return;
      }
    if (graph_.complete()) out_.answer = Answer::Fails;
  }
  void outcomes() {
    std::set<Value> seen;
    for (Index i = 0; i < graph_.expanded(); ++i) {
      if (!graph_.edges(i).empty() || !interpreter_.proper_end(graph_.state(i))) continue;
      const auto v = outcome(interpreter_, graph_.state(i), property_);
      if (!v || !seen.insert(*v).second) continue;
      if (!std::binary_search(property_.outcomes.begin(), property_.outcomes.end(), *v))
        found(FindingKind::UnexpectedOutcome, graph_.trace_to(i), {}, *v);
    }
    out_.outcomes.assign(seen.begin(), seen.end());
    if (graph_.complete())
      for (const Value& expected : property_.outcomes)
        if (!seen.count(expected)) found(FindingKind::MissingOutcome, {}, {}, expected);
    if (out_.findings.empty()) holds_if_complete();
  }

  const StateGraph& graph_;
  const Program& program_;
  const Property& property_;
  const Interpreter& interpreter_;
  Exploration out_;
};

}  // namespace

Exploration decide(const StateGraph& graph, const Program& program, const Property& property) {
  return Decision(graph, program, property).run();
}

Exploration explore(const Program& program, const Property& property, const ExploreOptions& options) {
  return decide(StateGraph(program, options.steps, options.max_states), program, property);
}

}  // namespace csp::reference
