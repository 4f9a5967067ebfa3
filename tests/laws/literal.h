// The equations of TPC 8.2 and 8.4 on explicit sets of traces and failures, for processes without recursion:
// word by word as printed, merges of traces and all. The denotational evaluator of checker/certify keeps the
// same sets in trees; here is what it must mean.
#pragma once

#include <set>
#include <utility>

#include "tests/laws/expression.h"

namespace csp::laws {

using Trace = std::vector<std::string>;  // "✓" last, if at all
using Refusal = std::set<std::string>;
struct Literal {
  std::set<Trace> traces;
  std::set<std::pair<Trace, Refusal>> failures;  // of stable states (model F)
  friend bool operator==(const Literal&, const Literal&) = default;
};

// Errors: std::runtime_error for recursion, RUN and CHAOS, and the operators that the book does not have.
Literal literal(const Expr&, const std::vector<std::string>& alphabet);

}  // namespace csp::laws
