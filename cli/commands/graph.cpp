// csp graph: the transition system of a process as a picture (DOT, SVG), for other tools (Aldebaran), or as
// JSON.
#include "cli/report/graph.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "checker/process/process_graph.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/report/report.h"
#include "cli/signals.h"
#include "frontend/load.h"
#include "frontend/process.h"

namespace csp {
namespace {

constexpr std::uint64_t kMostStates = 1'000'000;  // without --max-states

// What Graphviz draws; nothing if it is not there.
std::optional<std::string> svg_of(const std::string& dot) {
  std::string path = "/tmp/csp-graph-XXXXXX";
  const int file = mkstemp(path.data());
  if (file < 0) return std::nullopt;
  const bool written = write(file, dot.data(), dot.size()) == static_cast<ssize_t>(dot.size());
  close(file);
  std::string out;
  if (std::FILE* pipe = written ? popen(("dot -Tsvg " + path + " 2>/dev/null").c_str(), "r") : nullptr) {
    std::array<char, 4096> buffer{};
    for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      out.append(buffer.data(), n);
    if (pclose(pipe) != 0) out.clear();
  }
  std::remove(path.c_str());
  if (out.empty()) return std::nullopt;
  return out;
}

ExitCode put(const Options& options, const std::string& text) {
  if (options.output.empty()) {
    fmt::print("{}", text);
    return ExitCode::AsStated;
  }
  try {
    write_file(options.output, text);
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "csp: {}\n", error.what());
    return ExitCode::BadInput;
  }
  return ExitCode::AsStated;
}

}  // namespace

ExitCode graph_command(const Options& options) {
  FileResult file;
  file.path = options.paths[0];
  const std::string& process = options.paths[1];
  const std::optional<Model> model = load(file.sources, file.path, overrides_of(options), file.diagnostics);
  std::optional<ProcessExpressions> processes;
  EvaluationLimits limits;
  limits.stop = [] { return interrupted().load(); };
  if (model) processes = lower_expressions(*model, file.sources, {process}, file.diagnostics, limits);
  ProcessGraph graph;
  if (processes) {
    Budget budget = budget_of(options);
    if (budget.max_states == 0) budget.max_states = kMostStates;
    graph = process_graph(*processes->terms, processes->processes[0], options.minimise, budget);
    if (graph.failure) report(*graph.failure, file.diagnostics);
  }
  print_problems(file);
  if (file.diagnostics.has_errors() || !processes) return ExitCode::BadInput;
  if (!graph.reason.empty()) {
    fmt::print(stderr, "csp: the graph of {} is not whole: {}\n", process, graph.reason);
    return ExitCode::Limit;
  }
  const Events& events = processes->terms->events();
  switch (options.format) {
    case Format::Aut:
      return put(options, graph_as_aut(graph, events));
    case Format::Json:
      return put(options, graph_as_json(graph, events, process));
    case Format::Svg: {
      const auto svg = svg_of(graph_as_dot(graph, events, process));
      if (svg) return put(options, *svg);
      fmt::print(
          stderr,
          "csp: dot of Graphviz, which draws the picture, could not be run (Debian: apt install graphviz)\n");
      return ExitCode::BadInput;
    }
    case Format::Dot:
    case Format::Text:  // not given
    case Format::Html:
    case Format::Junit:
    case Format::Sarif:
      break;
  }
  return put(options, graph_as_dot(graph, events, process));
}

}  // namespace csp
