// Expressions of properties. They look like those of progs but see the whole state: StateVar, StateLocal and
// the like.
#include "frontend/lower_property.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/core/limits.h"
#include "frontend/lower_emit.h"
#include "frontend/lower_text.h"
#include "frontend/lower_walk.h"

namespace csp {

PropertyKind kind_of(ast::PropertyKind kind) {
  switch (kind) {
    case ast::PropertyKind::DeadlockFree:
      return PropertyKind::DeadlockFree;
    case ast::PropertyKind::LeakFree:
      return PropertyKind::LeakFree;
    case ast::PropertyKind::RaceFree:
      return PropertyKind::RaceFree;
    case ast::PropertyKind::ErrorFree:
      return PropertyKind::ErrorFree;
    case ast::PropertyKind::Terminates:
      return PropertyKind::Terminates;
    case ast::PropertyKind::CanTerminate:
      return PropertyKind::CanTerminate;
    case ast::PropertyKind::LivelockFree:
      return PropertyKind::LivelockFree;
    case ast::PropertyKind::DivergenceFree:
      return PropertyKind::DivergenceFree;
    case ast::PropertyKind::Always:
      return PropertyKind::Always;
    case ast::PropertyKind::Reachable:
      return PropertyKind::Reachable;
    case ast::PropertyKind::Outcomes:
      return PropertyKind::Outcomes;
  }
  return PropertyKind::DeadlockFree;
}

void note_names(const ast::PropertyExpr& property, Unit& unit) {
  TreeVisitor visitor;
  visitor.expr = [&](const ast::Expr& e) {
    if (const auto* v = unit.binding<Variable*>(e); v && std::holds_alternative<ast::DotExpr>(e.node))
      unit.named_variables.insert(*v);
    if (const auto* call = std::get_if<ast::CallExpr>(&e.node))
      if (const auto* name = unit.binding<BuiltinName>(*call->callee);
          name && name->op == Builtin::At && call->args.size() == 2)
        if (const auto* label = std::get_if<ast::NameExpr>(&call->args[1]->node))
          unit.named_labels.insert(label->name.text);
  };
  for (const auto& e : property.exprs) walk(*e, visitor);
}

namespace {

struct Member {
  std::string label;
  std::vector<std::int64_t> subscripts;
  ProcId proc = kNone;
  bool service = false;
};

std::optional<std::int64_t> integer(const Program& p, ExprId id) {
  const Expr& e = p.exprs[static_cast<std::size_t>(id)];
  if (e.kind != ExprKind::Const || e.value.kind() != ValueKind::Int) return std::nullopt;
  return e.value.number();
}

// The members of the first parallel command of the root, as far as its subscripts are constants.
std::vector<Member> members(const Program& p) {
  std::vector<Member> out;
  for (const Node& n : p.nodes) {
    const auto* start = n.proc == p.root ? std::get_if<ParallelStart>(&n.op) : nullptr;
    if (!start) continue;
    for (const ParBranch& b : start->branches) {
      std::vector<std::vector<std::int64_t>> tuples{{}};
      for (const Replicator& r : b.subscripts) {
        const Expr& set = p.exprs[static_cast<std::size_t>(r.set)];
        const auto lo = integer(p, set.args[0]), hi = integer(p, set.args[1]);
        if (!lo || !hi) return {};
        if (*hi >= *lo && (*hi - *lo >= kMostMembers ||
                           (*hi - *lo + 1) * static_cast<std::int64_t>(tuples.size()) > kMostMembers))
          return {};  // E0509 says so
        std::vector<std::vector<std::int64_t>> longer;
        for (const auto& t : tuples)
          for (std::int64_t i = *lo; i <= *hi; ++i) {
            longer.push_back(t);
            longer.back().push_back(i);
          }
        tuples = std::move(longer);
      }
      for (auto& t : tuples) out.push_back({b.label, std::move(t), b.callee.proc, b.service});
    }
    break;
  }
  return out;
}

class PropertyLowering {
 public:
  PropertyLowering(Unit& unit, const std::vector<NodeId>& fresh, PropertyKind kind)
      : unit_(unit),
        e_(unit.program, unit.program.root),
        fresh_(fresh),
        members_(members(unit.program)),
        kind_(kind) {}

  ExprId expr(const ast::Expr& e) {
    const auto known = evaluate(unit_.model, e, unit_.valuation);
    if (const auto* v = std::get_if<Value>(&known); v && v->kind() != ValueKind::Ref)
      return e_.constant(*v, unit_.type_of(e));
    const Emitter::At at(e_, e.span, {});
    const TypeId type = unit_.type_of(e);
    if (const ConstructorUse* use = unit_.constructor(e))
      return e_.op(ExprKind::MakeData, all(use->args), type, use->constructor.tag);
    if (const auto* g = unit_.binding<const GlobalInfo*>(e)) {
      const ExprId object = e_.op(ExprKind::Global, {}, type, (*g)->index);
      return (*g)->channel || unit_.lock((*g)->type) ? object : e_.op(ExprKind::StateVar, {object}, type);
    }
    return std::visit([&](const auto& n) { return node(e, n, type); }, e.node);
  }

 private:
  std::vector<ExprId> all(const std::vector<ast::ExprBox>& list) {
    std::vector<ExprId> out;
    for (const auto& e : list) out.push_back(expr(*e));
    return out;
  }
  ExprId wrong(const ast::Expr& e, const std::string& what) {
    unit_.diagnostics.error("E0507", e.span, what);
    return e_.constant(Value::boolean(false));
  }

  // ---- Processes ----
  struct Process {
    int number = kNone;   // kNone: the root
    ProcId proc = kNone;  // its first frame
  };
  std::optional<Process> process(const ast::Expr& e) {
    const ast::Expr* base = &e;
    std::vector<std::int64_t> subscripts;
    if (const auto* index = std::get_if<ast::IndexExpr>(&e.node)) {
      base = index->base.get();
      for (const auto& i : index->indices) {
        const auto known = evaluate(unit_.model, *i, unit_.valuation);
        const auto* v = std::get_if<Value>(&known);
        if (!v) {
          wrong(*i, "the subscript of a process in a property is a constant");
          return std::nullopt;
        }
        subscripts.push_back(v->number());
      }
    }
    const auto* name = std::get_if<ast::NameExpr>(&base->node);
    if (!name) return std::nullopt;
    bool label_known = false;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].label != name->name.text) continue;
      label_known = true;
      if (members_[i].subscripts == subscripts) return Process{static_cast<int>(i), members_[i].proc};
    }
    const Proc& root = unit_.program.procs[static_cast<std::size_t>(unit_.program.root)];
    if (!unit_.program.root_parallel && root.name == name->name.text && subscripts.empty())
      return Process{kNone, unit_.program.root};
    std::string shown;
    for (std::int64_t i : subscripts) shown += (shown.empty() ? "" : ", ") + std::to_string(i);
    wrong(e, label_known ? fmt::format("the system has no process `{}[{}]`", name->name.text, shown)
                         : fmt::format("no process of the system is named `{}`", name->name.text));
    return std::nullopt;
  }
  ExprId state(ExprKind kind, const Process& p, TypeId type, std::int64_t number = 0,
               std::vector<NodeId> nodes = {}) {
    Expr x;
    x.kind = kind;
    x.type = type;
    x.number = number;
    x.process = p.number;
    x.proc = kind == ExprKind::StateLocal ? p.proc : kNone;
    x.nodes = std::move(nodes);
    if (kind != ExprKind::StateAt) observe_end(p.proc);
    return e_.add(std::move(x));
  }
  // The end of a process takes its variables away and makes ended() true: it is a step of its own, or what
  // the process did last would be skipped (rule 2; tests/regress/end-of-process.csp). The first frame ends at
  // its own Return, or at that of the last call that it deferred.
  void observe_end(ProcId proc) {
    bool any_prog = false;
    std::set<ProcId> ending{proc};
    for (const Node& n : unit_.program.nodes)
      if (const Defer* defer = std::get_if<Defer>(&n.op); defer && n.proc == proc) {
        ending.insert(defer->callee.proc);
        any_prog = any_prog || defer->callee.proc == kNone;
      }
    for (Node& n : unit_.program.nodes)
      if (std::holds_alternative<Return>(n.op) || std::holds_alternative<Become>(n.op))
        n.observed = n.observed || any_prog || ending.contains(n.proc);
  }
  // Has the process ended in every proper end? A service may be at rest there, and its parent at a Join.
  bool ends_before_outcomes(const Process& p) const {
    const Program& program = unit_.program;
    const bool service =
        p.number == kNone ? program.root_service : members_[static_cast<std::size_t>(p.number)].service;
    return !service && !program.procs[static_cast<std::size_t>(p.proc)].service &&
           std::none_of(program.nodes.begin(), program.nodes.end(), [&](const Node& n) {
             return std::holds_alternative<Join>(n.op) && !(program.root_parallel && n.proc == program.root);
           });
  }
  ExprId variable(const ast::Expr& e, const ast::DotExpr& dot, const Variable& v) {
    const std::optional<Process> p = process(*dot.base);
    if (!p) return e_.constant(Value::boolean(false));
    const auto it = unit_.local_of.find({p->proc, &v});
    if (it == unit_.local_of.end())
      return wrong(e, fmt::format("`{}` is not a variable of the prog that this process runs first", v.name));
    if (kind_ == PropertyKind::Outcomes && ends_before_outcomes(*p))
      return wrong(e, fmt::format("outcomes are taken when all processes have ended, and `{}` is gone then; "
                                  "copy it into a variable of the top level",
                                  v.name));
    return e_.op(ExprKind::StateVar, {state(ExprKind::StateLocal, *p, kNone, it->second)}, v.type);
  }
  ExprId at_label(const ast::CallExpr& call) {
    const std::optional<Process> p = process(*call.args[0]);
    const auto* label = std::get_if<ast::NameExpr>(&call.args[1]->node);
    if (!p || !label) return e_.constant(Value::boolean(false));
    const Specialisation* s = unit_.specialisation(p->proc);
    const bool own = s && unit_.label_nodes.contains({s->prog, label->name.text});
    std::vector<NodeId> nodes;
    bool written = false;
    for (const auto& [key, places] : unit_.label_nodes)
      if (key.second == label->name.text && (!own || key.first == s->prog)) {
        written = true;
        for (NodeId n : places)
          if (fresh_[static_cast<std::size_t>(n)] != kNone)
            nodes.push_back(fresh_[static_cast<std::size_t>(n)]);
      }
    std::sort(nodes.begin(), nodes.end());
    if (nodes.empty() && written) return e_.constant(Value::boolean(false));  // behind a loop without end
    if (!written)
      return wrong(*call.args[1], fmt::format("no label `{}` in what this system runs", label->name.text));
    return state(ExprKind::StateAt, *p, unit_.type_of(*call.args[0]), 0, std::move(nodes));
  }

  // ---- By form ----
  ExprId node(const ast::Expr& e, const ast::CallExpr& call, TypeId type) {
    const auto* name = unit_.binding<BuiltinName>(*call.callee);
    if (!name) return e_.op(ExprKind::MakeSeq, all(call.args), type);
    switch (name->op) {
      case Builtin::Closed:
        return e_.op(ExprKind::StateClosed, all(call.args), type);
      case Builtin::Ended: {
        const std::optional<Process> p = process(*call.args[0]);
        return p ? state(ExprKind::StateEnded, *p, type) : e_.constant(Value::boolean(false));
      }
      case Builtin::At:
        return at_label(call);
      case Builtin::Head:
        return e_.op(ExprKind::Head, all(call.args), type);
      case Builtin::Tail:
        return e_.op(ExprKind::Tail, all(call.args), type);
      case Builtin::Null:
        return e_.op(ExprKind::Null, all(call.args), type);
      case Builtin::Elem:
        return e_.op(ExprKind::Elem, all(call.args), type);
      case Builtin::Array:
        return e_.op(ExprKind::MakeSeq, all(call.args), type);
      case Builtin::Timeout:
      case Builtin::Timer:
      case Builtin::Ticker:
      case Builtin::Sleep:
      case Builtin::Stop:
      case Builtin::Reset:
      case Builtin::Close:
      case Builtin::Cap:
      case Builtin::Panic:
      case Builtin::Recover:
      case Builtin::Background:
      case Builtin::WithCancel:
      case Builtin::WithTimeout:
      case Builtin::AtomicLoad:
      case Builtin::AtomicStore:
      case Builtin::AtomicAdd:
      case Builtin::AtomicSwap:
      case Builtin::AtomicCas:
      case Builtin::Lock:
      case Builtin::Unlock:
      case Builtin::TryLock:
      case Builtin::RLock:
      case Builtin::RUnlock:
      case Builtin::CondWait:
      case Builtin::CondSignal:
      case Builtin::CondBroadcast:
      case Builtin::OnceDo:
      case Builtin::WgAdd:
      case Builtin::WgDone:
      case Builtin::WgWait:
      case Builtin::CtxDone:
      case Builtin::CtxErr:
        break;
    }
    return wrong(e, "a property cannot do this");
  }
  ExprId node(const ast::Expr&, const ast::IndexExpr& x, TypeId type) {
    ExprId out = expr(*x.base);
    for (const auto& i : x.indices) out = e_.op(ExprKind::Index, {out, expr(*i)}, type);
    return out;
  }
  ExprId node(const ast::Expr& e, const ast::DotExpr& x, TypeId type) {
    if (const auto* v = unit_.binding<Variable*>(e)) return variable(e, x, **v);
    const TypeId base = unit_.type_of(*x.base);
    const ExprId value = expr(*x.base);
    if (unit_.is(base, TypeKind::Data))
      return e_.op(ExprKind::DataField, {value}, type, std::stoll(x.field.text) - 1);
    return e_.op(ExprKind::Field, {value}, type,
                 base == kNone ? 0 : field_index(unit_.type(base), x.field.text));
  }
  ExprId node(const ast::Expr&, const ast::UnaryExpr& x, TypeId type) {
    const ExprId operand = expr(*x.operand);
    switch (x.op) {
      case ast::UnaryOp::Negate:
        return e_.op(ExprKind::Neg, {operand}, type);
      case ast::UnaryOp::Not:
        return e_.op(ExprKind::Not, {operand}, type);
      case ast::UnaryOp::Length:
        break;
    }
    const bool channel = unit_.is(unit_.type_of(*x.operand), TypeKind::Chan);
    return e_.op(channel ? ExprKind::StateLength : ExprKind::Length, {operand}, type);
  }
  ExprId node(const ast::Expr&, const ast::BinaryExpr& x, TypeId type) {
    const ExprId left = expr(*x.left);
    return e_.op(expr_kind(x.op), {left, expr(*x.right)}, type);
  }
  ExprId node(const ast::Expr&, const ast::IfExpr& x, TypeId type) {
    const ExprId condition = expr(*x.condition), then_value = expr(*x.then_value);
    return e_.op(ExprKind::If, {condition, then_value, expr(*x.else_value)}, type);
  }
  ExprId node(const ast::Expr& e, const ast::IsExpr& x, TypeId type) {
    const auto* info = unit_.binding<ConstructorInfo>(e);
    return e_.op(ExprKind::Is, {expr(*x.value)}, type, info ? info->tag : 0);
  }
  ExprId node(const ast::Expr&, const ast::ListLit& x, TypeId type) {
    return e_.op(ExprKind::MakeSeq, all(x.items), type);
  }
  ExprId node(const ast::Expr&, const ast::SetLit& x, TypeId type) {
    return e_.op(ExprKind::MakeSeq, all(x.items), type);
  }
  ExprId node(const ast::Expr&, const ast::TupleLit& x, TypeId type) {
    return e_.op(ExprKind::MakeSeq, all(x.items), type);
  }
  ExprId node(const ast::Expr&, const ast::RangeExpr& x, TypeId type) {
    const ExprId lo = expr(*x.lo);
    return e_.op(ExprKind::RangeSeq, {lo, expr(*x.hi)}, type);
  }
  template <class Other>
  ExprId node(const ast::Expr& e, const Other&, TypeId) {
    return wrong(e, "this has no value in a property");
  }

  Unit& unit_;
  Emitter e_;
  const std::vector<NodeId>& fresh_;
  std::vector<Member> members_;
  PropertyKind kind_;
};

}  // namespace

Property lower_property(const ast::PropertyExpr& property, Unit& unit, const std::vector<NodeId>& fresh) {
  Property out;
  out.kind = kind_of(property.kind);
  PropertyLowering lowering(unit, fresh, out.kind);
  for (const auto& e : property.exprs) out.exprs.push_back(lowering.expr(*e));
  if (!property.set) return out;
  const auto known = evaluate(unit.model, *property.set, unit.valuation);
  if (const auto* set = std::get_if<Value>(&known)) {
    for (const Value& v : set->items()) out.outcomes.push_back(out.exprs.size() == 1 ? Value::seq({v}) : v);
    std::sort(out.outcomes.begin(), out.outcomes.end());
  } else {
    const auto& no = std::get<NotConstant>(known);
    unit.diagnostics.error("E0507", no.span, "the set of outcomes is not a constant: " + no.reason);
  }
  return out;
}

std::vector<std::string> root_members(const Program& program) {
  std::vector<std::string> out;
  for (const Member& m : members(program)) {
    std::string subscripts;
    for (std::int64_t s : m.subscripts) subscripts += (subscripts.empty() ? "" : ", ") + std::to_string(s);
    out.push_back(m.subscripts.empty() ? m.label : fmt::format("{}[{}]", m.label, subscripts));
  }
  return out;
}

}  // namespace csp
