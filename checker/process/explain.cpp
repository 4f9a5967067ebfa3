// A finding of a search among compressed components, told of the components as the script has them: a run of
// the uncompressed process with the same visible events that shows the same.
#include <algorithm>

#include "checker/process/checks.h"

namespace csp {
namespace {

// Is one of the sets contained in what is offered?
bool accepts(const std::vector<std::vector<EventId>>& needs, const std::vector<EventId>& offers) {
  return std::any_of(needs.begin(), needs.end(), [&](const std::vector<EventId>& need) {
    return std::includes(offers.begin(), offers.end(), need.begin(), need.end());
  });
}

std::optional<StateGraph::Run> find(StateGraph& graph, const ProcessFinding& finding) {
  const auto shows = [&](const std::function<bool(StateGraph::Id)>& what) {
    std::vector<ProcessStep> way = finding.run;
    if (finding.kind == ProcessFindingKind::Divergence) way.resize(finding.loop);
    return graph.find_run(trace_of(way), what);
  };
  const auto refusing = [&](StateGraph::Id s) { return graph.ticks(s) || graph.stable(s); };
  switch (finding.kind) {
    case ProcessFindingKind::Trace:
      return shows({});
    case ProcessFindingKind::Refusal:
      return shows([&](StateGraph::Id s) { return refusing(s) && !accepts(finding.needs, graph.offers(s)); });
    case ProcessFindingKind::Divergence:
      return shows([&](StateGraph::Id s) { return graph.diverges(s); });
    case ProcessFindingKind::Deadlock:
      return shows([&](StateGraph::Id s) { return graph.out(s).empty() && !graph.terminated(s); });
    case ProcessFindingKind::Nondeterminism:
      return shows([&](StateGraph::Id s) {
        const std::vector<EventId> offers = graph.offers(s);
        return refusing(s) && !std::binary_search(offers.begin(), offers.end(), finding.event);
      });
    case ProcessFindingKind::Error:
      return shows([&](StateGraph::Id s) { return graph.failed(s); });
  }
  return std::nullopt;
}

}  // namespace

void explain(Transitions& transitions, const ProcessQuestion& question, const Budget& budget,
             ProcessFinding& finding) {
  ComponentMaker plain(transitions, Compressions::none(), question.model, budget);
  const Stopped stopped = guarded([&]() -> std::string {
    StateGraph graph(plain, question.process);
    const std::optional<StateGraph::Run> run = find(graph, finding);
    if (!run) return "not found";
    ProcessFinding told = finding;
    told.run = run->steps;
    if (finding.kind == ProcessFindingKind::Divergence) {
      const StateGraph::Lasso lasso = graph.find_lasso(run->end);
      told.loop = told.run.size() + lasso.loop;
      told.run.insert(told.run.end(), lasso.steps.begin(), lasso.steps.end());
    } else if (finding.kind != ProcessFindingKind::Trace) {
      told.offers = graph.offers(run->end);
    }
    if (finding.kind == ProcessFindingKind::Nondeterminism) {
      std::vector<EventId> trace = trace_of(told.run);
      trace.push_back(finding.event);
      told.other = graph.find_run(trace).value().steps;
    } else if (question.kind == ProcessQuestionKind::Refinement) {
      StateGraph specification(plain, question.specification);
      if (const auto other = specification.find_run(trace_of(finding.other))) told.other = other->steps;
    }
    finding = std::move(told);
    return {};
  });
  finding.compressed = stopped.early();
}

}  // namespace csp
