// Expressions that are not processes.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "frontend/cspm/builtin.h"
#include "frontend/cspm/dot.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

Fault overflow() { return {"E0609", "a number that does not fit in 64 bits", "the result is too large", ""}; }

}  // namespace

Val Evaluator::eval(const Code& code, Frame& frame) {
  try {
    if (code.memo < 0) return eval_op(code, frame);
    Kept& kept = memos_[at(code.memo)];
    if (kept.state != State::Done) {
      kept.value = eval_op(code, frame);
      kept.state = State::Done;
    }
    return kept.value;
  } catch (const Fault& fault) {
    throw EvaluationError{{fault.code, code.span, fault.message, fault.label, fault.help}};
  }
}

Val Evaluator::eval_op(const Code& code, Frame& frame) {
  switch (code.op) {
    case Op::Const:
      return code.value;
    case Op::Variable:
      return variable(code, frame);
    case Op::Global:
      return global_value(code);
    case Op::Datatype: {
      Kept& kept = datatypes_[at(code.number)];
      if (kept.state != State::Done) {
        kept.value = rule_set(SetKind::Datatype, {}, code.number, this);
        kept.state = State::Done;
      }
      return kept.value;
    }
    case Op::Builtin:
      return builtin(code.number);
    case Op::Call:
      return call(code, frame);
    case Op::CallBuiltin: {
      std::vector<Val> args;
      for (const Code* kid : code.kids) args.push_back(eval(*kid, frame));
      return call_builtin(code.number, std::move(args), code.span, false);
    }
    case Op::Lambda:
      return closure(*code.unit, load_all(code.unit->captures, frame));
    case Op::Let:
      frame.slots[at(code.number)] = make_scope(code, frame);
      return eval(*code.kids[0], frame);
    case Op::If:
      return eval(eval(*code.kids[0], frame).truth() ? *code.kids[1] : *code.kids[2], frame);
    case Op::SetComprehension:
    case Op::SeqComprehension:
    case Op::EventsOf:
      return comprehension(code, frame);
    case Op::Tuple:
    case Op::Seq:
    case Op::Set:
    case Op::Dot:
    case Op::TupleProduct:
    case Op::DotProduct:
    case Op::SubtypeOf:
    case Op::HeadedSet:
    case Op::Component:
    case Op::Range:
    case Op::RangeFrom:
    case Op::SeqRange:
    case Op::Length:
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::Concat:
      return eval_operator(code, frame);
    case Op::Negate:
    case Op::Add:
    case Op::Sub:
    case Op::Mul:
    case Op::Div:
    case Op::Mod:
      return arithmetic(code, frame);
    case Op::Eq:
    case Op::Ne:
    case Op::Lt:
    case Op::Le:
    case Op::Gt:
    case Op::Ge:
      return comparison(code, frame);
    case Op::Prefix:
    case Op::Guard:
    case Op::ExternalChoice:
    case Op::InternalChoice:
    case Op::Interleave:
    case Op::Sequence:
    case Op::Interrupt:
    case Op::Sliding:
    case Op::Sharing:
    case Op::Alphabetised:
    case Op::Exception:
    case Op::SyncExternal:
    case Op::SyncInterrupt:
    case Op::Hide:
    case Op::Rename:
    case Op::Link:
    case Op::Replicated:
    case Op::Instance:
      return eval_process(code, frame);
  }
  return {};
}

Val Evaluator::eval_operator(const Code& code, Frame& frame) {
  const auto all = [&] {
    std::vector<Val> out;
    out.reserve(code.kids.size());
    for (const Code* kid : code.kids) out.push_back(eval(*kid, frame));
    return out;
  };
  const auto kid = [&](std::size_t i) { return eval(*code.kids[i], frame); };
  if (code.op == Op::Tuple) {
    return tuple(all());
  }
  if (code.op == Op::Seq) {
    return sequence(all());
  }
  if (code.op == Op::Set) {
    return listed_set(all());
  }
  if (code.op == Op::Dot) {
    const Val left = kid(0);
    return dot(left, kid(1), *this);
  }
  if (code.op == Op::TupleProduct) {
    return rule_set(SetKind::TupleProduct, all());
  }
  if (code.op == Op::DotProduct) {
    std::vector<Val> sets;  // a.b.c is one product
    for (const Val& s : all()) {
      const SetNode& node = s.as<SetNode>();
      if (node.rule == SetKind::DotProduct)
        sets.insert(sets.end(), node.parts.begin(), node.parts.end());
      else
        sets.push_back(s);
    }
    return rule_set(SetKind::DotProduct, std::move(sets));
  }
  if (code.op == Op::SubtypeOf) {
    return unite(all());
  }
  if (code.op == Op::HeadedSet) {
    std::vector<Val> sets;  // a field of loosely dotted values stands for several
    for (const Val& s : all()) {
      const SetNode& node = s.as<SetNode>();
      if (node.rule == SetKind::DotProduct)
        sets.insert(sets.end(), node.parts.begin(), node.parts.end());
      else
        sets.push_back(s);
    }
    return rule_set(SetKind::Headed, std::move(sets), code.number, this);
  }
  if (code.op == Op::Component) {
    return kid(0).items()[at(code.number)];
  }
  if (code.op == Op::Range) {
    const Val lo = kid(0);
    return int_range(lo.number(), kid(1).number());
  }
  if (code.op == Op::RangeFrom) {
    return ints_from(kid(0).number());
  }
  if (code.op == Op::SeqRange) {
    const std::int64_t lo = kid(0).number();
    if (code.kids.size() < 2)
      throw Fault{"E0604", "a sequence without an end", "every item would be needed",
                  "give its last item: <0..7>"};
    const Val range = int_range(lo, kid(1).number());
    return sequence(members(range));
  }
  if (code.op == Op::Length) {
    return Val::integer(static_cast<std::int64_t>(SeqView(kid(0)).size()));
  }
  if (code.op == Op::And) {
    const Val left = kid(0);
    return left.truth() ? kid(1) : left;
  }
  if (code.op == Op::Or) {
    const Val left = kid(0);
    return left.truth() ? left : kid(1);
  }
  if (code.op == Op::Not) {
    return Val::boolean(!kid(0).truth());
  }
  if (code.op == Op::Concat) {
    const Val left = kid(0), right = kid(1);
    const SeqView a(left), b(right);
    if (a.empty()) return right;
    if (b.empty()) return left;
    check_length(a.size() + b.size());
    std::vector<Val> items(a.begin(), a.end());
    items.insert(items.end(), b.begin(), b.end());
    return sequence(std::move(items));
  }
  return {};
}

// Division rounds down and the remainder has the sign of the divisor, as in FDR.
Val Evaluator::arithmetic(const Code& code, Frame& frame) {
  const std::int64_t a = eval(*code.kids[0], frame).number();
  std::int64_t n = 0;
  if (code.op == Op::Negate) {
    if (__builtin_sub_overflow(std::int64_t{0}, a, &n)) throw overflow();
    return Val::integer(n);
  }
  const std::int64_t b = eval(*code.kids[1], frame).number();
  bool bad = false;
  if (code.op == Op::Add) {
    bad = __builtin_add_overflow(a, b, &n);
  } else if (code.op == Op::Sub) {
    bad = __builtin_sub_overflow(a, b, &n);
  } else if (code.op == Op::Mul) {
    bad = __builtin_mul_overflow(a, b, &n);
  } else if (b == 0) {
    throw Fault{"E0609", "division by zero", "the divisor is 0", ""};
  } else if (b == -1) {
    bad = code.op == Op::Div && __builtin_sub_overflow(std::int64_t{0}, a, &n);
  } else {
    const std::int64_t q = a / b, r = a % b;
    const bool down = r != 0 && (r < 0) != (b < 0);
    n = code.op == Op::Div ? q - (down ? 1 : 0) : r + (down ? b : 0);
  }
  if (bad) throw overflow();
  return Val::integer(n);
}

namespace {

// a <= b in the order of the language: for sets and sequences it is partial.
bool at_most(const Val& a, const Val& b) {
  if (a.is(ValKind::Set)) return subset(a, b);
  if (a.is(ValKind::Seq)) {  // a prefix
    const SeqView x(a), y(b);
    return x.size() <= y.size() && std::equal(x.begin(), x.end(), y.begin());
  }
  return compare(a, b) <= 0;
}

bool equal(const Val& a, const Val& b) {
  if (a.is(ValKind::Set) && !same_rule(a, b) && !finite(a) && !finite(b))
    throw Fault{"E0604", "two infinite sets cannot be compared", "both are infinite", ""};
  return a == b;
}

}  // namespace

Val Evaluator::comparison(const Code& code, Frame& frame) {
  const Val a = eval(*code.kids[0], frame), b = eval(*code.kids[1], frame);
  if (code.op == Op::Eq) return Val::boolean(equal(a, b));
  if (code.op == Op::Ne) return Val::boolean(!equal(a, b));
  if (code.op == Op::Le) return Val::boolean(at_most(a, b));
  if (code.op == Op::Ge) return Val::boolean(at_most(b, a));
  if (code.op == Op::Lt) return Val::boolean(at_most(a, b) && !equal(a, b));
  return Val::boolean(at_most(b, a) && !equal(a, b));
}

void Evaluator::generate(const std::vector<Qualifier>& list, std::size_t from, Frame& frame,
                         const std::function<void()>& found) {
  if (from == list.size()) {
    step(list.empty() ? Span{} : list.back().span);
    found();
    return;
  }
  const Qualifier& q = list[from];
  const Val of = eval(*q.of, frame);
  if (!q.generator) {
    if (of.truth()) generate(list, from + 1, frame, found);
    return;
  }
  const auto each = [&](const Val& v) {
    if (match(q.pattern, v, frame)) generate(list, from + 1, frame, found);
  };
  if (of.is(ValKind::Seq)) {
    for (const Val& v : SeqView(of)) each(v);
    return;
  }
  try {
    members(of);
  } catch (const Fault& fault) {
    throw EvaluationError{{fault.code, q.of->span, fault.message, fault.label, fault.help}};
  }
  for (const Val& v : members(of)) each(v);
}

Val Evaluator::comprehension(const Code& code, Frame& frame) {
  std::vector<Val> out;
  generate(code.qualifiers, 0, frame, [&] {
    for (const Code* kid : code.kids) {
      Val v = eval(*kid, frame);
      if (code.op != Op::EventsOf) {
        out.push_back(std::move(v));
      } else if (headed(v)) {
        out.push_back(productions(v, *this));
      } else {
        throw Fault{"E0613", fmt::format("{} is no part of an event", show(v, *this)), "no channel in front",
                    ""};
      }
    }
  });
  if (code.op == Op::SetComprehension) return listed_set(std::move(out));
  if (code.op == Op::SeqComprehension) return sequence(std::move(out));
  return unite(out);
}

}  // namespace csp::cspm
