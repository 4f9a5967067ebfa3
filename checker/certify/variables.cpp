// Shared variables (docs/semantics.md 1.4): Read, Write, Rmw in one step, and what a race is made of.
#include "checker/certify/interpreter.h"

namespace csp::reference {

// The state behind the access at the process's node; a failure stores nothing.
Result<State> Interpreter::accessed(const State& s, Pid p) const {
  const Node& at = *node_of(s, p);
  const std::vector<Value>& locals = s.top(p).locals;
  const auto* read = std::get_if<Read>(&at.op);
  const auto* write = std::get_if<Write>(&at.op);
  const auto* rmw = std::get_if<Rmw>(&at.op);
  const auto ref = evaluate(program_, locals, read ? read->object : write ? write->object : rmw->object);
  if (!ref) return ref.failure();
  if (ref->kind() != ValueKind::Ref)
    return Failure{ErrorKind::NilObject, "access to a variable that does not exist"};
  const auto path = resolve_path(program_, locals, read ? read->path : write ? write->path : rmw->path);
  if (!path) return path.failure();
  std::vector<Value> args;
  if (write) {
    const auto value = evaluate(program_, locals, write->value);
    if (!value) return value.failure();
    args.push_back(*value);
  }
  if (rmw)
    for (ExprId arg : rmw->args) {
      const auto value = evaluate(program_, locals, arg);
      if (!value) return value.failure();
      args.push_back(*value);
    }
  State after = s;
  Value& content = after.object(ref->number()).content;
  const auto old = part_at(content, *path);
  if (!old) return old.failure();

  std::optional<Value> stored, result;
  if (read) {
    result = *old;
  } else if (write) {
    stored = args[0];
  } else {
    switch (rmw->op) {
      case RmwOp::Add: {
        std::int64_t sum = 0;
        if (__builtin_add_overflow(old->number(), args[0].number(), &sum))
          throw LimitReached("an integer does not fit 64 bits");
        stored = result = Value::integer(sum);
        break;
      }
      case RmwOp::Swap:
        stored = args[0];
        result = *old;
        break;
      case RmwOp::Cas:
        if (*old == args[0]) stored = args[1];
        result = Value::boolean(stored.has_value());
        break;
    }
  }
  if (stored) {
    const TypeId check = write ? write->check : rmw->check;
    if (!fits(program_.types, check, *stored))
      return Failure{ErrorKind::Range, show(program_.types, kNone, *stored) + " is out of range"};
    const auto changed = with_part(content, *path, *stored);
    if (!changed) return changed.failure();
    content = *changed;
  }
  if (read) {
    if (auto failure = store(program_, after.top(p).locals, read->target, *result)) return *failure;
  } else if (rmw && rmw->result) {
    if (auto failure = store(program_, after.top(p).locals, *rmw->result, *result)) return *failure;
  }
  go(after, p, read ? read->next : write ? write->next : rmw->next);
  return after;
}

void Interpreter::variable_steps(const State& s, Pid p, std::vector<Successor>& out) const {
  auto after = accessed(s, p);
  if (!after) return fail_step(s, p, after.failure().kind, kNone, out);
  finish({StepKind::Act, {{p, s.top(p).node, kNone, {}}}, 0}, std::move(*after), out);
}

std::optional<Access> Interpreter::next_access(const State& s, Pid p) const {
  const Node* at = node_of(s, p);
  if (!at || s.process(p).pending) return std::nullopt;
  const auto* read = std::get_if<Read>(&at->op);
  const auto* write = std::get_if<Write>(&at->op);
  const auto* rmw = std::get_if<Rmw>(&at->op);
  if ((!read && !write && !rmw) || !accessed(s, p)) return std::nullopt;
  Access access;
  access.object = object_at(s, p).number();
  access.path = *resolve_path(program_, s.top(p).locals, read ? read->path : write ? write->path : rmw->path);
  access.write = !read;
  access.atomic = read ? read->atomic : write ? write->atomic : true;
  return access;
}

}  // namespace csp::reference
