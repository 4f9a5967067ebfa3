// Expressions and places over the locals of one frame.
#pragma once

#include <vector>

#include "checker/core/program.h"
#include "checker/semantics/fault.h"

namespace csp {

using Locals = std::vector<Value>;

// The value of an expression. Throws Fault for a run-time error of the model, LimitReached if an integer leaves 64 bits.
Value evaluate(const Program&, ExprId, const Locals&);

// The operator of a pure expression applied to values already worked out (used for properties, too).
Value apply_operator(const Program&, const Expr&, const std::vector<Value>& args);

// Evaluates the indices of a path: each becomes a position (checked against the value it will be applied to later).
std::vector<std::int64_t> evaluate_path(const Program&, const std::vector<PathStep>&, const Locals&);

// The part of `whole` at the path; Fault Bounds if a position does not exist.
Value value_at(const Value& whole, const std::vector<std::int64_t>& path);

// `whole` with the part at the path replaced.
Value replace_at(const Value& whole, const std::vector<std::int64_t>& path, const Value& part, std::size_t from = 0);

// Stores into a local variable; Fault Range if the value does not fit, Bounds for a bad index. All or nothing.
void store(const Program&, const Place&, const Value&, Locals&);

// Calls f once for every combination of values of the replicators, bound in the locals, in order. The locals are restored.
template <class F>
void for_each_binding(const Program& program, const std::vector<Replicator>& replicators, Locals& locals, F&& f,
                      std::size_t from = 0) {
  if (from == replicators.size()) {
    f();
    return;
  }
  const Replicator& r = replicators[from];
  const Value saved = locals[static_cast<std::size_t>(r.local)];
  const Value set = evaluate(program, r.set, locals);
  for (const Value& v : set.items()) {
    locals[static_cast<std::size_t>(r.local)] = v;
    for_each_binding(program, replicators, locals, f, from + 1);
  }
  locals[static_cast<std::size_t>(r.local)] = saved;
}

}  // namespace csp
