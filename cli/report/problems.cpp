// Bad input, for people.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/report/report.h"
#include "cli/terminal.h"

namespace csp {
namespace {

void print(const SourceMap& sources, const Diagnostics& diagnostics) {
  if (diagnostics.list().empty()) return;
  std::fflush(stdout);  // so that the two outputs stay in order on a terminal
  RenderOptions options;
  options.color = wants_color(STDERR_FILENO);
  options.width = static_cast<int>(terminal_width(STDERR_FILENO, 110));
  fmt::print(stderr, "{}", render(sources, diagnostics, options));
}

}  // namespace

void print_problems(const FileResult& file) {
  if (!file.unreadable.empty()) fmt::print(stderr, "csp: {}: {}\n", file.path, file.unreadable);
  print(file.sources, file.diagnostics);
}

void print_problems(const FileResult& file, const AssertionResult& result) {
  print(file.sources, result.diagnostics);
}

}  // namespace csp
