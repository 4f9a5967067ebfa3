// csp check and csp trace: check every file of the operands and tell a report; they differ in the report
// only.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/report/report.h"
#include "cli/run.h"

namespace csp {
ExitCode check_command(const Options& options) {
  const auto report = [&] {
    switch (options.format) {
      case Format::Json:
        return json_report(options);
      case Format::Junit:
        return junit_report();
      case Format::Sarif:
        return sarif_report();
      case Format::Text:
      case Format::Html:
        break;
    }
    return check_text_report(options);
  }();
  try {
    return check_files(options, *report);
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "csp: {}\n", error.what());
    return ExitCode::BadInput;
  }
}

ExitCode trace_command(const Options& options) {
  const auto report = options.format == Format::Json   ? json_report(options)
                      : options.format == Format::Html ? html_report(options)
                                                       : trace_text_report(options);
  try {
    return check_files(options, *report);
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "csp: {}\n", error.what());
    return ExitCode::BadInput;
  }
}

}  // namespace csp
