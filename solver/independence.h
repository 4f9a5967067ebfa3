// Which steps commute. Of all runs that differ only in the order of neighbouring independent steps one is
// kept: the one that is smallest by key. In it no step is followed by an independent one with a smaller key,
// for else exchanging the two would give a smaller run. All these runs have the same length and the same last
// state, so that nothing is lost for properties of states and for the length of counterexamples (the idea is
// the "peephole" reduction of Wang, Yang, Kahlon and Gupta, TACAS 2008).
#pragma once

#include <utility>

#include "solver/encode/event.h"

namespace csp::solver {

// A total preorder of events that does not depend on the frame.
std::pair<SlotId, StateId> key_of(const Event&);

// Neither enables, disables or changes what the other does: no process in common, no object that one writes
// and the other reads or writes (but parts of a variable, and sums, for themselves), and neither ends the
// system.
bool independent(const Automaton&, const Event& first, const Event& then);

}  // namespace csp::solver
