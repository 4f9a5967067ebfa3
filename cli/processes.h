// Questions about processes: asked of the process engine, their findings proved again and told by name.
#pragma once

#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "cli/options.h"
#include "cli/result.h"
#include "frontend/process.h"

namespace csp {

// An evaluation of a script stops after --max-evaluation steps, where the budget's time is up, or by Ctrl-C.
EvaluationLimits evaluation_limits(const Options&, const Budget&);

// What a limit has stopped is no mistake of the script: if the budget is used up, the reason; else empty, and
// what was found wrong goes to the diagnostics.
std::string limit_or_mistakes(const Diagnostics& found, const Budget&, Diagnostics&);

// One question answered: what evaluation gets wrong is in `mistakes`, and every finding has been replayed on
// the literal rules; one that does not replay is a defect.
struct AnsweredProcess {
  ProcessVerdict verdict;
  std::vector<ToldFinding> findings;
  std::string defect;
};
AnsweredProcess ask(Terms&, const ProcessQuestion&, const ProcessClaim&, const Options&, const Budget&,
                    Diagnostics& mistakes);

// Decides an assertion about processes for one choice of its `forall` values: fills in the verdict and the
// findings with their stories. Gives back the description of a defect, else empty. Pre:
// about_processes(assertion).
std::string decide_processes(const Model&, const AssertInfo& assertion,
                             const std::vector<Value>& forall_values, const Options&, const Budget&,
                             Instance&, Diagnostics&);

}  // namespace csp
