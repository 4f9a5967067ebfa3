// Proofs for runs of any length as constrained Horn clauses over the general frame: an invariant that the
// starts satisfy, that every step keeps, and that excludes what is looked for. Z3's Spacer finds it
// (Komuravelli, Gurfinkel, Chaki, "SMT-based model checking for recursive programs", CAV 2014). What it finds
// is not believed: the three obligations are written as SMT-LIB text and each is shown unsatisfiable again by
// a fresh solver from that text.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checker/core/budget.h"
#include "solver/obligation.h"
#include "solver/term.h"

namespace csp::solver {

struct Horn {
  std::vector<Term> state;  // the variables of a state
  std::vector<Term> known;  // of `state`, what holds by the encoding: part of the invariant
  std::vector<Term> start_facts, start_values;  // a start: under the facts the state has these values
  std::vector<Term> step_facts, step_values;    // a step from `state`
  std::vector<Term> bad;                        // all true: what is looked for
};

struct Invariant {
  bool found = false;
  std::string reason;                   // not found: why
  std::string words;                    // one conjunct a line
  std::vector<Obligation> obligations;  // checked
};

// Precondition: `effort` as in SolveOptions (0: no limit but the budget).
Invariant find_invariant(Terms&, const Horn&, const Budget&, unsigned effort);

}  // namespace csp::solver
