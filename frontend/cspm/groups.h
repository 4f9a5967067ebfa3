// The order of definitions: each after those it needs, those that need each other together.
#pragma once

#include <cstddef>
#include <vector>

namespace csp::cspm {

// needs[i]: what i needs. Gives the strongly connected components (Tarjan 1972), each after those it needs;
// inside a component and between independent ones in increasing order.
std::vector<std::vector<std::size_t>> groups_in_order(const std::vector<std::vector<std::size_t>>& needs);

}  // namespace csp::cspm
