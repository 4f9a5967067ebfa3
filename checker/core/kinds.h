// What the kinds of types have in common.
#pragma once

#include "checker/core/type.h"

namespace csp {

// Are the values references to something that is made, or nil: channels, progs, locks and their like?
bool is_reference(TypeKind);

}  // namespace csp
