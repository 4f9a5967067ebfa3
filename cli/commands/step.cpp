// csp step: through a system by hand, in the terminal.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/commands/commands.h"
#include "cli/inputs.h"
#include "cli/step/session.h"

namespace csp {

ExitCode step_command(const Options& options) {
  OpenedWalk opened;
  if (const auto problem = open_walk(options, opened)) return *problem;
  if (!opened.note.empty()) fmt::print("{}\n", opened.note);
  if (!opened.guide.empty()) fmt::print("A counterexample to follow (*): {}\n", opened.guide);
  Session session(options, opened);
  try {
    if (!options.script.empty()) {
      const auto text = read_file(options.script);
      if (const auto* error = std::get_if<ReadError>(&text)) {
        fmt::print(stderr, "csp: cannot read {}: {}\n", options.script, error->reason);
        return ExitCode::BadInput;
      }
      const auto lines = lines_of_text(options.script, std::get<std::string>(text), '\n');
      const ExitCode status = session.run(*lines);
      if (status != ExitCode::AsStated || session.left()) return status;
    }
    if (!options.commands.empty()) return session.run(*lines_of_text("--do", options.commands, ';'));
    const auto input = standard_input([&](const std::string& begin) { return session.candidates(begin); });
    if (input->interactive()) fmt::print("`help` tells the commands.\n");
    return session.run(*input);
  } catch (const WalkFailure& failure) {
    fmt::print(stderr, "csp: {}\n", failure.reason);
    return ExitCode::Limit;
  }
}

}  // namespace csp
