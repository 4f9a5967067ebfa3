// csp graph: the transition system of a process as a picture (DOT, SVG), for other tools (Aldebaran), or as
// JSON.
#include "cli/report/graph.h"

#include <fmt/format.h>

#include <cstdio>

#include "checker/process/process_graph.h"
#include "cli/commands/commands.h"
#include "cli/commands/expressions.h"
#include "cli/output.h"
#include "cli/processes.h"
#include "cli/report/drawing.h"

namespace csp {
namespace {

constexpr std::uint64_t kMostStates = 1'000'000;  // without --max-states

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
  Budget budget = budget_of(options);
  if (budget.max_states == 0) budget.max_states = kMostStates;
  Expressions expressions(options, budget);
  if (const auto problem = expressions.problem()) return *problem;
  const std::string& process = options.paths[1];
  const ProcessGraph graph =
      process_graph(expressions.terms(), expressions.processes()[0], options.minimise, budget);
  std::string reason = graph.reason;
  if (graph.failure) {
    Diagnostics found;
    report(*graph.failure, found);
    reason = limit_or_mistakes(found, budget, expressions.diagnostics());
    if (const auto problem = expressions.problem()) return *problem;
  }
  if (!reason.empty()) {
    fmt::print(stderr, "csp: the graph of {} is not whole: {}\n", process, reason);
    return ExitCode::Limit;
  }
  const Events& events = expressions.terms().events();
  switch (options.graph_format) {
    case GraphFormat::Aut:
      return put(options, graph_as_aut(graph, events));
    case GraphFormat::Json:
      return put(options, graph_as_json(graph, events, process));
    case GraphFormat::Svg: {
      const auto svg = svg_of(graph_as_dot(graph, events, process));
      if (svg) return put(options, *svg);
      fmt::print(
          stderr,
          "csp: dot of Graphviz, which draws the picture, could not be run (Debian: apt install graphviz)\n");
      return ExitCode::BadInput;
    }
    case GraphFormat::Dot:
      break;
  }
  return put(options, graph_as_dot(graph, events, process));
}

}  // namespace csp
