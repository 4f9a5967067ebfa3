// Property-directed reachability (Bradley, "SAT-based model checking without unrolling", VMCAI 2011; Een,
// Mishchenko, Brayton, FMCAD 2011) over the general frame with finite integers (finite.h): clauses that hold
// in all states within i steps, each made to exclude one state from which something bad can happen, until
// those of one i hold for i + 1, too. Different here: the facts that are known hold at every i, so that only
// what counts, pairs and ranges leave open is learnt.
#pragma once

#include <optional>
#include <vector>

#include "checker/core/budget.h"
#include "solver/finite.h"

namespace csp::solver {

// Clauses over the variables of the general frame that, together with the facts, should be an inductive
// invariant that excludes what is bad; it is for the caller to have that shown. Nothing if there are none, or
// after so many questions. Precondition: the facts hold in every reachable state.
std::optional<std::vector<Term>> learnt_clauses(Terms&, const Finite&, const Budget&, unsigned effort,
                                                std::size_t questions);

}  // namespace csp::solver
