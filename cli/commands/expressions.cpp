// Reading a file and the processes beside it.
#include "cli/commands/expressions.h"

#include <fmt/format.h>

#include "cli/processes.h"
#include "cli/report/report.h"
#include "frontend/load.h"

namespace csp {

Expressions::Expressions(const Options& options, const Budget& budget) {
  file_.path = options.paths.front();
  model_ = load(file_.sources, file_.path, overrides_of(options), file_.diagnostics,
                {true, evaluation_limits(options, budget)});
  if (!model_) return;
  Diagnostics found;
  processes_ = lower_expressions(*model_, file_.sources, {options.paths.begin() + 1, options.paths.end()},
                                 found, evaluation_limits(options, budget));
  limit_ = limit_or_mistakes(found, budget, file_.diagnostics);
}

std::optional<ExitCode> Expressions::problem() {
  if (!limit_.empty()) {
    fmt::print(stderr, "csp: {}, while the script was evaluated\n", limit_);
    return ExitCode::Limit;
  }
  print_problems(file_);
  if (!processes_ || file_.diagnostics.has_errors()) return ExitCode::BadInput;
  return std::nullopt;
}

}  // namespace csp
