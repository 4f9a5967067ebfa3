// Deadlock freedom of networks with a fixed topology, without exploring them: a formula whose models are all
// states in which nothing can happen (or in which something else is so that must not be), strengthened by
// what small groups of components can reach together. Unsatisfiable: deadlock free, at any size.
//
// Taken from the literature: the formula over local states of all components, with the reachable states of
// pairs of neighbours (Antonino, Gibson-Robinson, Roscoe, "Efficient Deadlock-Freedom Checking Using Local
// Analysis and SAT Solving", IFM 2016), and traps of the net of local states as interaction invariants
// (Bensalem, Bozga, Nguyen, Sifakis, "D-Finder", CAV 2009). Different here: traps are not enumerated
// beforehand. A model of the formula asks for the largest trap that has no token in it; if that trap is
// marked at the start, the model was no reachable state and the trap's clause joins the formula. Data join by
// counting invariants and ranges.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/budget.h"
#include "checker/core/verdict.h"
#include "solver/general.h"
#include "solver/smt.h"

namespace csp::solver {

using Marking = std::set<std::pair<SlotId, StateId>>;  // kNone: the slot's process does not exist

struct LocalProof {
  bool proved = false;
  std::string reason;                // not proved: why
  std::optional<Marking> candidate;  // a state that the formula leaves
  std::vector<Term> invariant;       // what the formula was strengthened by; an inductive invariant
  std::size_t pairs = 0, traps = 0, counts = 0, ranges = 0;  // of these
};

// Precondition: the solvers are fresh. Polynomial but for the questions to the solvers; counting and ranges
// (counting.h, bounds.h) are tried only where pairs and traps do not suffice.
LocalProof prove_absent(Automaton&, const General&, Term bad, Smt&, Smt& for_ranges);

// Tries to reach the candidate: each step brings some component nearer to its place in it. Gives a run to a
// deadlock, or nothing.
std::optional<Finding> go_to(Automaton&, const General&, const Marking& candidate, int most_steps);

}  // namespace csp::solver
