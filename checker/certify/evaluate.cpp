// Expressions by structural recursion. Inside this file an error is thrown, so that the cases read like their
// definitions.
#include "checker/certify/evaluate.h"

#include <algorithm>

#include "checker/core/kinds.h"

namespace csp::reference {

namespace {

struct Undefined {};  // an expression of a property that has no value in the state

constexpr std::int64_t kLongestList = 1'000'000;

[[noreturn]] void overflow() { throw LimitReached("an integer does not fit 64 bits"); }

class Evaluator {
 public:
  Evaluator(const Program& program, const std::vector<Value>* locals, const State* state)
      : p_(program), locals_(locals), state_(state) {}

  Value eval(ExprId id) const {
    const Expr& e = p_.exprs[static_cast<std::size_t>(id)];
    const auto arg = [&](std::size_t i) { return eval(e.args[i]); };
    const auto number = [&](std::size_t i) { return eval(e.args[i]).number(); };
    switch (e.kind) {
      case ExprKind::Const:
        return e.value;
      case ExprKind::Local:
        return (*locals_)[static_cast<std::size_t>(e.number)];
      case ExprKind::Global:
        return Value::ref(e.number);
      case ExprKind::Neg:
      case ExprKind::Add:
      case ExprKind::Sub:
      case ExprKind::Mul:
      case ExprKind::Div:
      case ExprKind::Mod:
        return arithmetic(e);
      case ExprKind::Not:
        return Value::boolean(!arg(0).truth());
      case ExprKind::Eq: {
        const Value left = arg(0);
        return Value::boolean(left == arg(1));
      }
      case ExprKind::Ne: {
        const Value left = arg(0);
        return Value::boolean(!(left == arg(1)));
      }
      case ExprKind::Lt:
      case ExprKind::Le:
      case ExprKind::Gt:
      case ExprKind::Ge: {
        const std::int64_t left = number(0), right = number(1);
        return Value::boolean(e.kind == ExprKind::Lt   ? left < right
                              : e.kind == ExprKind::Le ? left <= right
                              : e.kind == ExprKind::Gt ? left > right
                                                       : left >= right);
      }
      case ExprKind::And:
        return Value::boolean(arg(0).truth() && arg(1).truth());
      case ExprKind::Or:
        return Value::boolean(arg(0).truth() || arg(1).truth());
      case ExprKind::If:
        return arg(0).truth() ? arg(1) : arg(2);
      case ExprKind::Index: {
        const Value seq = arg(0);
        const std::int64_t index = number(1);
        if (index < 0 || index >= static_cast<std::int64_t>(seq.items().size()))
          throw Failure{ErrorKind::Bounds, "index " + std::to_string(index) + " is out of bounds"};
        return seq.items()[static_cast<std::size_t>(index)];
      }
      case ExprKind::Field:
      case ExprKind::DataField: {
        const Value whole = arg(0);
        if (e.number < 0 || static_cast<std::size_t>(e.number) >= whole.items().size())
          throw Failure{ErrorKind::NoField, "no such field"};
        return whole.items()[static_cast<std::size_t>(e.number)];
      }
      case ExprKind::Is: {
        const Value v = arg(0);
        return Value::boolean(v.kind() == ValueKind::Data && v.tag() == e.number);
      }
      case ExprKind::MakeSeq:
        return Value::seq(all(e));
      case ExprKind::MakeData:
        return Value::data(static_cast<int>(e.number), all(e));
      case ExprKind::MakeClosure:
        return Value::closure(static_cast<int>(e.number), all(e));
      case ExprKind::Length:
        return Value::integer(static_cast<std::int64_t>(arg(0).items().size()));
      case ExprKind::Concat: {
        std::vector<Value> items = arg(0).items();
        const Value right = arg(1);
        items.insert(items.end(), right.items().begin(), right.items().end());
        if (items.size() > static_cast<std::size_t>(kLongestList)) throw LimitReached("a list is too long");
        return Value::seq(std::move(items));
      }
      case ExprKind::Head: {
        const Value list = not_empty(arg(0), "head");
        return list.items().front();
      }
      case ExprKind::Tail: {
        const Value list = not_empty(arg(0), "tail");
        return Value::seq({list.items().begin() + 1, list.items().end()});
      }
      case ExprKind::Null:
        return Value::boolean(arg(0).items().empty());
      case ExprKind::Elem: {
        const Value x = arg(0), s = arg(1);
        return Value::boolean(std::find(s.items().begin(), s.items().end(), x) != s.items().end());
      }
      case ExprKind::RangeSeq: {
        const std::int64_t lo = number(0), hi = number(1);
        std::vector<Value> items;
        if (lo <= hi && static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo) > kLongestList)
          throw LimitReached("a list is too long");
        for (std::int64_t i = lo; i <= hi; ++i) items.push_back(Value::integer(i));
        return Value::seq(std::move(items));
      }
      case ExprKind::Member:
        return member(e);
      case ExprKind::PeerChan: {
        const Value group = arg(0);
        const Value ref = group.kind() == ValueKind::Seq ? group.items()[0] : group;
        const std::int64_t from = number(1), to = number(2);
        return Value::ref(ref.number(), static_cast<int>(from << 16 | to));
      }
      case ExprKind::StateVar: {
        const Value ref = arg(0);
        if (ref.kind() != ValueKind::Ref) throw Undefined{};
        return defined(state_->object(ref.number()).content);
      }
      case ExprKind::StateLength: {
        const Value ref = arg(0);
        if (ref.kind() != ValueKind::Ref) return Value::integer(0);
        return Value::integer(static_cast<std::int64_t>(state_->object(ref.number()).buffer.size()));
      }
      case ExprKind::StateClosed: {
        const Value ref = arg(0);
        return Value::boolean(ref.kind() == ValueKind::Ref && state_->object(ref.number()).closed);
      }
      case ExprKind::StateLocal: {
        const Process* process = named(e);
        if (!process || process->frames.empty() || process->frames.front().proc != e.proc) throw Undefined{};
        const Value& v = process->frames.front().locals[static_cast<std::size_t>(e.number)];
        const Local& local =
            p_.procs[static_cast<std::size_t>(e.proc)].locals[static_cast<std::size_t>(e.number)];
        const bool may_be_nil =
            !local.shared && local.type != kNone && is_reference(p_.types[local.type].kind);
        return may_be_nil ? v : defined(v);
      }
      case ExprKind::StateEnded: {
        const Process* process = named(e);
        return Value::boolean(process && process->terminated);
      }
      case ExprKind::StateAt: {
        const Process* process = named(e);
        if (!process) return Value::boolean(false);
        return Value::boolean(
            std::any_of(process->frames.begin(), process->frames.end(), [&](const Frame& f) {
              return std::find(e.nodes.begin(), e.nodes.end(), f.node) != e.nodes.end();
            }));
      }
    }
    return Value();
  }

 private:
  static const Value& defined(const Value& v) {
    if (v.is_nil()) throw Undefined{};
    return v;
  }

  static Value not_empty(Value list, const char* what) {
    if (list.items().empty()) throw Failure{ErrorKind::EmptyList, std::string(what) + " of an empty list"};
    return list;
  }

  std::vector<Value> all(const Expr& e) const {
    std::vector<Value> values;
    for (ExprId arg : e.args) values.push_back(eval(arg));
    return values;
  }

  Value arithmetic(const Expr& e) const {
    const std::int64_t a = eval(e.args[0]).number();
    std::int64_t r = 0;
    if (e.kind == ExprKind::Neg) {
      if (__builtin_sub_overflow(std::int64_t{0}, a, &r)) overflow();
      return Value::integer(r);
    }
    const std::int64_t b = eval(e.args[1]).number();
    if (e.kind == ExprKind::Add) {
      if (__builtin_add_overflow(a, b, &r)) overflow();
    } else if (e.kind == ExprKind::Sub) {
      if (__builtin_sub_overflow(a, b, &r)) overflow();
    } else if (e.kind == ExprKind::Mul) {
      if (__builtin_mul_overflow(a, b, &r)) overflow();
    } else {
      if (b == 0) throw Failure{ErrorKind::Division, "division by zero"};
      if (b == -1) {  // the least integer has no opposite
        if (e.kind == ExprKind::Mod) return Value::integer(0);
        if (__builtin_sub_overflow(std::int64_t{0}, a, &r)) overflow();
      } else {
        r = e.kind == ExprKind::Div ? a / b : a % b;
      }
    }
    return Value::integer(r);
  }

  Value member(const Expr& e) const {
    const Value group = eval(e.args[0]);
    const auto& layout = group.items()[static_cast<std::size_t>(e.number) + 1].items();  // base, lo1, n1, ...
    std::int64_t position = 0;
    for (std::size_t i = 1; i < e.args.size(); ++i) {
      const std::int64_t subscript = eval(e.args[i]).number();
      const std::int64_t lo = layout[2 * i - 1].number(), n = layout[2 * i].number();
      if (subscript < lo || subscript >= lo + n)
        throw Failure{ErrorKind::NoProcess, "no process with subscript " + std::to_string(subscript)};
      position = position * n + (subscript - lo);
    }
    return Value::integer(layout[0].number() + position);
  }

  const Process* named(const Expr& e) const {
    if (e.process == kNone) return state_->processes.empty() ? nullptr : &state_->processes.front();
    for (const Process& process : state_->processes)
      if (process.group != kNone && process.group == state_->root_group && process.member == e.process)
        return &process;
    return nullptr;
  }

  const Program& p_;
  const std::vector<Value>* locals_;
  const State* state_;
};

}  // namespace

Result<Value> evaluate(const Program& program, const std::vector<Value>& locals, ExprId id) {
  try {
    return Evaluator(program, &locals, nullptr).eval(id);
  } catch (Failure& failure) {
    return std::move(failure);
  }
}

std::optional<Value> evaluate_in_state(const Program& program, const State& state, ExprId id) {
  if (state.crashed) return std::nullopt;
  const std::vector<Value> none;
  try {
    return Evaluator(program, &none, &state).eval(id);
  } catch (const Failure&) {
    return std::nullopt;
  } catch (const Undefined&) {
    return std::nullopt;
  }
}

Result<std::vector<std::int64_t>> resolve_path(const Program& program, const std::vector<Value>& locals,
                                               const std::vector<PathStep>& path) {
  std::vector<std::int64_t> out;
  for (const PathStep& step : path) {
    if (step.index == kNone) {
      out.push_back(step.field);
      continue;
    }
    const auto index = evaluate(program, locals, step.index);
    if (!index) return index.failure();
    out.push_back(index->number());
  }
  return out;
}

Result<Value> part_at(const Value& whole, const std::vector<std::int64_t>& path) {
  Value at = whole;
  for (std::int64_t i : path) {
    if (i < 0 || i >= static_cast<std::int64_t>(at.items().size()))
      return Failure{ErrorKind::Bounds, "index " + std::to_string(i) + " is out of bounds"};
    const Value next = at.items()[static_cast<std::size_t>(i)];
    at = next;
  }
  return at;
}

Result<Value> with_part(const Value& whole, const std::vector<std::int64_t>& path, const Value& part) {
  if (path.empty()) return part;
  const auto inner = part_at(whole, {path.front()});
  if (!inner) return inner.failure();
  const auto changed = with_part(*inner, {path.begin() + 1, path.end()}, part);
  if (!changed) return changed.failure();
  std::vector<Value> items = whole.items();
  items[static_cast<std::size_t>(path.front())] = *changed;
  // A part of a datatype value is never assigned, so the whole is a struct, tuple, array or list.
  return Value::seq(std::move(items));
}

std::optional<Failure> store(const Program& program, std::vector<Value>& locals, const Place& place,
                             const Value& value) {
  const auto path = resolve_path(program, locals, place.path);
  if (!path) return path.failure();
  Value& local = locals[static_cast<std::size_t>(place.local)];
  const auto changed = with_part(local, *path, value);
  if (!changed) return changed.failure();
  if (place.check != kNone && !fits(program.types, place.check, value))
    return Failure{ErrorKind::Range, show(program.types, kNone, value) + " is out of range"};
  local = *changed;
  return std::nullopt;
}

}  // namespace csp::reference
