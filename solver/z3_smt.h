// Z3 behind our interface. The only files that know its headers are z3_*.
#pragma once

#include <memory>

#include "checker/core/budget.h"
#include "solver/smt.h"

namespace csp::solver {

// The terms must outlive the solver. Time, memory (of this process, as Z3 counts it) and interrupt of the
// budget end a check with Unknown: "interrupted", "timeout of 10 s reached", ...
std::unique_ptr<Smt> make_z3(const Terms&, const Budget&, unsigned effort = 0);

std::string z3_version();

}  // namespace csp::solver
