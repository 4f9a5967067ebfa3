// One program, asked of SPIN and of the explicit engine.
#pragma once

#include "tests/fuzz/compare.h"

namespace csp::fuzz {

// Translates out.canonical (promela.h) and compares deadlock free, error free, and always and reachable where
// Promela can say them. What the translation cannot say is skipped.
void compare_spin(const CompareOptions&, Comparison& out);

}  // namespace csp::fuzz
