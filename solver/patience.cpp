// Memory is what the system has given to this process since the start: terms, ways and Z3's formulas alike.
#include "solver/patience.h"

#include <unistd.h>

#include <fstream>

namespace csp::solver {

namespace {

std::uint64_t resident_bytes() {
  std::ifstream in("/proc/self/statm");
  std::uint64_t all = 0, resident = 0;
  if (!(in >> all >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

Patience::Patience(const Budget& budget) : budget_(budget), before_(resident_bytes()) {
  budget_.report = nullptr;
  budget_.max_states = budget_.max_depth = 0;
}

void Patience::look() {
  Progress progress;
  const std::uint64_t now = resident_bytes();
  progress.memory_bytes = now > before_ ? now - before_ : 0;
  if (std::string why = budget_.exhausted(progress); !why.empty()) throw OutOfBudget(why);
}

}  // namespace csp::solver
