// The budget while formulas are made: encoding a step may itself take long, or much memory.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "checker/core/budget.h"

namespace csp::solver {

// The reason is that of Budget::exhausted.
struct OutOfBudget : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Patience {
 public:
  explicit Patience(const Budget& budget);

  // Cheap; looks at the clock and the memory every 4096 calls. Throws OutOfBudget.
  void tick() {
    if ((++calls_ & 0xfff) == 0) look();
  }
  void look();

 private:
  Budget budget_;
  std::uint64_t calls_ = 0;
  std::uint64_t before_ = 0;  // memory of this process at the start
};

}  // namespace csp::solver
