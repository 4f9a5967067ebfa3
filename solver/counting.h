// Counting invariants: weighted sums that no step changes. `occupancy = how many philosophers are inside`, a
// lock is held by exactly one of those behind it, a channel holds what was sent and not yet received.
//
// Every local state of every process gets an unknown weight, and so does every datum (a register while the
// process is in a state that has it, a field of an object); each step of the general frame says that the sum
// stays the same, which is a linear equation in the weights. The solutions are the invariants: the place
// invariants of a Petri net (Lautenbach, 1973), with data as in the affine relations of Karr (Acta
// Informatica 6, 1976). Only those with a datum are given; what places alone can say is known from pairs and
// traps.
#pragma once

#include <vector>

#include "solver/moves.h"

namespace csp::solver {

// Each holds in every reachable state. Empty if the network is too large for it, or its steps have too many
// ways. Each is kept by every step by itself, without the others. Sums of these terms stay sums from then on.
std::vector<Term> counting_invariants(Automaton&, const General&);

}  // namespace csp::solver
