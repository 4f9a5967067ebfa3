// Reachability in the flow graphs, and in what the process holds.
#include "checker/certify/prospects.h"

#include "checker/certify/normal.h"
#include "checker/core/walk.h"

namespace csp::reference {

Prospects::Prospects(const Interpreter& interpreter, const State& s) : interpreter_(interpreter), state_(s) {
  const Liveness liveness(interpreter.program());
  for (const Process& whole : s.processes) {
    // A reference that is overwritten before it is read again is of no use to anybody (figure 6).
    const Process process = live_part(interpreter.program(), liveness, whole);
    Future future;
    for (std::size_t f = 0; f < process.frames.size(); ++f) {
      const Frame& frame = process.frames[f];
      for (const Value& v : frame.locals) hold(future, v);
      for (const Deferred& call : frame.deferred) {
        enter(future, call.proc);
        for (const Value& v : call.args) hold(future, v);
      }
      if (frame.leaving == Leaving::No) follow(future, frame.node);
    }
    futures_.push_back(std::move(future));
  }
}

void Prospects::enter(Future& future, ProcId proc) const {
  follow(future, interpreter_.program().procs[static_cast<std::size_t>(proc)].entry);
}

void Prospects::closures(Future& future, const std::vector<ExprId>& exprs) const {
  for (ExprId id : exprs) {
    if (id == kNone) continue;
    const Expr& e = interpreter_.program().exprs[static_cast<std::size_t>(id)];
    if (e.kind == ExprKind::MakeClosure) enter(future, static_cast<ProcId>(e.number));
    closures(future, e.args);
  }
}

void Prospects::follow(Future& future, NodeId start) const {
  std::vector<NodeId> work{start};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    if (at == kNone || !future.nodes.insert(at).second) continue;
    const Node& node = interpreter_.node(at);
    for_each_successor(node, [&](const NodeId& next) { work.push_back(next); });
    for_each_callee(node, [&](const Callee& callee) {
      if (callee.proc != kNone)
        work.push_back(interpreter_.program().procs[static_cast<std::size_t>(callee.proc)].entry);
    });
    std::vector<ExprId> exprs;
    for_each_expr(node, [&](ExprId e) { exprs.push_back(e); });
    closures(future, exprs);
  }
}

void Prospects::hold(Future& future, const Value& v) const {
  if (v.kind() == ValueKind::Closure) enter(future, v.tag());
  if (v.kind() == ValueKind::Ref && future.objects.insert(v.number()).second) {
    const Object& object = state_.object(v.number());
    for (const Value& message : object.buffer) hold(future, message);
    hold(future, object.content);
    hold(future, object.mutex);
  }
  for (const Value& item : v.items()) hold(future, item);
}

bool Prospects::may_be(const Future& future, ExprId id, const Value& object) const {
  const Expr& e = interpreter_.program().exprs[static_cast<std::size_t>(id)];
  if (e.kind == ExprKind::Global) return e.number == object.number();
  if (e.kind == ExprKind::PeerChan) return state_.object(object.number()).kind == ObjectKind::Group;
  return future.objects.count(object.number()) != 0;
}

std::vector<Pid> Prospects::communicators(Pid pid, const Value& channel, AltKind kind) const {
  std::vector<Pid> out;
  for (Pid q = 0; q < static_cast<Pid>(futures_.size()); ++q) {
    const Future& future = futures_[static_cast<std::size_t>(q)];
    bool can = false;
    for (NodeId at : future.nodes)
      if (const auto* comm = std::get_if<Comm>(&interpreter_.node(at).op))
        for (const Alt& alt : comm->alts)
          can = can || (alt.kind == kind && may_be(future, alt.channel, channel));
    if (can && q != pid) out.push_back(q);
  }
  return out;
}

std::vector<Pid> Prospects::operators(Pid pid, const Value& object, const std::set<SyncOp>& ops) const {
  std::vector<Pid> out;
  for (Pid q = 0; q < static_cast<Pid>(futures_.size()); ++q) {
    const Future& future = futures_[static_cast<std::size_t>(q)];
    bool can = false;
    for (NodeId at : future.nodes)
      if (const auto* sync = std::get_if<Sync>(&interpreter_.node(at).op))
        can = can || (ops.count(sync->op) != 0 && may_be(future, sync->object, object));
    if (can && q != pid) out.push_back(q);
  }
  return out;
}

}  // namespace csp::reference
