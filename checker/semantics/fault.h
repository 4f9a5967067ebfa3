// What working out a step can end in, other than a value.
#pragma once

#include <string>

#include "checker/core/program.h"

namespace csp {

// A run-time error of the modelled program: the step that would need the value is a failure instead.
struct Fault {
  ErrorKind kind;
};

// A limit of the tool, not an error of the model: the check ends in Unknown with this reason.
struct LimitReached {
  std::string reason;
};

}  // namespace csp
