// Expressions of a property, evaluated in a global state (docs/semantics.md, section on properties).
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "checker/semantics/network.h"

namespace csp {

class StateExpression {
 public:
  explicit StateExpression(const Network& network) : network_(network) {}

  // Nothing if the expression mentions a variable that does not exist in this state, or cannot be evaluated in it.
  std::optional<Value> evaluate(ExprId, const State&);

  // The same for a boolean expression, remembered: the answer depends only on the components that evaluations have looked at so far, and is
  // worked out once for each combination of their local states. One expression per object.
  std::optional<bool> truth(ExprId, const State&);

  // The locals that the expressions look at: the network must not drop them.
  static Liveness::Kept kept_locals(const Program&, const std::vector<ExprId>&);

 private:
  const ProcessState& process(const State&, int member);

  LocalState look(const State& s, std::size_t position);

  struct KeyHash { std::size_t operator()(const std::vector<LocalState>&) const; };

  const Network& network_;
  std::unordered_map<LocalState, ProcessState> decoded_;
  std::vector<std::size_t> looked_at_;                                      // positions, sorted
  bool looked_further_ = false;                                             // looked_at_ has grown
  std::unordered_map<std::vector<LocalState>, std::optional<bool>, KeyHash> known_;
  std::vector<LocalState> key_;
};

}  // namespace csp
