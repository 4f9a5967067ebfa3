// One line on the terminal while a search goes on: states, rate, depth, memory. Nothing in a pipe, nothing in
// the first half second.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "checker/core/budget.h"

namespace csp {

class ProgressLine {
 public:
  ProgressLine();  // shows only if standard error is a terminal
  ~ProgressLine() { erase(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void start(std::string what);  // a new search, with words for what is searched
  void show(const Progress&);    // at most ten times a second
  void erase();                  // leaves the line empty; call it before anything else is printed

 private:
  using Clock = std::chrono::steady_clock;
  bool enabled_;
  std::size_t width_ = 80;  // columns of the terminal
  std::string what_;
  Clock::time_point start_, last_;  // of the search; of the last drawing
  bool drawn_ = false;
};

// "950", "12.3 k", "4.50 M": a number for people.
std::string short_number(double);

}  // namespace csp
