// What a term can do: Roscoe's operational semantics (Roscoe 1997 ch. 7; UCS ch. 9), worked out once for each
// term and kept. The states of a sequential component are terms, so a recursion closes when its terms do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "checker/core/process.h"

namespace csp {

struct Transition {
  EventId event = kTau;
  EventId hidden = -1;  // of a τ that a hiding made: the event that it hid; else -1
  TermId next = kNone;  // the head of the term, except where that cannot be evaluated: then the Delay
  friend bool operator==(const Transition&, const Transition&) = default;
};

// Programs as processes (semantics.md rule 25): what an Instance can do in a state.
class InstanceReader {
 public:
  virtual ~InstanceReader() = default;
  // Of the instance `payload` in `state` (kNone: at its start). Successors are Instance terms, or Omega.
  virtual std::vector<Transition> transitions(int payload, int state) = 0;
  // The program has stopped with a run-time error: its one transition is a τ to itself.
  virtual bool failed(int payload, int state) const = 0;
};

class Transitions {
 public:
  // `instances` may be null if no term is an Instance.
  explicit Transitions(Terms& terms, InstanceReader* instances = nullptr);

  // In a fixed order, without duplicates; the reference stays valid. Throws EvaluationError for what cannot
  // be evaluated, E0601 for a recursion that reaches itself through operators without an event (P = P [] a ->
  // P), E0607 for one that is given up; LimitReached for a term whose operators nest too deep to be meant.
  const std::vector<Transition>& of(TermId);

  // The term that stands for t and all that is equal to it but for Delays: its head, and so for the operands
  // that take part in its first steps; without Compressed. Where evaluation fails, the Delay: the failure
  // belongs to the state that looks inside.
  TermId resolve(TermId t);
  // The Delay that a resolved term was first met as; itself if there is none. Its text is the state's name.
  TermId name(TermId t) const;

  // Nested operators, and nested calls without an event between them, that are still taken to be meant.
  static constexpr std::size_t kDeepest = 2000;
  [[noreturn]] void unguarded(TermId) const;  // throws E0601 about this term: it reaches itself
  // Throws E0607 about this term: calls nest that deep, perhaps for ever.
  [[noreturn]] void too_deep(TermId, std::size_t depth = kDeepest) const;

  bool contains(SetId, EventId);                            // remembers the answer
  const std::vector<EventId>& images(RenamingId, EventId);  // likewise
  bool may_fail() const { return terms_.has_instances(); }
  bool failed(TermId) const;  // a program that has stopped with an error
  Terms& terms() const { return terms_; }
  TermId omega() const { return omega_; }
  std::size_t size() const { return stored_.size(); }  // terms whose transitions are known
  std::size_t memory_bytes() const { return bytes_; }  // roughly, with the terms themselves

 private:
  using List = std::vector<Transition>;
  static constexpr std::int32_t kUnknown = -1, kInProgress = -2;

  void work_out(TermId head, List& out);
  void choice(const Term&, List& out);
  void sequence(const Term&, List& out);
  void interrupt(const Term&, List& out);
  void sliding(const Term&, List& out);
  void exception(const Term&, List& out);
  void parallel(const Term&, List& out);
  void alphabetised(const Term&, List& out);
  void hide(const Term&, List& out);
  void rename(const Term&, List& out);
  void sync_external(const Term&, List& out);
  void sync_interrupt(const Term&, List& out);
  void prioritise(const Term&, List& out);
  // The steps that both sides make together on the events that `joint` accepts.
  template <class Joint, class Make>
  void join(const List& left, const List& right, Joint&& joint, Make&& make, List& out);
  // Compound terms with one operand replaced.
  TermId with(const Term&, std::size_t operand, TermId);
  TermId with_both(const Term&, TermId left, TermId right);

  Terms& terms_;
  InstanceReader* instances_;
  TermId omega_;
  std::vector<TermId> resolved_, named_;  // by TermId: what resolve() and name() give; kNone: not known
  std::unordered_set<TermId> resolving_;  // under way
  std::vector<std::int32_t> index_;       // by TermId: index into stored_, kUnknown or kInProgress
  std::deque<List> stored_;
  std::vector<std::vector<std::int8_t>> members_;  // by set and event: 1 yes, 0 no, -1 not asked
  std::vector<std::unordered_map<EventId, std::vector<EventId>>> images_;  // by renaming
  std::size_t depth_ = 0, delays_ = 0;  // of the calls of `of` under way, and how many of them are by Delays
  std::size_t bytes_ = 0;
};

}  // namespace csp
