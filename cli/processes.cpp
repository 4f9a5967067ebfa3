// Asking the process engine, replaying what it finds.
#include "cli/processes.h"

#include <fmt/format.h>

#include <utility>

#include "checker/certify/replay_process.h"
#include "checker/process/check.h"
#include "cli/process_told.h"

namespace csp {
namespace {

// The part of a process verdict that all reports share.
Verdict common(const ProcessVerdict& verdict) {
  Verdict out;
  out.answer = verdict.answer;
  out.reason = verdict.reason;
  out.statistics = verdict.statistics;
  return out;
}

}  // namespace

std::string decide_processes(const Model& model, const AssertInfo& assertion,
                             const std::vector<Value>& forall_values, const Options& options,
                             const Budget& budget, Instance& out, Diagnostics& diagnostics) {
  out.engine = "explicit";
  if (options.engine_choice == EngineChoice::Solver) {
    out.engine = "Z3";
    out.verdict.reason = "not encoded: assertions about processes are for the explicit engine";
    return "";
  }
  EvaluationLimits limits;
  limits.stop = [&budget] { return !budget.exhausted({}).empty(); };
  const std::optional<ProcessCheck> lowered =
      lower_process(model, assertion, forall_values, diagnostics, limits);
  if (!lowered) return "";
  out.values = lowered->instance;
  const ProcessVerdict verdict =
      check_process(*lowered->terms, lowered->question, {options.compress}, budget);
  out.verdict = common(verdict);
  // Rule 25: a refinement says itself what the environment may do.
  out.verdict.open = verdict.open && lowered->question.kind == ProcessQuestionKind::DeadlockFree;
  out.compressions = verdict.compressions;
  if (verdict.failure) {
    // What a limit has stopped is no mistake of the script.
    const std::string limit = budget.exhausted({});
    if (limit.empty())
      report(*verdict.failure, diagnostics);
    else
      out.verdict.reason = limit;
  }
  const ProcessClaim claim = process_claim(assertion);
  for (const ProcessFinding& finding : verdict.findings) {
    const ReplayedProcess replayed = replay_process(*lowered->terms, lowered->question, finding, budget);
    if (!replayed.mismatch.empty()) return "the counterexample does not replay: " + replayed.mismatch;
    ToldFinding told;
    told.process = tell(*lowered->terms, claim, finding);
    told.story = story_of(*told.process);
    told.not_confirmed = replayed.not_confirmed;
    out.findings.push_back(std::move(told));
  }
  return "";
}

}  // namespace csp
