// Whether runs can go on for ever, seen from the general frame: an event can happen again and again only if
// each process that takes part comes back to where it was, by events of which the same is true. Where none is
// left, every run has an end. (A set of events that can be repeated is a T-invariant of the net of local
// states; this asks for less than an invariant, so that it needs no arithmetic.)
#pragma once

#include "solver/general.h"

namespace csp::solver {

// Every run from a start has an end, at a state in which nothing can happen or something lies beyond the
// encoding. False: not shown. O(events squared) at worst.
bool runs_end(const Terms&, const General&);

}  // namespace csp::solver
