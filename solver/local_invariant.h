// An invariant as a list of formulas over the general frame, and what must be unsatisfiable for it to be one:
// no start violates it, no step breaks it, and what is looked for contradicts it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "solver/moves.h"

namespace csp::solver {

struct Question {
  std::string name;         // "start", "step", "goal"
  std::vector<Term> terms;  // all true together: must be unsatisfiable
};

// The step is written event by event, each with the formulas that it may change: what an event does not touch
// stays as it is. Empty if some event has too many ways (moves.h).
std::vector<Question> questions_of(Automaton&, const General&, const std::vector<Term>& invariant, Term bad);

}  // namespace csp::solver
