// Carries out the finding of a check of processes again, on the literal semantics (sos.h), and proves what it
// claims. A finding that does not replay is a defect in csp and must not be shown as one of the model.
#pragma once

#include <string>
#include <vector>

#include "checker/certify/program_deeds.h"
#include "checker/certify/standstill.h"
#include "checker/core/budget.h"
#include "checker/core/process_verdict.h"

namespace csp {

struct ReplayedProcess {
  std::string mismatch;       // empty: the run is possible and shows what it claims; else what does not fit
  std::string not_confirmed;  // not empty: the proof was given up (a limit, an evaluation error), and why
  bool ok() const { return mismatch.empty() && not_confirmed.empty(); }
  ProgramDeeds run, other;  // what programs do along the two runs of the finding, as far as it can be told
  std::vector<PartOffer> parts;  // Deadlock, Refusal: of the process in its last state, if there are several
};

// What is proved of a finding, by its kind:
//   Trace: the run is possible; the specification has no run with the same visible events.
//   Refusal: after the run the process is stable and offers exactly `offers` (a state that can terminate may
//   also be shown
//     as offering only ✓); the specification can do the trace, but no state of it after the trace offers only
//     events of `offers`; `needs` are its minimal acceptances there.
//   Divergence: the steps from `loop` on are τ and come back to the state before them.
//   Deadlock: the last state has no step, and neither is ended nor at rest (docs/semantics.md, rules 17, 24).
//   Nondeterminism: the last state is stable and offers exactly `offers`, without `event`; `other` has the
//   same
//     visible events, after which `event` is possible, or these and `event` as the last one.
//   Error: the last step is a run-time error of a program.
// In FD, moreover, the specification does not diverge after a prefix of the trace.
// Steps of `run` are matched with their hidden events; τ that hide nothing may be left out of it, for engines
// save them. If a compression was passed over, τ are matched without their labels. `allowed` and `other` are
// proved as well if they are given. Time and space: those of the sets of states along the run, and of the
// specification's states after the trace.
ReplayedProcess replay_process(Terms&, const ProcessQuestion&, const ProcessFinding&, const Budget& = {});

}  // namespace csp
