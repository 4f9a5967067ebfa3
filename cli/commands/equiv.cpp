// csp equiv: in which semantic models two processes are equal, and for each model that tells them apart an
// experiment that does.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "checker/certify/replay_process.h"
#include "checker/process/check.h"
#include "cli/commands/commands.h"
#include "cli/process_told.h"
#include "cli/progress.h"
#include "cli/report/process_words.h"
#include "cli/report/report.h"
#include "cli/report/words.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "frontend/load.h"
#include "frontend/process.h"

namespace csp {
namespace {

struct ModelName {
  SemanticModel model;
  const char *letters, *words;
};
constexpr std::array<ModelName, 3> kModels = {{{SemanticModel::T, "T", "traces"},
                                               {SemanticModel::F, "F", "stable failures"},
                                               {SemanticModel::FD, "FD", "failures and divergences"}}};

// One direction: does `implementation` refine `specification`?
struct Direction {
  Answer answer = Answer::Unknown;
  std::string text;  // why not
  std::string defect;
};

class Equivalence {
 public:
  Equivalence(const ProcessExpressions& processes, const Options& options)
      : processes_(processes), options_(options), names_{options.paths[1], options.paths[2]} {}

  ExitCode run() {
    std::string equal, apart, open;
    ExitCode status = ExitCode::AsStated;
    fmt::print("{} and {}\n", quoted_process(names_[0]), quoted_process(names_[1]));
    for (const ModelName& m : kModels) {
      const Direction there = refines(m.model, 0, 1), back = refines(m.model, 1, 0);
      for (const Direction& d : {there, back}) {
        if (d.defect.empty()) continue;
        fmt::print("  a defect in csp, please report it: {}\n", d.defect);
        return ExitCode::Internal;
      }
      const bool same = there.answer == Answer::Holds && back.answer == Answer::Holds;
      const bool differ = there.answer == Answer::Fails || back.answer == Answer::Fails;
      status = worse(status, same ? ExitCode::AsStated : differ ? ExitCode::NotAsStated : ExitCode::Limit);
      std::string& list = same ? equal : differ ? apart : open;
      list += (list.empty() ? "" : ", ") + std::string(m.letters);
      fmt::print("  {:<3} {:<25} {}\n", m.letters, m.words,
                 same     ? "equal"
                 : differ ? "not equal"
                          : "not known");
      for (const Direction& d : {there, back})
        if (d.answer != Answer::Holds) fmt::print("{}\n", wrapped(d.text, 6, terminal_width(1, 100)));
    }
    if (apart.empty() && open.empty()) fmt::print("No experiment tells them apart.\n");
    return status;
  }

 private:
  Direction refines(SemanticModel model, std::size_t specification, std::size_t implementation) {
    ProcessQuestion question;
    question.model = model;
    question.specification = processes_.processes[specification];
    question.process = processes_.processes[implementation];
    const Budget budget = budget_of(options_);
    const ProcessVerdict verdict = check_process(*processes_.terms, question, {options_.compress}, budget);
    Direction out;
    out.answer = verdict.answer;
    if (verdict.answer == Answer::Unknown)
      out.text = "unknown: " + (verdict.failure ? verdict.failure->message : verdict.reason);
    if (verdict.findings.empty()) return out;
    const ProcessFinding& finding = verdict.findings.front();
    const ReplayedProcess replayed = replay_process(*processes_.terms, question, finding, budget);
    if (!replayed.mismatch.empty()) out.defect = "the experiment does not replay: " + replayed.mismatch;
    ProcessClaim claim;
    claim.specification = names_[specification];
    claim.implementation = names_[implementation];
    out.text = summary(tell(*processes_.terms, claim, finding));
    if (!replayed.not_confirmed.empty()) out.text += " (not confirmed: " + replayed.not_confirmed + ")";
    return out;
  }

  const ProcessExpressions& processes_;
  const Options& options_;
  std::array<std::string, 2> names_;
};

}  // namespace

ExitCode equiv_command(const Options& options) {
  FileResult file;
  file.path = options.paths[0];
  const std::optional<Model> model = load(file.sources, file.path, overrides_of(options), file.diagnostics);
  std::optional<ProcessExpressions> processes;
  EvaluationLimits limits;
  limits.stop = [] { return interrupted().load(); };
  if (model)
    processes = lower_expressions(*model, file.sources, {options.paths[1], options.paths[2]},
                                  file.diagnostics, limits);
  print_problems(file);
  if (!processes) return ExitCode::BadInput;
  return Equivalence(*processes, options).run();
}

}  // namespace csp
