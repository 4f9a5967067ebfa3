// An explicit transition system: what compression works on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "checker/process/state_graph.h"

namespace csp {

struct Lts {
  using State = std::uint32_t;
  static constexpr State kOmegaState = 0;  // Ω; every ✓ leads there
  struct Edge {
    EventId event = kTau;
    EventId hidden = -1;
    State to = 0;
    friend bool operator==(const Edge&, const Edge&) = default;
  };

  State start = 1;
  std::vector<std::uint32_t> first{0, 0};  // edges of s are [first[s], first[s + 1])
  std::vector<Edge> edges;                 // of a state: by event, ascending

  std::size_t size() const { return first.size() - 1; }
  std::span<const Edge> out(State s) const { return {edges.data() + first[s], first[s + 1] - first[s]}; }
  bool stable(State s) const { return out(s).empty() || out(s).front().event > kTick; }
  bool ticks(State s) const;
  bool loops(State s) const;  // a τ to itself
};

// All states of the graph. Nothing if there are more than `most` (states or, at eight times that, edges), if
// something cannot be evaluated, or if a program in it can fail: then it is left as it is.
std::optional<Lts> explicate(StateGraph&, std::size_t most);

// Builds a system from lists of edges by state (state 0 without), keeps what is reachable from `start`,
// orders and drops duplicates.
Lts build_lts(Lts::State start, const std::vector<std::vector<Lts::Edge>>& edges);

// ---- Compressions: each gives a system equal to its argument in T, F and FD in every context of CSP but
// prioritise, with at most as many states (normal: perhaps more). UCS 8.8 and 16.1; TPC appendix C.2.

Lts strong_bisimulation(const Lts&);
// Divergence-respecting weak bisimulation (Boulgakov, Gibson-Robinson and Roscoe 2016, "Computing maximal
// weak and other bisimulations").
Lts weak_bisimulation(const Lts&);
Lts factor_tau_loops(const Lts&);  // states that reach each other by τ are one
Lts diamond(const Lts&);
// τ's that are confluent with everything else happen first (Groote and van de Pol 2000, "State space
// reduction using partial τ-confluence"): what FDR's chase does, where it is sound.
Lts confluent_chase(const Lts&);
// The normal form for the model. Nothing if it has more than `most` states.
std::optional<Lts> normalise(StateGraph&, SemanticModel, std::size_t most);

}  // namespace csp
