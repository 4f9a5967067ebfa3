// A run as one path of states: where replay (replay_process.h) follows all states that a run may lead to, a
// story needs one of them.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "checker/certify/runs.h"
#include "checker/certify/sos.h"
#include "checker/core/process_verdict.h"

namespace csp::reference {

struct RunStep {
  TermId from = kNone;
  Transition transition;
  std::size_t index =
      0;  // of the step of the run that this is; of a τ that the run leaves out: of the next one
  bool extra = false;  // the run leaves it out
};
using RunPath = std::vector<RunStep>;

// A path from the state `start` with the steps run[from, to), the last one a run-time error if `error`, to a
// state that `end` accepts (empty: any). A τ that hides nothing may be more or less in it than in the run; of
// all paths one that differs least from the run, also in the programs that it says take part. Nothing: there
// is none, or it was not found among 100,000 pairs of a state and a step. Throws LimitReached,
// EvaluationError.
struct RunRange {
  const std::vector<ProcessStep>& run;
  std::size_t from, to;
};
std::optional<RunPath> find_path(Sos&, Runs&, TermId start, const RunRange&, bool error,
                                 const std::function<bool(TermId)>& end);

// The programs inside of a state, from left to right: which one, and where it is.
using Programs = std::vector<std::pair<int, int>>;
Programs programs_in(const Terms&, TermId state);

}  // namespace csp::reference
