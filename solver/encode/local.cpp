// Local nodes (docs/semantics.md 1.2) and runs of them up to the next interaction.
#include <algorithm>
#include <unordered_map>

#include "solver/encode/process.h"

namespace csp::solver {

namespace {

constexpr int kLongestRun = 20'000;               // local nodes
constexpr std::size_t kMostCompared = 4'000'000;  // pairs of configurations of one run: a second or two
constexpr std::int64_t kLargestArray = 10'000;
constexpr std::size_t kFewValues =
    3;  // so many values of any(...) are told apart; of more, the value becomes a term

}  // namespace

// The live parts of the configurations since the last interaction or object made, by control point.
struct LocalRun::Passed {
  std::unordered_map<NodeId, std::vector<SymProcess>> parts;
};

std::vector<SymOffer> LocalRun::offers(const SymProcess& p) {
  const Comm& comm = std::get<Comm>(context_.node(p.top().node).op);
  std::vector<SymOffer> out;
  int index = 0;
  for (const Alt& alt : comm.alts) {
    struct Combination {
      std::vector<Sym> locals;
      std::vector<std::pair<LocalId, Sym>> bound;
    };
    std::vector<Combination> combinations{{p.top().locals, {}}};
    for (const Replicator& replicator : alt.replicators) {
      std::vector<Combination> longer;
      for (const Combination& c : combinations) {
        const Sym set = eval.eval(c.locals, replicator.set);
        for (const Sym& value : set.items()) {
          longer.push_back(c);
          longer.back().locals[static_cast<std::size_t>(replicator.local)] = value;
          longer.back().bound.emplace_back(replicator.local, value);
        }
      }
      combinations = std::move(longer);
    }
    for (Combination& c : combinations) {
      SymOffer offer;
      offer.index = index++;
      offer.alt = &alt;
      if (alt.enabled != kNone && !eval.decide(c.locals, alt.enabled)) continue;
      offer.channel = alt.channel != kNone ? eval.eval(c.locals, alt.channel) : context_.nil();
      offer.value = alt.value != kNone ? eval.eval(c.locals, alt.value) : context_.nil();
      offer.bound = std::move(c.bound);
      out.push_back(std::move(offer));
    }
  }
  return out;
}

bool LocalRun::acts_locally(const SymProcess& p) {
  const Node& at = context_.node(p.top().node);
  if (!is_interaction(at)) return true;
  const auto* comm = std::get_if<Comm>(&at.op);
  if (!comm || comm->mode != CommMode::Guarded) return false;
  const auto enabled = offers(p);
  return std::all_of(enabled.begin(), enabled.end(),
                     [](const SymOffer& o) { return o.alt->kind == AltKind::Tau; });
}

void LocalRun::run(SymProcess& p) {
  try {
    Passed passed;
    run_on(p, passed);
  } catch (const NotEncoded& what) {
    p.beyond = context_.located(what.what(), p.frames.empty() ? kNone : p.top().node);
  } catch (const NumberTooLarge& what) {
    p.beyond = context_.located(what.what(), p.frames.empty() ? kNone : p.top().node);
  }
}

void LocalRun::run_on(SymProcess& p, Passed& passed) {
  std::size_t compared = 0;
  for (int length = 0;; ++length) {
    if (p.frames.empty() || p.pending) return;
    const SymProcess before = p;
    const std::size_t objects = made.size();
    const auto counts = p.made;
    try {
      if (!acts_locally(p) || context_.node(p.top().node).observed) return;
      SymProcess live = live_part(context_, p);
      auto& known = passed.parts[p.top().node];
      compared += known.size();
      for (SymProcess& old : known) {
        if (!same_control(old, live)) continue;
        std::vector<Sym> left, right;
        for_each_value(context_.program, old, [&](Sym& s, TypeId) { left.push_back(s); });
        for_each_value(context_.program, live, [&](Sym& s, TypeId) { right.push_back(s); });
        std::vector<Term> parts;
        for (std::size_t i = 0; i < left.size(); ++i) parts.push_back(equal(t_, left[i], right[i]));
        if (path_.decide(t_.and_(std::move(parts)))) return;
      }
      known.push_back(std::move(live));
      carry_out(p);
    } catch (const SymFailure&) {  // its next step is the failure
      p = before;
      made.resize(objects);
      return;
    }
    if (p.made != counts) passed.parts.clear();
    if (length == kLongestRun || compared > kMostCompared) throw NotEncoded("endless local computation");
  }
}

void LocalRun::local_step(SymProcess& p) {
  Passed passed;
  SymProcess live = live_part(context_, p);
  const NodeId at = p.top().node;
  const auto counts = p.made;
  carry_out(p);
  if (p.made == counts) passed.parts[at].push_back(std::move(live));
  try {
    run_on(p, passed);
  } catch (const NotEncoded& what) {
    p.beyond = context_.located(what.what(), p.frames.empty() ? kNone : p.top().node);
  } catch (const NumberTooLarge& what) {
    p.beyond = context_.located(what.what(), p.frames.empty() ? kNone : p.top().node);
  }
}

void LocalRun::choose(SymProcess& p, const Choose& choose) {
  struct Enabled {
    std::vector<Sym> locals;
    NodeId next;
  };
  std::vector<Enabled> enabled;
  for (const Option& option : choose.options) {
    std::vector<std::vector<Sym>> combinations{p.top().locals};
    for (const Replicator& replicator : option.replicators) {
      std::vector<std::vector<Sym>> longer;
      for (const std::vector<Sym>& locals : combinations) {
        const Sym set = eval.eval(locals, replicator.set);
        for (const Sym& value : set.items()) {
          longer.push_back(locals);
          longer.back()[static_cast<std::size_t>(replicator.local)] = value;
        }
      }
      combinations = std::move(longer);
    }
    for (std::vector<Sym>& locals : combinations)
      if (option.enabled == kNone || eval.decide(locals, option.enabled))
        enabled.push_back({std::move(locals), option.next});
  }
  if (enabled.empty()) return go(p, choose.otherwise);
  const int taken = path_.pick(static_cast<int>(enabled.size()));
  path_.choices.push_back(t_.number(taken));
  p.top().locals = std::move(enabled[static_cast<std::size_t>(taken)].locals);
  go(p, enabled[static_cast<std::size_t>(taken)].next);
}

void LocalRun::any_value(SymProcess& p, const AnyValue& any) {
  const std::vector<Sym>& locals = p.top().locals;
  Sym value;
  if (any.set == kNone) {
    const Term chosen = path_.any_integer();
    path_.choices.push_back(chosen);
    value = Sym::integer(chosen);
  } else if (const Expr& set = context_.expr(any.set); set.kind == ExprKind::RangeSeq) {
    const Term low = eval.number(locals, set.args[0]), high = eval.number(locals, set.args[1]);
    const Term length = t_.add(t_.sub(high, low), t_.number(1));
    if (path_.decide(t_.le(length, t_.number(0)))) throw SymFailure{ErrorKind::EmptyChoice};
    if (t_.is_number(length) && t_.number_of(length) <= static_cast<std::int64_t>(kFewValues)) {
      const int taken = path_.pick(static_cast<int>(t_.number_of(length)));
      path_.choices.push_back(t_.number(taken));
      value = Sym::integer(t_.add(low, t_.number(taken)));
    } else {
      const Term chosen = path_.input(low, high);
      path_.choices.push_back(t_.sub(chosen, low));
      value = Sym::integer(chosen);
    }
  } else {
    const std::vector<Sym> items = eval.eval(locals, any.set).items();
    if (items.empty()) throw SymFailure{ErrorKind::EmptyChoice};
    const bool numbers =
        std::all_of(items.begin(), items.end(), [](const Sym& s) { return s.kind == SymKind::Int; });
    if (items.size() > kFewValues && numbers) {
      const Term chosen = path_.input(t_.number(0), t_.number(static_cast<std::int64_t>(items.size()) - 1));
      path_.choices.push_back(chosen);
      Term t = items.back().term;
      bool consecutive = true;
      for (std::size_t i = 0; i < items.size(); ++i)
        consecutive =
            consecutive && items[i].term == t_.add(items[0].term, t_.number(static_cast<std::int64_t>(i)));
      for (std::size_t i = items.size() - 1; i-- > 0;)
        t = t_.choose(t_.eq(chosen, t_.number(static_cast<std::int64_t>(i))), items[i].term, t);
      value = Sym::integer(consecutive ? t_.add(items[0].term, chosen) : t);
    } else {
      const int taken = path_.pick(static_cast<int>(items.size()));
      path_.choices.push_back(t_.number(taken));
      value = items[static_cast<std::size_t>(taken)];
    }
  }
  try {
    std::vector<Sym> changed = locals;
    eval.store(changed, any.target, value);
    p.top().locals = std::move(changed);
  } catch (const SymFailure& failure) {
    p.pending = failure.kind;
    return;
  }
  go(p, any.next);
}

void LocalRun::new_object(SymProcess& p, const NewObject& make) {
  const NodeId at = p.top().node;
  ObjectName name;
  name.kind = make.kind;
  name.type = make.type;
  name.maker = slot_;
  name.node = at;
  std::optional<Sym> content;
  if (make.arg != kNone) {
    const Sym arg = eval.eval(p.top().locals, make.arg);
    if (make.kind == ObjectKind::Chan) {
      const Term capacity = eval.number_of(arg);
      if (path_.decide(t_.lt(capacity, t_.number(0)))) throw SymFailure{ErrorKind::NegativeCapacity};
      if (!t_.is_number(capacity)) throw NotEncoded("a channel whose capacity is not known");
      name.capacity = t_.number_of(capacity);
    }
    if (make.kind == ObjectKind::Cond) {
      if (!t_.is_number(arg.term)) throw NotEncoded("a condition variable of a mutex that is not known");
      const std::int64_t ref = t_.number_of(arg.term);
      name.mutex = ref == kNil ? kNone : context_.universe.object_of(ref);
    }
    if (make.kind == ObjectKind::Var) content = arg;
  }
  name.occurrence = count(p, at);
  const ObjectId object = context_.universe.object(name);
  eval.store(p.top().locals, make.target, Sym::reference(t_.number(context_.universe.ref(object))));
  if (make.kind == ObjectKind::Var) made.push_back({object, content ? *content : context_.nil()});
  go(p, make.next);
}

Sym LocalRun::fill(SymProcess& p, NodeId at, int occurrence, int& position, TypeId id, const Value& zero,
                   const std::vector<std::int64_t>& sizes, std::size_t depth) {
  if (id == kNone) return context_.constant(zero);
  const Type& type = context_.program.types[id];
  const auto object = [&](ObjectKind kind) {
    ObjectName name;
    name.kind = kind;
    name.maker = slot_;
    name.node = at;
    name.occurrence = occurrence;
    name.position = position++;
    return Sym::reference(t_.number(context_.universe.ref(context_.universe.object(name))));
  };
  const auto parts = [&](const std::vector<TypeId>& types) {
    std::vector<Sym> items;
    for (std::size_t i = 0; i < types.size(); ++i)
      items.push_back(fill(p, at, occurrence, position, types[i], zero.items()[i], sizes, depth));
    return items;
  };
  switch (type.kind) {
    case TypeKind::Mutex:
      return object(ObjectKind::Mutex);
    case TypeKind::RwMutex:
      return object(ObjectKind::RwMutex);
    case TypeKind::Once:
      return object(ObjectKind::Once);
    case TypeKind::WaitGroup:
      return object(ObjectKind::WaitGroup);
    case TypeKind::Struct:
    case TypeKind::Tuple:
      return Sym::seq(parts(type.parts));
    case TypeKind::Data:
      for (const Constructor& c : type.constructors)
        if (zero.kind() == ValueKind::Data && c.tag == zero.tag()) return Sym::data(c.tag, parts(c.fields));
      return context_.constant(zero);
    case TypeKind::Array: {
      const bool unknown = type.size == kNone;
      const std::int64_t size = !unknown ? type.size : depth < sizes.size() ? sizes[depth] : 0;
      if (size > kLargestArray) throw NotEncoded("an array of more than 10000 elements");
      const Value element = zero_value(context_.program.types, type.parts[0]);
      std::vector<Sym> items;
      for (std::int64_t i = 0; i < size; ++i)
        items.push_back(
            fill(p, at, occurrence, position, type.parts[0], element, sizes, depth + (unknown ? 1 : 0)));
      return Sym::seq(std::move(items));
    }
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::Range:
    case TypeKind::Set:
    case TypeKind::List:
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Cond:
      return context_.constant(zero);
  }
  return context_.constant(zero);
}

void LocalRun::make_zero(SymProcess& p, const MakeZero& make) {
  std::vector<Term> lengths;
  for (const ExprId size : make.sizes) lengths.push_back(eval.number(p.top().locals, size));
  std::vector<std::int64_t> sizes;
  for (const Term length : lengths) {
    if (path_.decide(t_.lt(length, t_.number(0)))) throw SymFailure{ErrorKind::NegativeCapacity};
    if (!t_.is_number(length)) throw NotEncoded("an array whose size is not known");
    sizes.push_back(t_.number_of(length));
  }
  const NodeId at = p.top().node;
  int position = 0;
  const int occurrence = p.made.count(at) ? p.made.at(at) : 0;
  const Sym value =
      fill(p, at, occurrence, position, make.type, zero_value(context_.program.types, make.type), sizes, 0);
  if (position > 0) ++p.made[at];
  eval.store(p.top().locals, make.target, value);
  go(p, make.next);
}

// A guarded command without an enabled communication.
void LocalRun::tau(SymProcess& p, const Comm& comm) {
  const auto enabled = offers(p);
  if (enabled.empty()) return go(p, comm.otherwise);
  const int taken = path_.pick(static_cast<int>(enabled.size()));
  path_.choices.push_back(t_.number(taken));
  const SymOffer& offer = enabled[static_cast<std::size_t>(taken)];
  for (const auto& [local, value] : offer.bound) p.top().locals[static_cast<std::size_t>(local)] = value;
  go(p, offer.alt->next);
}

void LocalRun::carry_out(SymProcess& p) {
  const Node& at = context_.node(p.top().node);
  if (const auto* assign = std::get_if<Assign>(&at.op)) {
    const Sym value = eval.eval(p.top().locals, assign->value);
    eval.store(p.top().locals, assign->target, value);
    go(p, assign->next);
  } else if (const auto* branch = std::get_if<Branch>(&at.op)) {
    go(p, eval.decide(p.top().locals, branch->condition) ? branch->then_next : branch->else_next);
  } else if (const auto* choice = std::get_if<Choose>(&at.op)) {
    choose(p, *choice);
  } else if (const auto* any = std::get_if<AnyValue>(&at.op)) {
    any_value(p, *any);
  } else if (const auto* make = std::get_if<NewObject>(&at.op)) {
    new_object(p, *make);
  } else if (const auto* zero = std::get_if<MakeZero>(&at.op)) {
    make_zero(p, *zero);
  } else if (const auto* call = std::get_if<Call>(&at.op)) {
    auto callee = resolve(p.top().locals, call->callee);
    if (static_cast<int>(p.frames.size()) >= context_.program.stack_bound) throw SymFailure{ErrorKind::Stack};
    p.frames.push_back(frame(callee.first, std::move(callee.second)));
  } else if (const auto* become = std::get_if<Become>(&at.op)) {
    auto callee = resolve(p.top().locals, become->callee);
    p.frames.back() = frame(callee.first, std::move(callee.second));
  } else if (const auto* ret = std::get_if<Return>(&at.op)) {
    do_return(p, *ret);
  } else if (const auto* defer = std::get_if<Defer>(&at.op)) {
    auto callee = resolve(p.top().locals, defer->callee);
    p.top().deferred.push_back({callee.first, std::move(callee.second)});
    go(p, defer->next);
  } else if (const auto* rec = std::get_if<Recover>(&at.op)) {
    recover(p, *rec);
  } else {
    tau(p, std::get<Comm>(at.op));
  }
}

}  // namespace csp::solver
