// A slow denotational evaluator: what a term means in the models T, F and FD by the equations of the books
// (Roscoe, TPC 8.2, 8.3, 8.4; UCS ch. 10, 11; Hoare 1985 ch. 3), without states and without τ. It shares
// nothing with the operational side, sos.h, but Terms: where the two agree, Roscoe's congruence theorem
// (TPC 9.4) has been tested.
//
// The sets are kept as trees (behaviour.h), so each equation appears in its form by first events: beside the
// equation for sets of traces stands in denotation_operators.cpp what it says of the node of a trace. ✓ is
// Roscoe's: s^<✓> in the traces makes (s, X) a failure for every X ⊆ Σ.
//
// How long must traces be looked at? `of(P, n)` is exact for all traces of at most n events:
// * Every operator but hiding needs of its operands only traces of at most n events (n - 1 behind a prefix).
// * Recursion: a definition is replaced by its body. Behind an event n is one less, so that this ends; the
// n-th unwinding
//   agrees with the fixed point on all traces of length n, which is the unique one (TPC 8.2, constructive
//   functions). A recursion without an event in between is refused (LimitReached).
// * P \ A needs longer traces of P. If P has finitely many traces (no recursion), all are taken: exact. Else
// P is a
//   tail-recursive system, parallel combinations of such, and the like: `states_bound` counts, from the text
//   of the term, a number N such that P has at most N states. Between two visible events a run of hidden ones
//   with N events or more passes some state twice; leaving out what lies between gives a run to the same
//   place with fewer events. So every failure (s, X) of P \ A with |s| <= n comes from a trace of P with at
//   most n + (n + 1) N events, and an endless run of hidden events exists after s if and only if one of N
//   hidden events does. Recursion through an operator that keeps growing (N infinite) is refused.
#pragma once

#include <array>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/certify/behaviour.h"
#include "checker/core/process_verdict.h"

namespace csp::reference {

// All events that the terms mention and can be renamed to. Throws LimitReached if they are more than five, or
// a term cannot be evaluated denotationally (a program; `prioritise`, whose meaning is no function of its
// operand's in these models).
std::vector<EventId> alphabet_of(Terms&, const std::vector<TermId>&);

inline constexpr int kEndless = -1;
// The length of the longest trace (✓ not counted), or kEndless.
int longest_trace(Terms&, TermId);
// An upper bound of the number of states, from the text of the term. Throws LimitReached if there is none.
long states_bound(Terms&, TermId);

class Denotation {
 public:
  // `divergences`: FD; else T and F, whose divergences leave no failure.
  Denotation(Terms& terms, std::vector<EventId> alphabet, bool divergences)
      : terms_(terms), trees_(std::move(alphabet)), divergences_(divergences) {}

  // Throws EvaluationError; LimitReached where the argument above does not apply, or the trees become too
  // many.
  BehaviourId of(TermId, int length);
  Behaviours& trees() { return trees_; }

 private:
  using Key = std::array<int, 6>;
  struct KeyHash {
    std::size_t operator()(const Key&) const;
  };
  enum class Memo : int {
    Term,
    Choice,
    Sequence,
    Interrupt,
    Exception,
    Parallel,
    Alphabetised,
    Hide,
    Rename,
    SyncChoice,
    SyncInterrupt
  };

  BehaviourId term(const Term&, int length);
  BehaviourId prefix(const Term&, int length);
  BehaviourId hidden(const Term&, int length);

  // denotation_operators.cpp. Trees are exact to `length`.
  BehaviourId external_choice(BehaviourId, BehaviourId, int length);
  BehaviourId sequence(BehaviourId, TermId, int length);
  BehaviourId interrupt(BehaviourId, BehaviourId, int length);
  BehaviourId exception(BehaviourId, Mask, TermId, int length);
  BehaviourId parallel(BehaviourId, BehaviourId, Mask joint, int length);
  BehaviourId alphabetised(BehaviourId, BehaviourId, Mask left, Mask right, int length);
  BehaviourId hide(BehaviourId, Mask, long states, int length);
  BehaviourId rename(BehaviourId, RenamingId, int length);
  BehaviourId sync_external(BehaviourId, BehaviourId, Mask joint, int length);
  BehaviourId sync_interrupt(BehaviourId, BehaviourId, Mask joint, int length);
  Refusals joint_refusals(Refusals, Refusals, Mask joint) const;
  BehaviourId add(BehaviourId sum, BehaviourId more, int length) {
    return sum < 0 ? more : trees_.join(sum, more, length);
  }

  Terms& terms_;
  Behaviours trees_;
  bool divergences_;
  std::unordered_map<Key, BehaviourId, KeyHash> memo_;
  std::set<std::pair<TermId, int>> under_way_;
};

// A question answered from the trees, for all traces of at most `length` events. Holds: there is nothing to
// find, because both processes have no longer traces. Unknown: nothing was found up to `length`, or `reason`.
struct DenotationAnswer {
  Answer answer = Answer::Unknown;
  std::string reason;  // why there is no answer at all; empty: searched up to `length`
  ProcessFindingKind kind = ProcessFindingKind::Trace;  // Fails
  std::vector<EventId> trace;                           // Fails: a shortest one, as in BruteAnswer
};
DenotationAnswer decide_denotationally(Terms&, const ProcessQuestion&, int length);

}  // namespace csp::reference
