// Answers compared. The shortest traces must have one length, too.
#include "tests/laws/compare.h"

#include "checker/certify/brute.h"
#include "checker/certify/denotation.h"

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
  return out;
}

}  // namespace csp::laws
