// Assertions about processes: asked of the process engine, their findings proved again and told by name.
#pragma once

#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "cli/options.h"
#include "cli/result.h"
#include "frontend/process.h"

namespace csp {

// Decides an assertion about processes for one choice of its `forall` values: fills in the verdict and the
// findings with their stories. Every finding has been replayed on the literal rules; one that does not replay
// is a defect, whose description is given back (else empty). What the script gets wrong when it is evaluated
// goes to the diagnostics. Pre: about_processes(assertion).
std::string decide_processes(const Model&, const AssertInfo& assertion,
                             const std::vector<Value>& forall_values, const Options&, const Budget&,
                             Instance&, Diagnostics&);

}  // namespace csp
