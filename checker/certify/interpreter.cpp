// Initial states, the steps of a state, and questions about states.
#include "checker/certify/interpreter.h"

#include <algorithm>

namespace csp::reference {

std::vector<Start> Interpreter::initial() const {
  State s;
  for (const Global& global : program_.globals) {
    Object object;
    object.kind = global.kind;
    object.capacity = global.capacity;
    object.content = global.init;
    if (global.kind == ObjectKind::Timer || global.kind == ObjectKind::Ticker)
      object.ticking = Ticking::Running;
    if (global.kind == ObjectKind::Cond) object.mutex = global.init;
    s.objects.push_back(std::move(object));
  }
  create(s, program_.root, program_.root_args, program_.root_service, kNone, kNone);
  std::vector<Pid> members;
  const bool parallel = program_.root_parallel && !start_parallel(s, 0, members);

  // The root runs on, then each member in order; members only exist behind a parallel command, where the root
  // is at its Join.
  Step step;
  step.parts.push_back({0, kNone, kNone, {}});
  for (Pid member : members) step.parts.push_back({member, kNone, kNone, {}});
  std::vector<Successor> ways;
  if (program_.root_parallel && !parallel)
    ways.push_back({step, s});  // its arguments fail: the step of the root is that failure
  else
    finish(step, s, ways);
  std::vector<Start> out;
  for (Successor& way : ways) {
    Start start;
    start.choices = way.step.parts[0].choices;
    for (std::size_t i = 1; i < way.step.parts.size(); ++i)
      start.members.push_back(way.step.parts[i].choices);
    start.state = std::move(way.state);
    start.chosen = std::move(way.chosen);
    out.push_back(std::move(start));
  }
  return out;
}

std::vector<Successor> Interpreter::steps(const State& s) const {
  std::vector<Successor> out;
  if (s.crashed) return out;
  for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p) {
    const Process& process = s.process(p);
    if (process.terminated) continue;
    if (process.uncaught) {
      fail_step(s, p, ErrorKind::Panic, kNone, out);
      continue;
    }
    if (process.pending) {
      fail_step(s, p, *process.pending, kNone, out);
      continue;
    }
    if (must_arrive(s, p)) {
      Successor arrived{{StepKind::Local, {{p, s.top(p).node, kNone, {}}}, 0}, s};
      arrived.state.process(p).arrived = true;
      out.push_back(std::move(arrived));
      continue;
    }
    if (acts_locally(s, p)) {
      local_steps(s, p, out);
      continue;
    }
    const auto& op = node(s.top(p).node).op;
    if (std::holds_alternative<Comm>(op)) {
      comm_steps(s, p, out);
    } else if (std::holds_alternative<Sync>(op)) {
      sync_steps(s, p, out);
    } else if (std::holds_alternative<Begin>(op)) {
      begin_steps(s, p, out);
    } else if (std::holds_alternative<ParallelStart>(op)) {
      parallel_steps(s, p, out);
    } else if (std::holds_alternative<Join>(op)) {
      join_steps(s, p, out);
    } else if (const auto* fail = std::get_if<Fail>(&op)) {
      fail_step(s, p, fail->kind, kNone, out);
    } else {
      variable_steps(s, p, out);
    }
  }
  return out;
}

void Interpreter::finish(Step step, State state, std::vector<Successor>& out) const {
  std::vector<Successor> now;
  now.push_back({std::move(step), std::move(state)});
  const std::size_t parts = now[0].step.parts.size();
  for (std::size_t i = 0; i < parts; ++i) {
    std::vector<Successor> next;
    for (Successor& partial : now) {
      const Part& part = partial.step.parts[i];
      std::vector<Way> ways;
      run({part.choices, std::move(partial.state), std::move(partial.chosen)}, part.pid, {}, 0, ways);
      for (Way& way : ways) {
        next.push_back({partial.step, std::move(way.state), std::move(way.chosen)});
        next.back().step.parts[i].choices = std::move(way.choices);
      }
    }
    now = std::move(next);
  }
  for (Successor& partial : now) out.push_back(std::move(partial));
}

const Node* Interpreter::node_of(const State& s, Pid p) const {
  const Process& process = s.process(p);
  return process.frames.empty() ? nullptr : &node(process.frames.back().node);
}

bool Interpreter::at_join(const State& s, Pid p) const {
  const Node* at = node_of(s, p);
  return at && !s.process(p).pending && std::holds_alternative<Join>(at->op);
}

bool Interpreter::at_rest(const State& s, Pid p) const {
  const Process& process = s.process(p);
  if (process.frames.empty() || process.pending) return false;
  const bool service =
      process.service || program_.procs[static_cast<std::size_t>(process.frames.front().proc)].service;
  const Comm* comm = std::get_if<Comm>(&node(process.frames.back().node).op);
  if (!service || !comm || comm->mode == CommMode::Default) return false;
  const auto all = offers(s, p);
  return all && std::all_of(all->begin(), all->end(),
                            [](const Offer& offer) { return offer.alt->kind == AltKind::Receive; });
}

bool Interpreter::proper_end(const State& s) const {
  if (s.crashed) return false;
  for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p)
    if (!blameless(s, p)) return false;
  return true;
}

Value Interpreter::object_at(const State& s, Pid p) const {
  const Node* at = node_of(s, p);
  if (!at) return Value();
  ExprId object = kNone;
  if (const auto* sync = std::get_if<Sync>(&at->op)) object = sync->object;
  if (const auto* read = std::get_if<Read>(&at->op)) object = read->object;
  if (const auto* write = std::get_if<Write>(&at->op)) object = write->object;
  if (const auto* rmw = std::get_if<Rmw>(&at->op)) object = rmw->object;
  if (const auto* join = std::get_if<Join>(&at->op)) object = join->group;
  if (object == kNone) return Value();
  const auto value = evaluate(program_, s.top(p).locals, object);
  if (!value) return Value();
  if (value->kind() == ValueKind::Seq && std::holds_alternative<Join>(at->op)) return value->items()[0];
  return *value;
}

bool Interpreter::must_arrive(const State& s, Pid p) const {
  if (!options_.arrival || s.process(p).arrived) return false;
  const Node& at = *node_of(s, p);
  if (const auto* comm = std::get_if<Comm>(&at.op))
    return comm->mode != CommMode::Default && !acts_locally(s, p);
  if (const auto* sync = std::get_if<Sync>(&at.op))
    return sync->op == SyncOp::WgWait || sync->op == SyncOp::Lock || sync->op == SyncOp::RLock ||
           sync->op == SyncOp::RwAnnounce || sync->op == SyncOp::CondRelock;
  return false;
}

}  // namespace csp::reference
