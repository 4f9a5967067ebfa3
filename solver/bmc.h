// Bounded search: runs of length 0, 1, 2, ... until a counterexample is found, no run is longer, or the depth
// is reached.
#pragma once

#include <functional>

#include "solver/prove.h"
#include "solver/solve.h"
#include "solver/unroll.h"

namespace csp::solver {

// Asked when the search has got to kProofDepth without an answer: true if it was proved that there is no
// counterexample. Proofs that take long are left for the last depth where the search itself may end before.
using Prover = std::function<bool(Proofs)>;
constexpr int kProofDepth = 10;

// Fills in the verdict's answer, reason and findings.
void bounded_search(Automaton&, Smt&, const Property&, const SolveOptions&, const Budget&, Verdict&,
                    const Prover& = {});

}  // namespace csp::solver
