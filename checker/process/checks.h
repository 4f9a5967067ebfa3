// The parts of check_process: one function for each kind of question.
#pragma once

#include <optional>
#include <string>

#include "checker/core/budget.h"
#include "checker/core/process_verdict.h"
#include "checker/process/component_maker.h"
#include "checker/process/product_search.h"
#include "checker/semantics/fault.h"

namespace csp {

struct CheckContext {
  ComponentMaker& maker;
};

// What ended a search before its end; empty if nothing did.
struct Stopped {
  std::string reason;
  std::optional<EvaluationFailure> failure;
  bool early() const { return !reason.empty(); }
};

// Calls f, which returns the budget's reason or nothing; turns what it throws into the reason.
template <class F>
Stopped guarded(F&& f);

void decide_refinement(const CheckContext&, const ProcessQuestion&, ProcessVerdict&);
void decide_deadlock_free(const CheckContext&, const ProcessQuestion&, ProcessVerdict&);
void decide_divergence_free(const CheckContext&, const ProcessQuestion&, ProcessVerdict&);
void decide_error_free(const CheckContext&, const ProcessQuestion&, ProcessVerdict&);  // of programs
void decide_deterministic(const CheckContext&, const ProcessQuestion&, ProcessVerdict&);

// Where a search found what it looked for.
struct Violation {
  ProcessFindingKind kind = ProcessFindingKind::Trace;
  ProductSearch::Id id = 0;  // the state
  EventId event = kTau;      // Trace: the event that is too much
  std::size_t length = 0;    // of the run
};

// Looks for cycles of τ while a search goes on: when the search has grown by a factor since the last look, so
// that an infinite process that diverges is caught, and at its end.
class CycleWatch {
 public:
  // True: there is one.
  bool look(ProductSearch& search) {
    if (search.expanded() < next_) return false;
    next_ = search.expanded() * 16;
    return at_end(search);
  }
  bool at_end(ProductSearch& search) {
    if (cycle_.steps.empty()) cycle_ = search.find_cycle();
    return !cycle_.steps.empty();
  }
  bool found() const { return !cycle_.steps.empty(); }
  // The finding: the way to the cycle, and once around it.
  ProcessFinding finding(ProductSearch&) const;
  ProductSearch::Id entry() const { return cycle_.entry; }

 private:
  std::size_t next_ = 1024;
  ProductSearch::Cycle cycle_;
};

// Tells the finding again in the components that the script has, if the search went through compressed ones;
// sets `compressed` if a limit is in the way.
void explain(Transitions&, const ProcessQuestion&, const Budget&, ProcessFinding&);

// The visible events of a run, ✓ included.
std::vector<EventId> trace_of(const std::vector<ProcessStep>&);

// Into the verdict: statistics, and the answer where the search was stopped. `specification` may be null.
void conclude(ProductSearch&, StateGraph* specification, const Stopped&, ProcessVerdict&);
// Adds the component that grows without bound to the reason of an unknown verdict. False: there is none.
bool name_growing(const ProcessNetwork&, std::size_t states, ProcessVerdict&);
void fails(ProcessVerdict&);  // the answer, whatever ended the search

// ---- Implementation of the templates ------------------------------------------------------------

template <class F>
Stopped guarded(F&& f) {
  try {
    return {f(), std::nullopt};
  } catch (const LimitReached& limit) {
    return {limit.reason, std::nullopt};
  } catch (const EvaluationError& error) {
    return {error.failure.message, error.failure};
  }
}

}  // namespace csp
