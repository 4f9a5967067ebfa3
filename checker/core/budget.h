// How far an engine may go. One predicate, asked every few hundred states.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace csp {

struct Progress {                // what is known so far, for a terminal
  std::uint64_t states = 0, transitions = 0, depth = 0, memory_bytes = 0;
};

struct Budget {
  std::uint64_t max_states = 0;        // 0: no limit
  std::uint64_t max_memory_bytes = 0;  // of the search; 0: no limit
  std::uint64_t max_depth = 0;         // 0: no limit
  double timeout_seconds = 0;          // 0: no limit
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const Progress&)> report;  // called at each test; may be empty
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  // Empty while the search may go on; else the reason for Unknown: "limit of 1000000 states reached", "interrupted", ...
  std::string exhausted(const Progress&) const;
};

}  // namespace csp
