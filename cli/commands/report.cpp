// csp report: checks like csp check, and writes what it finds as pages.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/commands/drawings.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/report/folder.h"
#include "cli/run.h"

namespace csp {

ExitCode report_command(const Options& options) {
  if (const Inputs inputs = find_inputs(options.paths); inputs.files.empty()) {
    for (const auto& [operand, reason] : inputs.problems)
      fmt::print(stderr, "csp: {}: {}\n", operand, reason);
    fmt::print(stderr, "csp: there is nothing to check, so no report is written\n");
    return ExitCode::BadInput;
  }
  try {
    const auto report =
        folder_report(options, [&](const std::string& path) { return drawings_of(options, path); });
    return check_files(options, *report);
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "csp: {}\n", error.what());
    return ExitCode::BadInput;
  }
}

}  // namespace csp
