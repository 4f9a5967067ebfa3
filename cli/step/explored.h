// All states of a small system, found by walking through it: for the page of csp play and for pictures.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "cli/step/walk.h"

namespace csp {

struct Explored {
  struct State {
    WalkState seen;
    std::vector<std::optional<std::size_t>> to;  // by choice; nothing: that state has been left out
  };
  std::vector<State> states;  // the first one is where the walk stood
  std::size_t edges = 0;
  bool cut = false;  // there are more states
};

// Looks at every state once, depth first; at most `most`, and while the budget allows it. The walk stands
// where it stood before. Throws WalkFailure.
Explored explored(Walk&, std::size_t most, const Budget&);

// For Graphviz: a deadlock is red, an end has two circles.
std::string explored_as_dot(const Explored&, const std::string& title);

}  // namespace csp
