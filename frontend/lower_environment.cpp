// Where channel values can flow: a least fixpoint over sets of globals, one set per local, one for all data
// that leaves a frame (messages, shared variables, results of unknown progs), one per prog for its result.
#include "frontend/lower_environment.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "checker/core/walk.h"

namespace csp {

namespace {

using Set = std::set<int>;

class Flow {
 public:
  explicit Flow(const Program& p) : p_(p), locals_(p.procs.size()), results_(p.procs.size()) {
    for (std::size_t i = 0; i < p.procs.size(); ++i) locals_[i].resize(p.procs[i].locals.size());
    for (const Expr& e : p.exprs) {
      if (e.kind == ExprKind::MakeClosure) closures_.insert(static_cast<ProcId>(e.number));
      if (e.kind == ExprKind::Const) closures_in(e.value);
    }
    for (const Global& g : p.globals)
      if (g.kind == ObjectKind::Var) constant(g.init, heap_);
  }

  void run() {
    auto& root = locals_[at(p_.root)];
    for (std::size_t i = 0; i < p_.root_args.size(); ++i) constant(p_.root_args[i], root[i]);
    do {
      changed_ = false;
      for (const Node& n : p_.nodes) visit(n);
      // A closure's captured values come first among its parameters; the arguments are not known to us, so
      // they are data.
      for (ProcId c : closures_)
        for (std::size_t i = 0; i < static_cast<std::size_t>(p_.procs[at(c)].params); ++i)
          add(locals_[at(c)][i], heap_);
    } while (changed_);
  }

  Set of(const Node& n, ExprId e) const {
    Set out;
    collect(n, e, out);
    return out;
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  void closures_in(const Value& v) {
    if (v.kind() == ValueKind::Closure) closures_.insert(v.tag());
    for (const Value& item : v.items()) closures_in(item);
  }
  void add(Set& into, const Set& from) {
    const std::size_t before = into.size();
    into.insert(from.begin(), from.end());
    changed_ = changed_ || into.size() > before;
  }
  static void constant(const Value& v, Set& out) {
    if (v.kind() == ValueKind::Ref && v.sub() == 0) out.insert(static_cast<int>(v.number()));
    for (const Value& item : v.items()) constant(item, out);
  }
  void collect(const Node& n, ExprId id, Set& out) const {
    const Expr& e = p_.exprs[at(id)];
    if (e.kind == ExprKind::Const) constant(e.value, out);
    if (e.kind == ExprKind::Global && p_.globals[at(static_cast<int>(e.number))].kind == ObjectKind::Chan)
      out.insert(static_cast<int>(e.number));
    if (e.kind == ExprKind::Local) {
      const Set& mine = locals_[at(n.proc)][at(static_cast<int>(e.number))];
      out.insert(mine.begin(), mine.end());
    }
    for (ExprId arg : e.args) collect(n, arg, out);
  }
  void store(const Node& n, const Place& place, const Set& set) {
    add(locals_[at(n.proc)][at(place.local)], set);
  }
  void data(const Node& n, ExprId e) { add(heap_, of(n, e)); }

  void visit(const Node& n) {
    for_each_callee(n, [&](const Callee& c) {
      if (c.proc == kNone) {
        data(n, c.closure);
        for (ExprId arg : c.args) data(n, arg);
        return;
      }
      for (std::size_t i = 0; i < c.args.size(); ++i) add(locals_[at(c.proc)][i], of(n, c.args[i]));
    });
    for_each_expr(n, [&](ExprId e) { captured(n, e); });
    for_each_replicator(n, [&](const Replicator& r) { add(locals_[at(n.proc)][at(r.local)], of(n, r.set)); });
    if (const auto* assign = std::get_if<Assign>(&n.op)) store(n, assign->target, of(n, assign->value));
    if (const auto* any = std::get_if<AnyValue>(&n.op); any && any->set != kNone)
      store(n, any->target, of(n, any->set));
    if (const auto* made = std::get_if<NewObject>(&n.op);
        made && made->kind == ObjectKind::Var && made->arg != kNone)
      data(n, made->arg);
    if (const auto* call = std::get_if<Call>(&n.op); call && call->result)
      store(n, *call->result, call->callee.proc == kNone ? heap_ : results_[at(call->callee.proc)]);
    if (const auto* ret = std::get_if<Return>(&n.op); ret && ret->value != kNone) {
      add(results_[at(n.proc)], of(n, ret->value));
      if (closures_.contains(n.proc)) data(n, ret->value);
    }
    if (const auto* become = std::get_if<Become>(&n.op))
      add(results_[at(n.proc)], become->callee.proc == kNone ? heap_ : results_[at(become->callee.proc)]);
    if (const auto* comm = std::get_if<Comm>(&n.op))
      for (const Alt& a : comm->alts) {
        if (a.value != kNone) data(n, a.value);
        for (const auto& t : a.pattern.targets)
          if (t) store(n, *t, heap_);
      }
    if (const auto* read = std::get_if<Read>(&n.op)) store(n, read->target, heap_);
    if (const auto* write = std::get_if<Write>(&n.op)) data(n, write->value);
    if (const auto* rmw = std::get_if<Rmw>(&n.op)) {
      for (ExprId arg : rmw->args) data(n, arg);
      if (rmw->result) store(n, *rmw->result, heap_);
    }
  }
  // What a closure made here captures goes into the first parameters of its prog.
  void captured(const Node& n, ExprId id) {
    const Expr& e = p_.exprs[at(id)];
    if (e.kind == ExprKind::MakeClosure)
      for (std::size_t i = 0; i < e.args.size(); ++i)
        add(locals_[at(static_cast<int>(e.number))][i], of(n, e.args[i]));
    for (ExprId arg : e.args) captured(n, arg);
  }

  const Program& p_;
  std::vector<std::vector<Set>> locals_;  // per prog and local
  std::vector<Set> results_;              // per prog
  Set heap_;                              // all data outside frames
  std::set<ProcId> closures_;             // progs that are values somewhere
  bool changed_ = false;
};

}  // namespace

void find_environment(Program& program, Diagnostics& diagnostics) {
  bool any = false;
  for (const Global& g : program.globals) any = any || g.declared;
  if (!any) return;
  Flow flow(program);
  flow.run();
  Set sent, received;
  for (const Node& n : program.nodes)
    if (const auto* comm = std::get_if<Comm>(&n.op))
      for (const Alt& a : comm->alts) {
        if (a.kind == AltKind::Tau || a.peer) continue;
        (a.kind == AltKind::Send ? sent : received).merge(flow.of(n, a.channel));
      }
  for (std::size_t i = 0; i < program.globals.size(); ++i) {
    Global& g = program.globals[i];
    if (!g.declared) continue;
    const bool sends = sent.contains(static_cast<int>(i)), receives = received.contains(static_cast<int>(i));
    if (sends == receives) continue;
    g.environment = receives ? Environment::Sends : Environment::Receives;
    if (!receives || domain(program.types, g.type)) continue;
    Diagnostic& d = diagnostics.error(
        "E0506", g.span,
        fmt::format("the environment cannot send on `{}`: its messages are of an infinite type", g.name),
        "only received from in this system");
    d.help = "give the channel a finite type, such as 0..7, or add a process that sends on it";
  }
}

}  // namespace csp
