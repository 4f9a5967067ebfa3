// SPIN, asked about a Promela text: spin -a, a C compiler, the verifier.
#pragma once

#include <string>

namespace csp::fuzz {

struct SpinAnswer {
  std::string problem;                   // not empty: no answer, and why (a limit, or a tool that failed)
  bool failed = false;                   // the problem is a tool's: the text is wrong, or a tool is missing
  bool deadlock = false, error = false;  // an invalid end state, tag_error
  bool always_violated = false, reachable_reached = false;  // tag_always, tag_reachable
};

// Explores the text's whole state space without reductions in a folder of its own, which is removed. Takes
// about a second, most of it the C compiler's.
SpinAnswer ask_spin(const std::string& promela);

}  // namespace csp::fuzz
