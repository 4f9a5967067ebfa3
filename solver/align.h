// The state of the general frame as a list of variables, and any other frame as values for them.
#pragma once

#include <vector>

#include "solver/general.h"

namespace csp::solver {

struct Alignment {
  std::vector<Term> variables;  // of the general frame, in a fixed order; constants are left out
  std::vector<Term> values;     // what each is in the other frame
};

// Throws NotEncoded if the other frame has a local state that the general one does not have. What does not
// exist yet counts as 0 or false.
Alignment align(Context&, const Frame& general, const Frame& other);

}  // namespace csp::solver
