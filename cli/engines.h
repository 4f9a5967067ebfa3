// Which engine decides: the explicit one, the solver, both, or the solver where the explicit one gives up.
#pragma once

#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "cli/options.h"
#include "cli/result.h"
#include "frontend/lower.h"

namespace csp {

// Decides a lowered instance: fills in its verdict, the findings with their stories, and which engine said
// so. Every finding has been replayed; one that does not replay, and engines that disagree, are a defect,
// whose description is given back (else empty).
std::string decide_instance(const Check&, const Options&, const Budget&, Instance&);

// The same for an assertion and one choice of its forall values, about programs or about processes. What
// shows to be wrong with the model only in this instance goes to the diagnostics.
std::string decide(const Model&, const AssertInfo&, const std::vector<Value>& forall_values, const Options&,
                   const Budget&, Instance&, Diagnostics&);

}  // namespace csp
