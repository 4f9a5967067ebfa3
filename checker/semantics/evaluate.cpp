// Evaluation by recursion over the expression. Every operation is total: it gives a value, a Fault or LimitReached.
#include "checker/semantics/evaluate.h"

#include <algorithm>

namespace csp {

namespace {

std::int64_t arithmetic(ExprKind kind, std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  bool overflow = false;
  if (kind == ExprKind::Add) {
    overflow = __builtin_add_overflow(a, b, &r);
  } else if (kind == ExprKind::Sub) {
    overflow = __builtin_sub_overflow(a, b, &r);
  } else if (kind == ExprKind::Mul) {
    overflow = __builtin_mul_overflow(a, b, &r);
  } else if (b == 0) {
    throw Fault{ErrorKind::Division};
  } else if (b == -1) {  // the quotient of the least integer does not fit
    if (kind == ExprKind::Div) overflow = __builtin_sub_overflow(std::int64_t{0}, a, &r);
  } else {
    r = kind == ExprKind::Div ? a / b : a % b;
  }
  if (overflow) throw LimitReached{"an integer left the 64 bits that the explicit engine computes with"};
  return r;
}

std::size_t checked_index(const Value& seq, std::int64_t i) {
  if (i < 0 || i >= static_cast<std::int64_t>(seq.items().size())) throw Fault{ErrorKind::Bounds};
  return static_cast<std::size_t>(i);
}

// args[0] is a group value Seq[Ref, Seq[base, lo1, n1, ...] per branch]; the rest are subscripts.
Value member_number(const Expr& e, const std::vector<Value>& args) {
  const auto& label = args[0].items()[1 + static_cast<std::size_t>(e.number)].items();
  std::int64_t position = 0;
  for (std::size_t k = 1; k < args.size(); ++k) {
    const std::int64_t lo = label[2 * k - 1].number();
    const std::int64_t n = label[2 * k].number();
    const std::int64_t i = args[k].number() - lo;
    if (i < 0 || i >= n) throw Fault{ErrorKind::NoProcess};
    position = position * n + i;
  }
  return Value::integer(label[0].number() + position);
}

Value range_seq(std::int64_t lo, std::int64_t hi) {
  if (hi - lo >= 1'000'000) throw LimitReached{"a range of more than a million values is worked out"};
  std::vector<Value> items;
  for (std::int64_t i = lo; i <= hi; ++i) items.push_back(Value::integer(i));
  return Value::seq(std::move(items));
}

}  // namespace

Value apply_operator(const Program&, const Expr& e, const std::vector<Value>& args) {
  switch (e.kind) {
    case ExprKind::Const: return e.value;
    case ExprKind::Global: return Value::ref(e.number);
    case ExprKind::Neg: return Value::integer(arithmetic(ExprKind::Sub, 0, args[0].number()));
    case ExprKind::Not: return Value::boolean(!args[0].truth());
    case ExprKind::Add:
    case ExprKind::Sub:
    case ExprKind::Mul:
    case ExprKind::Div:
    case ExprKind::Mod: return Value::integer(arithmetic(e.kind, args[0].number(), args[1].number()));
    case ExprKind::Eq: return Value::boolean(args[0] == args[1]);
    case ExprKind::Ne: return Value::boolean(!(args[0] == args[1]));
    case ExprKind::Lt: return Value::boolean(args[0].number() < args[1].number());
    case ExprKind::Le: return Value::boolean(args[0].number() <= args[1].number());
    case ExprKind::Gt: return Value::boolean(args[0].number() > args[1].number());
    case ExprKind::Ge: return Value::boolean(args[0].number() >= args[1].number());
    case ExprKind::Index: return args[0].items()[checked_index(args[0], args[1].number())];
    case ExprKind::Field: return args[0].items()[static_cast<std::size_t>(e.number)];
    case ExprKind::DataField:
      if (e.number >= static_cast<std::int64_t>(args[0].items().size())) throw Fault{ErrorKind::NoField};
      return args[0].items()[static_cast<std::size_t>(e.number)];
    case ExprKind::Is: return Value::boolean(args[0].kind() == ValueKind::Data && args[0].tag() == e.number);
    case ExprKind::MakeSeq: return Value::seq(args);
    case ExprKind::MakeData: return Value::data(static_cast<int>(e.number), args);
    case ExprKind::MakeClosure: return Value::closure(static_cast<int>(e.number), args);
    case ExprKind::Length: return Value::integer(static_cast<std::int64_t>(args[0].items().size()));
    case ExprKind::Concat: {
      if (args[0].items().size() + args[1].items().size() > 1'000'000) throw LimitReached{"a list of more than a million elements"};
      std::vector<Value> items = args[0].items();
      items.insert(items.end(), args[1].items().begin(), args[1].items().end());
      return Value::seq(std::move(items));
    }
    case ExprKind::Head:
      if (args[0].items().empty()) throw Fault{ErrorKind::EmptyList};
      return args[0].items().front();
    case ExprKind::Tail:
      if (args[0].items().empty()) throw Fault{ErrorKind::EmptyList};
      return Value::seq(std::vector<Value>(args[0].items().begin() + 1, args[0].items().end()));
    case ExprKind::Null: return Value::boolean(args[0].items().empty());
    case ExprKind::Elem:
      return Value::boolean(std::find(args[1].items().begin(), args[1].items().end(), args[0]) != args[1].items().end());
    case ExprKind::RangeSeq: return range_seq(args[0].number(), args[1].number());
    case ExprKind::Member: return member_number(e, args);
    case ExprKind::PeerChan:
      return Value::ref(args[0].items()[0].number(),
                        static_cast<int>((args[1].number() << 16) | args[2].number()));
    case ExprKind::Local:
    case ExprKind::And:
    case ExprKind::Or:
    case ExprKind::If:
    case ExprKind::StateVar:
    case ExprKind::StateLength:
    case ExprKind::StateClosed:
    case ExprKind::StateLocal:
    case ExprKind::StateEnded:
    case ExprKind::StateAt: break;  // not operators of values; the callers treat them
  }
  throw LimitReached{"an expression outside what the explicit engine evaluates"};
}

Value evaluate(const Program& program, ExprId id, const Locals& locals) {
  const Expr& e = program.exprs[static_cast<std::size_t>(id)];
  switch (e.kind) {
    case ExprKind::Local: return locals[static_cast<std::size_t>(e.number)];
    case ExprKind::And: return evaluate(program, e.args[0], locals).truth() ? evaluate(program, e.args[1], locals) : Value::boolean(false);
    case ExprKind::Or: return evaluate(program, e.args[0], locals).truth() ? Value::boolean(true) : evaluate(program, e.args[1], locals);
    case ExprKind::If: return evaluate(program, e.args[evaluate(program, e.args[0], locals).truth() ? 1 : 2], locals);
    case ExprKind::Const: case ExprKind::Global: case ExprKind::Neg: case ExprKind::Not: case ExprKind::Add:
    case ExprKind::Sub: case ExprKind::Mul: case ExprKind::Div: case ExprKind::Mod: case ExprKind::Eq:
    case ExprKind::Ne: case ExprKind::Lt: case ExprKind::Le: case ExprKind::Gt: case ExprKind::Ge:
    case ExprKind::Index: case ExprKind::Field: case ExprKind::DataField: case ExprKind::Is: case ExprKind::MakeSeq:
    case ExprKind::MakeData: case ExprKind::MakeClosure: case ExprKind::Length: case ExprKind::Concat: case ExprKind::Head:
    case ExprKind::Tail: case ExprKind::Null: case ExprKind::Elem: case ExprKind::RangeSeq: case ExprKind::Member:
    case ExprKind::PeerChan: case ExprKind::StateVar: case ExprKind::StateLength: case ExprKind::StateClosed: case ExprKind::StateLocal:
    case ExprKind::StateEnded: case ExprKind::StateAt: break;  // these evaluate their operands first
  }
  std::vector<Value> args;
  args.reserve(e.args.size());
  for (ExprId a : e.args) args.push_back(evaluate(program, a, locals));
  return apply_operator(program, e, args);
}

std::vector<std::int64_t> evaluate_path(const Program& program, const std::vector<PathStep>& path, const Locals& locals) {
  std::vector<std::int64_t> out;
  for (const PathStep& step : path)
    out.push_back(step.index == kNone ? step.field : evaluate(program, step.index, locals).number());
  return out;
}

Value value_at(const Value& whole, const std::vector<std::int64_t>& path) {
  Value v = whole;
  for (std::int64_t i : path) v = v.items()[checked_index(v, i)];
  return v;
}

Value replace_at(const Value& whole, const std::vector<std::int64_t>& path, const Value& part, std::size_t from) {
  if (from == path.size()) return part;
  const std::size_t i = checked_index(whole, path[from]);
  std::vector<Value> items = whole.items();
  items[i] = replace_at(items[i], path, part, from + 1);
  return Value::seq(std::move(items));
}

void store(const Program& program, const Place& place, const Value& value, Locals& locals) {
  if (!fits(program.types, place.check, value)) throw Fault{ErrorKind::Range};
  Value& local = locals[static_cast<std::size_t>(place.local)];
  if (place.path.empty()) {
    local = value;
    return;
  }
  local = replace_at(local, evaluate_path(program, place.path, locals), value);
}

}  // namespace csp
