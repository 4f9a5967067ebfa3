// The progress line.
#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "cli/terminal.h"

namespace csp {

std::string short_number(double n) {
  if (n < 10'000) return fmt::format("{:.0f}", n);
  if (n < 1e6) return fmt::format("{:.1f} k", n / 1e3);
  if (n < 1e9) return fmt::format("{:.2f} M", n / 1e6);
  return fmt::format("{:.2f} G", n / 1e9);
}

ProgressLine::ProgressLine()
    : enabled_(is_terminal(STDERR_FILENO)), width_(terminal_width(STDERR_FILENO, 80)) {}

void ProgressLine::start(std::string what) {
  erase();
  what_ = std::move(what);
  start_ = Clock::now();
  last_ = start_;
}

void ProgressLine::show(const Progress& progress) {
  if (!enabled_) return;
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - start_).count();
  if (seconds < 0.5 || now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  const std::string numbers = fmt::format(": {} states, {}/s, depth {}, {} MB, {:.0f} s, total unknown",
                                          short_number(static_cast<double>(progress.states)),
                                          short_number(static_cast<double>(progress.states) / seconds),
                                          progress.depth, progress.memory_bytes / 1'000'000, seconds);
  const std::size_t room = width_ > columns_of(numbers) + 8 ? width_ - 1 - columns_of(numbers) : 8;
  fmt::print(stderr, "\r{}\x1b[K", cut(cut(what_, room) + numbers, width_ - 1));
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::erase() {
  if (!drawn_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace csp
