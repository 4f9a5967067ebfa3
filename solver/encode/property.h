// What a property looks for in a frame.
#pragma once

#include "checker/core/property.h"
#include "solver/encode/event.h"

namespace csp::solver {

// The locals that a property's expressions look at.
KeptLocals kept_locals(const Program&, const Property&);

// Some step is possible.
Term can_step(Terms&, const Steps&);

// The process stands here at fault, if it is blocked (rules 17, 19): it is neither at rest nor at a Join.
bool at_fault(const Automaton&, const Standing&);

// No step is possible, the system has not crashed, and some process is at fault; or nobody is (a proper end).
Term blocked(Automaton&, const Frame&, const Steps&);
Term proper_end(Automaton&, const Frame&, const Steps&);

// Pairs of standings whose next accesses conflict, with the condition (rule 20).
struct RacingPair {
  std::size_t first = 0, second = 0;  // indices of Steps::standing
  Term when;
};
std::vector<RacingPair> races(Automaton&, const Frame&, const Steps&);

// The value of a property's expression in a frame: cases in which it has one; in the others it has none.
Cases value_in(Automaton&, const Frame&, ExprId);
// It has a value, and that is true (false).
Term has_truth(Automaton&, const Frame&, ExprId, bool wanted);

}  // namespace csp::solver
