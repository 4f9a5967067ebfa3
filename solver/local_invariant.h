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
  std::vector<Term> rest;   // may be assumed, too: what there is no need of as a rule
};

// The step is written event by event, each with the formulas that it may change: what an event does not touch
// stays as it is. With integers there is a question for every few events, "step-1" and so on, and only what
// speaks of the same variables is assumed: one question for all takes a solver time that grows with the
// square of the number of components. Empty if some event has too many ways (moves.h).
std::vector<Question> questions_of(Automaton&, const General&, const std::vector<Term>& invariant, Term bad);

}  // namespace csp::solver
