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

}  // namespace csp
