// Pictures by Graphviz.
#pragma once

#include <optional>
#include <string>

namespace csp {

// What `dot` draws of a graph in the DOT language; nothing if it is not there or refuses.
std::optional<std::string> svg_of(const std::string& dot);

}  // namespace csp
