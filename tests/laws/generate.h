// Generated processes: small, over the events a, b, c; with tail-recursive definitions, so that they have
// finitely many states; all operators of expression.h. The same seed gives the same script on every machine.
#pragma once

#include <cstdint>

#include "tests/fuzz/random.h"
#include "tests/laws/expression.h"

namespace csp::laws {

struct GenerateOptions {
  int depth = 3;           // of the two processes
  bool divergence = true;  // DIV, and hiding in recursive processes
  bool recursion = true;
  bool top = true;  // parallel operators, hiding, ... ; false: only what is sequential
};

// Definitions X0, X1 (if they are used), and one process.
Expr generate_process(fuzz::Random&, const GenerateOptions&, Definitions&);

// A script with the definitions S and I, and one statement of each model about S and I. I is often S with
// something changed, so that about half of the refinements hold.
Script generate_pair(std::uint64_t seed);

}  // namespace csp::laws
