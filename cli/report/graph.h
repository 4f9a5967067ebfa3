// Transition systems as text for other tools.
#pragma once

#include <string>

#include "checker/process/process_graph.h"

namespace csp {

std::string graph_as_dot(const ProcessGraph&, const Events&, const std::string& title);  // of Graphviz

// The Aldebaran format, as CADP's manual (aut) and mCRL2 have it; τ is `tau`, as mCRL2 and LTSmin write it, ✓
// is `tick`.
std::string graph_as_aut(const ProcessGraph&, const Events&);

// {"process","start","states","transitions":[{"from","event","to","hidden"}]}
std::string graph_as_json(const ProcessGraph&, const Events&, const std::string& title);
std::string quoted_for_dot(const std::string& text);

}  // namespace csp
