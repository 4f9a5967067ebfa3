// A model and processes written on the command line, for the verbs that take them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "cli/options.h"
#include "cli/result.h"
#include "frontend/load.h"
#include "frontend/process.h"

namespace csp {

// A parallel command is no process expression: it is given a name among the systems that are read with the
// file. Gives the text to ask for instead; any other text as it is.
std::string name_system(const std::string& text, LoadOptions&);

// Options::paths: a file, and the processes, which are parsed like definitions of its script.
class Expressions {
 public:
  Expressions(const Options&, const Budget&);

  // Prints what is wrong with the file or the processes, or which limit stopped their evaluation; what was
  // found wrong later, too. Nothing: all is well so far.
  std::optional<ExitCode> problem();
  Diagnostics& diagnostics() { return file_.diagnostics; }
  const SourceMap& sources() const { return file_.sources; }
  Terms& terms() { return *processes_->terms; }
  const std::vector<TermId>& processes() const { return processes_->processes; }

 private:
  FileResult file_;
  std::string limit_;
  std::optional<Model> model_;
  std::optional<ProcessExpressions> processes_;
};

}  // namespace csp
