// The words of the properties that speak about single states and steps (docs/semantics.md, rules 19 to 23):
// what is a race, what is progress, what can be observed. Used by the exploration and by the replay.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "checker/certify/interpreter.h"
#include "checker/core/property.h"

namespace csp::reference {

// The processes that are blocked at fault, if the state had no step (rule 17).
std::vector<Pid> at_fault(const Interpreter&, const State&);

// Two processes whose next accesses conflict (rule 20).
bool conflict(const Access&, const Access&);
std::vector<std::pair<Pid, Pid>> races(const Interpreter&, const State&);

// The alternative that a part of a step takes; null if it takes none.
std::optional<Offer> taken(const Interpreter&, const State& before, const Part&);

bool progress(const Interpreter&, const State& before, const Step&,
              const State& after);  // rule 23, livelock free
bool observable(const Interpreter&, const State& before, const Step&,
                const State& after);  // rule 23, divergence free

// The values of the property's expressions, if all have one.
std::optional<Value> outcome(const Interpreter&, const State&, const Property&);

}  // namespace csp::reference
