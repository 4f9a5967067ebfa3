// The one test of limits.
#include "checker/core/budget.h"

#include <fmt/format.h>

namespace csp {

std::string Budget::exhausted(const Progress& p) const {
  if (report) report(p);
  if (interrupt && interrupt->load(std::memory_order_relaxed)) return "interrupted";
  if (max_states && p.states >= max_states) return fmt::format("limit of {} states reached", max_states);
  if (max_memory_bytes && p.memory_bytes >= max_memory_bytes)
    return fmt::format("limit of {} MB of memory reached", max_memory_bytes / 1'000'000);
  if (max_depth && p.depth > max_depth) return fmt::format("limit of {} steps in depth reached", max_depth);
  if (timeout_seconds > 0) {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    if (passed.count() >= timeout_seconds) return fmt::format("limit of {} seconds reached", timeout_seconds);
  }
  return {};
}

}  // namespace csp
