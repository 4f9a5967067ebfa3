// The questions about processes (core/process_verdict.h) decided by brute force: sets of states of the
// literal semantics, held explicitly, and the definitions of the books on them (Roscoe, TPC ch. 3, 8; UCS ch.
// 9 to 11). The second opinion for small processes. It takes the powerset of the specification's states;
// nothing is compressed or packed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checker/certify/runs.h"
#include "checker/core/process_verdict.h"

namespace csp::reference {

struct BruteAnswer {
  Answer answer = Answer::Unknown;
  std::string reason;  // Unknown: which limit, or what could not be evaluated
  ProcessFindingKind kind = ProcessFindingKind::Trace;  // Fails: of the finding
  std::vector<EventId> trace;  // Fails: a shortest visible trace to it (with the event that is not possible
                               // for the specification; ✓ counts as an event)
  std::size_t states = 0;  // pairs of the product, or states
};

// Never throws. Time and space: up to 2^(states of the specification) times the states of the process.
BruteAnswer decide_by_force(Terms&, const ProcessQuestion&, const Budget& = {});

}  // namespace csp::reference
