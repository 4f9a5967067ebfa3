// Generated programs: the text of a small .csp file, well typed, with few states, from a seed.
#pragma once

#include <cstdint>
#include <string>

namespace csp::fuzz {

struct Shape {
  bool spin = false;     // only what Promela can say with the same meaning (promela.h)
  bool endless = false;  // loops without a bound may make processes and objects
};

// The file: declarations, progs, one system, and one assertion for each kind of property. The same seed gives the same text.
std::string generate(std::uint64_t seed, const Shape& shape = {});

}  // namespace csp::fuzz
