// Processes and their frames (docs/semantics.md 1.6): begin, parallel commands, join, return and deferred
// calls.
#include <algorithm>

#include "checker/certify/interpreter.h"

namespace csp::reference {

// The prog and the arguments of a callee. Errors: nil prog, an argument that does not fit its parameter.
Result<std::pair<ProcId, std::vector<Value>>> Interpreter::resolve(const std::vector<Value>& locals,
                                                                   const Callee& callee) const {
  ProcId proc = callee.proc;
  std::vector<Value> args;
  if (callee.closure != kNone) {
    const auto closure = evaluate(program_, locals, callee.closure);
    if (!closure) return closure.failure();
    if (closure->kind() != ValueKind::Closure) return Failure{ErrorKind::NilCall, "call of a nil prog"};
    proc = closure->tag();
    args = closure->items();
  }
  for (ExprId arg : callee.args) {
    const auto value = evaluate(program_, locals, arg);
    if (!value) return value.failure();
    args.push_back(*value);
  }
  const Proc& target = program_.procs[static_cast<std::size_t>(proc)];
  for (std::size_t i = 0; i < args.size() && i < static_cast<std::size_t>(target.params); ++i)
    if (!target.locals[i].shared && !fits(program_.types, target.locals[i].type, args[i]))
      return Failure{ErrorKind::Range, show(program_.types, target.locals[i].type, args[i]) +
                                           " is out of the range of " + target.locals[i].name};
  return std::pair{proc, std::move(args)};
}

Frame Interpreter::frame(ProcId proc, std::vector<Value> args) const {
  const Proc& target = program_.procs[static_cast<std::size_t>(proc)];
  Frame frame;
  frame.proc = proc;
  frame.node = target.entry;
  frame.locals = std::move(args);
  frame.locals.resize(target.locals.size());
  return frame;
}

Pid Interpreter::create(State& s, ProcId proc, std::vector<Value> args, bool service, std::int64_t group,
                        int member) const {
  Process process;
  process.frames.push_back(frame(proc, std::move(args)));
  process.service = service;
  process.group = group;
  process.member = member;
  s.processes.push_back(std::move(process));
  return static_cast<Pid>(s.processes.size()) - 1;
}

void Interpreter::terminate(State& s, Pid p) const {
  Process& process = s.process(p);
  process.frames.clear();
  process.terminated = true;
  process.arrived = false;
  if (process.group != kNone) s.object(process.group).ended[static_cast<std::size_t>(process.member)] = true;
}

void Interpreter::unwind(State& s, Pid p) const {
  auto& frames = s.process(p).frames;
  while (true) {
    Frame& top = frames.back();
    if (!top.deferred.empty()) {
      Deferred call = std::move(top.deferred.back());
      top.deferred.pop_back();
      frames.push_back(frame(call.proc, std::move(call.args)));
      return;
    }
    const Leaving how = top.leaving;
    const Value result = top.result;
    frames.pop_back();
    if (frames.empty()) {
      if (how == Leaving::Return)
        terminate(s, p);
      else
        s.process(p).uncaught = true;
      return;
    }
    Frame& below = frames.back();
    if (how == Leaving::Panic) {
      below.leaving = Leaving::Panic;
    } else if (below.leaving == Leaving::No) {  // a call has returned
      const Call& call = std::get<Call>(node(below.node).op);
      if (call.result)
        if (const auto failure = store(program_, below.locals, *call.result, result)) {
          s.process(p).pending = failure->kind;
          return;
        }
      go(s, p, call.next);
      return;
    }  // else a deferred call has returned: the frame below goes on leaving
  }
}

void Interpreter::begin_steps(const State& s, Pid p, std::vector<Successor>& out) const {
  const NodeId at = s.top(p).node;
  const Begin& begin = std::get<Begin>(node(at).op);
  auto callee = resolve(s.top(p).locals, begin.callee);
  if (!callee) return fail_step(s, p, callee.failure().kind, kNone, out);
  State after = s;
  go(after, p, begin.next);
  const Pid created = create(after, callee->first, std::move(callee->second), begin.service, kNone, kNone);
  finish({StepKind::Act, {{p, at, kNone, {}}, {created, kNone, kNone, {}}}, 0}, std::move(after), out);
}

// Carries out a ParallelStart: the group and its members are there, the parent is at the Join. A failure
// changes nothing.
std::optional<Failure> Interpreter::start_parallel(State& s, Pid p, std::vector<Pid>& members) const {
  const ParallelStart& start = std::get<ParallelStart>(node_of(s, p)->op);
  const std::vector<Value> locals = s.top(p).locals;

  // The group value: where each branch begins, and the bounds of its subscripts.
  struct Range {
    std::int64_t lo = 0, n = 0;
  };
  std::vector<std::vector<Range>> ranges;
  const Value group = Value::ref(static_cast<std::int64_t>(s.objects.size()));
  std::vector<Value> layout{group};
  std::int64_t total = 0;
  for (const ParBranch& branch : start.branches) {
    std::vector<Value> entry{Value::integer(total)};
    std::int64_t count = 1;
    ranges.emplace_back();
    for (const Replicator& subscript : branch.subscripts) {
      const auto set = evaluate(program_, locals, subscript.set);
      if (!set) return set.failure();
      Range range;
      range.n = static_cast<std::int64_t>(set->items().size());
      if (range.n > 0) range.lo = set->items().front().number();
      entry.push_back(Value::integer(range.lo));
      entry.push_back(Value::integer(range.n));
      count *= range.n;
      ranges.back().push_back(range);
    }
    total += count;
    if (total > 0xffff) throw LimitReached("a parallel command with too many members");
    layout.push_back(Value::seq(std::move(entry)));
  }
  const Value group_value = Value::seq(std::move(layout));

  // The arguments of every member, with the scratch locals set.
  struct Planned {
    ProcId proc;
    std::vector<Value> args;
    bool service;
  };
  std::vector<Planned> planned;
  for (std::size_t b = 0; b < start.branches.size(); ++b) {
    const ParBranch& branch = start.branches[b];
    std::int64_t count = 1;
    for (const Range& range : ranges[b]) count *= range.n;
    for (std::int64_t position = 0; position < count; ++position) {
      std::vector<Value> scratch = locals;
      scratch[static_cast<std::size_t>(start.group)] = group_value;
      scratch[static_cast<std::size_t>(start.member)] =
          Value::integer(static_cast<std::int64_t>(planned.size()));
      std::int64_t rest = position;
      for (std::size_t i = ranges[b].size(); i-- > 0;) {
        scratch[static_cast<std::size_t>(branch.subscripts[i].local)] =
            Value::integer(ranges[b][i].lo + rest % ranges[b][i].n);
        rest /= ranges[b][i].n;
      }
      auto callee = resolve(scratch, branch.callee);
      if (!callee) return callee.failure();
      planned.push_back({callee->first, std::move(callee->second), branch.service});
    }
  }

  Object object;
  object.kind = ObjectKind::Group;
  object.ended.assign(planned.size(), false);
  object.made_at = s.top(p).node;
  s.objects.push_back(std::move(object));
  if (p == 0 && s.root_group == kNone) s.root_group = group.number();
  s.top(p).locals[static_cast<std::size_t>(start.group)] = group_value;
  go(s, p, start.next);
  for (Planned& member : planned)
    members.push_back(create(s, member.proc, std::move(member.args), member.service, group.number(),
                             static_cast<int>(members.size())));
  return std::nullopt;
}

void Interpreter::parallel_steps(const State& s, Pid p, std::vector<Successor>& out) const {
  Step step{StepKind::Act, {{p, s.top(p).node, kNone, {}}}, 0};
  State after = s;
  std::vector<Pid> members;
  if (const auto failure = start_parallel(after, p, members))
    return fail_step(s, p, failure->kind, kNone, out);
  for (Pid member : members) step.parts.push_back({member, kNone, kNone, {}});
  finish(std::move(step), std::move(after), out);
}

void Interpreter::join_steps(const State& s, Pid p, std::vector<Successor>& out) const {
  const NodeId at = s.top(p).node;
  const Join& join = std::get<Join>(node(at).op);
  const auto group = evaluate(program_, s.top(p).locals, join.group);
  if (!group) return fail_step(s, p, group.failure().kind, kNone, out);
  const auto& ended = s.object(group->items()[0].number()).ended;
  if (std::find(ended.begin(), ended.end(), false) != ended.end()) return;
  State after = s;
  go(after, p, join.next);
  finish({StepKind::Act, {{p, at, kNone, {}}}, 0}, std::move(after), out);
}

}  // namespace csp::reference
