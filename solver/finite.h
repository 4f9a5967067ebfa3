// The general frame with a small number of values for each integer, so that only Booleans are left: one for
// each value but the last. Values are collected from the starts on, step by step; where there are too many
// the list is cut off. Then the Booleans are not the system any more, and what is shown with them must be
// shown again for the integers: nothing here is believed.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "solver/general.h"

namespace csp::solver {

struct FiniteMove {
  Term condition;
  std::vector<std::pair<std::size_t, Term>> changes;  // index of `state`, the value after it; others stay
};

struct Finite {
  std::vector<Term> state;                // Boolean variables
  std::vector<Term> meaning;              // of each: a Boolean over the variables of the general frame
  std::vector<Term> domains;              // the values of integers, over the variables of the general frame
  std::vector<Term> known;                // holds in every state
  std::vector<FiniteMove> starts, steps;  // a start changes everything
  Term bad;
};

// A count (Terms::keep_sums) as choices, where what it counts has few values: then it is a formula over
// Booleans.
Term without_sums(Terms&, Term fact);

// `facts` hold in every reachable state; those that keep integers are left out. Nothing if integers remain
// elsewhere (inputs without bounds, products), or some event has too many ways (moves.h).
std::optional<Finite> finite_of(Automaton&, const General&, const std::vector<Term>& facts, Term bad);

}  // namespace csp::solver
