// The literal operational semantics of Terms: what a process can do, by one rule for each operator, as in
// Roscoe (TPC ch. 7; UCS ch. 9). Slow, without savings; it shares only checker/core with the process engine,
// so that each can convict the other.
//
// A state is a term whose operands that can act are operator terms themselves (`start` makes it so): a Delay
// never stands where something could happen. The states of a program are numbered by this object; an Instance
// term that carries such a number (Term::state) means something only to the Sos that made it.
#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "checker/core/process.h"

namespace csp::reference {

struct Transition {
  EventId event = kTau;
  TermId next = kNone;  // a state; of ✓ always Omega
  EventId hidden = -1;  // τ: the event that was hidden, or -1
  bool error =
      false;  // a run-time error of a program; what follows is divergence (docs/semantics.md, rule 24)
  friend bool operator==(const Transition&, const Transition&) = default;
};

class ProgramStates;  // sos_program.h

class Sos {
 public:
  explicit Sos(Terms& terms);
  ~Sos();

  // The state that the term stands for. Throws EvaluationError (also for unguarded recursion), LimitReached
  // if operators are nested too deep.
  TermId start(TermId);

  // All transitions of a state, in order of the rules; worked out once. Throws EvaluationError, LimitReached.
  const std::vector<Transition>& steps(TermId state);

  // Has the process, if it stands still for ever in this state, ended well? True of Ω, of a program at a
  // proper end (docs/semantics.md, rule 17), and of combinations of these.
  bool ended_well(TermId state);

  // A compression was passed over: the steps are those of its operand, which is equal to it in all models
  // (`chase`, too, which csp carries out only where it changes nothing).
  bool compressed() const { return compressed_; }
  std::size_t states() const { return steps_.size(); }
  Terms& terms() { return terms_; }
  ProgramStates& program(int payload);  // of Instance terms with this payload

 private:
  using Out = std::vector<Transition>;
  TermId settle(TermId);
  TermId with_operand(TermId state, std::size_t operand, TermId next);
  TermId with_operands(TermId state, TermId first, TermId second);
  bool in(SetId set, EventId e) const { return terms_.set(set).contains(e); }

  // sos_rules.cpp: one rule each.
  void prefix(const Term&, Out&);
  void external_choice(TermId, const Term&, Out&);
  void internal_choice(const Term&, Out&);
  void sequence(TermId, const Term&, Out&);
  void interrupt(TermId, const Term&, Out&);
  void sliding(TermId, const Term&, Out&);
  void exception(TermId, const Term&, Out&);
  void parallel(TermId, const Term&, Out&);
  void hide(TermId, const Term&, Out&);
  void rename(TermId, const Term&, Out&);
  void sync_external(TermId, const Term&, Out&);
  void sync_interrupt(TermId, const Term&, Out&);
  void prioritise(TermId, const Term&, Out&);
  void instance(const Term&, Out&);
  void apply(TermId, Out&);

  Terms& terms_;
  TermId omega_, div_;
  bool compressed_ = false;
  int depth_ = 0;                               // of settle
  std::unordered_map<TermId, TermId> settled_;  // term to state
  std::unordered_set<TermId> settling_;         // under way: meeting one again is unguarded recursion
  std::unordered_map<TermId, Out> steps_;
  std::unordered_map<int, std::unique_ptr<ProgramStates>> programs_;  // by index of the instance
};

}  // namespace csp::reference
