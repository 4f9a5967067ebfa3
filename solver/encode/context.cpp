// Facts about code: which expressions may fail, and the textbook backward analysis of live locals.
#include "solver/encode/context.h"

#include <algorithm>

#include "checker/core/walk.h"
#include "solver/encode/path.h"

namespace csp::solver {

namespace {

using Locals = std::vector<bool>;

void reads(const Program& program, ExprId id, Locals& out) {
  if (id == kNone) return;
  const Expr& e = program.exprs[static_cast<std::size_t>(id)];
  if (e.kind == ExprKind::Local) out[static_cast<std::size_t>(e.number)] = true;
  for (const ExprId arg : e.args) reads(program, arg, out);
}

void unite(Locals& into, const Locals& from) {
  for (std::size_t i = 0; i < into.size(); ++i)
    if (from[i]) into[i] = true;
}

void forget(Locals& live, LocalId l) { live[static_cast<std::size_t>(l)] = false; }

// What a node reads and binds, on the way to one successor.
struct Branching {
  std::vector<ExprId> exprs;
  std::vector<const Place*> places;
  const std::vector<Replicator>* bound = nullptr;
};

class Analysis {
 public:
  Analysis(const Program& program, const std::vector<Locals>& in) : program_(program), in_(in) {}

  Locals before(const Node& node, const Locals& after) const {
    if (const auto* choose = std::get_if<Choose>(&node.op)) {
      Locals live = at(choose->otherwise, after.size());
      for (const Option& o : choose->options)
        unite(live, through(at(o.next, after.size()), {{o.enabled}, {}, &o.replicators}));
      return live;
    }
    if (const auto* comm = std::get_if<Comm>(&node.op)) {
      Locals live = at(comm->otherwise, after.size());
      for (const Alt& alt : comm->alts) {
        Branching b{{alt.enabled, alt.channel, alt.value}, {}, &alt.replicators};
        for (const auto& target : alt.pattern.targets)
          if (target) b.places.push_back(&*target);
        if (alt.ok) b.places.push_back(&*alt.ok);
        unite(live, through(at(alt.next, after.size()), b));
      }
      return live;
    }
    if (const auto* start = std::get_if<ParallelStart>(&node.op)) {
      Locals live(after.size(), false);
      for (const ParBranch& branch : start->branches) {
        Branching b{branch.callee.args, {}, &branch.subscripts};
        b.exprs.push_back(branch.callee.closure);
        unite(live, through(Locals(after.size(), false), b));
      }
      forget(live, start->member);
      unite(live, after);
      forget(live, start->group);
      return live;
    }
    const bool leaves = std::holds_alternative<Become>(node.op) || std::holds_alternative<Return>(node.op);
    Branching b;
    for_each_place(node, [&](const Place& place) { b.places.push_back(&place); });
    for_each_expr(node, [&](ExprId e) { b.exprs.push_back(e); });
    return through(leaves ? Locals(after.size(), false) : after, b);
  }

 private:
  Locals at(NodeId next, std::size_t size) const {
    return next == kNone ? Locals(size, false) : in_[static_cast<std::size_t>(next)];
  }
  Locals through(Locals live, const Branching& b) const {
    for (const Place* place : b.places)
      if (place->path.empty()) forget(live, place->local);
    for (const Place* place : b.places) {
      for (const PathStep& step : place->path) reads(program_, step.index, live);
      if (!place->path.empty()) live[static_cast<std::size_t>(place->local)] = true;
    }
    for (const ExprId e : b.exprs) reads(program_, e, live);
    if (b.bound)
      for (auto r = b.bound->rbegin(); r != b.bound->rend(); ++r) {
        forget(live, r->local);
        reads(program_, r->set, live);
      }
    return live;
  }

  const Program& program_;
  const std::vector<Locals>& in_;
};

bool fails_by_itself(ExprKind kind) {
  switch (kind) {
    case ExprKind::Div:
    case ExprKind::Mod:
    case ExprKind::Index:
    case ExprKind::DataField:
    case ExprKind::Head:
    case ExprKind::Tail:
    case ExprKind::RangeSeq:
    case ExprKind::Member:
    case ExprKind::PeerChan:
    case ExprKind::StateVar:
    case ExprKind::StateLength:
    case ExprKind::StateClosed:
    case ExprKind::StateLocal:
    case ExprKind::StateEnded:
    case ExprKind::StateAt:
      return true;
    case ExprKind::Const:
    case ExprKind::Local:
    case ExprKind::Global:
    case ExprKind::Neg:
    case ExprKind::Not:
    case ExprKind::Add:
    case ExprKind::Sub:
    case ExprKind::Mul:
    case ExprKind::Eq:
    case ExprKind::Ne:
    case ExprKind::Lt:
    case ExprKind::Le:
    case ExprKind::Gt:
    case ExprKind::Ge:
    case ExprKind::And:
    case ExprKind::Or:
    case ExprKind::If:
    case ExprKind::Field:
    case ExprKind::Is:
    case ExprKind::MakeSeq:
    case ExprKind::MakeData:
    case ExprKind::MakeClosure:
    case ExprKind::Length:
    case ExprKind::Concat:
    case ExprKind::Null:
    case ExprKind::Elem:
      return false;
  }
  return true;
}

}  // namespace

Context::Context(const Program& p) : program(p), universe(p) {
  find_failing();
  find_live();
  for (ObjectId o = 0; o < universe.objects(); ++o) universe.ref(o);
}

void Context::find_failing() {
  may_fail_.assign(program.exprs.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < program.exprs.size(); ++i) {
      if (may_fail_[i]) continue;
      bool fails = fails_by_itself(program.exprs[i].kind);
      for (const ExprId arg : program.exprs[i].args)
        fails = fails || may_fail_[static_cast<std::size_t>(arg)];
      if (fails) may_fail_[i] = changed = true;
    }
  }
}

void Context::find_live() {
  for (const Node& node : program.nodes) {
    in_.emplace_back(proc(node.proc).locals.size(), false);
    out_.push_back(in_.back());
  }
  const Analysis analysis(program, in_);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = program.nodes.size(); i-- > 0;) {
      for_each_successor(program.nodes[i], [&](const NodeId& next) {
        if (next != kNone) unite(out_[i], in_[static_cast<std::size_t>(next)]);
      });
      Locals live = analysis.before(program.nodes[i], out_[i]);
      if (live != in_[i]) {
        changed = true;
        in_[i] = std::move(live);
      }
    }
  }
}

bool Context::place_reads(const Place& place, LocalId l) const {
  if (place.path.empty()) return false;
  if (place.local == l) return true;
  Locals all;
  for (const Proc& p : program.procs) all.resize(std::max(all.size(), p.locals.size()));
  for (const PathStep& step : place.path) reads(program, step.index, all);
  return all[static_cast<std::size_t>(l)];
}

std::string Context::located(const std::string& what, NodeId n) const {
  return solver::located(what, n == kNone ? 0 : node(n).span.line);
}

Sym Context::constant(const Value& v) {
  const auto all = [&] {
    std::vector<Sym> items;
    for (const Value& item : v.items()) items.push_back(constant(item));
    return items;
  };
  switch (v.kind()) {
    case ValueKind::Nil:
      return nil();
    case ValueKind::Int:
      return Sym::integer(terms.number(v.number()));
    case ValueKind::Ref:
      return Sym::reference(terms.number(universe.ref(static_cast<ObjectId>(v.number()), v.sub())));
    case ValueKind::Seq:
      return Sym::seq(all());
    case ValueKind::Data:
      return Sym::data(v.tag(), all());
    case ValueKind::Closure:
      return Sym::closure(v.tag(), all());
  }
  return nil();
}

Term Context::pooled(std::vector<Term>& pool, std::size_t i, const char* name, bool boolean) {
  while (pool.size() <= i) {
    const std::string full = name + std::to_string(pool.size());
    pool.push_back(boolean ? terms.bool_var(full) : terms.int_var(full));
  }
  return pool[i];
}

}  // namespace csp::solver
