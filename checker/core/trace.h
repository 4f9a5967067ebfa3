// A trace: which choices lead from the initial state to a finding. Enough to replay it on any reading of Program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/core/program.h"

namespace csp {

// Processes have numbers in order of creation along the trace: 0 is the root, members of a parallel command get theirs in member order.
using Pid = int;

struct Part {
  Pid pid = 0;
  NodeId node = kNone;           // the interaction it takes part in; kNone: it is created by this step
  int alt = kNone;               // Comm: index into the expanded alternatives (all replicator combinations in order, disabled ones
                                 // counted); kNone: `otherwise`, or no Comm
  std::vector<int> choices;      // how it goes on: the index chosen at each Choose (among the enabled options in order) and AnyValue
                                 // (index in the set; of all integers: the integer) that it meets up to its next interaction
};

enum class StepKind : std::uint8_t {
  Act,          // the interaction at parts[0].node, with partner parts[1] where two processes take part
  Environment,  // parts[0] communicates with the environment; `outcome` is the index of the value sent by it in the domain
  Fail,         // the error at parts[0].node happens (Fail node, failed evaluation, error of an interaction, or uncaught panic)
  Local         // a local node as a step of its own: observed, part of an endless local loop, or run-to-interaction is off
};

struct Step {
  StepKind kind = StepKind::Act;
  std::vector<Part> parts;       // send before receive; signaller before woken (broadcast: all woken, by pid); creator before created
  int outcome = 0;               // TimerStop: 0 result true, 1 result false (a tick is left)
};

struct Trace {
  std::vector<int> start;        // choices of the root (and, for a parallel root, of its members in order: see start_members)
  std::vector<std::vector<int>> start_members;
  std::vector<Step> steps;
  std::optional<std::size_t> loop;  // a lasso: after the last step the state is again the one before steps[*loop]
};

}  // namespace csp
