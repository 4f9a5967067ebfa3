// What the observers of one check share: the space, the property, and questions about a single state.
#pragma once

#include "checker/core/verdict.h"
#include "checker/explore/check.h"
#include "checker/explore/space.h"
#include "checker/explore/trace_builder.h"
#include "checker/observe/state_expression.h"

namespace csp {

struct Question {
  const Program& program;
  const Property& property;
  const CheckOptions& options;
  const Budget& budget;
  Space& space;
  StateExpression& expression;

  // May the process stay as it is for ever without fault (semantics.md rule 19)? Terminated, at rest, or waiting for its members.
  bool may_stay(const State& s, std::uint32_t p) const {
    const Offers& o = space.network().process(s.at[space.network().position_of_process(p)]).offers;
    return o.ended || o.may_rest || o.joins;
  }
  bool all_may_stay(const State& s) const {
    for (std::uint32_t p = 0; p < s.processes; ++p)
      if (!may_stay(s, p)) return false;
    return s.processes > 0;
  }
};

// Each decides its property on a space that has been explored completely, and fills in answer and findings. A reason is returned if the budget
// was exhausted first.
std::string decide_leak(Question&, Verdict&);
std::string decide_endless(Question&, Verdict&);      // Terminates, LivelockFree, DivergenceFree
std::string decide_can_terminate(Question&, Verdict&);

}  // namespace csp
