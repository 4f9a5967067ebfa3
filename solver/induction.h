// A safety property over the general frame as Horn clauses.
#pragma once

#include <optional>

#include "checker/core/property.h"
#include "solver/general.h"
#include "solver/horn.h"

namespace csp::solver {

// What the property looks for in a frame with these steps, or something that is not encoded there. Nothing if
// the property is none of states (leaks, ends, cycles, outcomes).
std::optional<Term> bad_in(Automaton&, const Frame&, const Steps&, const Property&);

// Nothing if the property is none of states (leaks, ends, cycles, outcomes). Throws NotEncoded.
std::optional<Horn> horn_of(Automaton&, const General&, const Property&);

}  // namespace csp::solver
