// What can still happen after a state, where runs have no end: can a process take a step again (leaks, rule
// 18), can the system come to a proper end (can terminate, rule 22)? Asked for the states of bounded runs one
// after the other: a state of the solver's model, a search for a run from there, and what that run shows of
// all the states on it; so that each question rules out many states.
#pragma once

#include <string>

#include "checker/core/property.h"
#include "solver/solve.h"
#include "solver/unroll.h"

namespace csp::solver {

// Precondition: the property is LeakFree or CanTerminate, and every reachable state is reached by a run of at
// most `steps` steps. Gives the verdict's answer, the nearest finding first; or the reason why there is none.
std::string look_ahead(Automaton&, const Property&, int steps, const SolveOptions&, const Budget&, Verdict&);

}  // namespace csp::solver
