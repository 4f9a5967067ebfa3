// Properties look at variables, channels and control points of a state.
#include "checker/observe/state_expression.h"

#include <algorithm>

namespace csp {

std::size_t StateExpression::KeyHash::operator()(const std::vector<LocalState>& key) const {
  std::size_t h = key.size();
  for (LocalState l : key) h = (h ^ l) * 0x9e3779b97f4a7c15ULL + (h >> 29);
  return h;
}

LocalState StateExpression::look(const State& s, std::size_t position) {
  const auto at = std::lower_bound(looked_at_.begin(), looked_at_.end(), position);
  if (at == looked_at_.end() || *at != position) {
    looked_at_.insert(at, position);
    looked_further_ = true;
  }
  return s.at[position];
}

std::optional<bool> StateExpression::truth(ExprId id, const State& s) {
  key_.assign(1, s.processes);
  for (std::size_t position : looked_at_) key_.push_back(position < s.at.size() ? s.at[position] : kNoLocal);
  if (const auto found = known_.find(key_); found != known_.end()) return found->second;
  looked_further_ = false;
  const std::optional<Value> value = evaluate(id, s);
  const std::optional<bool> answer = value ? std::optional<bool>(value->truth()) : std::nullopt;
  if (looked_further_)
    known_.clear();
  else
    known_.emplace(key_, answer);
  return answer;
}

const ProcessState& StateExpression::process(const State& s, int member) {
  const auto index = static_cast<std::uint32_t>(member == kNone ? 0 : 1 + member);
  const LocalState l = look(s, network_.position_of_process(index));
  const auto it = decoded_.find(l);
  if (it != decoded_.end()) return it->second;
  return decoded_.emplace(l, network_.decode(l)).first->second;
}

std::optional<Value> StateExpression::evaluate(ExprId id, const State& s) {
  const Program& program = network_.program();
  const Expr& e = program.exprs[static_cast<std::size_t>(id)];
  if (s.processes == 0) return std::nullopt;
  switch (e.kind) {
    case ExprKind::StateLocal: {
      const ProcessState& p = process(s, e.process);
      if (p.frames.empty()) return std::nullopt;
      const Frame& first = p.frames.front();
      if (program.nodes[static_cast<std::size_t>(first.node)].proc != e.proc) return std::nullopt;
      const Value& v = first.locals[static_cast<std::size_t>(e.number)];
      return v.is_nil() ? std::nullopt : std::optional<Value>(v);
    }
    case ExprKind::StateEnded: return Value::boolean(process(s, e.process).ended());
    case ExprKind::StateAt: {
      const ProcessState& p = process(s, e.process);
      return Value::boolean(std::any_of(p.frames.begin(), p.frames.end(), [&](const Frame& f) {
        return std::find(e.nodes.begin(), e.nodes.end(), f.node) != e.nodes.end();
      }));
    }
    case ExprKind::StateVar:
    case ExprKind::StateLength:
    case ExprKind::StateClosed: {
      const auto ref = evaluate(e.args[0], s);
      if (!ref || ref->kind() != ValueKind::Ref) return std::nullopt;
      const ObjectState& object = network_.object(look(s, network_.position(s, ref->number()))).content;
      if (e.kind == ExprKind::StateVar) return object.values[0];
      if (e.kind == ExprKind::StateClosed) return Value::boolean(object.kind == ObjectKind::Chan && object.b);
      return Value::integer(static_cast<std::int64_t>(object.values.size()));
    }
    case ExprKind::And:
    case ExprKind::Or: {
      const auto left = evaluate(e.args[0], s);
      if (!left || left->truth() == (e.kind == ExprKind::Or)) return left;
      return evaluate(e.args[1], s);
    }
    case ExprKind::If: {
      const auto condition = evaluate(e.args[0], s);
      return condition ? evaluate(e.args[condition->truth() ? 1 : 2], s) : std::nullopt;
    }
    case ExprKind::Const: case ExprKind::Local: case ExprKind::Global: case ExprKind::Neg: case ExprKind::Not:
    case ExprKind::Add: case ExprKind::Sub: case ExprKind::Mul: case ExprKind::Div: case ExprKind::Mod:
    case ExprKind::Eq: case ExprKind::Ne: case ExprKind::Lt: case ExprKind::Le: case ExprKind::Gt:
    case ExprKind::Ge: case ExprKind::Index: case ExprKind::Field: case ExprKind::DataField: case ExprKind::Is:
    case ExprKind::MakeSeq: case ExprKind::MakeData: case ExprKind::MakeClosure: case ExprKind::Length: case ExprKind::Concat:
    case ExprKind::Head: case ExprKind::Tail: case ExprKind::Null: case ExprKind::Elem: case ExprKind::RangeSeq:
    case ExprKind::Member: case ExprKind::PeerChan: break;  // the operators of values
  }
  std::vector<Value> args;
  for (ExprId a : e.args) {
    const auto v = evaluate(a, s);
    if (!v) return std::nullopt;
    args.push_back(*v);
  }
  try {
    return apply_operator(program, e, args);
  } catch (const Fault&) {
    return std::nullopt;
  }
}

Liveness::Kept StateExpression::kept_locals(const Program& program, const std::vector<ExprId>& exprs) {
  Liveness::Kept kept;
  std::vector<ExprId> todo = exprs;
  while (!todo.empty()) {
    const Expr& e = program.exprs[static_cast<std::size_t>(todo.back())];
    todo.pop_back();
    if (e.kind == ExprKind::StateLocal) kept.emplace_back(e.proc, static_cast<LocalId>(e.number));
    todo.insert(todo.end(), e.args.begin(), e.args.end());
  }
  return kept;
}

}  // namespace csp
