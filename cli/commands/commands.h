// The verbs. Each takes the options, prints what it finds and gives the exit status.
#pragma once

#include "cli/exit_code.h"
#include "cli/options.h"

namespace csp {

ExitCode check_command(const Options&);
ExitCode trace_command(const Options&);
ExitCode report_command(const Options&);
ExitCode step_command(const Options&);
ExitCode play_command(const Options&);
ExitCode least_command(const Options&);
ExitCode fmt_command(const Options&);
ExitCode equiv_command(const Options&);
ExitCode graph_command(const Options&);

}  // namespace csp
