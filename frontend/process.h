// Model -> Terms and a question: an assertion about processes, ready for the process engine; also single
// expressions, for `print` and for comparing two processes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checker/core/process_verdict.h"
#include "frontend/diagnostic.h"
#include "frontend/evaluation_limits.h"
#include "frontend/model.h"
#include "frontend/source.h"

namespace csp {

// What a report says of an assertion about processes, without evaluating anything.
struct ProcessClaim {
  ProcessQuestionKind kind = ProcessQuestionKind::Refinement;
  std::string specification, implementation;  // the sides as written; specification only for Refinement
};

// Is the assertion about processes, so that lower_process() and not lower() makes its check?
bool about_processes(const AssertInfo&);

// Pre: about_processes().
ProcessClaim process_claim(const AssertInfo&);

// Terms that evaluate their Delays when asked. They need the model, which must outlive them. Not for several
// threads at once.
struct ProcessCheck {
  std::shared_ptr<Terms> terms;
  ProcessQuestion question;
  std::string instance;  // the values of the `forall` variables, as Check::instance
};

// The check for one choice of values for the assertion's `forall` variables. Nothing if something that is
// needed at once cannot be evaluated: then `diagnostics` says why. What is evaluated later fails with an
// EvaluationError out of Terms::head, Renaming::images or EventSet::contains. Pre: about_processes().
std::optional<ProcessCheck> lower_process(const Model&, const AssertInfo&,
                                          const std::vector<Value>& forall_values, Diagnostics&,
                                          const EvaluationLimits& = {});

// Expressions of the script's language as processes over the same Terms, for verbs that take processes on the command line. Each is
// parsed and checked like a definition; `sources` gets their texts, as line 2 of `PROCESS 1`, ... Nothing if one is wrong.
// Pre: the model was loaded with `processes`.
struct ProcessExpressions {
  std::shared_ptr<Terms> terms;
  std::vector<TermId> processes;
};
std::optional<ProcessExpressions> lower_expressions(const Model&, SourceMap& sources,
                                                    const std::vector<std::string>& texts, Diagnostics&,
                                                    const EvaluationLimits& = {});

// The script's `print` lines, in order.
struct Printed {
  Span span;
  std::string expression, value;
  std::optional<EvaluationFailure> failure;  // why there is no value
  std::string limit;                         // the same in a report, if a limit was the reason
};
std::vector<Printed> print_values(const Model&, const EvaluationLimits& = {});

// An evaluation error as a diagnostic.
void report(const EvaluationFailure&, Diagnostics&);

}  // namespace csp
