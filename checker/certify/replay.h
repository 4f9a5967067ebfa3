// Carries out a finding's trace again on the reference interpreter, and looks whether the finding is there at
// its end. A finding that does not replay is a defect in csp and must not be shown as one of the model.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "checker/certify/story.h"
#include "checker/core/program.h"
#include "checker/core/property.h"
#include "checker/core/verdict.h"

namespace csp {

struct ReplayOptions {
  bool merge = true;  // as in the search that made the trace (docs/semantics.md 1.8)
  bool resolve = true;
  std::size_t max_future_states =
      200'000;  // for what has to be searched for: leak, cannot end, an outcome that is missing
};

struct Replayed {
  std::string mismatch;  // empty: every step is possible and the finding is there; else what is wrong
  std::optional<std::size_t>
      step;                   // index of the step that is wrong; nothing: the start, or the end of the trace
  std::string not_confirmed;  // not empty: the steps are right, but the finding needs a search that was given
                              // up, and why
  Story story;                // complete if ok()

  bool ok() const { return mismatch.empty(); }
};

// Replays the finding. Never throws for a wrong trace. O(steps), plus the search of the future where one is
// needed.
Replayed replay(const Program&, const Property&, const Finding&, const ReplayOptions& = {});

}  // namespace csp
