// Pictures by Graphviz.
#pragma once

#include <optional>
#include <string>

#include "checker/core/budget.h"

namespace csp {

inline constexpr std::size_t kMostDrawnEdges = 5'000;  // dot takes more than quadratic time

// What `dot` draws of a graph in the DOT language. Nothing if it is not there, refuses, or is not done within
// the budget's time or by its interrupt; then `reason` says which.
std::optional<std::string> svg_of(const std::string& dot, const Budget&, std::string& reason);

}  // namespace csp
