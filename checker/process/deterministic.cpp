// Determinism: after no trace is an event both possible and refusable (Roscoe 1997 ch. 3.3; UCS ch. 10.5).
//
// Lazić's check (Lazić 1999, "A semantic study of data independence with applications to model checking";
// Roscoe 1997 ch. 8.4, "deterministic"): take from the process one deterministic part of it, which after each
// trace stands in one state that it reached by always taking the first τ and then the first transition of
// each event. The process is deterministic if and only if every state that it reaches by a trace offers the
// same as that representative. That compares pairs of states, so there is no subset construction. In F a
// process may diverge, and then there may be no stable representative: then the normal form decides.
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "checker/process/checks.h"

namespace csp {
namespace {

using Id = StateGraph::Id;

class Determinism {
 public:
  explicit Determinism(StateGraph& graph) : graph_(graph) {}

  // The representative after a trace that leads to s: τ's taken until there is none, or ✓ is possible.
  // Nothing if that goes round in a circle.
  std::optional<Id> settle(Id s, std::vector<ProcessStep>* steps = nullptr) {
    const Id from = s;
    if (!steps)
      if (const auto known = settled_.find(s); known != settled_.end()) return known->second;
    std::unordered_set<Id> passed;
    while (!graph_.ticks(s)) {
      const auto edges = graph_.out(s);
      if (edges.empty() || edges.front().event != kTau) break;
      if (!passed.insert(s).second) return std::nullopt;
      const StateGraph::Edge edge = edges.front();
      if (steps) steps->push_back({kTau, edge.hidden, graph_.by(s, edge)});
      s = edge.to;
    }
    settled_[from] = s;
    return s;
  }

  struct Pair {
    Id process, chosen;
    std::size_t from;
    StateGraph::Edge edge;
  };
  std::vector<Pair> pairs;

  // Nothing: could not settle. True: deterministic; else `finding` says why not.
  std::optional<bool> decide(ProcessFinding& finding) {
    const auto first = settle(graph_.start());
    if (!first) return std::nullopt;
    pairs.push_back({graph_.start(), *first, 0, {}});
    std::unordered_map<std::uint64_t, bool> seen;
    seen.emplace(std::uint64_t{graph_.start()} << 32 | *first, true);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const Pair now = pairs[i];
      if (const EventId e = difference(now); e != -1) {
        explain(i, e, finding);
        return false;
      }
      const auto edges = graph_.out(now.process);
      const std::vector<StateGraph::Edge> moves(edges.begin(), edges.end());
      for (const StateGraph::Edge& move : moves) {
        Id chosen = now.chosen;
        if (move.event != kTau) {
          const auto next = settle(follow(chosen, move.event).to);
          if (!next) return std::nullopt;
          chosen = *next;
        }
        if (seen.emplace(std::uint64_t{move.to} << 32 | chosen, true).second)
          pairs.push_back({move.to, chosen, i, move});
      }
    }
    return true;
  }

 private:
  StateGraph::Edge follow(Id s, EventId event) {
    for (const StateGraph::Edge& e : graph_.out(s))
      if (e.event == event) return e;
    return {};
  }

  // An event that one of the two can do and the other refuses; -1 if there is none.
  EventId difference(const Pair& pair) {
    const std::vector<EventId> chosen = graph_.offers(pair.chosen);
    for (const StateGraph::Edge& e : graph_.out(pair.process))
      if (e.event != kTau && !std::binary_search(chosen.begin(), chosen.end(), e.event)) return e.event;
    if (!graph_.stable(pair.process) && !graph_.ticks(pair.process)) return -1;
    const std::vector<EventId> process = graph_.offers(pair.process);
    for (const EventId e : chosen)
      if (!std::binary_search(process.begin(), process.end(), e)) return e;
    return -1;
  }

  void explain(std::size_t at, EventId event, ProcessFinding& finding) {
    std::vector<ProcessStep> process, chosen;
    for (std::size_t i = at; i != 0; i = pairs[i].from)
      process.push_back({pairs[i].edge.event, pairs[i].edge.hidden,
                         graph_.by(pairs[pairs[i].from].process, pairs[i].edge)});
    std::reverse(process.begin(), process.end());
    Id s = *settle(graph_.start(), &chosen);
    for (const EventId e : trace_of(process)) {
      const StateGraph::Edge edge = follow(s, e);
      chosen.push_back({edge.event, edge.hidden, graph_.by(s, edge)});
      s = *settle(edge.to, &chosen);
    }
    finding.kind = ProcessFindingKind::Nondeterminism;
    finding.event = event;
    const auto does = [&](Id state, std::vector<ProcessStep>& run) {
      const StateGraph::Edge edge = follow(state, event);
      if (edge.event != event) return false;
      run.push_back({edge.event, edge.hidden, graph_.by(state, edge)});
      return true;
    };
    const std::vector<EventId> refusing = graph_.offers(pairs[at].chosen);
    if (!std::binary_search(refusing.begin(), refusing.end(), event)) {  // the representative refuses it
      finding.run = chosen;
      finding.offers = refusing;
      finding.other = process;
      does(pairs[at].process, finding.other);
    } else {
      finding.run = process;
      finding.offers = graph_.offers(pairs[at].process);
      finding.other = chosen;
      does(pairs[at].chosen, finding.other);
    }
  }

  StateGraph& graph_;
  std::unordered_map<Id, Id> settled_;
};

// By the normal form: a node with an event that one of its minimal acceptances lacks.
bool decide_by_normal_form(StateGraph& graph, ProcessFinding& finding, std::uint64_t& nodes) {
  NormalForm form(graph, SemanticModel::F);
  struct Way {
    std::size_t from;
    EventId event;
  };
  std::vector<Way> ways{{0, kTau}};  // nodes are numbered in order of discovery
  for (NormalForm::Node n = 0; n < form.size(); ++n) {
    nodes = form.size();
    const std::vector<EventId> events = form.events(n);
    for (const std::vector<EventId>& acceptance : form.acceptances(n))
      for (const EventId e : events) {
        if (std::binary_search(acceptance.begin(), acceptance.end(), e)) continue;
        std::vector<EventId> trace;
        for (std::size_t i = n; i != 0; i = ways[i].from) trace.push_back(ways[i].event);
        std::reverse(trace.begin(), trace.end());
        finding.kind = ProcessFindingKind::Nondeterminism;
        finding.event = e;
        finding.offers = acceptance;
        finding.run =
            graph
                .find_run(trace,
                          [&](Id s) {
                            return (graph.stable(s) || graph.ticks(s)) && graph.offers(s) == acceptance;
                          })
                .value()
                .steps;
        trace.push_back(e);
        finding.other = graph.find_run(trace).value().steps;
        return false;
      }
    for (const EventId e : events) {
      form.after(n, e);
      while (ways.size() < form.size()) ways.push_back({n, e});
    }
  }
  return true;
}

}  // namespace

void decide_deterministic(const CheckContext& context, const ProcessQuestion& question,
                          ProcessVerdict& verdict) {
  if (question.model == SemanticModel::FD) {
    decide_divergence_free(context, question, verdict);
    if (verdict.answer != Answer::Holds) return;
  } else {
    decide_error_free(context, question, verdict);
    if (verdict.answer != Answer::Holds) return;
  }
  StateGraph graph(context.maker, question.process);
  Determinism determinism(graph);
  ProcessFinding finding;
  bool deterministic = true;
  const Stopped stopped = guarded([&]() -> std::string {
    std::optional<bool> answer = determinism.decide(finding);
    if (!answer) answer = decide_by_normal_form(graph, finding, verdict.specification_states);
    deterministic = *answer;
    return {};
  });
  verdict.reason = stopped.reason;
  verdict.failure = stopped.failure;
  verdict.answer = stopped.early() ? Answer::Unknown : Answer::Holds;
  verdict.statistics.states = graph.size();
  verdict.statistics.transitions = graph.transitions();
  verdict.statistics.local_states = graph.network().local_states();
  if (stopped.early()) name_growing(graph.network(), graph.size(), verdict);
  if (deterministic) return;
  fails(verdict);
  verdict.findings.push_back(std::move(finding));
}

}  // namespace csp
