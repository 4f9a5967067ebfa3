// From the command line of csp step to a walk: which system of the file, and the counterexample that is to be
// followed.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/step/walk.h"
#include "frontend/model.h"
#include "frontend/process.h"
#include "frontend/source.h"

namespace csp {

struct OpenedWalk {
  SourceMap sources;
  std::optional<Model> model;    // the terms of a process need it
  std::shared_ptr<Terms> terms;  // of a process
  std::string title;             // "finishRequest(0)"
  std::string guide;             // what the run that can be followed shows; empty without one
  std::string note;              // what else there was to choose; may be empty
  std::unique_ptr<Walk> walk;
  bool program = false;  // the walk is through one, by its lines and variables
};

// The process Options::paths[1]; or the system of the assertion that --only picks, with its counterexample;
// or that of the first assertion. If there is none, what is wrong has been printed, and the exit status is
// given.
std::optional<ExitCode> open_walk(const Options&, OpenedWalk&);

}  // namespace csp
