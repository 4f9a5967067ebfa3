// Ranges of data as invariants: of the bounds that the model's own comparisons suggest, those that every step
// keeps (the largest such set; Flanagan and Leino, "Houdini", FME 2001).
#pragma once

#include <vector>

#include "solver/moves.h"
#include "solver/smt.h"

namespace csp::solver {

// Each holds in every reachable state; together they are kept by every step. The solver should be fresh, and
// is only asked questions.
std::vector<Term> range_invariants(Automaton&, const General&, Smt&);

}  // namespace csp::solver
