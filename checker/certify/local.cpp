// Local nodes (docs/semantics.md 1.2) and runs of them up to the next interaction.
#include <algorithm>

#include "checker/certify/interpreter.h"

namespace csp::reference {

namespace {

constexpr int kLongestRun = 100'000;
constexpr std::size_t kMostChoices = 1'000;  // of one run; the ways to go on are exponentially many anyway
constexpr std::int64_t kLargestArray = 1'000'000;

// Calls f(locals) for each combination of the replicators' values, in order; stops at the first failure.
template <class F>
std::optional<Failure> for_each_combination(const Program& program,
                                            const std::vector<Replicator>& replicators, std::size_t i,
                                            std::vector<Value> locals, F& f) {
  if (i == replicators.size()) return f(locals);
  const auto set = evaluate(program, locals, replicators[i].set);
  if (!set) return set.failure();
  for (const Value& value : set->items()) {
    locals[static_cast<std::size_t>(replicators[i].local)] = value;
    if (auto failure = for_each_combination(program, replicators, i + 1, locals, f)) return failure;
  }
  return std::nullopt;
}

}  // namespace

bool Interpreter::acts_locally(const State& s, Pid p) const {
  const Node& at = *node_of(s, p);
  if (!is_interaction(at)) return true;
  const auto* comm = std::get_if<Comm>(&at.op);
  if (!comm || comm->mode != CommMode::Guarded) return false;
  const auto enabled = offers(s, p);
  if (!enabled) return false;
  return std::all_of(enabled->begin(), enabled->end(),
                     [](const Offer& o) { return o.alt->kind == AltKind::Tau; });
}

Value Interpreter::fill(State& s, TypeId id, Value zero, const std::vector<std::int64_t>& sizes,
                        std::size_t depth) const {
  if (id == kNone) return zero;
  const Type& type = program_.types[id];
  const auto made = [&](ObjectKind kind) {
    Object object;
    object.kind = kind;
    s.objects.push_back(std::move(object));
    return Value::ref(static_cast<std::int64_t>(s.objects.size()) - 1);
  };
  const auto parts = [&](const std::vector<TypeId>& types) {
    std::vector<Value> items;
    for (std::size_t i = 0; i < types.size(); ++i)
      items.push_back(fill(s, types[i], zero.items()[i], sizes, depth));
    return items;
  };
  switch (type.kind) {
    case TypeKind::Mutex:
      return made(ObjectKind::Mutex);
    case TypeKind::RwMutex:
      return made(ObjectKind::RwMutex);
    case TypeKind::Once:
      return made(ObjectKind::Once);
    case TypeKind::WaitGroup:
      return made(ObjectKind::WaitGroup);
    case TypeKind::Struct:
    case TypeKind::Tuple:
      return Value::seq(parts(type.parts));
    case TypeKind::Data:
      for (const Constructor& constructor : type.constructors)
        if (zero.kind() == ValueKind::Data && constructor.tag == zero.tag())
          return Value::data(zero.tag(), parts(constructor.fields));
      return zero;
    case TypeKind::Array: {
      const bool unknown = type.size == kNone;
      const std::int64_t size = !unknown ? type.size : depth < sizes.size() ? sizes[depth] : 0;
      if (size > kLargestArray) throw LimitReached("an array is too long");
      std::vector<Value> items;
      for (std::int64_t i = 0; i < size; ++i)
        items.push_back(fill(s, type.parts[0], zero_value(program_.types, type.parts[0]), sizes,
                             depth + (unknown ? 1 : 0)));
      return Value::seq(std::move(items));
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
      return zero;
  }
  return zero;
}

Result<Value> Interpreter::make_zero(State& s, TypeId id, const std::vector<std::int64_t>& sizes) const {
  for (std::int64_t size : sizes)
    if (size < 0) return Failure{ErrorKind::NegativeCapacity, "an array of negative size"};
  return fill(s, id, zero_value(program_.types, id), sizes, 0);
}

// What may come of a local node, in order of the choice made in it. The failure of the node leaves the
// process before it.
Result<std::vector<Interpreter::Way>> Interpreter::carry_out(const State& before, Pid p) const {
  const Node& at = *node_of(before, p);
  const std::vector<Value>& locals = before.top(p).locals;
  std::vector<Way> ways;
  State s = before;
  const auto single = [&]() -> Result<std::vector<Way>> {
    ways.push_back({{}, std::move(s)});
    return std::move(ways);
  };
  const auto choose = [&](State way) { ways.push_back({{static_cast<int>(ways.size())}, std::move(way)}); };

  if (const auto* assign = std::get_if<Assign>(&at.op)) {
    const auto value = evaluate(program_, locals, assign->value);
    if (!value) return value.failure();
    if (auto failure = store(program_, s.top(p).locals, assign->target, *value)) return *failure;
    go(s, p, assign->next);
    return single();
  }
  if (const auto* branch = std::get_if<Branch>(&at.op)) {
    const auto value = evaluate(program_, locals, branch->condition);
    if (!value) return value.failure();
    go(s, p, value->truth() ? branch->then_next : branch->else_next);
    return single();
  }
  if (const auto* choice = std::get_if<Choose>(&at.op)) {
    for (const Option& option : choice->options) {
      auto one = [&](const std::vector<Value>& bound) -> std::optional<Failure> {
        if (option.enabled != kNone) {
          const auto enabled = evaluate(program_, bound, option.enabled);
          if (!enabled) return enabled.failure();
          if (!enabled->truth()) return std::nullopt;
        }
        State way = before;
        way.top(p).locals = bound;
        go(way, p, option.next);
        choose(std::move(way));
        return std::nullopt;
      };
      if (auto failure = for_each_combination(program_, option.replicators, 0, locals, one)) return *failure;
    }
    if (!ways.empty()) return ways;
    go(s, p, choice->otherwise);
    return single();
  }
  if (const auto* any = std::get_if<AnyValue>(&at.op); any && any->set == kNone) {
    if (options_.integers.empty()) throw LimitReached("any(int) has infinitely many values");
    for (const std::int64_t n : options_.integers) {
      State way = before;
      if (auto failure = store(program_, way.top(p).locals, any->target, Value::integer(n)))
        way.process(p).pending = failure->kind;
      else
        go(way, p, any->next);
      ways.push_back({{static_cast<int>(n)}, std::move(way), {{p, before.top(p).node, n}}});
    }
    return ways;
  }
  if (const auto* any = std::get_if<AnyValue>(&at.op)) {
    const auto set = evaluate(program_, locals, any->set);
    if (!set) return set.failure();
    if (set->items().empty()) return Failure{ErrorKind::EmptyChoice, "any of an empty set"};
    for (const Value& value : set->items()) {
      State way = before;
      if (auto failure = store(program_, way.top(p).locals, any->target, value))
        way.process(p).pending = failure->kind;
      else
        go(way, p, any->next);
      choose(std::move(way));
    }
    return ways;
  }
  if (const auto* make = std::get_if<NewObject>(&at.op)) {
    Object object;
    object.kind = make->kind;
    object.made_at = before.top(p).node;
    if (make->kind == ObjectKind::Timer || make->kind == ObjectKind::Ticker)
      object.ticking = Ticking::Running;
    if (make->arg != kNone) {
      const auto arg = evaluate(program_, locals, make->arg);
      if (!arg) return arg.failure();
      if (make->kind == ObjectKind::Chan) {
        if (arg->number() < 0) return Failure{ErrorKind::NegativeCapacity, "a channel of negative capacity"};
        object.capacity = arg->number();
      }
      if (make->kind == ObjectKind::Cond) object.mutex = *arg;
      if (make->kind == ObjectKind::Var) object.content = *arg;
    }
    const Value ref = Value::ref(static_cast<std::int64_t>(s.objects.size()));
    s.objects.push_back(std::move(object));
    if (auto failure = store(program_, s.top(p).locals, make->target, ref)) return *failure;
    go(s, p, make->next);
    return single();
  }
  if (const auto* zero = std::get_if<MakeZero>(&at.op)) {
    std::vector<std::int64_t> sizes;
    for (ExprId size : zero->sizes) {
      const auto value = evaluate(program_, locals, size);
      if (!value) return value.failure();
      sizes.push_back(value->number());
    }
    const auto value = make_zero(s, zero->type, sizes);
    if (!value) return value.failure();
    for (std::size_t i = before.objects.size(); i < s.objects.size(); ++i)
      s.objects[i].made_at = before.top(p).node;
    if (auto failure = store(program_, s.top(p).locals, zero->target, *value)) return *failure;
    go(s, p, zero->next);
    return single();
  }
  if (const auto* call = std::get_if<Call>(&at.op)) {
    auto callee = resolve(locals, call->callee);
    if (!callee) return callee.failure();
    if (static_cast<int>(before.process(p).frames.size()) >= program_.stack_bound)
      return Failure{ErrorKind::Stack, "the stack is full"};
    s.process(p).frames.push_back(frame(callee->first, std::move(callee->second)));
    s.process(p).arrived = false;
    return single();
  }
  if (const auto* become = std::get_if<Become>(&at.op)) {
    auto callee = resolve(locals, become->callee);
    if (!callee) return callee.failure();
    s.process(p).frames.back() = frame(callee->first, std::move(callee->second));
    return single();
  }
  if (const auto* ret = std::get_if<Return>(&at.op)) {
    Value result = Value::integer(0);
    if (ret->value != kNone) {
      const auto value = evaluate(program_, locals, ret->value);
      if (!value) return value.failure();
      result = *value;
    }
    if (!before.top(p).deferred.empty() &&
        static_cast<int>(before.process(p).frames.size()) >= program_.stack_bound)
      return Failure{ErrorKind::Stack, "the stack is full"};
    s.top(p).leaving = Leaving::Return;
    s.top(p).result = std::move(result);
    unwind(s, p);
    return single();
  }
  if (const auto* defer = std::get_if<Defer>(&at.op)) {
    auto callee = resolve(locals, defer->callee);
    if (!callee) return callee.failure();
    s.top(p).deferred.push_back({callee->first, std::move(callee->second)});
    go(s, p, defer->next);
    return single();
  }
  if (const auto* recover = std::get_if<Recover>(&at.op)) {
    auto& frames = s.process(p).frames;
    const bool stops = frames.size() >= 2 && frames[frames.size() - 2].leaving == Leaving::Panic;
    if (auto failure = store(program_, s.top(p).locals, recover->result, Value::boolean(stops)))
      return *failure;
    if (stops) {
      Frame& below = frames[frames.size() - 2];
      below.leaving = Leaving::Return;
      below.result = zero_value(program_.types, program_.procs[static_cast<std::size_t>(below.proc)].result);
    }
    go(s, p, recover->next);
    return single();
  }
  // A guarded command without an enabled communication.
  const Comm& comm = std::get<Comm>(at.op);
  const auto enabled = offers(before, p);
  if (enabled->empty()) {
    go(s, p, comm.otherwise);
    return single();
  }
  for (const Offer& offer : *enabled) {
    State way = before;
    for (const auto& [local, value] : offer.bound) way.top(p).locals[static_cast<std::size_t>(local)] = value;
    go(way, p, offer.alt->next);
    choose(std::move(way));
  }
  return ways;
}

// Adds every way to run on to the next interaction. `passed`: the configurations since the last interaction,
// up to the last object made.
void Interpreter::run(Way so_far, Pid p, Passed passed, int length, std::vector<Way>& out) const {
  State& s = so_far.state;
  while (true) {
    const Process& process = s.process(p);
    bool stop = !options_.merge || process.frames.empty() || process.pending || !acts_locally(s, p);
    if (!stop) {
      const Node& at = *node_of(s, p);
      // A guarded command whose guards are all false goes on at once (tests/regress/all-guards-false.csp).
      const bool choice = std::holds_alternative<Choose>(at.op) || std::holds_alternative<AnyValue>(at.op) ||
                          (std::holds_alternative<Comm>(at.op) && !offers(s, p)->empty());
      stop = at.observed || (!options_.resolve && choice) ||
             passed.count(live_part(program_, liveness_, process)) != 0;
    }
    if (stop) break;
    auto ways = carry_out(s, p);
    if (!ways) break;  // its next step is the failure
    if (++length > kLongestRun || so_far.choices.size() > kMostChoices)
      throw LimitReached("endless local computation");
    passed.insert(live_part(program_, liveness_, process));
    if (ways->size() == 1 && ways->front().choices.empty()) {
      if (ways->front().state.objects.size() > s.objects.size()) passed.clear();
      s = std::move(ways->front().state);
      continue;
    }
    for (Way& way : *ways) {
      way.choices.insert(way.choices.begin(), so_far.choices.begin(), so_far.choices.end());
      way.chosen.insert(way.chosen.begin(), so_far.chosen.begin(), so_far.chosen.end());
      run(std::move(way), p, passed, length, out);
    }
    return;
  }
  out.push_back(std::move(so_far));
}

void Interpreter::local_steps(const State& s, Pid p, std::vector<Successor>& out) const {
  auto ways = carry_out(s, p);
  const NodeId at = s.top(p).node;
  if (!ways) {
    fail_step(s, p, ways.failure().kind, kNone, out);
    return;
  }
  for (Way& way : *ways) {
    Passed passed;
    if (way.state.objects.size() == s.objects.size())
      passed.insert(live_part(program_, liveness_, s.process(p)));
    std::vector<Way> ends;
    run(std::move(way), p, std::move(passed), 0, ends);
    for (Way& end : ends)
      out.push_back({{StepKind::Local, {{p, at, kNone, std::move(end.choices)}}, 0},
                     std::move(end.state),
                     std::move(end.chosen)});
  }
}

}  // namespace csp::reference
