// The way from a file to a model that is fit to run: read, parse, resolve, check.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "frontend/diagnostic.h"
#include "frontend/evaluation_limits.h"
#include "frontend/model.h"
#include "frontend/source.h"

namespace csp {

// -D NAME=VALUE: replaces the value of the top-level constant NAME by the expression VALUE.
struct Override {
  std::string name;
  std::string value;
};

// Reads `path` and the files it includes (relative to the including file, each once), and checks the whole.
// Gives nothing if there was an error, so that a wrong model never reaches an engine; all diagnostics are in
// `diagnostics`, ordered.
struct LoadOptions {
  bool processes = false;   // expressions of processes will be asked of it (process.h): it gets a half of CSPM even
                            // if it holds programs alone
  EvaluationLimits limits;  // of constants
  // Systems beside those of the file, as `NAME = SYSTEM`: a parallel command that somebody asks about.
  std::vector<std::pair<std::string, std::string>> systems = {};
};
std::optional<Model> load(SourceMap& sources, const std::string& path, const std::vector<Override>& overrides,
                          Diagnostics& diagnostics, const LoadOptions& = {});

// The same for a text that is not in a file; `name` stands for its path in diagnostics and for relative
// includes.
std::optional<Model> load_text(SourceMap& sources, const std::string& name, std::string text,
                               const std::vector<Override>& overrides, Diagnostics& diagnostics,
                               const LoadOptions& = {});

}  // namespace csp
