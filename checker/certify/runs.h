// Sets of states of a process, by the literal semantics (sos.h): where a process may be after a run or a
// trace, what it may refuse there, whether it may diverge. Used by the replay of findings and by the
// brute-force checker.
#pragma once

#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

#include "checker/certify/sos.h"
#include "checker/core/budget.h"

namespace csp::reference {

using StateSet = std::set<TermId>;
using Acceptance = std::vector<EventId>;  // sorted

class Runs {
 public:
  // `budget` must outlive this object. Without a limit of states, 200,000.
  Runs(Sos& sos, const Budget& budget) : sos_(sos), budget_(budget) {}

  // All functions may throw EvaluationError, and LimitReached with the reason.
  const std::vector<Transition>& steps(TermId state);

  StateSet tau_closure(const StateSet&);           // reached by any number of τ
  StateSet unlabelled_closure(const StateSet&);    // reached by τ that are no hidden events
  StateSet after(const StateSet&, EventId event);  // by one step with a visible event or ✓
  StateSet after_hidden(const StateSet&,
                        EventId hidden);  // by one τ that hides this event; -1: by one that hides none
  bool stable(TermId state);              // no τ
  std::vector<EventId> initials(const StateSet&);  // visible events and ✓, sorted

  // What the states offer at least: for each one that may refuse something, the set of events that it cannot
  // refuse. A stable state that cannot terminate: its initials. A state that can, stable or not: only ✓, for
  // termination is a signal that nobody can hold up (TPC 7.2, 8.3: (s, Σ) is a failure where s^<✓> is a
  // trace).
  std::set<Acceptance> acceptances(const StateSet& closed);

  bool diverges(TermId state);  // an infinite run of τ starts here; linear, remembered
  bool diverges(const StateSet&);

 private:
  Sos& sos_;
  const Budget& budget_;
  std::uint64_t asked_ = 0;
  std::unordered_map<TermId, bool> diverges_;
};

// Those that include no other one.
std::vector<Acceptance> minimal(const std::set<Acceptance>&);

}  // namespace csp::reference
