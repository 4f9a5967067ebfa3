// Where in a script a step of a process is written: `a -> P` of line 7, and its partner's in line 12.
#pragma once

#include <vector>

#include "checker/certify/sos.h"
#include "checker/core/span.h"

namespace csp::reference {

// The prefixes that the step may come from, from left to right, each line once; none for a τ that hides
// nothing and for steps of programs. Of equal terms the place of the first one is known. Where the state does
// not tell which of several operands acted, all that could are given. Throws EvaluationError.
std::vector<Span> places_of(Terms&, TermId from, const Transition&);

}  // namespace csp::reference
