// The steps of the general frame one by one: each event, with one way for each process that takes part, as a
// condition and what becomes of the variables that it changes. What invariants are made of and checked by.
#pragma once

#include <functional>
#include <vector>

#include "solver/align.h"

namespace csp::solver {

struct Moved {
  SlotId slot = kNone;
  StateId from = kNone;  // kNone: created by the step
  StateId to = kNone;
};

struct SingleMove {
  Term condition;  // over the variables of the general frame, and inputs
  std::vector<Moved> movers;
  Alignment slots, objects;  // the variables that the step may change, and their values after it
};

// Calls f for each, crashes left out (nothing happens behind them). False: some event has too many ways. Time
// is linear in events times slots.
bool each_move(Automaton&, const General&, const std::function<void(const SingleMove&)>& f);

// The starts in the same form, with all variables of the general frame.
bool each_start(Automaton&, const General&, const std::function<void(const SingleMove&)>& f);

}  // namespace csp::solver
