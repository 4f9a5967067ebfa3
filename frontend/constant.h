// Values of expressions that do not depend on a run: top-level constants, bounds of types, arguments of
// systems, the sets of `forall` and `outcomes`.
#pragma once

#include <string>
#include <unordered_map>
#include <variant>

#include "frontend/model.h"

namespace csp {

// Values for variables that are constants of an instance: parameters of systems, variables of `forall`,
// subscripts.
using Valuation = std::unordered_map<const Variable*, Value>;

// Why an expression has no value before a run.
struct NotConstant {
  Span span;             // the part that is to blame
  std::string reason;    // "`x` is a variable", "division by zero"
  bool failure = false;  // constant, but its evaluation fails
};

// The value of a checked expression. Top-level channels, and top-level variables that hold a lock, give the
// Ref of their global. A set is a sorted Seq without duplicates; a RangeExpr is the list of its members.
// Arithmetic beyond 64 bits fails.
std::variant<Value, NotConstant> evaluate(const Model& model, const ast::Expr& expr,
                                          const Valuation& valuation = {});

// The values of a replicator's set (a range, a set, the name of a set or of a finite type), in increasing
// order.
std::variant<std::vector<Value>, NotConstant> evaluate_set(const Model& model, const ast::Expr& set,
                                                           const Valuation& valuation = {});

// The list of the characters of a text in UTF-8.
Value string_value(const std::string& text);

}  // namespace csp
