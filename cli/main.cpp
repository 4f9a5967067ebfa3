// csp: command line in, exit status out. Nothing that goes wrong in csp itself ends as a core dump: it is
// exit status 4.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>
#include <system_error>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/signals.h"

namespace {

csp::ExitCode run(int argc, const char* const* argv) {
  const csp::CommandLine line = csp::parse_command_line(argc, argv);
  if (!line.options) {
    fmt::print(line.status == csp::ExitCode::AsStated ? stdout : stderr, "{}", line.text);
    return line.status;
  }
  csp::catch_interrupts();
  switch (line.options->verb) {
    case csp::Verb::Check:
      return csp::check_command(*line.options);
    case csp::Verb::Trace:
      return csp::trace_command(*line.options);
    case csp::Verb::Report:
      return csp::report_command(*line.options);
    case csp::Verb::Step:
      return csp::step_command(*line.options);
    case csp::Verb::Play:
      return csp::play_command(*line.options);
    case csp::Verb::Least:
      return csp::least_command(*line.options);
    case csp::Verb::Fmt:
      return csp::fmt_command(*line.options);
    case csp::Verb::Equiv:
      return csp::equiv_command(*line.options);
    case csp::Verb::Graph:
      return csp::graph_command(*line.options);
  }
  return csp::ExitCode::Internal;
}

int internal_error(const char* what) {
  fmt::print(stderr,
             "csp: internal error: {}\nThis is a defect in csp, not in the model. Please report it with the "
             "model and the command.\n",
             what);
  return static_cast<int>(csp::ExitCode::Internal);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    csp::ExitCode status = run(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
      fmt::print(stderr, "csp: the output could not be written\n");
      status = csp::worse(status, csp::ExitCode::BadInput);
    }
    return static_cast<int>(status);
  } catch (const std::system_error& error) {
    if (!std::ferror(stdout)) return internal_error(error.what());
    fmt::print(stderr, "csp: the output could not be written\n");
    return static_cast<int>(csp::ExitCode::BadInput);
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "csp: out of memory\n");
    return static_cast<int>(csp::ExitCode::Limit);
  } catch (const std::exception& error) {
    return internal_error(error.what());
  } catch (...) {
    return internal_error("unknown exception");
  }
}
