// What is asked of a system. semantics.md, rules 17 to 26, defines each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/core/program.h"

namespace csp {

enum class PropertyKind : std::uint8_t {
  DeadlockFree, LeakFree, RaceFree, ErrorFree, Terminates, CanTerminate, LivelockFree, DivergenceFree,
  Always,     // exprs[0] in every reachable state
  Reachable,  // exprs[0] in some reachable state
  Outcomes    // the values of exprs in terminated states are exactly `outcomes`
};

struct Property {
  PropertyKind kind = PropertyKind::DeadlockFree;
  std::vector<ExprId> exprs;     // in Program::exprs; may use State* kinds
  std::vector<Value> outcomes;   // Outcomes: sorted; each a Seq with one item per expression
};

// An expression of a property that mentions a variable that does not exist (yet, or any more) has no value in that state: `always` does
// not judge it there, `reachable` does not count it, `outcomes` leaves the state out.

}  // namespace csp
