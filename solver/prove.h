// Proofs that need no bound: which method goes with which property.
#pragma once

#include "checker/core/verdict.h"
#include "solver/patience.h"
#include "solver/solve.h"

namespace csp::solver {

// From this number of processes on a proof is tried before any search: runs to a deadlock are long there.
constexpr int kManyComponents = 16;

// The processes that a system starts with. May throw as solve() may.
int components(const Program&, Patience&);

enum class Proofs { Quick, All };  // Quick: with little work

// True if the property was shown to hold (`reachable`: to fail) for runs of any length; then
// SolveOptions::proof says how. Otherwise the verdict may have got a finding (Fails) where there are many
// components, else it is as before. Never throws but OutOfBudget.
bool prove_by_invariants(Proofs, const Program&, const Property&, const SolveOptions&, const Budget&,
                         Patience&, Verdict&);

}  // namespace csp::solver
