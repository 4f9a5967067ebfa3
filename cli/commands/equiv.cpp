// csp equiv: in which semantic models two processes are equal, and for each model that tells them apart an
// experiment that does.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/commands/expressions.h"
#include "cli/processes.h"
#include "cli/report/process_words.h"
#include "cli/report/words.h"
#include "cli/terminal.h"

namespace csp {
namespace {

struct ModelName {
  SemanticModel model;
  const char *letters, *words;
};
constexpr std::array<ModelName, 3> kModels = {{{SemanticModel::T, "T", "traces"},
                                               {SemanticModel::F, "F", "stable failures"},
                                               {SemanticModel::FD, "FD", "failures and divergences"}}};

// One direction: does the second refine the first?
struct Direction {
  Answer answer = Answer::Unknown;
  std::string text;  // why not
};

class Equivalence {
 public:
  Equivalence(Expressions& processes, const Options& options, const Budget& budget)
      : processes_(processes),
        options_(options),
        budget_(budget),
        names_{options.paths[1], options.paths[2]} {}

  ExitCode run() {
    bool all_equal = true;
    ExitCode status = ExitCode::AsStated;
    fmt::print("{} and {}\n", quoted_process(names_[0]), quoted_process(names_[1]));
    for (const ModelName& m : kModels) {
      std::array<Direction, 2> both;
      for (std::size_t i = 0; i < both.size(); ++i) {
        both[i] = refines(m.model, i, 1 - i);
        if (const auto problem = processes_.problem()) return *problem;
        if (defect_.empty()) continue;
        fmt::print("  a defect in csp, please report it: {}\n", defect_);
        return ExitCode::Internal;
      }
      const bool same = both[0].answer == Answer::Holds && both[1].answer == Answer::Holds;
      const bool differ = both[0].answer == Answer::Fails || both[1].answer == Answer::Fails;
      status = worse(status, same ? ExitCode::AsStated : differ ? ExitCode::NotAsStated : ExitCode::Limit);
      all_equal = all_equal && same;
      const char* words = same ? "equal" : differ ? "not equal" : "not known";
      fmt::print("  {:<3} {:<25} {}\n", m.letters, m.words, words);
      for (const Direction& d : both)
        if (d.answer != Answer::Holds) fmt::print("{}\n", wrapped(d.text, 6, terminal_width(1, 100)));
    }
    if (all_equal) fmt::print("No experiment tells them apart.\n");
    return status;
  }

 private:
  Direction refines(SemanticModel model, std::size_t specification, std::size_t implementation) {
    ProcessQuestion question;
    question.model = model;
    question.specification = processes_.processes()[specification];
    question.process = processes_.processes()[implementation];
    ProcessClaim claim;
    claim.specification = names_[specification];
    claim.implementation = names_[implementation];
    const AnsweredProcess answered =
        ask(processes_.terms(), question, claim, options_, budget_, processes_.diagnostics());
    if (!answered.defect.empty()) defect_ = answered.defect;
    if (answered.findings.empty()) return {answered.verdict.answer, "unknown: " + answered.verdict.reason};
    const ToldFinding& told = answered.findings.front();
    const std::string doubt =
        told.not_confirmed.empty() ? "" : " (not confirmed: " + told.not_confirmed + ")";
    return {answered.verdict.answer, summary(*told.process, processes_.sources()) + doubt};
  }

  Expressions& processes_;
  const Options& options_;
  const Budget& budget_;
  std::array<std::string, 2> names_;
  std::string defect_;
};

}  // namespace

ExitCode equiv_command(const Options& options) {
  const Budget budget = budget_of(options);
  Expressions expressions(options, budget);
  if (const auto problem = expressions.problem()) return *problem;
  return Equivalence(expressions, options, budget).run();
}

}  // namespace csp
