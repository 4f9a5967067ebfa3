// A file in, results out: load, lower each assertion, check it, replay what was found.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report/report.h"
#include "cli/result.h"
#include "cli/statement.h"
#include "frontend/load.h"

namespace csp {

Statement statement_of(const AssertInfo&);
bool picked(const Statement&, const std::string& only);  // --only

// Checks the assertions of one file that Options::only picks, and tells the report of each as soon as it is
// decided. A limit or Ctrl-C ends one assertion as unknown; after Ctrl-C the rest is unknown, too. Throws
// only what the parts below throw for defects of their own.
FileResult check_file(const std::string& path, const Options&, ProgressLine&, Report&);

// All files of the operands, one after the other, and the status of the whole. Throws CannotWrite where a report writes.
ExitCode check_files(const Options&, Report&);

}  // namespace csp
