// A finding about processes with names for numbers, and the story that the reports lay out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checker/certify/story.h"
#include "checker/core/process_verdict.h"
#include "frontend/process.h"

namespace csp {

struct ToldStep {
  std::string event;    // as a script writes it: `c.1.true`, `✓`; what was hidden, if hidden; `τ`
  bool visible = true;  // false: τ, or `event` hidden
  std::string by;       // which components took part; may be empty
};

struct ToldProcess {  // as ProcessFinding
  ProcessFindingKind kind = ProcessFindingKind::Trace;
  std::string specification, process;  // as written; the specification is empty without one
  std::vector<ToldStep> run, other;
  std::size_t loop = 0;  // Divergence
  std::vector<std::string> offers, allowed;
  std::vector<std::vector<std::string>> needs;
  std::string event;

  std::vector<std::string> trace() const;  // the visible events of the run
};

ToldProcess tell(const Terms&, const ProcessClaim&, const ProcessFinding&);

// Two sides beside each other, aligned at the visible events: the specification's run and the process's, or
// two runs of one process. A process of few components has a column for each of them. The steps have no place
// in the source.
Story story_of(const ToldProcess&);

}  // namespace csp
