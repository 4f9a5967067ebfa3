// A literal forward search from one state, for findings that speak about all its futures: leaks, and ends
// that cannot be reached.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "checker/certify/interpreter.h"
#include "checker/certify/normal.h"

namespace csp::reference {

struct Future {
  std::string
      given_up;  // not empty: why the search did not reach all futures (what was found below still counts)
  bool moves = false;  // the process asked about takes a step in some future
  bool survives =
      false;          // a state can be reached that cannot crash any more; only if the search was complete
  bool ends = false;  // a proper end can be reached
};

// Searches the futures of a state, garbage dropped. `pid`: the process asked about; it is followed until it
// moves.
Future search_future(const Interpreter&, const Normalizer&, const State&, std::optional<Pid> pid,
                     std::size_t max_states);

}  // namespace csp::reference
