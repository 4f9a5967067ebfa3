// Makes a script smaller as long as something stays true of it.
#pragma once

#include <functional>

#include "tests/laws/expression.h"

namespace csp::laws {

// Tries each part of each definition as one of its operands, as STOP, and without some of its operands, until
// nothing smaller will do. Definitions that nobody uses are left out. `fails` may throw: that counts as no.
Script shrink(Script, const std::function<bool(const Script&)>& fails);

}  // namespace csp::laws
