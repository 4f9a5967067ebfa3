// Bounded search: runs of length 0, 1, 2, ... until a counterexample is found, no run is longer, or the depth
// is reached.
#pragma once

#include <functional>

#include "solver/solve.h"
#include "solver/unroll.h"

namespace csp::solver {

struct BoundedResult {
  bool decided = false;    // the verdict's answer is final
  bool complete = false;   // every run has been looked at to its end
};

// Asked once, when the search has got to kProofDepth without an answer: true if it was proved that there is
// no counterexample.
using Prover = std::function<bool()>;
constexpr int kProofDepth = 10;

// Fills in the verdict's answer, reason and findings.
void bounded_search(Automaton&, Smt&, const Property&, const SolveOptions&, const Budget&, Verdict&,
                    const Prover& = {});

}  // namespace csp::solver
