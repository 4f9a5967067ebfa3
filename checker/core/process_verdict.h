// What is asked of processes and what is answered: refinement in T, F and FD, deadlock, divergence,
// determinism. Roscoe 1997 ch. 3, 7, 8 and UCS ch. 9 to 11 define them; semantics.md rules 23 to 25.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/core/process.h"
#include "checker/core/verdict.h"

namespace csp {

// ---- Questions and answers ----------------------------------------------------------------------

enum class SemanticModel : std::uint8_t { T, F, FD };

enum class ProcessQuestionKind : std::uint8_t { Refinement, DeadlockFree, DivergenceFree, Deterministic };

struct ProcessQuestion {
  ProcessQuestionKind kind = ProcessQuestionKind::Refinement;
  SemanticModel model = SemanticModel::FD;
  TermId specification = kNone;  // Refinement
  TermId process = kNone;        // the implementation, or what is asked about
};

// One transition of a run: what the environment sees, and what was hidden.
struct ProcessStep {
  EventId event = kTau;  // τ for hidden events and internal choices
  EventId hidden = -1;   // τ that was made by hiding this event; else -1
  std::string by;        // which components took part, for reports; may be empty
};

enum class ProcessFindingKind : std::uint8_t {
  Trace,    // the last event of `run` is not possible for the specification after the events before it
  Refusal,  // after `run` the process is stable and offers only `offers`; the specification must offer one of
            // the sets in `needs`
  Divergence,  // after `run` the process diverges (the steps from `loop` repeat), the specification does not
  Deadlock,    // after `run` no transition is possible, and it has not terminated
  Nondeterminism,  // after `run` the process may refuse `event` (it offers only `offers`); after `other` (the
                   // same visible events) it may do it
  Error            // the last step of a program's run is a run-time error
};

struct ProcessFinding {
  ProcessFindingKind kind = ProcessFindingKind::Trace;
  std::vector<ProcessStep> run;  // of the process, τ's included
  std::size_t loop = 0;          // Divergence: the run ends in the state before run[loop]
  std::vector<EventId> offers;   // of the last state, sorted
  std::vector<std::vector<EventId>>
      needs;  // Refusal: the specification's minimal acceptances after the visible events, sorted
  std::vector<EventId> allowed;  // Trace: what the specification could have done instead
  EventId event = -1;            // Trace, Nondeterminism
  bool compressed = false;       // the runs lack τ's and the names of hidden events: they are of compressed
                                 // components, and a limit was in the way of telling them otherwise
  std::vector<ProcessStep>
      other;  // Nondeterminism; else a run of the specification with the same visible events (without the
              // last for Trace), so that a report can show both sides
};

// What compressing a component before composition saved.
struct CompressionRecord {
  std::string part, method;  // `BUFFER(3)`, "weak bisimulation"
  std::uint64_t states_before = 0, states_after = 0, transitions_before = 0, transitions_after = 0;
  double seconds = 0;
};

struct ProcessVerdict {
  Answer answer = Answer::Unknown;
  std::string reason;                        // Unknown: which limit, or what could not be evaluated
  std::optional<EvaluationFailure> failure;  // Unknown: what could not be evaluated, with its place
  std::vector<ProcessFinding> findings;      // Fails: one, a shortest
  Statistics statistics;                     // states and transitions: of the product that was searched
  std::uint64_t specification_states = 0;    // of the normal form, as far as it was needed
  std::vector<CompressionRecord> compressions;
  bool open = false;  // a program whose declared channels are open: semantics.md rule 25
};

}  // namespace csp
