// csp check and csp trace: check every file of the operands and tell a report; they differ in the report
// only.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report/report.h"
#include "cli/run.h"

namespace csp {
namespace {

ExitCode run_all(const Options& options, Report& report) {
  const Inputs inputs = find_inputs(options.paths);
  ProgressLine progress;
  ExitCode status = ExitCode::AsStated;
  std::size_t picked = 0, passed_over = 0;
  for (const auto& [operand, reason] : inputs.problems) {
    FileResult file;
    file.path = operand;
    file.unreadable = reason;
    report.loaded(file, {});
    report.file(file);
    status = worse(status, file.status());
  }
  for (const std::string& path : inputs.files) {
    const FileResult file = check_file(path, options, progress, report);
    picked += file.assertions.size();
    passed_over += file.passed_over;
    status = worse(status, file.status());
  }
  report.end();
  if (picked == 0 && passed_over > 0) {
    fmt::print(stderr, "csp: no assertion contains {}\n", options.only);
    status = worse(status, ExitCode::BadInput);
  }
  return status;
}

}  // namespace

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
    return run_all(options, *report);
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
    return run_all(options, *report);
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "csp: {}\n", error.what());
    return ExitCode::BadInput;
  }
}

}  // namespace csp
