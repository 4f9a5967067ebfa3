// Shared arrays and structs taken apart: each part of a declared variable becomes a variable, and so a
// component, of its own. A step then depends on the part it touches only, which keeps the tables small and
// the fields of packed states narrow. The states and steps stay the same.
#pragma once

#include <optional>

#include "checker/core/program.h"

namespace csp {

// The program with every declared variable taken apart that is nowhere read, written or passed on as a whole
// by a process; properties may read it as a whole. Nothing if there is none. The parts stand behind the
// globals there were; a variable taken apart keeps its number and is never touched. Numbers of nodes, locals
// and expressions stay; an argument of an expression need no longer come before it. O(size of the program).
std::optional<Program> split_variables(const Program&);

}  // namespace csp
