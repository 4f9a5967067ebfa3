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
#include "cli/report/connections.h"
#include "cli/report/drawing.h"
#include "cli/report/words.h"
#include "cli/step/explored.h"
#include "cli/step/opened.h"

namespace csp {
namespace {

constexpr std::uint64_t kMostStates = 1'000'000;     // without --max-states
constexpr std::uint64_t kMostStatesOfWalk = 20'000;  // of the network and the waiting, without it

// Where the text of a graph goes.
class Target {
 public:
  // All must outlive this. `read`: the files that were read, which are not written.
  Target(const Options& options, const SourceMap& read, const Budget& budget)
      : options_(options), read_(read), budget_(budget) {}

  ExitCode put(const std::string& text) const {
    if (options_.output.empty()) {
      fmt::print("{}", text);
      return ExitCode::AsStated;
    }
    try {
      write_file(options_.output, text, read_);
    } catch (const CannotWrite& error) {
      fmt::print(stderr, "csp: {}\n", error.what());
      return ExitCode::BadInput;
    }
    return ExitCode::AsStated;
  }

  // A picture of a graph of so many edges.
  ExitCode put_svg(const std::string& dot, std::size_t edges) const {
    if (edges > kMostDrawnEdges) {
      fmt::print(stderr, "csp: {} are too many for a picture (at most {}); {}\n", count(edges, "edge"),
                 kMostDrawnEdges, "--minimise or --weak may make them fewer, --format aut is for tools");
      return ExitCode::Limit;
    }
    std::string reason;
    if (const auto svg = svg_of(dot, budget_, reason)) return put(*svg);
    fmt::print(stderr, "csp: there is no picture: {}\n", reason);
    return budget_.exhausted({}).empty() ? ExitCode::BadInput : ExitCode::Limit;
  }

  // A picture of the network or of the waiting, in the formats that have pictures.
  ExitCode put(const Connections& network, const std::string& title) const {
    switch (options_.graph_format) {
      case GraphFormat::Json:
        return put(connections_as_json(network, title));
      case GraphFormat::Svg:
        return put_svg(connections_as_dot(network, title), network.edges.size());
      case GraphFormat::Dot:
      case GraphFormat::Aut:  // refused by the options
        break;
    }
    return put(connections_as_dot(network, title));
  }

 private:
  const Options& options_;
  const SourceMap& read_;
  const Budget& budget_;
};

// Of a system that is walked through: who is connected to whom, or who waits for whom in the nearest state in
// which nothing can happen.
ExitCode graph_of_walk(const Options& options, Budget budget) {
  OpenedWalk opened;
  if (const auto problem = open_walk(options, opened)) return *problem;
  Walk& walk = *opened.walk;
  const Target target(options, opened.sources, budget);
  if (budget.max_states == 0) budget.max_states = kMostStatesOfWalk;
  try {
    if (options.graph_of == GraphOf::Network) {
      const Connections network = walk.network(budget);
      if (!network.reason.empty())
        fmt::print(stderr, "csp: the network may have more than is shown: {}\n", network.reason);
      return target.put(network, opened.title);
    }
    std::string reason;
    if (!walk.stuck()) {
      WalkGoal goal;
      goal.stuck = true;
      const auto way = walk.way_to(goal, budget, reason);
      for (const std::size_t choice : way) {
        walk.now();
        walk.take(choice);
      }
    }
    if (walk.stuck()) return target.put(walk.waiting(), opened.title);
    fmt::print(stderr, "csp: nobody waits for ever in {}: {}\n", opened.title,
               reason.empty() ? "it has no deadlock" : "no deadlock was found, " + reason);
    return reason.empty() ? ExitCode::NotAsStated : ExitCode::Limit;
  } catch (const WalkFailure& failure) {
    fmt::print(stderr, "csp: {}\n", failure.reason);
    return ExitCode::Limit;
  }
}

bool is_program(Expressions& expressions) {
  try {
    Terms& terms = expressions.terms();
    return terms[terms.head(expressions.processes()[0])].kind == TermKind::Instance;
  } catch (const EvaluationError&) {
    return false;  // it is told when the graph is made
  }
}

// As a process a program does hidden steps only; a picture says what they are.
ExitCode picture_of_program(const Options& options, const Budget& budget) {
  OpenedWalk opened;
  if (const auto problem = open_walk(options, opened)) return *problem;
  const Target target(options, opened.sources, budget);
  const std::uint64_t most = options.max_states ? options.max_states : kMostStatesOfWalk;
  try {
    const Explored all = explored(*opened.walk, most, budget);
    if (all.cut) {
      const std::string limit = budget.exhausted({});
      fmt::print(stderr, "csp: the graph of {} is not whole: {}\n", opened.title,
                 limit.empty() ? fmt::format("limit of {} states reached", most) : limit);
      return ExitCode::Limit;
    }
    const std::string dot = explored_as_dot(all, opened.title);
    return options.graph_format == GraphFormat::Svg ? target.put_svg(dot, all.edges) : target.put(dot);
  } catch (const WalkFailure& failure) {
    fmt::print(stderr, "csp: {}\n", failure.reason);
    return ExitCode::Limit;
  }
}

}  // namespace

ExitCode graph_command(const Options& options) {
  Budget budget = budget_of(options);
  if (options.graph_of != GraphOf::Steps) return graph_of_walk(options, budget);
  if (budget.max_states == 0) budget.max_states = kMostStates;
  Expressions expressions(options, budget);
  if (const auto problem = expressions.problem()) return *problem;
  const std::string& process = options.paths[1];
  const Minimise minimise = options.weak       ? Minimise::Weak
                            : options.minimise ? Minimise::Strong
                                               : Minimise::No;
  const ProcessGraph graph = process_graph(expressions.terms(), expressions.processes()[0], minimise, budget);
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
  const bool picture = options.graph_format == GraphFormat::Dot || options.graph_format == GraphFormat::Svg;
  if (picture && !options.minimise && !options.weak && is_program(expressions))
    return picture_of_program(options, budget_of(options));
  const Events& events = expressions.terms().events();
  const Target target(options, expressions.sources(), budget);
  switch (options.graph_format) {
    case GraphFormat::Aut:
      return target.put(graph_as_aut(graph, events));
    case GraphFormat::Json:
      return target.put(graph_as_json(graph, events, process));
    case GraphFormat::Svg:
      return target.put_svg(graph_as_dot(graph, events, process), graph.edges.size());
    case GraphFormat::Dot:
      break;
  }
  return target.put(graph_as_dot(graph, events, process));
}

}  // namespace csp
