// Open declared channels (semantics.md rule 25): which ends of a top-level channel the components of an
// instance use.
#pragma once

#include "checker/core/program.h"
#include "frontend/diagnostic.h"

namespace csp {

// Sets Global::environment of every declared channel that is used at one end only. The values of channels are
// followed through calls, starts, messages and shared variables by an over-approximation: a channel that
// flows into data counts as reaching every place that takes channels out of data. Errors: the environment
// would have to choose from an infinite type. O(nodes * globals) for each round; rounds are bounded by locals
// * globals, a handful in practice.
void find_environment(Program&, Diagnostics&);

}  // namespace csp
