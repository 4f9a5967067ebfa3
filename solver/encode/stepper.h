// The maker of events (event.h): one file for each kind of interaction, named as in checker/certify.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "solver/encode/event.h"

namespace csp::solver {

class Stepper {
 public:
  Stepper(Automaton& automaton, const Frame& frame)
      : automaton_(automaton), context_(automaton.context()), t_(context_.terms), frame_(frame) {}

  Steps steps();
  Steps start();

 private:
  using WayKey = Automaton::WayKey;
  using Meaning = std::vector<std::pair<Term, Term>>;
  enum KeyTag : std::int64_t { kGo, kDeliver, kOffer, kChild, kMember, kGroup, kPanic, kAccess, kRoot };

  // ---- stepper.cpp: what all kinds share ----
  void find_standing();
  void steps_at(std::size_t standing);
  Substitution& registers(SlotId);
  Term here(SlotId slot, Term term) { return registers(slot)(term); }
  Sym here(SlotId slot, const Sym&);
  const LocalState& state(const Standing& s) const { return automaton_[s.state]; }
  NodeId node_of(const Standing& s) const {
    return state(s).process.frames.empty() ? kNone : state(s).process.top().node;
  }

  // Calls f(object, sub, condition) for each thing that the reference may be; nil is left out.
  void each_referent(Term ref, const std::function<void(ObjectId, int, Term)>& f);

  // The mover of a process that stands somewhere, or is created by one that does; ways that fail are left out
  // (see act).
  Mover mover(const Standing& s, int alt, const Ways&, const Meaning& = {});
  Mover created(SlotId slot, const Standing& maker, const Ways&);
  void add_ways(Mover&, SlotId terms_of, const Ways&, const Meaning&);
  static Event event(Term guard, StepKind kind = StepKind::Act) {
    Event e;
    e.guard = guard;
    e.kind = kind;
    return e;
  }
  // Adds the event in which the process at `s` goes on by the ways, where they do not fail; where they do,
  // the step is the failure.
  void act(const Standing& s, int alt, const Ways&, Event, const Meaning& = {});
  void fail(const Standing& s, ErrorKind, int alt, Term guard, const Event& like = {});
  // The ways from a state's interaction to `next`, with a result stored first.
  const Ways& go_on(const Standing& s, NodeId next, const std::optional<Place>& result = std::nullopt,
                    const std::optional<Sym>& value = std::nullopt, std::int64_t key = 0);

  // ---- offers.cpp, comm.cpp ----
  struct Offered {  // an enabled alternative in this frame
    std::size_t standing = 0, position = 0;
    const SymOffer* offer = nullptr;
    const Comm* comm = nullptr;
    Term channel;  // of a Ref
    Sym value;     // Send
    bool reference = false;
    std::optional<Term> with_partner;
  };
  struct Alone {
    Term surely, ready;
  };  // readiness without another process: because of an object's content; at all
  void find_offers();
  bool fits(const Pattern&, const Sym& message) const;
  Term rendezvous(ObjectId);
  Term joins(const Offered& send, const Offered& receive);  // the two can be joined
  Term with_partner(Offered&);
  Alone alone(const Offered&);
  Term peer_terminated(const Offered&);
  Term environment(const Offered&, ObjectId, Term there);
  Term otherwise_possible(const Standing&, std::vector<Offered*>&);
  Term preferred(const Standing&, std::size_t position);
  void comm_steps(std::size_t standing);
  void solo_steps(Offered&, Term guard);
  void receive(const Offered&, Event, const Sym& message, TypeId, bool keep_constants, bool ok);
  void receive_buffered(const Offered&, ObjectId, Term guard);
  void receive_environment(const Offered&, ObjectId, Term guard);
  void send_buffered(const Offered&, ObjectId, Term guard);
  void joint_step(Offered& send, Offered& other);
  const Ways& taken(const Offered&);
  const Ways& delivered(const Offered&, const Sym& message, TypeId, bool keep_constants, bool ok, Meaning&);

  // ---- sync.cpp ----
  void sync_steps(const Standing&, const SyncCase&);
  void sync_on(const Standing&, const SyncCase&, ObjectId, Term guard);
  void cond_steps(const Standing&, const SyncCase&, ObjectId, Term guard);
  void waitgroup_steps(const Standing&, const SyncCase&, ObjectId, Term guard);
  void timer_steps(const Standing&, const SyncCase&, ObjectId, Term guard);
  void channel_steps(const Standing&, const SyncCase&, ObjectId, Term guard);
  void with_result(const Standing&, const SyncCase&, Event, Term integer, bool boolean);
  // Processes other than the one at `s` that stand at this operation of the object, with the condition.
  std::vector<std::pair<const Standing*, Term>> waiting(const Standing& s, SyncOp, ObjectId);

  // ---- processes.cpp, variables.cpp ----
  void begin_steps(const Standing&, const BeginCase&);
  void parallel_steps(const Standing&, const ParallelCase&);
  void join_steps(const Standing&, const JoinCase&);
  void local_steps(const Standing&, const LocalCase&);
  void access_steps(const Standing&, const AccessCase&);
  PartAccess part_access(const Standing&, const AccessCase&, ObjectId);
  void access(LocalRun&, SymProcess&, const AccessCase&, ObjectId, const Sym& content);

  ObjectFrame object(ObjectId o) { return object_in(context_, frame_, o); }

  Automaton& automaton_;
  Context& context_;
  Terms& t_;
  const Frame& frame_;
  Steps out_;
  std::map<SlotId, Substitution> registers_;
  std::vector<Offered> offered_;
  std::vector<std::vector<std::size_t>> offers_of_;              // by standing: indices of offered_
  std::map<std::int64_t, std::vector<std::size_t>> by_channel_;  // reference known: by it; else under kNil
};

}  // namespace csp::solver
