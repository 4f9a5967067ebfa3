// One program, asked of everybody: the front end and its printer, the reference interpreter, the explicit engine with and
// without each of its savings, the replay of its findings. Whoever disagrees is named.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace csp::fuzz {

struct CompareOptions {
  std::uint64_t seed = 1;          // which comparisons are drawn
  bool every = false;              // all of them
  std::uint64_t max_states = 2000; // of the reference; a larger program is skipped
  bool spin = false;               // with SPIN instead (compare_spin.h)
  bool endless = false;            // with the reference in normal form: answers only, properties without expressions only
};

struct Mismatch {
  std::string key;   // what disagreed, without numbers: `deadlock free: answer, default`. Shrinking keeps it.
  std::string what;  // the same with both sides
};

struct Comparison {
  std::string canonical;      // the text as csp fmt writes it
  std::string rejected;       // not empty: the front end does not take the program, and why
  bool skipped = false;       // too large for the reference, or more than Promela can say
  std::string why_skipped;
  int comparisons = 0;        // answers compared
  int undecided = 0;          // answers of the engine that a limit cut short
  int fails = 0, holds = 0;   // of the reference
  std::vector<Mismatch> mismatches;
};

// Compares all assertions of the text. Takes as long as the reference needs for max_states states, some ten times.
Comparison compare(const std::string& text, const CompareOptions&);

}  // namespace csp::fuzz
