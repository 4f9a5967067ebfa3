// k-induction (Sheeran, Singh, Stålmarck, FMCAD 2000): what is looked for is not there within k - 1 steps of
// a start, and not behind k states in a row without it. Those states are any states that satisfy an inductive
// invariant, the strengthening: places, pairs, traps, counts and ranges (local_proof.h).
#pragma once

#include <vector>

#include "checker/core/property.h"
#include "solver/local_invariant.h"
#include "solver/smt.h"

namespace csp::solver {

// The least k up to `most` for which the step holds; 0 if there is none. The solver is fresh. That the
// property has such a question (bad_in, induction.h) is a precondition.
int inductive_after(Automaton&, const General&, const Property&, const std::vector<Term>& strengthening, Smt&,
                    int most);

// What must be unsatisfiable for it, beside the questions about the strengthening itself: "base-0", ...,
// "induction".
std::vector<Question> induction_questions(Automaton&, const General&, const Property&,
                                          const std::vector<Term>& strengthening, int k);

}  // namespace csp::solver
