// A finding about processes with names for numbers, and the story that the reports lay out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checker/certify/replay_process.h"
#include "checker/certify/story.h"
#include "checker/core/process_verdict.h"
#include "frontend/process.h"

namespace csp {

struct ToldStep {
  std::string event;    // as a script writes it: `c.1.true`, `✓`; what was hidden, if hidden; `τ`
  bool visible = true;  // false: τ, or `event` hidden
  std::string by;       // which components took part; may be empty
  std::vector<ProgramDeed> deeds;  // what programs in it did
  std::vector<Span> places = {};   // of the prefixes that do it
};

struct ToldPart {
  std::string name;  // `PHIL(0)`; `part 2` if it has none, or one that it shares
  std::vector<std::string> offers;
  bool terminated = false;
};

struct ToldProcess {  // as ProcessFinding
  ProcessFindingKind kind = ProcessFindingKind::Trace;
  std::string specification, process;  // as written; the specification is empty without one
  std::vector<ToldStep> run, other;
  std::size_t loop = 0;  // Divergence
  std::vector<std::string> offers, allowed;
  std::vector<std::vector<std::string>> needs;
  std::vector<ToldPart> parts;  // Deadlock, Refusal: what each could do in the last state; may be empty
  std::string event;
  SemanticModel model = SemanticModel::FD;  // that was asked in
  std::optional<ProgramFailure> failure;    // the run ends in a run-time error of a program

  std::vector<std::string> trace() const;  // the visible events of the run
};

ToldProcess tell(const Terms&, const ProcessClaim&, SemanticModel, const ProcessFinding&,
                 const ReplayedProcess&);

// Two sides beside each other, aligned at the visible events: the specification's run and the process's, or
// two runs of one process. A process of few components has a column for each of them. Steps of programs have
// a place in the source.
Story story_of(const ToldProcess&);

}  // namespace csp
