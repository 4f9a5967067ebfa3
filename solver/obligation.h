// What a proof rests on, as SMT-LIB text that any solver can check, and in words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "solver/term.h"

namespace csp::solver {

struct Obligation {
  std::string name, text;  // "start", "step", "goal"; an SMT-LIB script that must be unsatisfiable
};

// Writes that the terms are true together, and has a fresh solver read it. Nothing if that solver does not
// find it unsatisfiable within the budget (`effort` as in SolveOptions).
std::optional<Obligation> shown(Terms&, const std::string& name, const std::vector<Term>&, const Budget&,
                                unsigned effort);

// Booleans in the model's own names, one a line: `room.occupancy <= 4`.
std::string in_words(Terms&, const std::vector<Term>&);

}  // namespace csp::solver
