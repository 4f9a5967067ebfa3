// The answer of an engine: three-valued, with a reason; a bound or a limit never yields Holds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/core/property.h"
#include "checker/core/trace.h"

namespace csp {

enum class Answer : std::uint8_t { Holds, Fails, Unknown };

enum class FindingKind : std::uint8_t {
  Deadlock,      // no step, `pids` are neither terminated nor at rest
  Leak,          // pids[0] takes no step in any future of the last state
  Race,          // the next accesses of pids[0] and pids[1] conflict
  Error,         // the last step fails
  NotAlways, Reached,                 // property expression in the last state
  EndlessRun,    // a lasso, or (Terminates) a state without a step that is not a proper end
  CannotEnd,     // no proper end is reachable from the last state (or from the loop)
  UnexpectedOutcome,                  // the last state ends with `values`, which is not in the set
  MissingOutcome                      // no trace: `values` is never an outcome
};

struct Finding {
  FindingKind kind = FindingKind::Deadlock;
  Trace trace;
  std::vector<Pid> pids;
  Value values;                  // outcomes
};

struct Statistics {
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t depth = 0;       // breadth-first levels
  double seconds = 0;
  double bytes_per_state = 0;    // store, tables of the store and queue, over states
  std::uint64_t local_states = 0;
};

struct Verdict {
  Answer answer = Answer::Unknown;
  std::string reason;            // Unknown: which limit; else may be empty
  std::vector<Finding> findings; // Fails: the counterexamples, shortest first. Holds of Reachable: the witness.
  std::vector<Value> outcomes;   // Outcomes: what was found, sorted
  bool error_reachable = false;  // "also: a run-time error is reachable" (not set by ErrorFree itself)
  bool race_reachable = false;   // the verdict assumes sequential consistency, and a race exists
  bool open = false;             // the system has open channels: "assuming a willing environment"
  Statistics statistics;
};

}  // namespace csp
