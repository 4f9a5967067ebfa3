// The values that a property's expressions have at proper ends (rule 26): found one after the other, each
// ruled out when the next is asked for.
#pragma once

#include <cstddef>
#include <vector>

#include "solver/smt.h"
#include "solver/unroll.h"

namespace csp::solver {

class OutcomeSearch {
 public:
  OutcomeSearch(Automaton& automaton, Smt& smt, const Property& property)
      : automaton_(automaton), smt_(smt), property_(property) {}

  // Adds what ends in frame n; unexpected outcomes become findings. False: the solver gave up.
  bool look(Unrolling&, int n, Verdict&, std::size_t max_findings);

  // Every end has been looked at: the answer.
  void conclude(Verdict&, std::size_t max_findings) const;

 private:
  Automaton& automaton_;
  Smt& smt_;
  const Property& property_;
};

}  // namespace csp::solver
