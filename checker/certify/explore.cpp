// The graph of all states, breadth first, and one decision procedure for each property.
#include "checker/certify/explore.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "checker/certify/judge.h"

namespace csp::reference {

namespace {

using Index = std::size_t;

class Explorer {
 public:
  Explorer(const Program& program, const Property& property, const ExploreOptions& options)
      : property_(property), interpreter_(program, options.steps), limit_(options.max_states) {}

  Exploration run() {
    build();
    out_.complete = complete_;
    out_.states = states_.size();
    for (const auto& edges : edges_) out_.transitions += edges.size();
    for (const Global& global : interpreter_.program().globals)
      if (global.environment != Environment::None) out_.open = true;
    try {
      for (const auto& state : states_) {
        if (state->crashed) out_.error_reachable = true;
        if (!out_.race_reachable && !races(interpreter_, *state).empty()) out_.race_reachable = true;
      }
      decide();
    } catch (const LimitReached& limit) {
      unknown(limit.what());
    }
    return std::move(out_);
  }

 private:
  struct Edge {
    Step step;
    Index to;
  };
  struct Origin {  // how a state was first reached
    bool initial = true;
    std::size_t start = 0;  // initial: which way to start
    Index from = 0;
    std::size_t edge = 0;
  };

  // ---- The graph: states_ in breadth-first order, edges_ of the expanded ones ----
  Index add(State state, const Origin& origin) {
    const auto [at, fresh] = index_.try_emplace(std::move(state), states_.size());
    if (fresh) {
      states_.push_back(&at->first);
      origins_.push_back(origin);
    }
    return at->second;
  }

  void build() {
    try {
      starts_ = interpreter_.initial();
      for (std::size_t i = 0; i < starts_.size(); ++i) add(starts_[i].state, {true, i, 0, 0});
      for (Index i = 0; i < states_.size(); ++i) {
        if (states_.size() > limit_)
          throw LimitReached("limit of " + std::to_string(limit_) + " states reached");
        auto successors = interpreter_.steps(*states_[i]);
        std::vector<Edge> edges;
        for (Successor& successor : successors) {
          const Index to = add(std::move(successor.state), {false, 0, i, edges.size()});
          edges.push_back({std::move(successor.step), to});
        }
        edges_.push_back(std::move(edges));
      }
    } catch (const LimitReached& limit) {
      out_.reason = limit.what();
    }
    expanded_ = edges_.size();
    complete_ = out_.reason.empty();
  }

  Trace trace_to(Index i) const {
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
    if (complete_) out_.answer = Answer::Holds;
  }
  bool without_step(Index i) const { return i < expanded_ && edges_[i].empty() && !states_[i]->crashed; }

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
        return cycle_of([&](Index i, const Edge& edge) {
          return !progress(interpreter_, *states_[i], edge.step, *states_[edge.to]);
        });
      case PropertyKind::DivergenceFree:
        return cycle_of([&](Index i, const Edge& edge) {
          return !observable(interpreter_, *states_[i], edge.step, *states_[edge.to]);
        });
      case PropertyKind::Always:
        return always();
      case PropertyKind::Reachable:
        return reachable();
      case PropertyKind::Outcomes:
        return outcomes();
    }
  }

  void deadlock() {
    for (Index i = 0; i < expanded_; ++i) {
      if (!without_step(i)) continue;
      const auto pids = at_fault(interpreter_, *states_[i]);
      if (!pids.empty()) return found(FindingKind::Deadlock, trace_to(i), pids);
    }
    holds_if_complete();
  }

  // moves[i]: who takes a step in some future of state i. survives[i]: some future state can no longer crash.
  void leak() {
    if (!complete_) return;
    std::vector<std::set<Pid>> moves(states_.size());
    std::vector<bool> may_crash(states_.size()), survives(states_.size());
    for (Index i = 0; i < states_.size(); ++i) may_crash[i] = states_[i]->crashed;
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = states_.size(); i-- > 0;) {
        const std::size_t before = moves[i].size() + (may_crash[i] ? 1 : 0);
        for (const Edge& edge : edges_[i]) {
          for (const Part& part : edge.step.parts)
            if (part.pid < static_cast<Pid>(states_[i]->processes.size())) moves[i].insert(part.pid);
          moves[i].insert(moves[edge.to].begin(), moves[edge.to].end());
          if (may_crash[edge.to]) may_crash[i] = true;
        }
        changed = changed || moves[i].size() + (may_crash[i] ? 1 : 0) != before;
      }
    }
    for (Index i = 0; i < states_.size(); ++i) survives[i] = !may_crash[i];
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = states_.size(); i-- > 0;)
        for (const Edge& edge : edges_[i])
          if (survives[edge.to] && !survives[i]) survives[i] = changed = true;
    }
    for (Index i = 0; i < states_.size(); ++i) {
      const State& s = *states_[i];
      if (s.crashed || !survives[i]) continue;
      for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p) {
        if (moves[i].count(p) || interpreter_.blameless(s, p)) continue;
        const Process& process = s.process(p);
        const bool fresh =
            out_.leaks.insert({process.frames.front().proc, process.frames.back().node}).second;
        if (fresh) found(FindingKind::Leak, trace_to(i), {p});
      }
    }
    if (out_.findings.empty()) holds_if_complete();
  }

  void race() {
    for (Index i = 0; i < states_.size(); ++i)
      for (const auto& [a, b] : races(interpreter_, *states_[i]))
        return found(FindingKind::Race, trace_to(i), {a, b});
    holds_if_complete();
  }

  void error() {
    for (Index i = 0; i < states_.size(); ++i) {
      if (!states_[i]->crashed) continue;
      Trace trace = trace_to(i);
      const Pid pid = trace.steps.empty() ? 0 : trace.steps.back().parts[0].pid;
      return found(FindingKind::Error, std::move(trace), {pid});
    }
    holds_if_complete();
  }

  // States that lie on, or lead to, a cycle of edges that `keep` keeps: what is left when states without such
  // edges are taken away.
  template <class Keep>
  std::optional<Trace> lasso(Keep keep) const {
    std::vector<std::vector<std::size_t>> kept(expanded_);
    for (Index i = 0; i < expanded_; ++i)
      for (std::size_t e = 0; e < edges_[i].size(); ++e)
        if (keep(i, edges_[i][e])) kept[i].push_back(e);
    std::vector<bool> left(states_.size(), false);
    for (Index i = 0; i < expanded_; ++i) left[i] = true;
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = expanded_; i-- > 0;) {
        if (!left[i]) continue;
        const bool onward =
            std::any_of(kept[i].begin(), kept[i].end(), [&](std::size_t e) { return left[edges_[i][e].to]; });
        if (!onward) changed = true, left[i] = false;
      }
    }
    const auto first = std::find(left.begin(), left.end(), true);
    if (first == left.end()) return std::nullopt;
    // Walk from the nearest such state until one comes up again.
    const auto start = static_cast<Index>(first - left.begin());
    Trace trace = trace_to(start);
    std::unordered_map<Index, std::size_t> passed;
    for (Index i = start; passed.emplace(i, trace.steps.size()).second;) {
      const auto e = std::find_if(kept[i].begin(), kept[i].end(),
                                  [&](std::size_t edge) { return left[edges_[i][edge].to]; });
      trace.steps.push_back(edges_[i][*e].step);
      i = edges_[i][*e].to;
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
    for (Index i = 0; i < expanded_; ++i)
      if (edges_[i].empty() && !interpreter_.proper_end(*states_[i]))
        return found(FindingKind::EndlessRun, trace_to(i),
                     states_[i]->crashed ? std::vector<Pid>{} : at_fault(interpreter_, *states_[i]));
    cycle_of([](Index, const Edge&) { return true; });
  }

  void can_terminate() {
    if (!complete_) return;
    std::vector<bool> can(states_.size());
    for (Index i = 0; i < states_.size(); ++i)
      can[i] = edges_[i].empty() && interpreter_.proper_end(*states_[i]);
    for (bool changed = true; changed;) {
      changed = false;
      for (Index i = states_.size(); i-- > 0;)
        for (const Edge& edge : edges_[i])
          if (can[edge.to] && !can[i]) can[i] = changed = true;
    }
    const auto first = std::find(can.begin(), can.end(), false);
    if (first != can.end())
      return found(FindingKind::CannotEnd, trace_to(static_cast<Index>(first - can.begin())));
    holds_if_complete();
  }

  std::optional<bool> value(Index i) const {
    const auto v = evaluate_in_state(interpreter_.program(), *states_[i], property_.exprs[0]);
    if (!v) return std::nullopt;
    return v->truth();
  }
  void always() {
    for (Index i = 0; i < states_.size(); ++i)
      if (value(i) == false) return found(FindingKind::NotAlways, trace_to(i));
    holds_if_complete();
  }
  void reachable() {
    for (Index i = 0; i < states_.size(); ++i)
      if (value(i) == true) {
        found(FindingKind::Reached, trace_to(i));
        out_.answer = Answer::Holds;
        return;
      }
    if (complete_) out_.answer = Answer::Fails;
  }
  void outcomes() {
    std::set<Value> seen;
    for (Index i = 0; i < expanded_; ++i) {
      if (!edges_[i].empty() || !interpreter_.proper_end(*states_[i])) continue;
      const auto v = outcome(interpreter_, *states_[i], property_);
      if (!v || !seen.insert(*v).second) continue;
      if (!std::binary_search(property_.outcomes.begin(), property_.outcomes.end(), *v))
        found(FindingKind::UnexpectedOutcome, trace_to(i), {}, *v);
    }
    out_.outcomes.assign(seen.begin(), seen.end());
    if (complete_)
      for (const Value& expected : property_.outcomes)
        if (!seen.count(expected)) found(FindingKind::MissingOutcome, {}, {}, expected);
    if (out_.findings.empty()) holds_if_complete();
  }

  const Property& property_;
  Interpreter interpreter_;
  std::uint64_t limit_;
  Exploration out_;
  std::vector<Start> starts_;
  std::unordered_map<State, Index, Hash> index_;  // keys stay where they are
  std::vector<const State*> states_;
  std::vector<Origin> origins_;
  std::vector<std::vector<Edge>> edges_;
  std::size_t expanded_ = 0;  // states whose edges are known: the first ones
  bool complete_ = false;
};

}  // namespace

Exploration explore(const Program& program, const Property& property, const ExploreOptions& options) {
  return Explorer(program, property, options).run();
}

}  // namespace csp::reference
