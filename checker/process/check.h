// Decides questions about processes: refinement in T, F and FD, deadlock, divergence, determinism.
#pragma once

#include "checker/core/budget.h"
#include "checker/core/process_verdict.h"
#include "checker/process/compressions.h"

namespace csp {

struct ProcessOptions {
  Compressions compress;  // of components before they are composed (see component_maker.h)
};

// A limit, an interrupt or what cannot be evaluated gives Unknown with the reason, unless a counterexample
// was found before; never Holds. Fails comes with one finding, a shortest: the fewest steps of the process,
// hidden ones counted; for a divergence up to where it begins. Never throws EvaluationError.
ProcessVerdict check_process(Terms&, const ProcessQuestion&, const ProcessOptions&, const Budget&);

}  // namespace csp
