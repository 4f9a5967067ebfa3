// Answers compared. The shortest traces must have one length, too.
#include "tests/laws/compare.h"

#include "checker/certify/brute.h"
#include "checker/certify/denotation.h"
#include "checker/certify/replay_process.h"
#include "checker/process/check.h"

namespace csp::laws {

namespace {

std::string text(const Terms& terms, const std::vector<EventId>& trace) {
  std::string out = "<";
  for (const EventId e : trace) out += (out.size() > 1 ? ", " : "") + terms.events()[e].text;
  return out + ">";
}

const char* text(ProcessFindingKind kind) {
  switch (kind) {
    case ProcessFindingKind::Trace:
      return "trace";
    case ProcessFindingKind::Refusal:
      return "refusal";
    case ProcessFindingKind::Divergence:
      return "divergence";
    case ProcessFindingKind::Deadlock:
      return "deadlock";
    case ProcessFindingKind::Nondeterminism:
      return "nondeterminism";
    case ProcessFindingKind::Error:
      return "error";
  }
  return "";
}

template <class A>
std::string describe(const Terms& terms, const A& a) {
  if (a.answer == Answer::Holds) return "holds";
  if (a.answer == Answer::Unknown) return "unknown " + a.reason;
  return std::string("fails, ") + text(a.kind) + " after " + text(terms, a.trace);
}

}  // namespace

const char* name(SemanticModel model) {
  return model == SemanticModel::T ? "T" : model == SemanticModel::F ? "F" : "FD";
}

Opinions compare(Terms& terms, const ProcessQuestion& question, const CompareOptions& options) {
  Opinions out;
  Budget budget;
  budget.max_states = options.max_states;
  const auto brute = reference::decide_by_force(terms, question, budget);
  out.brute = brute.answer;
  const auto trees = reference::decide_denotationally(terms, question, options.length);
  out.denotation = trees.reason.empty();
  out.exact = trees.answer != Answer::Unknown;
  const auto disagree = [&](const std::string& what) {
    if (out.disagreement.empty()) out.disagreement = what;
  };
  if (brute.answer != Answer::Unknown && out.denotation) {
    const bool within =
        brute.answer == Answer::Fails && static_cast<int>(brute.trace.size()) <= options.length;
    const bool wrong = trees.answer == Answer::Fails
                           ? brute.answer == Answer::Holds || brute.trace.size() != trees.trace.size()
                           : within || (trees.answer == Answer::Holds && brute.answer == Answer::Fails);
    if (wrong) disagree("brute force: " + describe(terms, brute) + "; denotation: " + describe(terms, trees));
  }
  // The engine's finding is the nearest in steps, hidden ones counted: its trace need not be the shortest.
  const ProcessVerdict verdict = check_process(terms, question, {}, budget);
  out.engine = verdict.answer != Answer::Unknown;
  if (brute.answer != Answer::Unknown && out.engine && brute.answer != verdict.answer)
    disagree("brute force: " + describe(terms, brute) +
             "; engine: " + (verdict.answer == Answer::Holds ? "holds" : "fails"));
  for (const ProcessFinding& finding : verdict.findings) {
    const ReplayedProcess replayed = replay_process(terms, question, finding);
    if (!replayed.ok())
      disagree("a finding of the engine (" + std::string(text(finding.kind)) +
               ") does not replay: " + replayed.mismatch + replayed.not_confirmed);
    std::size_t visible = 0;
    for (const ProcessStep& step : finding.run) visible += step.event != kTau ? 1 : 0;
    if (brute.answer == Answer::Fails && visible < brute.trace.size())
      disagree("the engine's trace is shorter than the shortest: " + describe(terms, brute));
  }
  if (verdict.answer == Answer::Fails && verdict.findings.empty())
    disagree("the engine fails without a finding");
  return out;
}

}  // namespace csp::laws
