// The solver engine's one entry: a program and a property in, a verdict out, as explore/check.h for the
// explicit engine.
#pragma once

#include <cstdint>
#include <string>

#include "checker/core/budget.h"
#include "checker/core/program.h"
#include "checker/core/property.h"
#include "checker/core/verdict.h"
#include "solver/horn.h"

namespace csp::solver {

struct SolveOptions {
  unsigned effort = 0;  // units of work for each question (Z3's rlimit); 0: only the budget counts
  int depth = 60;       // steps of the bounded search
  bool first = false;   // stop at the first finding
  std::size_t max_findings = 10;
  std::vector<Obligation>* obligations = nullptr;  // gets what a proof by invariant rests on, as text
  std::string* proof = nullptr;  // gets what an answer for all runs rests on: text, for people
};

// Decides the property by formulas, or says why it could not. Counterexamples have as few steps as any. Holds
// only if it was shown that nothing lies beyond the depth. Never throws for what the model does;
// std::bad_alloc may pass through.
Verdict solve(const Program&, const Property&, const SolveOptions&, const Budget&);

}  // namespace csp::solver
