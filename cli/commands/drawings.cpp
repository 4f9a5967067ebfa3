// Each system once, in the order of the assertions.
#include "cli/commands/drawings.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "checker/process/process_graph.h"
#include "cli/processes.h"
#include "cli/report/connections.h"
#include "cli/report/drawing.h"
#include "cli/report/graph.h"
#include "cli/report/words.h"
#include "cli/run.h"
#include "cli/step/explored.h"
#include "cli/step/program_walk.h"
#include "frontend/load.h"
#include "frontend/lower.h"

namespace csp {
namespace {

constexpr std::uint64_t kMostStates = 40;            // of a system whose states are drawn
constexpr std::uint64_t kMostNetworkStates = 2'000;  // that are looked at for a network
constexpr std::size_t kMostNodes = 40;               // of a network
constexpr std::size_t kMostPictures = 12;            // of one file
constexpr double kMostSeconds = 5;                   // for one picture

class Drawings {
 public:
  explicit Drawings(const Options& options) : options_(options) {}

  std::vector<Drawing> of(const std::string& path) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto model = load(sources, path, overrides_of(options_), diagnostics,
                            {false, evaluation_limits(options_, budget_of(options_))});
    if (!model) return {};
    for (const AssertInfo& info : model->assertions) {
      const Statement statement = statement_of(info);
      if (!picked(statement, options_.only) || instances(info) == 0) continue;
      if (!about_processes(info)) {
        if (wanted(statement.system)) program(*model, info, statement.system);
        continue;
      }
      if (instances(info) != 1) continue;
      const ProcessClaim claim = process_claim(info);
      if (wanted(claim.implementation)) process(*model, info, claim.implementation, false);
      if (claim.kind == ProcessQuestionKind::Refinement && wanted(claim.specification))
        process(*model, info, claim.specification, true);
    }
    return std::move(drawn_);
  }

 private:
  bool wanted(const std::string& name) {
    if (drawn_.size() >= kMostPictures || std::find(seen_.begin(), seen_.end(), name) != seen_.end())
      return false;
    seen_.push_back(name);
    return true;
  }

  Budget budget(std::uint64_t states) const {
    Budget one = budget_of(options_);
    one.max_states = states;
    one.timeout_seconds =
        one.timeout_seconds > 0 ? std::min(one.timeout_seconds, kMostSeconds) : kMostSeconds;
    return one;
  }

  void put(const std::string& name, const std::string& what, const std::string& dot, const Budget& budget) {
    Drawing drawing{name, what, "", ""};
    if (auto svg = svg_of(dot, budget, drawing.reason)) drawing.svg = std::move(*svg);
    drawn_.push_back(std::move(drawing));
  }

  static std::string size(std::size_t states, std::size_t transitions) {
    return fmt::format("{}, {}", count(states, "state"), count(transitions, "transition"));
  }

  void process(const Model& model, const AssertInfo& info, const std::string& name, bool specification) {
    const Budget limits = budget(kMostStates);
    Diagnostics ignored;  // the check has told them
    const auto lowered =
        lower_process(model, info, forall_values(info, 0), ignored, evaluation_limits(options_, limits));
    if (!lowered) return;
    const ProcessQuestion& question = lowered->question;
    const ProcessGraph graph = process_graph(
        *lowered->terms, specification ? question.specification : question.process, Minimise::No, limits);
    if (graph.failure) return;
    if (!graph.reason.empty() || graph.states > kMostStates) return;  // large ones are not asked for
    put(name, size(graph.states, graph.edges.size()), graph_as_dot(graph, lowered->terms->events(), name),
        limits);
  }

  void program(const Model& model, const AssertInfo& info, std::string name) {
    Diagnostics ignored;
    auto lowered = lower(model, info, forall_values(info, 0), ignored);
    if (!lowered) return;
    // A walk tries a few integers only (any(int)): that would be a picture of a part.
    for (const Node& node : lowered->program.nodes)
      if (const auto* any = std::get_if<AnyValue>(&node.op); any && any->set == kNone) return;
    if (!lowered->instance.empty()) name += " with " + lowered->instance;
    try {
      ProgramWalk walk(std::move(lowered->program), Property{}, std::nullopt);
      const Budget wide = budget(kMostNetworkStates);
      const Connections network = walk.network(wide);
      const std::string part =
          network.reason.empty() ? "" : ", as far as " + count(kMostNetworkStates, "state") + " show it";
      if (network.nodes.size() > 1 && network.nodes.size() <= kMostNodes)
        put(name, "who is connected to whom" + part, connections_as_dot(network, name), wide);
      const Budget narrow = budget(kMostStates);
      const Explored all = explored(walk, kMostStates, narrow);
      if (!all.cut)
        put(name, size(all.states.size(), all.edges) + ", without the engine's savings",
            explored_as_dot(all, name), narrow);
    } catch (const WalkFailure&) {
      // The check has told it.
    }
  }

  const Options& options_;
  std::vector<Drawing> drawn_;
  std::vector<std::string> seen_;
};

}  // namespace

std::vector<Drawing> drawings_of(const Options& options, const std::string& path) {
  return Drawings(options).of(path);
}

}  // namespace csp
