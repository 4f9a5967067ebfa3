// Steps of one process by itself, and of two that communicate.
#include "checker/semantics/effects.h"

#include "checker/core/limits.h"

namespace csp {

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// New processes run ahead to their first interaction; all combinations of how they and the creator go on.
std::vector<Effect> with_born(const Runner& runner, const Effect& pattern, std::vector<Continuation> creator,
                              const std::vector<ProcessState>& born) {
  std::vector<Effect> out = to_effects(std::move(creator), pattern);
  for (std::size_t i = 0; i < born.size(); ++i) {
    const std::vector<Continuation> ways = runner.run(born[i], born_base(i));
    std::vector<Effect> next;
    for (const Effect& e : out)
      for (const Continuation& way : ways) {
        next.push_back(e);
        next.back().born.push_back(way);
      }
    if (next.size() > 100'000) throw LimitReached{"a step has more than 100000 outcomes"};
    out = std::move(next);
  }
  return out;
}

ProcessState new_process(const Runner& runner, const ProcessState& creator, const DeferredCall& call, bool service,
                         const Value& group, int member) {
  ProcessState p;
  p.ancestor = creator.ancestor;
  p.service = service;
  p.group = group;
  p.member = member;
  p.frames.push_back(runner.make_frame(call));
  return p;
}

std::vector<Effect> begin(const Runner& runner, const ProcessState& p, const Begin& op) {
  const DeferredCall call = runner.evaluate_callee(op.callee, p.top().locals);
  ProcessState creator = p;
  creator.top().node = op.next;
  return with_born(runner, Effect{}, runner.run(creator, after_base(0)), {new_process(runner, p, call, op.service, Value(), 0)});
}

std::vector<Effect> parallel(const Runner& runner, const ProcessState& p, const ParallelStart& op) {
  const Program& program = runner.program();
  Effect pattern;
  ProcessState creator = p;
  Locals& locals = creator.top().locals;
  // First the group value, then the members, whose arguments may use it.
  std::vector<Value> branches;
  std::int64_t members = 0;
  for (const ParBranch& b : op.branches) {
    std::vector<Value> label{Value::integer(members)};
    std::int64_t count = 1;
    for (const Replicator& r : b.subscripts) {
      const Value set = evaluate(program, r.set, locals);
      const auto n = static_cast<std::int64_t>(set.items().size());
      label.push_back(n ? set.items().front() : Value::integer(0));
      label.push_back(Value::integer(n));
      count *= n;
    }
    members += count;
    if (members > kMostMembers) throw LimitReached{"a parallel command with more than 60000 processes"};
    branches.push_back(Value::seq(std::move(label)));
  }
  const Value ref = Value::ref(kStepObjects);
  branches.insert(branches.begin(), ref);
  const Value group = Value::seq(std::move(branches));
  locals[at(op.group)] = group;
  ObjectState object;
  object.kind = ObjectKind::Group;
  object.values.assign(static_cast<std::size_t>(members), Value::boolean(false));
  pattern.new_objects.push_back(std::move(object));
  std::vector<ProcessState> born;
  Locals bound = locals;
  for (const ParBranch& b : op.branches)
    for_each_binding(program, b.subscripts, bound, [&] {
      const int member = static_cast<int>(born.size());
      bound[at(op.member)] = Value::integer(member);
      born.push_back(new_process(runner, p, runner.evaluate_callee(b.callee, bound), b.service, ref, member));
    });
  creator.top().node = op.next;
  return with_born(runner, pattern, runner.run(creator, after_base(0)), born);
}

// An operation on a nil object.
std::vector<Effect> sync_on_nil(const Runner& runner, const ProcessState& p, const Sync& op) {
  switch (op.op) {
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed: {
      ProcessState next = p;
      if (op.result) store(runner.program(), *op.result, Value::integer(0), next.top().locals);
      next.top().node = op.next;
      return to_effects(runner.run(next, after_base(0)), Effect{});
    }
    case SyncOp::Close: throw Fault{ErrorKind::CloseNil};
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
    case SyncOp::Lock:
    case SyncOp::Unlock:
    case SyncOp::TryLock:
    case SyncOp::RLock:
    case SyncOp::RUnlock:
    case SyncOp::RwAnnounce:
    case SyncOp::RwAcquire:
    case SyncOp::RwUnlock:
    case SyncOp::CondWait:
    case SyncOp::CondSleep:
    case SyncOp::CondRelock:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
    case SyncOp::OnceEnter:
    case SyncOp::OnceExit:
    case SyncOp::WgAdd:
    case SyncOp::WgWait:
    case SyncOp::WgSleep:
    case SyncOp::Cancel: break;
  }
  throw Fault{ErrorKind::NilObject};
}

std::vector<Effect> alone(const Runner& runner, const ProcessState& p, const Offer& offer) {
  if (p.frames.empty() || p.pending) return effects_failure(runner, p);
  const Node& node = runner.program().nodes[at(p.top().node)];
  if (const auto* comm = std::get_if<Comm>(&node.op)) {
    if (offer.alt != kNone || offer.kind == OfferKind::Otherwise) {
      Effect pattern;
      pattern.alt[0] = offer.alt;
      ProcessState next = p;
      if (offer.alt == kNone) {
        next.top().node = comm->otherwise;
      } else {
        Chosen chosen = find_alternative(runner.program(), p, offer.alt);
        next.top().locals = std::move(chosen.locals);
        next.top().node = chosen.alt->next;
      }
      return to_effects(runner.run(next, after_base(0)), pattern);
    }
    // Evaluating the alternatives fails, or a Guarded decided locally is a step of its own.
    Locals locals = p.top().locals;
    for_each_alternative(runner.program(), *comm, locals, [&](int, const Alt& alt) {
      if (alt.enabled != kNone && !evaluate(runner.program(), alt.enabled, locals).truth()) return;
      if (alt.channel != kNone) evaluate(runner.program(), alt.channel, locals);
      if (alt.value != kNone) evaluate(runner.program(), alt.value, locals);
    });
  }
  if (const auto* op = std::get_if<Begin>(&node.op)) return begin(runner, p, *op);
  if (const auto* op = std::get_if<ParallelStart>(&node.op)) return parallel(runner, p, *op);
  if (std::holds_alternative<Fail>(node.op)) return effects_failure(runner, p);
  if (const auto* op = std::get_if<Sync>(&node.op)) return sync_on_nil(runner, p, *op);
  // A local node as a step of its own. If its evaluation fails, it is still where it was.
  if (is_interaction(node) && !std::holds_alternative<Comm>(node.op)) return effects_failure(runner, p);
  Effect pattern;
  pattern.kind = StepKind::Local;
  return to_effects(runner.step(p, after_base(0)), pattern);
}

}  // namespace

std::vector<Effect> to_effects(std::vector<Continuation> after, const Effect& pattern) {
  std::vector<Effect> out;
  out.reserve(after.size());
  for (Continuation& c : after) {
    out.push_back(pattern);
    out.back().after.push_back(std::move(c));
  }
  return out;
}

Chosen find_alternative(const Program& program, const ProcessState& p, int index) {
  Chosen chosen;
  Locals locals = p.top().locals;
  const auto& comm = std::get<Comm>(program.nodes[at(p.top().node)].op);
  for_each_alternative(program, comm, locals, [&](int i, const Alt& alt) {
    if (i == index) chosen = Chosen{&alt, locals};
  });
  return chosen;
}

void receive_into(const Runner& runner, ProcessState& p, const Alt& alt, const Value& message, bool ok) {
  const auto& targets = alt.pattern.targets;
  for (std::size_t i = 0; i < targets.size() && !p.pending; ++i)
    if (targets[i] && (alt.pattern.kind == PatternKind::Whole || i < message.items().size()))
      runner.store_result(p, *targets[i], alt.pattern.kind == PatternKind::Whole ? message : message.items()[i]);
  if (alt.ok && !p.pending) runner.store_result(p, *alt.ok, Value::boolean(ok));
  if (!p.pending) p.top().node = alt.next;
}

std::vector<Effect> effects_failure(const Runner& runner, const ProcessState& p) {
  Effect pattern;
  pattern.kind = StepKind::Fail;
  ProcessState next = p;
  if (next.frames.empty() || !runner.fail(next)) {
    pattern.crash = true;
    return {pattern};
  }
  return to_effects(runner.run(next, after_base(0)), pattern);
}

std::vector<Effect> effects_alone(const Runner& runner, const ProcessState& p, const Offer& offer) {
  // A local node whose evaluation fails is stepped without moving: find out first.
  if (!p.frames.empty() && !p.pending && !is_interaction(runner.program().nodes[at(p.top().node)])) {
    const std::optional<ErrorKind> fault = runner.fault_at(p);
    if (fault == ErrorKind::Stack) {  // as in Go, no deferred call runs
      Effect crash;
      crash.kind = StepKind::Fail;
      crash.crash = true;
      return {crash};
    }
    if (fault) return effects_failure(runner, p);
  }
  try {
    return alone(runner, p, offer);
  } catch (const Fault&) {
    return effects_failure(runner, p);
  }
}

std::vector<Effect> effects_rendezvous(const Runner& runner, const ProcessState& sender, const Offer& send,
                                       const ProcessState& receiver, const Offer& receive) {
  const Program& program = runner.program();
  Chosen to = find_alternative(program, receiver, receive.alt);
  if (!matches(program, to.alt->pattern, send.message)) return {};
  Chosen from = find_alternative(program, sender, send.alt);
  ProcessState s = sender;
  s.top().locals = std::move(from.locals);
  s.top().node = from.alt->next;
  ProcessState r = receiver;
  r.top().locals = std::move(to.locals);
  receive_into(runner, r, *to.alt, send.message, true);
  Effect pattern;
  pattern.alt[0] = send.alt;
  pattern.alt[1] = receive.alt;
  pattern.progress = true;
  pattern.observable = send.object < static_cast<std::int64_t>(program.globals.size()) &&
                       program.globals[static_cast<std::size_t>(send.object)].declared;
  std::vector<Effect> out;
  const std::vector<Continuation> rs = runner.run(r, after_base(1));
  for (const Continuation& sc : runner.run(s, after_base(0)))
    for (const Continuation& rc : rs) {
      out.push_back(pattern);
      out.back().after = {sc, rc};
    }
  return out;
}

std::vector<Continuation> wake(const Runner& runner, const ProcessState& sleeper, std::size_t participant) {
  ProcessState p = sleeper;
  p.top().node = std::get<Sync>(runner.program().nodes[at(p.top().node)].op).next;
  return runner.run(p, after_base(participant));
}

std::vector<Continuation> signalled(const Runner& runner, const ProcessState& signaller) {
  return wake(runner, signaller, 0);
}

}  // namespace csp
