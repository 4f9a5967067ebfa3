// Makes a Program in C++, for tests of the engines without the frontend. Nodes of a prog are added in order,
// and a successor that is left out is the node added next:
//
//   ProgramBuilder b;
//   const ExprId ch = b.chan("ch", b.int_type);
//   ProcBuilder child = b.proc("child");
//   child.send(ch, b.lit(1));                      // falls through to a Return
//   ProcBuilder main = b.proc("main");
//   main.begin(child.id);
//   main.receive(ch, main.local("r", b.int_type));
//   const Program program = b.finish(main.id);
//
// Every node gets a line of its own (its number plus 1) and a text.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/program.h"
#include "checker/core/walk.h"

namespace csp::test {

inline constexpr NodeId kNext = -2;  // as a successor: the node that is added next

class ProgramBuilder;

// Adds the nodes of one prog. A cheap handle: copies add to the same prog, but only one of them should be
// used at a time.
class ProcBuilder {
 public:
  ProcBuilder(ProgramBuilder& builder, ProcId proc) : id(proc), b_(&builder) {}

  const ProcId id;

  // ---- Locals: parameters before other locals ----
  LocalId param(const std::string& name, TypeId type = kNone);
  LocalId local(const std::string& name, TypeId type = kNone);

  // ---- Control ----
  NodeId here();             // the node that will be added next
  NodeId label();            // a node to jump to, placed later
  void place(NodeId label);  // the label is the node that will be added next
  void jump(NodeId target);  // what falls through here goes on at `target`
  NodeId add(decltype(Node::op) op,
             const std::string& text = "");  // any node; successors that are kNext fall through

  // ---- Nodes ----
  NodeId assign(LocalId x, ExprId e, TypeId check = kNone) {
    return add(Assign{place_of(x, check), e, kNext}, "assign");
  }
  NodeId branch(ExprId e, NodeId then_next, NodeId else_next = kNext) {
    return add(Branch{e, then_next, else_next}, "branch");
  }
  NodeId any(LocalId x, ExprId set) { return add(AnyValue{place_of(x), set, kNext}, "any"); }
  NodeId make(LocalId x, ObjectKind kind, ExprId arg = kNone, TypeId type = kNone) {
    return add(NewObject{place_of(x), kind, type, arg, "", kNext}, "make");
  }
  NodeId call(ProcId callee, std::vector<ExprId> args = {}) {
    return add(Call{Callee{callee, kNone, std::move(args)}, {}, kNext}, "call");
  }
  NodeId call_into(LocalId result, ProcId callee, std::vector<ExprId> args = {}) {
    return add(Call{Callee{callee, kNone, std::move(args)}, place_of(result), kNext}, "call");
  }
  NodeId become(ProcId callee, std::vector<ExprId> args = {}) {
    return add(Become{Callee{callee, kNone, std::move(args)}}, "become");
  }
  NodeId defer(ProcId callee, std::vector<ExprId> args = {}) {
    return add(Defer{Callee{callee, kNone, std::move(args)}, kNext}, "defer");
  }
  NodeId recover(LocalId result) { return add(Recover{place_of(result), kNext}, "recover"); }
  NodeId ret(ExprId value = kNone) { return add(Return{value}, "return"); }
  NodeId fail(ErrorKind kind, const std::string& message = "failure") {
    return add(Fail{kind, message}, "fail");
  }
  NodeId begin(ProcId callee, std::vector<ExprId> args = {}, bool service = false) {
    return add(Begin{Callee{callee, kNone, std::move(args)}, service, kNext}, "begin");
  }

  NodeId send(ExprId channel, ExprId value) { return comm(CommMode::Command, {send_alt(channel, value)}); }
  NodeId receive(ExprId channel) { return comm(CommMode::Command, {receive_alt(channel)}); }
  NodeId receive(ExprId channel, LocalId x) { return comm(CommMode::Command, {receive_alt(channel, x)}); }
  NodeId comm(CommMode mode, std::vector<Alt> alts, NodeId otherwise = kNone, bool priority = false) {
    return add(Comm{mode, priority, std::move(alts), otherwise}, "comm");
  }
  static Alt send_alt(ExprId channel, ExprId value, NodeId next = kNext) {
    Alt alt;
    alt.kind = AltKind::Send;
    alt.channel = channel;
    alt.value = value;
    alt.next = next;
    alt.text = "send";
    return alt;
  }
  static Alt receive_alt(ExprId channel, LocalId x = kNone, NodeId next = kNext, LocalId ok = kNone) {
    Alt alt;
    alt.kind = AltKind::Receive;
    alt.channel = channel;
    if (x != kNone) alt.pattern.targets.push_back(place_of(x));
    if (ok != kNone) alt.ok = place_of(ok);
    alt.next = next;
    alt.text = "receive";
    return alt;
  }
  static Alt tau_alt(NodeId next = kNext, ExprId enabled = kNone) {
    Alt alt;
    alt.enabled = enabled;
    alt.next = next;
    alt.text = "tau";
    return alt;
  }

  NodeId read(LocalId x, ExprId object, bool atomic = false) {
    return add(Read{object, {}, place_of(x), atomic, kNext}, "read");
  }
  NodeId write(ExprId object, ExprId value, bool atomic = false, TypeId check = kNone) {
    return add(Write{object, {}, value, check, atomic, kNext}, "write");
  }
  NodeId rmw(RmwOp op, LocalId x, ExprId object, std::vector<ExprId> args) {
    return add(Rmw{op, object, {}, std::move(args), kNone, place_of(x), kNext}, "rmw");
  }
  NodeId sync(SyncOp op, ExprId object, ExprId arg = kNone, LocalId result = kNone, NodeId other = kNone) {
    Sync node{op, object, arg, {}, kNext, other};
    if (result != kNone) node.result = place_of(result);
    return add(std::move(node), "sync");
  }
  void write_lock(ExprId m) {
    sync(SyncOp::RwAnnounce, m);
    sync(SyncOp::RwAcquire, m);
  }
  void wait(ExprId group) {  // of a waitgroup
    const NodeId after = label();
    sync(SyncOp::WgWait, group, kNone, kNone, after);
    sync(SyncOp::WgSleep, group);
    place(after);
  }
  void cond_wait(ExprId cond) {
    sync(SyncOp::CondWait, cond);
    sync(SyncOp::CondSleep, cond);
    sync(SyncOp::CondRelock, cond);
  }
  // A parallel command with its Join; the locals are made here. Returns the local that holds the group.
  LocalId parallel(std::vector<ParBranch> branches) {
    ParallelStart start;
    start.branches = std::move(branches);
    start.group = local("");
    start.member = local("");
    start.next = kNext;
    const LocalId group = start.group;
    add(std::move(start), "parallel");
    join(group);
    return group;
  }
  NodeId join(LocalId group);

  static Place place_of(LocalId x, TypeId check = kNone) {
    Place place;
    place.local = x;
    place.check = check;
    return place;
  }

 private:
  ProgramBuilder* b_;
};

class ProgramBuilder {
 public:
  ProgramBuilder() {
    program.files.push_back("test.csp");
    unit_type = type(TypeKind::Unit);
    bool_type = type(TypeKind::Bool);
    int_type = type(TypeKind::Int);
  }

  Program program;
  TypeId unit_type = kNone, bool_type = kNone, int_type = kNone;

  // ---- Types ----
  TypeId type(Type t) {
    program.types.all.push_back(std::move(t));
    return static_cast<TypeId>(program.types.all.size()) - 1;
  }
  TypeId type(TypeKind kind) {
    Type t;
    t.kind = kind;
    return type(t);
  }
  TypeId range(std::int64_t lo, std::int64_t hi) {
    Type t;
    t.kind = TypeKind::Range;
    t.lo = lo;
    t.hi = hi;
    return type(t);
  }
  TypeId array(TypeId item, std::int64_t size) {
    Type t;
    t.kind = TypeKind::Array;
    t.size = size;
    t.parts = {item};
    return type(t);
  }
  int tag(const std::string& name, bool shape = true) {
    program.types.tags.push_back({name, shape});
    return static_cast<int>(program.types.tags.size()) - 1;
  }

  // ---- Expressions ----
  ExprId expr(Expr e) {
    program.exprs.push_back(std::move(e));
    return static_cast<ExprId>(program.exprs.size()) - 1;
  }
  ExprId op(ExprKind kind, std::vector<ExprId> args, std::int64_t number = 0) {
    Expr e;
    e.kind = kind;
    e.number = number;
    e.args = std::move(args);
    return expr(std::move(e));
  }
  ExprId value(Value v) {
    Expr e;
    e.value = std::move(v);
    return expr(std::move(e));
  }
  ExprId lit(std::int64_t n) { return value(Value::integer(n)); }
  ExprId nil() { return value(Value()); }
  ExprId get(LocalId x) { return op(ExprKind::Local, {}, x); }
  ExprId seq(std::vector<std::int64_t> numbers) {
    std::vector<Value> items;
    for (std::int64_t n : numbers) items.push_back(Value::integer(n));
    return value(Value::seq(std::move(items)));
  }
  // In a member of a parallel command: the channel between member `from` and member `to` of the group in
  // local `group`.
  ExprId peer(LocalId group, int from, int to) {
    return op(ExprKind::PeerChan, {get(group), lit(from), lit(to)});
  }

  // ---- Globals: each gives the expression for its reference ----
  ExprId global(Global g) {
    program.globals.push_back(std::move(g));
    return op(ExprKind::Global, {}, static_cast<std::int64_t>(program.globals.size()) - 1);
  }
  ExprId object(const std::string& name, ObjectKind kind) {
    Global g;
    g.name = name;
    g.kind = kind;
    return global(std::move(g));
  }
  ExprId chan(const std::string& name, TypeId message, std::int64_t capacity = 0) {
    Global g;
    g.name = name;
    g.type = message;
    g.capacity = capacity;
    g.declared = true;
    return global(std::move(g));
  }
  ExprId var(const std::string& name, TypeId content, Value init) {
    Global g;
    g.name = name;
    g.kind = ObjectKind::Var;
    g.type = content;
    g.init = std::move(init);
    return global(std::move(g));
  }
  ExprId mutex(const std::string& name) { return object(name, ObjectKind::Mutex); }
  ExprId rwmutex(const std::string& name) { return object(name, ObjectKind::RwMutex); }
  ExprId waitgroup(const std::string& name) { return object(name, ObjectKind::WaitGroup); }

  // ---- Progs ----
  ProcBuilder proc(const std::string& name) {
    Proc p;
    p.name = name;
    program.procs.push_back(std::move(p));
    pending.push_back(kNone);
    const auto id = static_cast<ProcId>(program.procs.size()) - 1;
    ProcBuilder builder(*this, id);
    program.procs.back().entry = builder.here();
    return builder;
  }
  static ParBranch member(const std::string& label, ProcId proc, std::vector<ExprId> args = {},
                          bool service = false) {
    ParBranch branch;
    branch.label = label;
    branch.callee = Callee{proc, kNone, std::move(args)};
    branch.service = service;
    return branch;
  }

  // The program whose root is `root`; throws std::logic_error if it is not well formed.
  Program finish(ProcId root, std::vector<Value> args = {}) {
    program.root = root;
    program.root_args = std::move(args);
    const std::string problem = malformed(program);
    if (!problem.empty()) throw std::logic_error(problem);
    return program;
  }

  std::vector<NodeId> pending;  // per prog: a node that is known but not yet added
};

inline LocalId ProcBuilder::param(const std::string& name, TypeId type) {
  ++b_->program.procs[static_cast<std::size_t>(id)].params;
  return local(name, type);
}
inline LocalId ProcBuilder::local(const std::string& name, TypeId type) {
  auto& locals = b_->program.procs[static_cast<std::size_t>(id)].locals;
  locals.push_back({name, type, false});
  return static_cast<LocalId>(locals.size()) - 1;
}
inline NodeId ProcBuilder::label() {
  auto& nodes = b_->program.nodes;
  Node node;  // a Return until it is placed and filled
  node.op = Return{};
  node.proc = id;
  node.span = {0, static_cast<int>(nodes.size()) + 1, 1, static_cast<int>(nodes.size()) + 1, 2};
  node.text = "end";
  nodes.push_back(std::move(node));
  return static_cast<NodeId>(nodes.size()) - 1;
}
inline NodeId ProcBuilder::here() {
  NodeId& pending = b_->pending[static_cast<std::size_t>(id)];
  if (pending == kNone) pending = label();
  return pending;
}
inline void ProcBuilder::jump(NodeId target) {
  NodeId& pending = b_->pending[static_cast<std::size_t>(id)];
  if (pending == kNone) return;
  for (Node& node : b_->program.nodes)
    for_each_successor(node, [&](NodeId& next) {
      if (next == pending) next = target;
    });
  NodeId& entry = b_->program.procs[static_cast<std::size_t>(id)].entry;
  if (entry == pending) entry = target;
  pending = kNone;
}
inline void ProcBuilder::place(NodeId target) {
  jump(target);
  b_->pending[static_cast<std::size_t>(id)] = target;
}
inline NodeId ProcBuilder::add(decltype(Node::op) op, const std::string& text) {
  const NodeId at = here();
  b_->pending[static_cast<std::size_t>(id)] = kNone;
  b_->program.nodes[static_cast<std::size_t>(at)].op = std::move(op);
  b_->program.nodes[static_cast<std::size_t>(at)].text = text;
  bool falls_through = false;
  for_each_successor(b_->program.nodes[static_cast<std::size_t>(at)],
                     [&](NodeId& next) { falls_through = falls_through || next == kNext; });
  if (!falls_through) return at;
  const NodeId after = here();
  for_each_successor(b_->program.nodes[static_cast<std::size_t>(at)], [&](NodeId& next) {
    if (next == kNext) next = after;
  });
  return at;
}
inline NodeId ProcBuilder::join(LocalId group) { return add(Join{b_->get(group), kNext}, "join"); }

}  // namespace csp::test
