// The whole transition system of a process, for pictures and for other tools.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "checker/core/process.h"

namespace csp {

struct ProcessGraph {
  struct Edge {
    std::uint32_t from = 0, to = 0;
    EventId event = kTau;
    EventId hidden = -1;  // of a τ that a hiding made
  };
  std::uint32_t start = 0;
  std::uint32_t states = 0;                  // numbered from 0, in order of a breadth-first walk
  std::vector<Edge> edges;                   // by state, then by event
  std::string reason;                        // not empty: a limit was reached, and the graph is only a part
  std::optional<EvaluationFailure> failure;  // what could not be evaluated; then there is no graph
};

enum class Minimise : std::uint8_t {
  No,
  Strong,  // the least graph that is strongly bisimilar
  Weak     // by divergence-respecting weak bisimulation: τ that change nothing are gone
};

// Time and space: those of the process's states.
ProcessGraph process_graph(Terms&, TermId, Minimise, const Budget&);

}  // namespace csp
