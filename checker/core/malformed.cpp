// The invariants of Program that a frontend could break. Engines rely on them without looking.
#include <fmt/format.h>

#include "checker/core/program.h"
#include "checker/core/walk.h"

namespace csp {

namespace {

class Checker {
 public:
  explicit Checker(const Program& program) : p_(program) {}

  std::string run() {
    if (!in(p_.root, p_.procs.size())) return "no root";
    if (static_cast<int>(p_.root_args.size()) != p_.procs[at(p_.root)].params)
      bad(fmt::format("the root takes {} arguments, not {}", p_.procs[at(p_.root)].params,
                      p_.root_args.size()));
    for (std::size_t i = 0; i < p_.procs.size(); ++i) proc(static_cast<ProcId>(i));
    for (std::size_t i = 0; i < p_.exprs.size(); ++i) shape(static_cast<ExprId>(i));
    if (!error_.empty()) return error_;
    for (std::size_t i = 0; i < p_.nodes.size(); ++i) node(static_cast<NodeId>(i));
    for (const Global& g : p_.globals)
      if (g.kind == ObjectKind::Var && !in(g.type, p_.types.all.size()))
        bad("global " + g.name + " has no type");
    if (p_.root_parallel) {
      const NodeId entry = p_.procs[at(p_.root)].entry;
      if (!in(entry, p_.nodes.size()) || !std::holds_alternative<ParallelStart>(p_.nodes[at(entry)].op))
        bad("a parallel root does not begin with ParallelStart");
    }
    return error_;
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  static bool in(int i, std::size_t size) { return i >= 0 && at(i) < size; }
  void bad(const std::string& what) {
    if (error_.empty()) error_ = what;
  }
  void node_bad(const std::string& what) { bad(fmt::format("node {}: {}", now_, what)); }

  void proc(ProcId id) {
    const Proc& proc = p_.procs[at(id)];
    if (proc.params < 0 || at(proc.params) > proc.locals.size())
      bad(proc.name + ": more parameters than locals");
    if (!in(proc.entry, p_.nodes.size()))
      bad(proc.name + ": no entry");
    else if (p_.nodes[at(proc.entry)].proc != id)
      bad(proc.name + ": its entry belongs to another prog");
  }

  // Expressions refer only to earlier ones, so that they are trees without cycles.
  void shape(ExprId id) {
    for (ExprId arg : p_.exprs[at(id)].args)
      if (arg < 0 || arg >= id)
        bad(fmt::format("expression {}: argument {} does not come before it", id, arg));
  }

  void expr(ExprId id, const Proc& proc) {
    if (!in(id, p_.exprs.size())) return node_bad("expression out of range");
    const Expr& e = p_.exprs[at(id)];
    switch (e.kind) {
      case ExprKind::Local:
        if (!in(static_cast<int>(e.number), proc.locals.size())) node_bad("local out of range");
        break;
      case ExprKind::Global:
        if (!in(static_cast<int>(e.number), p_.globals.size())) node_bad("global out of range");
        break;
      case ExprKind::MakeClosure:
        if (!in(static_cast<int>(e.number), p_.procs.size())) node_bad("closure of no prog");
        break;
      case ExprKind::StateVar:
      case ExprKind::StateLength:
      case ExprKind::StateClosed:
      case ExprKind::StateLocal:
      case ExprKind::StateEnded:
      case ExprKind::StateAt:
        node_bad("an expression of a property in a prog");
        break;
      case ExprKind::Const:
      case ExprKind::Neg:
      case ExprKind::Not:
      case ExprKind::Add:
      case ExprKind::Sub:
      case ExprKind::Mul:
      case ExprKind::Div:
      case ExprKind::Mod:
      case ExprKind::Eq:
      case ExprKind::Ne:
      case ExprKind::Lt:
      case ExprKind::Le:
      case ExprKind::Gt:
      case ExprKind::Ge:
      case ExprKind::And:
      case ExprKind::Or:
      case ExprKind::If:
      case ExprKind::Index:
      case ExprKind::Field:
      case ExprKind::DataField:
      case ExprKind::Is:
      case ExprKind::MakeSeq:
      case ExprKind::MakeData:
      case ExprKind::Length:
      case ExprKind::Concat:
      case ExprKind::Head:
      case ExprKind::Tail:
      case ExprKind::Null:
      case ExprKind::Elem:
      case ExprKind::RangeSeq:
      case ExprKind::Member:
      case ExprKind::PeerChan:
        break;
    }
    for (ExprId arg : e.args) expr(arg, proc);
  }

  void callee(const Callee& c) {
    if ((c.proc == kNone) == (c.closure == kNone)) return node_bad("a callee is a prog or a closure");
    if (c.proc == kNone) return;
    if (!in(c.proc, p_.procs.size())) return node_bad("callee out of range");
    const Proc& proc = p_.procs[at(c.proc)];
    if (static_cast<int>(c.args.size()) != proc.params)
      node_bad(fmt::format("{} takes {} arguments, not {}", proc.name, proc.params, c.args.size()));
  }

  // Which successors of the node may be kNone is a matter of its kind.
  void successors(const Node& n) {
    bool optional = false;
    if (const auto* comm = std::get_if<Comm>(&n.op))
      optional = comm->mode == CommMode::Command || comm->mode == CommMode::Select;
    if (const auto* sync = std::get_if<Sync>(&n.op))
      optional = sync->op != SyncOp::OnceEnter && sync->op != SyncOp::WgWait;
    int nones = 0;
    for_each_successor(n, [&](const NodeId& next) {
      if (next == kNone)
        ++nones;
      else if (!in(next, p_.nodes.size()))
        node_bad("successor out of range");
      else if (p_.nodes[at(next)].proc != n.proc)
        node_bad("successor in another prog");
    });
    if (nones > (optional ? 1 : 0)) node_bad("successor missing");
  }

  void leads_to(NodeId next, SyncOp op, const char* what) {
    const Sync* sync = in(next, p_.nodes.size()) ? std::get_if<Sync>(&p_.nodes[at(next)].op) : nullptr;
    if (!sync || sync->op != op) node_bad(what);
  }

  void node(NodeId id) {
    now_ = id;
    const Node& n = p_.nodes[at(id)];
    if (!in(n.proc, p_.procs.size())) return node_bad("belongs to no prog");
    const Proc& proc = p_.procs[at(n.proc)];
    auto local = [&](LocalId l) {
      if (!in(l, proc.locals.size())) node_bad("stores into no local");
    };
    for_each_expr(n, [&](ExprId e) { expr(e, proc); });
    for_each_callee(n, [&](const Callee& c) { callee(c); });
    for_each_place(n, [&](const Place& place) { local(place.local); });
    for_each_replicator(n, [&](const Replicator& r) {
      local(r.local);
      if (r.set == kNone) node_bad("a replicator without a set");
    });
    successors(n);
    if (const auto* comm = std::get_if<Comm>(&n.op)) {
      if (comm->mode == CommMode::Command && comm->alts.size() != 1)
        node_bad("a command has one alternative");
      for (const Alt& alt : comm->alts) {
        if ((alt.kind == AltKind::Tau) != (alt.channel == kNone))
          node_bad("an alternative with and without channel");
        if ((alt.kind == AltKind::Send) != (alt.value != kNone))
          node_bad("a send has a value, others have none");
        if (alt.pattern.kind == PatternKind::Whole && alt.pattern.targets.size() > 1)
          node_bad("a whole message has one target");
        if (comm->mode == CommMode::Command && !alt.replicators.empty()) node_bad("a replicated command");
      }
    }
    if (const auto* start = std::get_if<ParallelStart>(&n.op)) {
      local(start->group);
      local(start->member);
      if (!in(start->next, p_.nodes.size()) || !std::holds_alternative<Join>(p_.nodes[at(start->next)].op))
        node_bad("ParallelStart without Join");
    }
    if (const auto* sync = std::get_if<Sync>(&n.op)) {
      if (sync->object == kNone) node_bad("an operation on nothing");
      if (sync->op == SyncOp::CondWait) leads_to(sync->next, SyncOp::CondSleep, "CondWait without CondSleep");
      if (sync->op == SyncOp::CondSleep)
        leads_to(sync->next, SyncOp::CondRelock, "CondSleep without CondRelock");
      if (sync->op == SyncOp::WgWait) leads_to(sync->next, SyncOp::WgSleep, "WgWait without WgSleep");
      if (sync->op == SyncOp::RwAnnounce)
        leads_to(sync->next, SyncOp::RwAcquire, "RwAnnounce without RwAcquire");
    }
  }

  const Program& p_;
  NodeId now_ = 0;     // the node under inspection
  std::string error_;  // the first thing found
};

}  // namespace

std::string malformed(const Program& program) { return Checker(program).run(); }

}  // namespace csp
