// The run of a process through local nodes. Internal choice makes it a tree; a cycle of local nodes ends a path at the configuration it
// returns to.
#include "checker/semantics/run.h"

#include <algorithm>
#include <set>

#include "checker/semantics/evaluate.h"

namespace csp {

namespace {
constexpr std::size_t kRunLimit = 100'000;  // local nodes in one run
constexpr std::size_t kWaysLimit = 100'000; // outcomes of one run
constexpr std::size_t kMostWords = 16'000'000;  // of the configurations that one run has passed
constexpr std::size_t kMostChoices = 1000;      // one behind the other in one run

std::size_t at(int i) { return static_cast<std::size_t>(i); }
}  // namespace

// What a run has passed. Behind a choice each way has a part of its own and looks into those before it: copies would be
// quadratic in the number of choices.
struct Runner::Path {
  const Path* before = nullptr;              // nothing there counts if an object was made since
  std::set<std::vector<std::int64_t>> seen;  // configurations since the last interaction, or the last choice
  std::size_t length = 0, words = 0, choices = 0;  // of the whole run

  bool passed(const std::vector<std::int64_t>& configuration) const {
    for (const Path* part = this; part; part = part->before)
      if (part->seen.count(configuration)) return true;
    return false;
  }
};

Runner::Runner(const Program& program, Savings savings, const Liveness::Kept& kept)
    : program_(program), savings_(savings), liveness_(program, kept) {}

std::vector<Continuation> Runner::run(ProcessState start, std::int64_t object_base) const {
  std::vector<Continuation> out;
  Continuation now;
  now.state = std::move(start);
  Path path;
  go(std::move(now), path, false, object_base, out);
  return out;
}

std::vector<Continuation> Runner::step(ProcessState start, std::int64_t object_base) const {
  std::vector<Continuation> out;
  Continuation now;
  now.state = std::move(start);
  Path path;
  go(std::move(now), path, true, object_base, out);
  return out;
}

void Runner::go(Continuation now, Path& path, bool force, std::int64_t base, std::vector<Continuation>& out) const {
  for (;; force = false) {
    const auto finish = [&] {
      if (out.size() >= kWaysLimit) throw LimitReached{"a local run has more than 100000 outcomes"};
      if (savings_.forget) forget_dead(now.state);
      out.push_back(std::move(now));
    };
    if (now.state.frames.empty() || now.state.pending) return finish();
    if (!force && stops_before(now.state)) return finish();
    if (++path.length > kRunLimit) throw LimitReached{"endless local computation: more than 100000 statements without an interaction"};
    // All references stay in the words, so equal words mean equal configurations.
    // Dead locals do not count, whether they are forgotten or not (tests/regress/local-cycle.csp).
    ProcessState live = now.state;
    forget_dead(live);
    Encoded configuration = encode(live, INT64_MAX);
    path.words += configuration.words.size();
    if (path.words > kMostWords) throw LimitReached{"endless local computation: its values grow too large"};
    if (path.passed(configuration.words)) return finish();
    path.seen.insert(std::move(configuration.words));
    std::vector<Continuation> next;
    try {
      carry_out(now, base, next);
    } catch (const Fault&) {
      return finish();
    }
    if (next.size() == 1) {
      if (next[0].objects.size() != now.objects.size()) {
        path.seen.clear();
        path.before = nullptr;
      }
      now = std::move(next[0]);
      continue;
    }
    if (path.choices >= kMostChoices) throw LimitReached{"a local run with more than 1000 choices"};
    for (Continuation& branch : next) {
      Path behind{&path, {}, path.length, path.words, path.choices + 1};
      go(std::move(branch), behind, false, base, out);
    }
    return;
  }
}

bool Runner::stops_before(const ProcessState& p) const {
  const Node& node = program_.nodes[at(p.top().node)];
  if (!savings_.merge || node.observed) return true;
  return !is_local(p);
}

bool Runner::is_local(const ProcessState& p) const {
  const Node& node = program_.nodes[at(p.top().node)];
  if (const Comm* comm = std::get_if<Comm>(&node.op)) {
    if (comm->mode != CommMode::Guarded) return false;
    bool any_channel = false, any_tau = false;
    Locals locals = p.top().locals;
    try {
      for (const Alt& alt : comm->alts)
        for_each_binding(program_, alt.replicators, locals, [&] {
          if (alt.enabled != kNone && !evaluate(program_, alt.enabled, locals).truth()) return;
          (alt.kind == AltKind::Tau ? any_tau : any_channel) = true;
        });
    } catch (const Fault&) {
      return false;
    }
    return !any_channel && (!any_tau || savings_.resolve);
  }
  if (!savings_.resolve &&
      (std::holds_alternative<Choose>(node.op) || std::holds_alternative<AnyValue>(node.op)))
    return false;
  return !is_interaction(node);
}

std::optional<ErrorKind> Runner::fault_at(const ProcessState& p) const {
  Continuation now;
  now.state = p;
  std::vector<Continuation> next;
  try {
    carry_out(now, kNewObject, next);
  } catch (const Fault& fault) {
    return fault.kind;
  }
  return std::nullopt;
}

void Runner::carry_out(const Continuation& now, std::int64_t base, std::vector<Continuation>& next) const {
  const Node& node = program_.nodes[at(now.state.top().node)];
  const Locals& locals = now.state.top().locals;
  const auto go_to = [&](NodeId n) -> Continuation& {
    next.push_back(now);
    next.back().state.top().node = n;
    return next.back();
  };
  const auto set = [&](Continuation& c, const Place& place, const Value& v) {
    store(program_, place, v, c.state.top().locals);
  };
  const auto new_object = [&](Continuation& c, ObjectState object) {
    c.objects.push_back(std::move(object));
    return Value::ref(base + static_cast<std::int64_t>(c.objects.size()) - 1);
  };
  // Options of a Choose or the Tau alternatives of a Guarded: one way on per enabled combination.
  const auto choose = [&](const std::vector<Replicator>& replicators, ExprId enabled, NodeId to) {
    Locals bound = locals;
    for_each_binding(program_, replicators, bound, [&] {
      if (enabled != kNone && !evaluate(program_, enabled, bound).truth()) return;
      const int index = static_cast<int>(next.size());
      Continuation& c = go_to(to);
      c.state.top().locals = bound;
      c.choices.push_back(index);
    });
  };

  if (const auto* op = std::get_if<Assign>(&node.op)) {
    const Value v = evaluate(program_, op->value, locals);
    set(go_to(op->next), op->target, v);
  } else if (const auto* branch = std::get_if<Branch>(&node.op)) {
    go_to(evaluate(program_, branch->condition, locals).truth() ? branch->then_next : branch->else_next);
  } else if (const auto* choice = std::get_if<Choose>(&node.op)) {
    for (const csp::Option& o : choice->options) choose(o.replicators, o.enabled, o.next);
    if (next.empty()) go_to(choice->otherwise);
  } else if (const auto* guarded = std::get_if<Comm>(&node.op)) {
    for (const Alt& a : guarded->alts)
      if (a.kind == AltKind::Tau) choose(a.replicators, a.enabled, a.next);
    if (next.empty()) go_to(guarded->otherwise);
  } else if (const auto* any = std::get_if<AnyValue>(&node.op)) {
    const Value values = evaluate(program_, any->set, locals);
    if (values.items().empty()) throw Fault{ErrorKind::EmptyChoice};
    for (std::size_t i = 0; i < values.items().size(); ++i) {
      Continuation& c = go_to(any->next);
      c.choices.push_back(static_cast<int>(i));
      set(c, any->target, values.items()[i]);
    }
  } else if (const auto* make = std::get_if<NewObject>(&node.op)) {
    ObjectState object;
    object.kind = make->kind;
    const Value arg = make->arg == kNone ? Value::integer(0) : evaluate(program_, make->arg, locals);
    if (make->kind == ObjectKind::Chan) {
      if (arg.number() < 0) throw Fault{ErrorKind::NegativeCapacity};
      object.a = arg.number();
    }
    if (make->kind == ObjectKind::Timer || make->kind == ObjectKind::Ticker) object.a = kTimerRunning;
    if (make->kind == ObjectKind::Cond || make->kind == ObjectKind::Var) object.values = {arg};
    Continuation& c = go_to(make->next);
    const Value ref = new_object(c, std::move(object));
    set(c, make->target, ref);
  } else if (const auto* zero = std::get_if<MakeZero>(&node.op)) {
    std::vector<std::int64_t> sizes;
    for (ExprId e : zero->sizes) {
      sizes.push_back(evaluate(program_, e, locals).number());
      if (sizes.back() < 0) throw Fault{ErrorKind::NegativeCapacity};
    }
    Continuation& c = go_to(zero->next);
    const Value v = make_zero(zero->type, sizes, 0, base, c.objects);
    set(c, zero->target, v);
  } else if (const auto* call = std::get_if<Call>(&node.op)) {
    const DeferredCall callee = evaluate_callee(call->callee, locals);
    if (now.state.frames.size() >= at(program_.stack_bound)) throw Fault{ErrorKind::Stack};
    next.push_back(now);
    next.back().state.frames.push_back(make_frame(callee));
  } else if (const auto* become = std::get_if<Become>(&node.op)) {
    Frame frame = make_frame(evaluate_callee(become->callee, locals));
    frame.deferred = now.state.top().deferred;
    next.push_back(now);
    next.back().state.top() = std::move(frame);
  } else if (const auto* ret = std::get_if<Return>(&node.op)) {
    const Value result = ret->value == kNone ? Value() : evaluate(program_, ret->value, locals);
    if (!now.state.top().defers.empty() && now.state.frames.size() >= at(program_.stack_bound)) throw Fault{ErrorKind::Stack};
    next.push_back(now);
    Frame& frame = next.back().state.top();
    frame.mode = FrameMode::Returning;
    frame.result = result;
    unwind(next.back().state);
  } else if (const auto* defer = std::get_if<Defer>(&node.op)) {
    const DeferredCall callee = evaluate_callee(defer->callee, locals);
    go_to(defer->next).state.top().defers.push_back(callee);
  } else if (const auto* recover = std::get_if<Recover>(&node.op)) {
    Continuation& c = go_to(recover->next);
    const std::size_t depth = c.state.frames.size();
    bool stopped = false;
    if (c.state.top().deferred && depth >= 2) {
      Frame& below = c.state.frames[depth - 2];
      if (below.mode == FrameMode::Panicking && !below.recovered) below.recovered = stopped = true;
    }
    set(c, recover->result, Value::boolean(stopped));
  }
}

DeferredCall Runner::evaluate_callee(const Callee& callee, const std::vector<Value>& locals) const {
  DeferredCall call;
  call.proc = callee.proc;
  if (callee.closure != kNone) {
    const Value closure = evaluate(program_, callee.closure, locals);
    if (closure.is_nil()) throw Fault{ErrorKind::NilCall};
    call.proc = closure.tag();
    call.args = closure.items();
  }
  for (ExprId a : callee.args) call.args.push_back(evaluate(program_, a, locals));
  // A prog called with a value outside a parameter's type fails where it is called.
  const Proc& proc = program_.procs[at(call.proc)];
  for (std::size_t i = 0; i < call.args.size(); ++i)
    if (!fits(program_.types, proc.locals[i].type, call.args[i]) && !proc.locals[i].shared) throw Fault{ErrorKind::Range};
  return call;
}

Frame Runner::make_frame(const DeferredCall& call) const {
  const Proc& proc = program_.procs[at(call.proc)];
  Frame frame;
  frame.node = proc.entry;
  frame.locals = call.args;
  frame.locals.resize(proc.locals.size());
  return frame;
}

Value Runner::make_zero(TypeId id, const std::vector<std::int64_t>& sizes, std::size_t depth, std::int64_t base,
                        std::vector<ObjectState>& objects) const {
  const Type& t = program_.types[id];
  const auto object = [&](ObjectKind kind) {
    ObjectState o;
    o.kind = kind;
    objects.push_back(std::move(o));
    return Value::ref(base + static_cast<std::int64_t>(objects.size()) - 1);
  };
  switch (t.kind) {
    case TypeKind::Mutex: return object(ObjectKind::Mutex);
    case TypeKind::RwMutex: return object(ObjectKind::RwMutex);
    case TypeKind::Once: return object(ObjectKind::Once);
    case TypeKind::WaitGroup: return object(ObjectKind::WaitGroup);
    case TypeKind::Struct:
    case TypeKind::Tuple: {
      std::vector<Value> items;
      for (TypeId part : t.parts) items.push_back(make_zero(part, sizes, depth, base, objects));
      return Value::seq(std::move(items));
    }
    case TypeKind::Array: {
      std::int64_t n = t.size;
      if (n == kNone) n = depth < sizes.size() ? sizes[depth++] : 0;
      if (n > 1'000'000) throw LimitReached{"an array of more than a million elements"};
      std::vector<Value> items;
      for (std::int64_t i = 0; i < n; ++i) items.push_back(make_zero(t.parts[0], sizes, depth, base, objects));
      return Value::seq(std::move(items));
    }
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::Range:
    case TypeKind::Set:
    case TypeKind::Data:
    case TypeKind::List:
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Cond: return zero_value(program_.types, id);
  }
  return Value();
}

bool Runner::fail(ProcessState& p) const {
  const bool deferred = std::any_of(p.frames.begin(), p.frames.end(), [](const Frame& f) { return !f.defers.empty(); });
  if (!deferred) return false;
  p.pending.reset();
  p.top().mode = FrameMode::Panicking;
  p.top().recovered = false;
  unwind(p);
  return true;
}

void Runner::store_result(ProcessState& p, const Place& place, const Value& v) const {
  try {
    store(program_, place, v, p.top().locals);
  } catch (const Fault& fault) {
    p.pending = fault.kind;
  }
}

// Leaves frames that are returning or panicking, until a frame runs, a deferred call begins, or no frame is left.
void Runner::unwind(ProcessState& p) const {
  while (!p.frames.empty()) {
    Frame& f = p.top();
    if (f.mode == FrameMode::Running) return;
    if (!f.defers.empty()) {
      Frame deferred = make_frame(f.defers.back());
      deferred.deferred = true;
      f.defers.pop_back();
      p.frames.push_back(std::move(deferred));
      return;
    }
    const bool was_deferred = f.deferred;
    if (f.mode == FrameMode::Panicking && !f.recovered) {
      p.frames.pop_back();
      if (p.frames.empty()) {
        p.uncaught = true;
        return;
      }
      p.top().mode = FrameMode::Panicking;
      p.top().recovered = false;
      continue;
    }
    const ProcId proc = program_.nodes[at(f.node)].proc;
    const Value result = f.mode == FrameMode::Returning ? f.result : zero_value(program_.types, program_.procs[at(proc)].result);
    p.frames.pop_back();
    if (was_deferred || p.frames.empty()) continue;
    Frame& caller = p.top();
    const Call& call = std::get<Call>(program_.nodes[at(caller.node)].op);
    if (call.result) store_result(p, *call.result, result);
    if (!p.pending) caller.node = call.next;
    return;
  }
}

void Runner::forget_dead(ProcessState& p) const {
  for (std::size_t i = 0; i < p.frames.size(); ++i) {
    Frame& f = p.frames[i];
    const bool top = i + 1 == p.frames.size();
    for (std::size_t l = 0; l < f.locals.size(); ++l) {
      const auto local = static_cast<LocalId>(l);
      // A property looks at a frame that is returning too (tests/regress/end-of-process.csp).
      const bool live = f.mode == FrameMode::Running ? (top ? liveness_.live_at(f.node, local) : liveness_.live_after(f.node, local))
                                                     : liveness_.kept(program_.nodes[at(f.node)].proc, local);
      if (!live) f.locals[l] = Value();
    }
  }
}

}  // namespace csp
