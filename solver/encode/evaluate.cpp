// Expressions by structural recursion.
#include "solver/encode/evaluate.h"

#include <algorithm>

namespace csp::solver {

Term Evaluator::number_of(const Sym& s) const { return s.kind == SymKind::Int ? s.term : t_.number(0); }

// And, Or, If. What cannot fail is evaluated ahead and made one term; else the condition is decided.
Sym Evaluator::both(const std::vector<Sym>& locals, const Expr& e) {
  const Term condition = truth(locals, e.args[0]);
  const bool is_if = e.kind == ExprKind::If;
  const ExprId if_true = e.kind == ExprKind::Or ? kNone : e.args[1];
  const ExprId if_false = is_if ? e.args[2] : e.kind == ExprKind::Or ? e.args[1] : kNone;
  const auto value = [&](ExprId side, bool otherwise) {
    if (side == kNone) return boolean(t_.truth(otherwise));
    return is_if ? eval(locals, side) : boolean(truth(locals, side));
  };
  if (!t_.is_constant(condition) && (if_true == kNone || !context_.may_fail(if_true)) &&
      (if_false == kNone || !context_.may_fail(if_false))) {
    try {
      const auto merged = merge(t_, condition, value(if_true, true), value(if_false, false));
      if (merged) return *merged;
    } catch (const SymFailure&) {
      // An ill-shaped value: only the side that is taken counts.
    }
  }
  return path_.decide(condition) ? value(if_true, true) : value(if_false, false);
}

std::size_t Evaluator::concrete(Term index, std::size_t n) {
  if (t_.is_number(index)) return static_cast<std::size_t>(t_.number_of(index));
  for (std::size_t i = 0; i + 1 < n; ++i)
    if (path_.decide(t_.eq(index, t_.number(static_cast<std::int64_t>(i))))) return i;
  return n - 1;
}

Sym Evaluator::item_at(const Sym& seq, Term index) {
  const std::vector<Sym> items = seq.items();
  const auto last = static_cast<std::int64_t>(items.size()) - 1;
  if (!path_.decide(t_.and_(t_.le(t_.number(0), index), t_.le(index, t_.number(last)))))
    throw SymFailure{ErrorKind::Bounds};
  if (t_.is_number(index)) return items[static_cast<std::size_t>(t_.number_of(index))];
  const bool alike =
      std::all_of(items.begin(), items.end(), [&](const Sym& s) { return same_shape(s, items[0]); });
  if (!alike) return items[concrete(index, items.size())];
  Sym out = items.back();
  for (std::size_t i = items.size() - 1; i-- > 0;)
    out = *merge(t_, t_.eq(index, t_.number(static_cast<std::int64_t>(i))), items[i], out);
  return out;
}

Sym Evaluator::eval(const std::vector<Sym>& locals, ExprId id) {
  const Expr& e = context_.expr(id);
  if (e.kind == ExprKind::Const) return context_.constant(e.value);
  if (e.kind == ExprKind::Local) return locals[static_cast<std::size_t>(e.number)];
  if (e.kind == ExprKind::Global)
    return Sym::reference(t_.number(context_.universe.ref(static_cast<ObjectId>(e.number))));
  if (e.kind == ExprKind::And || e.kind == ExprKind::Or || e.kind == ExprKind::If) return both(locals, e);
  std::vector<Sym> args;
  args.reserve(e.args.size());
  for (const ExprId arg : e.args) args.push_back(eval(locals, arg));
  return apply(e, args);
}

Sym Evaluator::apply(const Expr& e, const std::vector<Sym>& args) {
  const auto n = [&](std::size_t i) { return number_of(args[i]); };
  switch (e.kind) {
    case ExprKind::Neg:
      return Sym::integer(t_.neg(n(0)));
    case ExprKind::Add:
      return Sym::integer(t_.add(n(0), n(1)));
    case ExprKind::Sub:
      return Sym::integer(t_.sub(n(0), n(1)));
    case ExprKind::Mul:
      return Sym::integer(t_.mul(n(0), n(1)));
    case ExprKind::Div:
    case ExprKind::Mod:
      if (path_.decide(t_.eq(n(1), t_.number(0)))) throw SymFailure{ErrorKind::Division};
      return Sym::integer(e.kind == ExprKind::Div ? t_.div(n(0), n(1)) : t_.mod(n(0), n(1)));
    case ExprKind::Not:
      return boolean(t_.not_(t_.is_true(n(0))));
    case ExprKind::Eq:
      return boolean(equal(t_, args[0], args[1]));
    case ExprKind::Ne:
      return boolean(t_.not_(equal(t_, args[0], args[1])));
    case ExprKind::Lt:
      return boolean(t_.lt(n(0), n(1)));
    case ExprKind::Le:
      return boolean(t_.le(n(0), n(1)));
    case ExprKind::Gt:
      return boolean(t_.lt(n(1), n(0)));
    case ExprKind::Ge:
      return boolean(t_.le(n(1), n(0)));
    case ExprKind::Index:
      return item_at(args[0], n(1));
    case ExprKind::Field:
    case ExprKind::DataField:
      if (e.number < 0 || static_cast<std::size_t>(e.number) >= args[0].items().size())
        throw SymFailure{ErrorKind::NoField};
      return args[0].items()[static_cast<std::size_t>(e.number)];
    case ExprKind::Is:
      return boolean(t_.truth(args[0].kind == SymKind::Data && args[0].tag == e.number));
    case ExprKind::MakeSeq:
      return Sym::seq(args);
    case ExprKind::MakeData:
      return Sym::data(static_cast<int>(e.number), args);
    case ExprKind::MakeClosure:
      return Sym::closure(static_cast<int>(e.number), args);
    case ExprKind::Length:
    case ExprKind::Concat:
    case ExprKind::Head:
    case ExprKind::Tail:
    case ExprKind::Null:
    case ExprKind::Elem:
    case ExprKind::RangeSeq:
      return sequence(e, args);
    case ExprKind::Member:
      return member(e, args);
    case ExprKind::PeerChan:
      return peer_channel(args);
    case ExprKind::Const:
    case ExprKind::Local:
    case ExprKind::Global:
    case ExprKind::And:
    case ExprKind::Or:
    case ExprKind::If:
    case ExprKind::StateVar:
    case ExprKind::StateLength:
    case ExprKind::StateClosed:
    case ExprKind::StateLocal:
    case ExprKind::StateEnded:
    case ExprKind::StateAt:
      throw NotEncoded("an expression of a property inside a prog");
  }
  throw NotEncoded("an expression");
}

Sym Evaluator::sequence(const Expr& e, const std::vector<Sym>& args) {
  const std::vector<Sym>& items = args[0].items();
  if (e.kind == ExprKind::Length) return Sym::integer(t_.number(static_cast<std::int64_t>(items.size())));
  if (e.kind == ExprKind::Null) return boolean(t_.truth(items.empty()));
  if (e.kind == ExprKind::Head || e.kind == ExprKind::Tail) {
    if (items.empty()) throw SymFailure{ErrorKind::EmptyList};
    if (e.kind == ExprKind::Head) return items.front();
    return Sym::seq({items.begin() + 1, items.end()});
  }
  if (e.kind == ExprKind::Concat) {
    std::vector<Sym> joined = items;
    joined.insert(joined.end(), args[1].items().begin(), args[1].items().end());
    return Sym::seq(std::move(joined));
  }
  if (e.kind == ExprKind::Elem) {
    std::vector<Term> some;
    for (const Sym& item : args[1].items()) some.push_back(equal(t_, args[0], item));
    return boolean(t_.or_(std::move(some)));
  }
  // RangeSeq: its length must be known.
  const Term low = number_of(args[0]), high = number_of(args[1]), length = t_.sub(high, low);
  if (!t_.is_number(length)) throw NotEncoded("a range whose length is not known");
  if (t_.number_of(length) > 10'000) throw NotEncoded("a range of more than 10000 values");
  std::vector<Sym> range;
  for (std::int64_t i = 0; i <= t_.number_of(length); ++i)
    range.push_back(Sym::integer(t_.add(low, t_.number(i))));
  return Sym::seq(std::move(range));
}

Sym Evaluator::member(const Expr& e, const std::vector<Sym>& args) {
  const std::vector<Sym> layout = args[0].items()[static_cast<std::size_t>(e.number) + 1].items();
  Term position = t_.number(0);
  for (std::size_t i = 1; i < args.size(); ++i) {
    const Term subscript = number_of(args[i]), low = layout[2 * i - 1].term, n = layout[2 * i].term;
    if (!path_.decide(t_.and_(t_.le(low, subscript), t_.lt(subscript, t_.add(low, n)))))
      throw SymFailure{ErrorKind::NoProcess};
    position = t_.add(t_.mul(position, n), t_.sub(subscript, low));
  }
  return Sym::integer(t_.add(layout[0].term, position));
}

Sym Evaluator::peer_channel(const std::vector<Sym>& args) {
  const Sym ref = args[0].kind == SymKind::Seq ? args[0].items()[0] : args[0];
  if (!t_.is_number(ref.term)) throw NotEncoded("a parallel command that is not known");
  const ObjectId object = context_.universe.object_of(t_.number_of(ref.term));
  const std::size_t members = context_.universe.object(object).members.size();
  const std::size_t from = concrete(number_of(args[1]), members), to = concrete(number_of(args[2]), members);
  return Sym::reference(t_.number(context_.universe.ref(object, static_cast<int>(from << 16 | to))));
}

// ---- Places ----------------------------------------------------------------------------------------------

std::vector<Term> Evaluator::resolve(const std::vector<Sym>& locals, const std::vector<PathStep>& path) {
  std::vector<Term> out;
  for (const PathStep& step : path)
    out.push_back(step.index == kNone ? t_.number(step.field) : number(locals, step.index));
  return out;
}

Sym Evaluator::part_at(const Sym& whole, const std::vector<Term>& path) {
  Sym at = whole;
  for (const Term index : path) at = item_at(at, index);
  return at;
}

Sym Evaluator::with_part(const Sym& whole, const std::vector<Term>& path, std::size_t from, const Sym& part) {
  if (from == path.size()) return part;
  std::vector<Sym> items = whole.items();
  const auto last = static_cast<std::int64_t>(items.size()) - 1;
  const Term index = path[from];
  if (!path_.decide(t_.and_(t_.le(t_.number(0), index), t_.le(index, t_.number(last)))))
    throw SymFailure{ErrorKind::Bounds};
  if (t_.is_number(index)) {
    Sym& item = items[static_cast<std::size_t>(t_.number_of(index))];
    item = with_part(item, path, from + 1, part);
    return Sym::seq(std::move(items));
  }
  // The place is open: each item changes if it is the one, where that keeps its shape.
  const std::vector<Sym> old = items;
  bool merged = path.size() == from + 1;
  for (std::size_t i = 0; merged && i < items.size(); ++i) {
    const auto changed = merge(t_, t_.eq(index, t_.number(static_cast<std::int64_t>(i))), part, old[i]);
    if (changed)
      items[i] = *changed;
    else
      merged = false;
  }
  if (merged) return Sym::seq(std::move(items));
  items = old;
  Sym& item = items[concrete(index, items.size())];
  item = with_part(item, path, from + 1, part);
  return Sym::seq(std::move(items));
}

void Evaluator::store(std::vector<Sym>& locals, const Place& place, const Sym& value) {
  const std::vector<Term> path = resolve(locals, place.path);
  Sym& local = locals[static_cast<std::size_t>(place.local)];
  Sym changed = with_part(local, path, 0, value);
  if (place.check != kNone && !path_.decide(fits(place.check, value))) throw SymFailure{ErrorKind::Range};
  local = std::move(changed);
}

Term Evaluator::fits(TypeId id, const Sym& v) {
  if (id == kNone) return t_.yes();
  const Type& type = context_.program.types[id];
  const auto each = [&](const std::vector<TypeId>& types) {
    if (v.items().size() != types.size()) return t_.no();
    std::vector<Term> parts;
    for (std::size_t i = 0; i < types.size(); ++i) parts.push_back(fits(types[i], v.items()[i]));
    return t_.and_(std::move(parts));
  };
  switch (type.kind) {
    case TypeKind::Range:
      if (v.kind != SymKind::Int) return t_.no();
      return t_.and_(t_.le(t_.number(type.lo), v.term), t_.le(v.term, t_.number(type.hi)));
    case TypeKind::Set: {
      std::vector<Term> some;
      for (const Value& member : type.members) some.push_back(equal(t_, v, context_.constant(member)));
      return t_.or_(std::move(some));
    }
    case TypeKind::Struct:
    case TypeKind::Tuple:
      return each(type.parts);
    case TypeKind::Array:
    case TypeKind::List:
      if (type.kind == TypeKind::Array && type.size != kNone &&
          static_cast<std::size_t>(type.size) != v.items().size())
        return t_.no();
      return each(std::vector<TypeId>(v.items().size(), type.parts[0]));
    case TypeKind::Data:
      for (const Constructor& c : type.constructors)
        if (v.kind == SymKind::Data && c.tag == v.tag) return each(c.fields);
      return t_.no();
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      return t_.yes();
  }
  return t_.yes();
}

}  // namespace csp::solver
