// Tells what programs do along a path of a process.
#pragma once

#include "checker/certify/program_deeds.h"
#include "checker/certify/run_path.h"

namespace csp::reference {

// Each program of the path is run by itself along its states there. Where that is not possible (a copy of a
// program took the place of another one), steps stay without deeds. Throws LimitReached.
// `steps`: the length of the run.
ProgramDeeds deeds_along(Sos&, const RunPath&, std::size_t steps);

}  // namespace csp::reference
