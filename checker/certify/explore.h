// Decides a property by exploring every state with the reference interpreter: all states and edges are kept,
// and each property is decided by a textbook algorithm on that graph. The oracle for generated programs:
// obviously right rather than fast.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/certify/graph.h"
#include "checker/core/property.h"
#include "checker/core/verdict.h"

namespace csp::reference {

struct ExploreOptions {
  Options steps;
  std::uint64_t max_states = 100'000;
};

struct Exploration {
  Answer answer = Answer::Unknown;
  std::string reason;        // Unknown: which limit
  bool complete = false;     // all states were explored: the numbers below are those of the system
  std::uint64_t states = 0;  // numbered in order of creation, garbage kept
  std::uint64_t transitions = 0;
  std::vector<Finding> findings;  // Fails (Reachable: Holds): as in Verdict, the first one with a shortest
                                  // trace; leaks: one for each place
  std::set<std::pair<ProcId, NodeId>>
      leaks;                     // LeakFree: first frame's prog and the node where it is stuck, all of them
  std::vector<Value> outcomes;   // Outcomes: sorted
  bool error_reachable = false;  // the crash state is reachable
  bool race_reachable = false;
  bool open = false;  // some channel has the environment at one end
};

// O(states * processes) space; time a small multiple of states * transitions in the worst case. With a limit
// (states, or LimitReached in the interpreter) the answer is Fails where what was found suffices for that,
// else Unknown. Never throws for what the model does.
Exploration explore(const Program&, const Property&, const ExploreOptions& = {});

// The same on a graph that is there already: of this program, or, for a property without expressions, of one with equal nodes.
Exploration decide(const StateGraph&, const Program&, const Property&);

}  // namespace csp::reference
