// Expressions of a property, evaluated in a global state (docs/semantics.md, section on properties).
#pragma once

#include <optional>
#include <unordered_map>

#include "checker/semantics/network.h"

namespace csp {

class StateExpression {
 public:
  explicit StateExpression(const Network& network) : network_(network) {}

  // Nothing if the expression mentions a variable that does not exist in this state, or cannot be evaluated in it.
  std::optional<Value> evaluate(ExprId, const State&);

  // The locals that the expressions look at: the network must not drop them.
  static Liveness::Kept kept_locals(const Program&, const std::vector<ExprId>&);

 private:
  const ProcessState& process(const State&, int member);

  const Network& network_;
  std::unordered_map<LocalState, ProcessState> decoded_;
};

}  // namespace csp
