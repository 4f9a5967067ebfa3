// Bad input, for people.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/report/report.h"
#include "cli/terminal.h"

namespace csp {

void print_problems(const FileResult& file) {
  std::fflush(stdout);  // so that the two outputs stay in order on a terminal
  if (!file.unreadable.empty()) fmt::print(stderr, "csp: {}: {}\n", file.path, file.unreadable);
  if (file.diagnostics.list().empty()) return;
  RenderOptions options;
  options.color = wants_color(STDERR_FILENO);
  options.width = static_cast<int>(terminal_width(STDERR_FILENO, 110));
  fmt::print(stderr, "{}", render(file.sources, file.diagnostics, options));
}

}  // namespace csp
