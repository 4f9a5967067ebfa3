// What the parts of a process offer in a state in which the whole goes no further: the reader sees why they
// do not agree.
#pragma once

#include <string>
#include <vector>

#include "checker/certify/runs.h"
#include "checker/certify/sos.h"

namespace csp {

struct PartOffer {
  std::string part;             // as written: `CUST`, `PHIL(0)`; may be empty
  std::vector<EventId> offers;  // what it could do by itself, under its own names (before a renaming); sorted
  bool terminated = false;
};

namespace reference {

// The parts that the parallel operators at the top of `process` join, from left to right, through hiding,
// renaming and compressions; each in the place where `state` has it. Of a process that is not parallel at its
// top: itself. Throws EvaluationError, LimitReached.
std::vector<PartOffer> parts_at(Sos&, Runs&, TermId process, TermId state);

}  // namespace reference
}  // namespace csp
