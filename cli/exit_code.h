// The exit status of csp: an interface that scripts rely on (docs/options.md prints this table).
#pragma once

namespace csp {

enum class ExitCode {
  AsStated = 0,     // every assertion is as stated
  NotAsStated = 1,  // some assertion is not
  BadInput = 2,     // a model, an option or a file is wrong
  Limit = 3,        // a limit was reached before an answer
  Internal =
      4  // a defect in csp: a trace that does not replay, engines that disagree, an unexpected exception
};

// The status of two parts together. In order of weight: 4, 2, 1, 3, 0.
inline ExitCode worse(ExitCode a, ExitCode b) {
  const auto weight = [](ExitCode code) {
    switch (code) {
      case ExitCode::AsStated:
        return 0;
      case ExitCode::Limit:
        return 1;
      case ExitCode::NotAsStated:
        return 2;
      case ExitCode::BadInput:
        return 3;
      case ExitCode::Internal:
        return 4;
    }
    return 4;
  };
  return weight(a) >= weight(b) ? a : b;
}

}  // namespace csp
