// Reading a file and the processes beside it.
#include "cli/commands/expressions.h"

#include <fmt/format.h>

#include "cli/processes.h"
#include "cli/report/report.h"

namespace csp {

std::string name_system(const std::string& text, LoadOptions& options) {
  const std::size_t open = text.find_first_not_of(" \t\n");
  if (open == std::string::npos || text[open] != '[') return text;
  const std::size_t label = text.find_first_not_of(" \t\n", open + 1);
  const bool named = label != std::string::npos && text[label] != ']' && text[label] != '|';
  if (!named || text.find("::") == std::string::npos) return text;  // `[] x: S @ P(x)` is an expression
  options.systems.emplace_back(fmt::format("PROCESS_{}", options.systems.size() + 1), text);
  return options.systems.back().first;
}

Expressions::Expressions(const Options& options, const Budget& budget) {
  file_.path = options.paths.front();
  LoadOptions how{true, evaluation_limits(options, budget)};
  std::vector<std::string> texts;
  for (std::size_t i = 1; i < options.paths.size(); ++i) texts.push_back(name_system(options.paths[i], how));
  model_ = load(file_.sources, file_.path, overrides_of(options), file_.diagnostics, how);
  if (!model_) return;
  Diagnostics found;
  processes_ = lower_expressions(*model_, file_.sources, texts, found, evaluation_limits(options, budget));
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
