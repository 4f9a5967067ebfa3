// csp report: checks like csp check, and writes what it finds as pages.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "checker/process/process_graph.h"
#include "cli/commands/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/processes.h"
#include "cli/report/drawing.h"
#include "cli/report/folder.h"
#include "cli/report/graph.h"
#include "cli/run.h"
#include "frontend/load.h"
#include "frontend/lower.h"

namespace csp {
namespace {

constexpr std::uint64_t kMostStates = 40;  // of a process that is drawn
constexpr std::size_t kMostPictures = 12;  // of one file

// The processes that the picked assertions of a file are about, as far as they are small.
class Drawings {
 public:
  explicit Drawings(const Options& options) : options_(options) {}

  std::vector<Drawing> of(const std::string& path) {
    drawn_.clear();
    SourceMap sources;
    Diagnostics diagnostics;
    const auto model = load(sources, path, overrides_of(options_), diagnostics,
                            {false, evaluation_limits(options_, budget_of(options_))});
    if (!model) return {};
    for (const AssertInfo& info : model->assertions) {
      if (!picked(statement_of(info), options_.only) || !about_processes(info) || instances(info) != 1)
        continue;
      const ProcessClaim claim = process_claim(info);
      if (wanted(claim.implementation)) draw(*model, info, claim.implementation, false);
      if (claim.kind == ProcessQuestionKind::Refinement && wanted(claim.specification))
        draw(*model, info, claim.specification, true);
    }
    return drawn_;
  }

 private:
  bool wanted(const std::string& name) const {
    return drawn_.size() < kMostPictures &&
           std::none_of(drawn_.begin(), drawn_.end(), [&](const Drawing& d) { return d.process == name; });
  }

  void draw(const Model& model, const AssertInfo& info, const std::string& name, bool specification) {
    Budget budget = budget_of(options_);
    budget.max_states = kMostStates;
    Diagnostics ignored;  // the check has told them
    const auto lowered =
        lower_process(model, info, forall_values(info, 0), ignored, evaluation_limits(options_, budget));
    if (!lowered) return;
    const ProcessQuestion& question = lowered->question;
    const ProcessGraph graph = process_graph(
        *lowered->terms, specification ? question.specification : question.process, Minimise::No, budget);
    if (graph.failure) return;
    Drawing drawing{name, graph.states, graph.edges.size(), "", ""};
    if (!graph.reason.empty() || graph.states > kMostStates) return;  // large ones are not asked for
    const std::string dot = graph_as_dot(graph, lowered->terms->events(), name);
    if (auto svg = svg_of(dot, budget, drawing.reason)) drawing.svg = std::move(*svg);
    drawn_.push_back(std::move(drawing));
  }

  const Options& options_;
  std::vector<Drawing> drawn_;
};

}  // namespace

ExitCode report_command(const Options& options) {
  if (const Inputs inputs = find_inputs(options.paths); inputs.files.empty()) {
    for (const auto& [operand, reason] : inputs.problems)
      fmt::print(stderr, "csp: {}: {}\n", operand, reason);
    fmt::print(stderr, "csp: there is nothing to check, so no report is written\n");
    return ExitCode::BadInput;
  }
  Drawings drawings(options);
  try {
    const auto report = folder_report(options, [&](const std::string& path) { return drawings.of(path); });
    return check_files(options, *report);
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "csp: {}\n", error.what());
    return ExitCode::BadInput;
  }
}

}  // namespace csp
