// The local automaton: the states in which a process can be between interactions, and what it can do from
// each. A local state is a control configuration with its data; data that is known is part of the state, data
// that is not is in registers. States are made as they are met; what can be done from one is worked out once,
// by symbolic execution up to the next interaction.
//
// A configuration that comes with too many different constants is widened: where they differ, a register
// takes over.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "solver/encode/process.h"

namespace csp::solver {

using StateId = int;  // index of a LocalState

// One way through a local computation, from a state to the next one. Terms speak of the registers of the
// state it starts from and of the message.
struct Way {
  Term condition;
  std::vector<Term> choices;  // Part::choices
  StateId target = kNone;
  std::vector<Term> ints, bools;  // what the target's registers get
  std::vector<MadeObject> made;
  std::vector<Term> inputs;        // variables that the model chooses freely; fresh for every use
  std::optional<ErrorKind> fails;  // the node itself fails: nothing happens but that
};

struct Ways {
  std::vector<Way> list;
  bool chosen = false;  // conditions may overlap: the model has a choice
};

// What a process can do from a local state. Only one case's condition is true at a time.
struct BeyondCase {
  std::string reason;
};
struct FailCase {
  ErrorKind kind;
  int alt = kNone;
};
struct LocalCase {
  Ways ways;
};  // a local node as a step
struct CommCase {
  const Comm* comm;
  std::vector<SymOffer> offers;
};
struct SyncCase {
  const Sync* sync;
  Sym object;
  std::optional<Sym> arg;
};
struct AccessCase {  // Read, Write, Rmw
  NodeId node;
  Sym object;
  std::vector<Term> path;
  std::vector<Sym> args;
};
struct BeginCase {
  ProcId proc;
  std::vector<Sym> args;
};
struct Member {
  ProcId proc;
  std::vector<Sym> args;
  bool service;
};
struct ParallelCase {
  Sym group;
  ObjectId object;
  std::vector<Member> members;
};
struct JoinCase {
  ObjectId group;
};
struct StepCase {
  Term condition;
  std::variant<BeyondCase, FailCase, LocalCase, CommCase, SyncCase, AccessCase, BeginCase, ParallelCase,
               JoinCase>
      what;
};

struct LocalState {
  SlotId slot = kNone;
  SymProcess process;
  std::size_t ints = 0, bools = 0;  // registers
  bool rests = false;               // the flag of a service
  std::optional<std::vector<StepCase>> cases;
};

class Automaton {
 public:
  Automaton(Context& context, KeptLocals kept)
      : context_(context), t_(context.terms), kept_(std::move(kept)) {}

  Context& context() { return context_; }
  const LocalState& operator[](StateId s) const { return states_[static_cast<std::size_t>(s)]; }
  int size() const { return static_cast<int>(states_.size()); }

  const std::vector<StepCase>& cases(StateId);

  // Every way on after f has changed a copy of the state's process (or a new process, with kNone) and it has
  // run on. The condition is assumed from the start. f may throw SymFailure: then the way fails. Kept under
  // the key.
  using Change = std::function<void(LocalRun&, SymProcess&)>;
  using WayKey = std::vector<std::int64_t>;
  const Ways& ways(WayKey key, SlotId slot, StateId from, Term condition, const Change& f);

  // Adds a message to a key: its shape, the constants it keeps. Gives the message with placeholders for its
  // unknown leaves, and what these stand for.
  struct Abstract {
    Sym message;
    std::vector<std::pair<Term, Term>> meaning;  // placeholder, term
  };
  Abstract abstract(const Sym&, TypeId, bool keep_constants, WayKey& key);

  // The state's index for a process, and what its registers get.
  StateId intern(SlotId, SymProcess, std::vector<Term>& ints, std::vector<Term>& bools);

  std::size_t most_variants = 24;
  bool widened() const { return widened_; }  // some configuration came with more variants

 private:
  struct Group {                // states with the same control configuration
    std::vector<bool> widened;  // by leaf
    std::vector<std::vector<Term>> seen;
    std::map<std::vector<std::int64_t>, StateId> states;
  };
  void find_cases(StateId, std::vector<StepCase>&);
  void step_case(LocalRun&, Path&, StateId, SymProcess&, std::vector<StepCase>&, Ways& local);
  ParallelCase parallel(LocalRun&, SlotId, const SymProcess&);
  Way finish(SlotId, LocalRun&, Path&, SymProcess);

  Context& context_;
  Terms& t_;
  KeptLocals kept_;
  std::deque<LocalState> states_;  // keep their places
  std::map<std::vector<std::int64_t>, Group> groups_;
  std::map<WayKey, Ways> ways_;
  bool widened_ = false;
};

}  // namespace csp::solver
