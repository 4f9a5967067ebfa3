// One question: what it is asked about becomes networks, the right check decides, limits become reasons.
#include "checker/process/check.h"

#include <fmt/format.h>

#include <chrono>
#include <new>

#include "checker/process/checks.h"
#include "checker/process/instances.h"

namespace csp {

ProcessFinding CycleWatch::finding(ProductSearch& search) const {
  ProcessFinding finding;
  finding.kind = ProcessFindingKind::Divergence;
  finding.run = search.run_to(cycle_.entry);
  finding.loop = finding.run.size();
  finding.run.insert(finding.run.end(), cycle_.steps.begin(), cycle_.steps.end());
  finding.offers = search.offers(cycle_.entry);
  return finding;
}

std::vector<EventId> trace_of(const std::vector<ProcessStep>& run) {
  std::vector<EventId> trace;
  for (const ProcessStep& s : run)
    if (s.event != kTau) trace.push_back(s.event);
  return trace;
}

bool name_growing(const ProcessNetwork& network, std::size_t states, ProcessVerdict& verdict) {
  if (verdict.answer != Answer::Unknown || verdict.failure) return false;
  for (std::size_t c = 0; c < network.components(); ++c) {
    const Component& component = network.component(c);
    if (component.size() < 1000 || component.size() < states / 4) continue;
    verdict.reason += fmt::format("; {} alone has {} states so far: it may have infinitely many",
                                  component.text().empty() ? "one component" : "`" + component.text() + "`",
                                  component.size());
    return true;
  }
  return false;
}

void conclude(ProductSearch& search, StateGraph* specification, const Stopped& stopped,
              ProcessVerdict& verdict) {
  verdict.statistics = search.statistics();
  verdict.answer = stopped.early() ? Answer::Unknown : Answer::Holds;
  verdict.reason = stopped.reason;
  verdict.failure = stopped.failure;
  if (!name_growing(search.network(), search.size(), verdict) && specification)
    name_growing(specification->network(), specification->size(), verdict);
}

void fails(ProcessVerdict& verdict) {
  verdict.answer = Answer::Fails;
  verdict.reason.clear();
  verdict.failure.reset();
}

ProcessVerdict check_process(Terms& terms, const ProcessQuestion& question, const ProcessOptions& options,
                             const Budget& budget) {
  const auto start = std::chrono::steady_clock::now();
  ProcessVerdict verdict;
  const Stopped stopped = guarded([&]() -> std::string {
    if (question.model == SemanticModel::T && (question.kind == ProcessQuestionKind::DeadlockFree ||
                                               question.kind == ProcessQuestionKind::Deterministic))
      return "traces say nothing about it: ask in F or FD";
    Instances instances(terms);
    Transitions transitions(terms, &instances);
    ComponentMaker maker(
        transitions, options.compress,
        question.kind == ProcessQuestionKind::DivergenceFree ? SemanticModel::FD : question.model, budget);
    const CheckContext context{maker};
    switch (question.kind) {
      case ProcessQuestionKind::Refinement:
        decide_refinement(context, question, verdict);
        break;
      case ProcessQuestionKind::DeadlockFree:
        decide_deadlock_free(context, question, verdict);
        break;
      case ProcessQuestionKind::DivergenceFree:
        decide_divergence_free(context, question, verdict);
        break;
      case ProcessQuestionKind::Deterministic:
        decide_deterministic(context, question, verdict);
        break;
    }
    verdict.open = instances.open();
    verdict.compressions = maker.records();
    if (maker.used())
      for (ProcessFinding& finding : verdict.findings) explain(transitions, question, budget, finding);
    return {};
  });
  if (stopped.early()) {
    verdict.answer = Answer::Unknown;
    verdict.reason = stopped.reason;
    verdict.failure = stopped.failure;
    verdict.findings.clear();
  }
  verdict.statistics.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return verdict;
}

}  // namespace csp
