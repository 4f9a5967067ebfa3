// The reference interpreter: docs/semantics.md section 1 as literally as it can be written, slow and without
// savings of its own. It shares only checker/core with the explicit engine, so that each can convict the
// other.
//
// One file per kind of interaction: local.cpp (local nodes, runs), processes.cpp (frames, begin, parallel,
// return), failure.cpp (errors, panic), offers.cpp and comm.cpp (communications), sync.cpp (locks and the
// like), variables.cpp (shared variables).
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "checker/certify/evaluate.h"
#include "checker/certify/normal.h"
#include "checker/certify/state.h"
#include "checker/core/trace.h"

namespace csp::reference {

struct Options {         // docs/semantics.md 1.8
  bool merge = true;     // run local nodes to the next interaction
  bool resolve = true;   // with merge: internal choices are part of a run
  bool arrival = false;  // rule 6 made explicit: a process that reaches a blocking Comm, a WgWait or a lock
                         // first arrives in a step
  std::vector<std::int64_t> integers = {};  // those that any(int) is tried with: a replay's
};

struct Chosen {  // what any(int) gave, somewhere on the way to the next interaction
  Pid pid = 0;
  NodeId node = kNone;
  std::int64_t value = 0;
};

struct Successor {
  Step step;
  State state;
  std::vector<Chosen> chosen = {};
};

struct Start {
  std::vector<int> choices;               // Trace::start
  std::vector<std::vector<int>> members;  // Trace::start_members
  State state;
  std::vector<Chosen> chosen = {};
};

// What a process would touch next (rule 20).
struct Access {
  std::int64_t object = 0;
  std::vector<std::int64_t> path;
  bool write = false;
  bool atomic = false;
};

// An enabled alternative of a Comm with its expressions worked out.
struct Offer {
  int index = 0;  // in the expanded list, disabled ones counted
  const Alt* alt = nullptr;
  std::vector<std::pair<LocalId, Value>> bound;  // replicator variables
  Value channel;                                 // Nil or Ref
  Value value;                                   // Send
};

class Interpreter {
 public:
  // The program must outlive the interpreter and be well formed (malformed() is empty).
  explicit Interpreter(const Program& program, Options options = {})
      : program_(program), options_(options), liveness_(program) {}

  // Every way to start, in order of the choices. Throws LimitReached.
  std::vector<Start> initial() const;

  // All steps of a state, in a fixed order: by the process that comes first in Step::parts, then by
  // alternative, partner and choices. Throws LimitReached.
  std::vector<Successor> steps(const State&) const;

  // ---- Questions about a state ----
  const Program& program() const { return program_; }
  const Node& node(NodeId id) const { return program_.nodes[static_cast<std::size_t>(id)]; }
  const Node* node_of(const State&, Pid) const;  // where its last frame stands; null if it has none
  bool at_rest(const State&, Pid) const;         // rule 19; means something only where it is blocked
  bool at_join(const State&, Pid) const;
  bool blameless(const State& s, Pid p) const {  // may stand still for ever without fault
    return s.process(p).terminated || at_rest(s, p) || at_join(s, p);
  }
  bool proper_end(
      const State&) const;  // no crash, and everybody is blameless; asked of a state without steps
  std::optional<Access> next_access(const State&, Pid) const;
  std::optional<Failure> next_failure(
      const State&, Pid) const;  // why its next step fails, if it does (misuse of a waitgroup excepted)
  Result<std::vector<Offer>> offers(const State&, Pid) const;  // of a process at a Comm
  bool peer_terminated(const State&, const Offer&) const;
  bool message_fits(const Pattern&, const Value& message) const;
  Value object_at(const State&,
                  Pid) const;  // the object of a Sync, Read, Write, Rmw or Join; Nil if there is none

 private:
  struct Way {  // how a process may go on
    std::vector<int> choices;
    State state;
    std::vector<Chosen> chosen = {};
  };
  enum class Ready : std::uint8_t { No, Maybe, Surely };  // Surely: because of the content of an object

  // processes.cpp
  Result<std::pair<ProcId, std::vector<Value>>> resolve(const std::vector<Value>& locals,
                                                        const Callee&) const;
  Frame frame(ProcId, std::vector<Value> args) const;
  Pid create(State&, ProcId, std::vector<Value> args, bool service, std::int64_t group, int member) const;
  void terminate(State&, Pid) const;
  void unwind(State&,
              Pid) const;  // the last frame is leaving: next deferred call, or down to the frame that goes on
  std::optional<Failure> start_parallel(State&, Pid, std::vector<Pid>& members) const;
  void begin_steps(const State&, Pid, std::vector<Successor>&) const;
  void parallel_steps(const State&, Pid, std::vector<Successor>&) const;
  void join_steps(const State&, Pid, std::vector<Successor>&) const;
  void go(State& s, Pid p, NodeId next) const {
    s.top(p).node = next;
    s.process(p).arrived = false;
  }

  // local.cpp
  using Passed = std::unordered_set<Process, Hash>;  // live parts
  bool acts_locally(const State&, Pid) const;
  Result<std::vector<Way>> carry_out(const State&, Pid) const;  // a local node
  Result<Value> make_zero(State&, TypeId, const std::vector<std::int64_t>& sizes) const;
  Value fill(State&, TypeId, Value zero, const std::vector<std::int64_t>& sizes, std::size_t depth) const;
  void run(Way so_far, Pid, Passed passed, int length, std::vector<Way>&) const;
  void local_steps(const State&, Pid, std::vector<Successor>&) const;
  // Lets every part of the step run on, in order, and adds what comes of it.
  void finish(Step, State, std::vector<Successor>&) const;

  // failure.cpp
  void panic(State&, Pid, ErrorKind) const;
  void fail_step(const State&, Pid, ErrorKind, int alt, std::vector<Successor>&) const;

  // offers.cpp, comm.cpp
  Ready alone(const State&, const Comm&, const Offer&) const;
  bool environment_has(const State&, const Offer&, std::vector<std::pair<int, Value>>* values) const;
  std::vector<std::pair<Pid, Offer>> partners(const State&, Pid, const Comm&, const Offer&) const;
  std::optional<int> first_ready(const State&, Pid, const Comm&, const std::vector<Offer>&) const;
  bool otherwise_possible(const State&, Pid, const Comm&, const std::vector<Offer>&) const;
  void deliver(State&, Pid, const Offer&, const Value& message, bool ok) const;
  void comm_steps(const State&, Pid, std::vector<Successor>&) const;
  void solo_steps(const State&, Pid, const Comm&, const Offer&, std::vector<Successor>&) const;

  // sync.cpp, variables.cpp
  std::optional<Failure> sync_failure(const State&, Pid) const;
  void sync_steps(const State&, Pid, std::vector<Successor>&) const;
  void waitgroup_steps(const State&, Pid, const Sync&, const Value&, std::vector<Successor>&) const;
  void cond_steps(const State&, Pid, const Sync&, const Value&, std::vector<Successor>&) const;
  void timer_steps(const State&, Pid, const Sync&, const Value&, std::vector<Successor>&) const;
  void act(const State& before, State after, Pid, const Sync&, std::optional<Value> result, NodeId next,
           int outcome, std::vector<Successor>&) const;
  Result<State> accessed(const State&, Pid) const;  // Read, Write, Rmw carried out
  void variable_steps(const State&, Pid, std::vector<Successor>&) const;

  bool must_arrive(const State&, Pid) const;
  bool waits_at(const State&, Pid, SyncOp, const Value& object) const;

  const Program& program_;
  Options options_;
  Liveness liveness_;  // for cycles of local nodes
};

}  // namespace csp::reference
