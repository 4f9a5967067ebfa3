// Asking the process engine, replaying what it finds.
#include "cli/processes.h"

#include <fmt/format.h>

#include <utility>

#include "checker/certify/replay_process.h"
#include "checker/process/check.h"
#include "cli/process_told.h"

namespace csp {
namespace {

std::string not_encoded(const AssertInfo& assertion) {
  return fmt::format("not encoded: assertions about processes are for the explicit engine at line {}",
                     assertion.decl->span.line);
}

// Too many steps, or nested too deeply: perhaps a recursion without an end, perhaps only a long one.
bool gave_up(const Diagnostic& d) { return d.code == "E0606" || d.code == "E0607"; }

}  // namespace

EvaluationLimits evaluation_limits(const Options& options, const Budget& budget) {
  EvaluationLimits limits;
  if (options.max_evaluation > 0) limits.steps = options.max_evaluation;
  limits.stop = [budget] { return !budget.exhausted({}).empty(); };
  return limits;
}

std::string limit_or_mistakes(const Diagnostics& found, const Budget& budget, Diagnostics& out) {
  std::string limit = found.has_errors() ? budget.exhausted({}) : "";
  for (const Diagnostic& d : found.list())
    if (!limit.empty() && gave_up(d) && d.span.known())
      limit += fmt::format("; the script was being evaluated at line {}", d.span.line);
    else if (limit.empty() && gave_up(d))
      limit = fmt::format("{} ({}{})", d.message, d.span.known() ? fmt::format("line {}: ", d.span.line) : "",
                          d.label) +
              (d.help.empty() ? "" : "; " + d.help);
  if (limit.empty())
    for (const Diagnostic& d : found.list()) out.add(d);
  return limit;
}

AnsweredProcess ask(Terms& terms, const ProcessQuestion& question, const ProcessClaim& claim,
                    const Options& options, const Budget& budget, Diagnostics& mistakes) {
  AnsweredProcess out;
  out.verdict = check_process(terms, question, {options.compress}, budget);
  if (out.verdict.failure) {
    Diagnostics found;
    report(*out.verdict.failure, found);
    if (const std::string limit = limit_or_mistakes(found, budget, mistakes); !limit.empty())
      out.verdict.reason = limit;
  }
  for (const ProcessFinding& finding : out.verdict.findings) {
    const ReplayedProcess replayed = replay_process(terms, question, finding, budget);
    if (!replayed.mismatch.empty()) out.defect = "the counterexample does not replay: " + replayed.mismatch;
    ToldFinding told;
    told.process = tell(terms, claim, question.model, finding, replayed);
    told.story = story_of(*told.process);
    told.not_confirmed = replayed.not_confirmed;
    out.findings.push_back(std::move(told));
  }
  return out;
}

std::string decide_processes(const Model& model, const AssertInfo& assertion,
                             const std::vector<Value>& forall_values, const Options& options,
                             const Budget& budget, Instance& out, Diagnostics& diagnostics) {
  out.engine = "explicit";
  if (options.engine_choice == EngineChoice::Both)
    out.engine_note = "Z3: unknown (" + not_encoded(assertion) + ")";
  if (options.engine_choice == EngineChoice::Solver) {
    out.engine = "Z3";
    out.verdict.reason = not_encoded(assertion);
    return "";
  }
  Diagnostics found;
  const std::optional<ProcessCheck> lowered =
      lower_process(model, assertion, forall_values, found, evaluation_limits(options, budget));
  if (!lowered) {
    out.verdict.reason = limit_or_mistakes(found, budget, diagnostics);
    return "";
  }
  out.values = lowered->instance;
  AnsweredProcess answered =
      ask(*lowered->terms, lowered->question, process_claim(assertion), options, budget, diagnostics);
  out.verdict.answer = answered.verdict.answer;
  out.verdict.reason = answered.verdict.reason;
  out.verdict.statistics = answered.verdict.statistics;
  // Rule 25: a refinement says itself what the environment may do.
  out.verdict.open = answered.verdict.open && lowered->question.kind == ProcessQuestionKind::DeadlockFree;
  out.compressions = std::move(answered.verdict.compressions);
  if (answered.defect.empty()) out.findings = std::move(answered.findings);
  return answered.defect;
}

}  // namespace csp
