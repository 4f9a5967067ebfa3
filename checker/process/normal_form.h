// The specification as a deterministic graph, made as far as a search asks for it: a node is the set of
// states that the specification can be in after a trace, closed under τ (the subset construction of Roscoe
// 1994, "Model-checking CSP", and Roscoe 1997 ch. 8.4, appendix C.2). What a node must offer is the set of
// minimal acceptances of its stable states; a state that can do ✓ accepts {✓}, because ✓ is a signal that the
// environment cannot refuse (UCS 6.3). In FD a node with a divergent state allows everything.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "checker/process/state_graph.h"

namespace csp {

// The acceptances without those that contain another one; each sorted, and sorted among each other.
std::vector<std::vector<EventId>> minimal_acceptances(std::vector<std::vector<EventId>>);

class NormalForm {
 public:
  using Node = std::uint32_t;
  static constexpr Node kNoNode = ~Node{0};

  NormalForm(StateGraph&, SemanticModel);

  Node start() const { return 0; }
  // The node after an event (not τ); kNoNode if the specification cannot do it. O(log n) once known. Throws
  // EvaluationError, LimitReached.
  Node after(Node, EventId);
  bool divergent(Node n) const { return nodes_[n].divergent; }                   // FD only
  const std::vector<EventId>& events(Node n) const { return nodes_[n].events; }  // ✓ included; sorted
  // Pre: not divergent. In F it may be empty: then no stable state is allowed.
  const std::vector<std::vector<EventId>>& acceptances(Node);
  const std::vector<StateGraph::Id>& states(Node n) const { return nodes_[n].states; }
  std::size_t size() const { return nodes_.size(); }
  std::size_t memory_bytes() const { return bytes_ + graph_.memory_bytes(); }

 private:
  static constexpr Node kNotYet = ~Node{0} - 1;
  struct Kept {
    std::vector<StateGraph::Id> states;  // sorted
    bool divergent = false, accepts_known = false;
    std::vector<EventId> events;
    std::vector<Node> next;  // by position in events
    std::vector<std::vector<EventId>> acceptances;
  };
  struct Hash {
    std::size_t operator()(const std::vector<StateGraph::Id>&) const;
  };

  Node add(std::vector<StateGraph::Id> kernel);

  StateGraph& graph_;
  SemanticModel model_;
  std::vector<Kept> nodes_;
  std::unordered_map<std::vector<StateGraph::Id>, Node, Hash> numbers_;
  std::vector<std::uint32_t> stamps_;  // by state: the last closure that it was in
  std::uint32_t stamp_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace csp
