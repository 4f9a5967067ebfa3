// Removes nodes that no run reaches, such as statements after a return.
#pragma once

#include <vector>

#include "checker/core/program.h"

namespace csp {

// Renumbers the nodes; returns for each old number the new one, or kNone.
std::vector<NodeId> prune(Program&);

}  // namespace csp
