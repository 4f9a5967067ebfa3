// The general frame: any state that the system may be in, in terms. For each process slot all local states
// that it may come to, for each object all shapes that its content may have, found as a fixpoint; which of
// them, and the data, are variables. It is an over-approximation of the reachable states that does not depend
// on the length of runs. Proofs start from it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "solver/encode/event.h"

namespace csp::solver {

struct GeneralLimits {
  int states = 20'000;  // local states of all slots
  int states_of_slot = 400;
  int rounds = 400;
};

class General {
 public:
  // Throws NotEncoded if there is no such frame within the limits (processes or objects without end, ...).
  explicit General(Automaton&, const GeneralLimits& = {});

  const Frame& frame() const { return frame_; }
  const Steps& steps() const { return steps_; }  // what can happen in it
  const std::vector<Event>& starts() const { return start_.events; }
  const Frame& before() const { return before_; }  // in which the starts happen

  bool exists_from_start(SlotId slot) const { return always_.count(slot) > 0; }

  // What the encoding itself guarantees: a process is in one place, a buffer is filled from the front, a lock
  // has no readers while it is written.
  const std::vector<Term>& facts() const { return facts_; }

 private:
  std::string local_in(const SymProcess&, Term reg) const;
  void follow();
  std::vector<std::int64_t> channels_of(StateId);
  bool absorb(const std::vector<Event>&);
  bool add_state(SlotId, StateId);
  bool add_content(Cases&, const Cases& fresh, const std::string& name);
  bool add_effect(ObjectId, const Effect&);
  bool widen(Term& field, Term fresh, const std::string& name);
  void state_facts();
  void object_facts(const ObjectFrame&);

  Automaton& automaton_;
  Context& context_;
  Terms& t_;
  GeneralLimits limits_;
  Frame frame_, before_;
  Steps start_, steps_;
  std::vector<Term> facts_;
  std::set<std::pair<SlotId, StateId>> known_;
  std::vector<std::pair<SlotId, StateId>> fresh_;      // known since the last round
  std::map<std::int64_t, std::set<SlotId>> offering_;  // by channel: who may offer there, in part
  std::set<SlotId> always_;                            // slots that exist from the start
};

}  // namespace csp::solver
