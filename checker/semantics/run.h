// Running a process through its local nodes to its next interaction (semantics.md rule 1), with every outcome of internal choice.
#pragma once

#include <vector>

#include "checker/core/program.h"
#include "checker/semantics/fault.h"
#include "checker/semantics/liveness.h"
#include "checker/semantics/process_state.h"

namespace csp {

struct Savings {
  bool merge = true;    // run to the next interaction
  bool resolve = true;  // internal choice at once
  bool forget = true;   // locals that are never read again are dropped
};

// One way a run can go.
struct Continuation {
  ProcessState state;
  std::vector<int> choices;          // as in Part::choices
  std::vector<ObjectState> objects;  // made on the way; their numbers are object_base, object_base + 1, ...
};

class Runner {
 public:
  // `kept`: locals that a property looks at.
  Runner(const Program&, Savings, const Liveness::Kept& kept);

  // All ways to go on from `start`, in order, without duplicates. Empty frames (terminated) give one continuation.
  std::vector<Continuation> run(ProcessState start, std::int64_t object_base) const;

  // Carries out the local node at which `start` stands, whatever it is, and goes on. Pre: the node is local or is decided locally.
  std::vector<Continuation> step(ProcessState start, std::int64_t object_base) const;

  // Is the process at a node that it passes by itself (not an interaction in this frame)? Evaluation faults count as no.
  bool is_local(const ProcessState&) const;

  // The error of carrying out the local node at which the process stands, if there is one: then its step is the failure.
  std::optional<ErrorKind> fault_at(const ProcessState&) const;

  // Starts a process. Fault NilCall for a nil closure, and the faults of the arguments.
  DeferredCall evaluate_callee(const Callee&, const std::vector<Value>& locals) const;
  Frame make_frame(const DeferredCall&) const;

  // The failure of the process at its present node: false if that ends the system, else the process panics and stands, not yet run on,
  // where its first deferred call begins.
  bool fail(ProcessState&) const;

  // Stores the result of an interaction; a value that does not fit becomes a pending failure.
  void store_result(ProcessState&, const Place&, const Value&) const;

  const Program& program() const { return program_; }
  const Savings& savings() const { return savings_; }

 private:
  struct Path;
  void go(Continuation now, Path& path, bool force, std::int64_t base, std::vector<Continuation>& out) const;
  void carry_out(const Continuation& now, std::int64_t base, std::vector<Continuation>& next) const;
  bool stops_before(const ProcessState&) const;
  void unwind(ProcessState&) const;
  Value make_zero(TypeId, const std::vector<std::int64_t>& sizes, std::size_t depth, std::int64_t base,
                  std::vector<ObjectState>& objects) const;
  void forget_dead(ProcessState&) const;

  const Program& program_;
  Savings savings_;
  Liveness liveness_;
};

}  // namespace csp
