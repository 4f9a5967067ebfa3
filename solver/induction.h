// A safety property over the general frame as Horn clauses.
#pragma once

#include <optional>

#include "checker/core/property.h"
#include "solver/general.h"
#include "solver/horn.h"

namespace csp::solver {

// What the property looks for in a frame with these steps, or something that is not encoded there. Nothing if
// the property is none of states (outcomes).
std::optional<Term> bad_in(Automaton&, const Frame&, const Steps&, const Property&);

// What `bad_in` looks for settles the property only where every run has an end (endless.h): leaks, ends,
// cycles. It is then a last state in which somebody is at fault, or an error.
bool needs_end(PropertyKind);

// Nothing if the property is none of states (outcomes). Throws NotEncoded.
std::optional<Horn> horn_of(Automaton&, const General&, const Property&);

}  // namespace csp::solver
