// Program as text: expressions in infix, nodes as one line with their successors.
#include "checker/core/dump.h"

#include <fmt/format.h>

#include "checker/core/dump_names.h"

namespace csp {

namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

struct Printer {
  const Program& p;
  const Proc* proc;

  std::string local(LocalId id) const {
    if (!proc || at(id) >= proc->locals.size()) return fmt::format("%{}", id);
    const Local& l = proc->locals[at(id)];
    return (l.name.empty() ? fmt::format("%{}", id) : l.name) + (l.shared ? "&" : "");
  }
  std::string list(const std::vector<ExprId>& args) const {
    std::string out;
    for (ExprId a : args) out += (out.empty() ? "" : ", ") + expr(a);
    return out;
  }
  std::string expr(ExprId id) const {
    if (id == kNone) return "_";
    const Expr& e = p.exprs[at(id)];
    auto arg = [&](std::size_t i) { return expr(e.args[i]); };
    switch (e.kind) {
      case ExprKind::Const:
        return show(p.types, e.type, e.value);
      case ExprKind::Local:
        return local(static_cast<LocalId>(e.number));
      case ExprKind::Global:
        return "@" + p.globals[at(e.number)].name;
      case ExprKind::Neg:
      case ExprKind::Not:
        return fmt::format("{}{}", kind_name(e.kind), arg(0));
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
      case ExprKind::Concat:
        return fmt::format("({} {} {})", arg(0), kind_name(e.kind), arg(1));
      case ExprKind::If:
        return fmt::format("(if {} then {} else {})", arg(0), arg(1), arg(2));
      case ExprKind::Index:
        return fmt::format("{}[{}]", arg(0), arg(1));
      case ExprKind::Field:
        return fmt::format("{}.{}", arg(0), e.number);
      case ExprKind::DataField:
        return fmt::format("{}.{}", arg(0), e.number + 1);
      case ExprKind::Is:
        return fmt::format("({} is {})", arg(0), p.types.tags[at(e.number)].name);
      case ExprKind::MakeData:
        return fmt::format("{}({})", p.types.tags[at(e.number)].name, list(e.args));
      case ExprKind::MakeClosure:
        return fmt::format("{}{{{}}}", p.procs[at(e.number)].name, list(e.args));
      case ExprKind::Member:
        return fmt::format("Member.{}({})", e.number, list(e.args));
      case ExprKind::StateLocal:
        return fmt::format("StateLocal({}:{}:{})", process(e), p.procs[at(e.proc)].name,
                           p.procs[at(e.proc)].locals[at(e.number)].name);
      case ExprKind::StateEnded:
        return fmt::format("StateEnded({})", process(e));
      case ExprKind::StateAt: {
        std::string out;
        for (NodeId n : e.nodes) out += (out.empty() ? "" : " ") + std::to_string(n);
        return fmt::format("StateAt({}: {})", process(e), out);
      }
      case ExprKind::MakeSeq:
      case ExprKind::Length:
      case ExprKind::Head:
      case ExprKind::Tail:
      case ExprKind::Null:
      case ExprKind::Elem:
      case ExprKind::RangeSeq:
      case ExprKind::PeerChan:
      case ExprKind::StateVar:
      case ExprKind::StateLength:
      case ExprKind::StateClosed:
        break;
    }
    return fmt::format("{}({})", kind_name(e.kind), list(e.args));
  }
  static std::string process(const Expr& e) {
    return e.process == kNone ? "root" : std::to_string(e.process);
  }

  std::string path(const std::vector<PathStep>& steps) const {
    std::string out;
    for (const PathStep& s : steps)
      out += s.index != kNone ? "[" + expr(s.index) + "]" : fmt::format(".{}", s.field);
    return out;
  }
  std::string place(const Place& pl) const {
    return local(pl.local) + path(pl.path) + (pl.check == kNone ? "" : fmt::format(" in type{}", pl.check));
  }
  std::string place(const std::optional<Place>& pl) const { return pl ? place(*pl) : "_"; }
  std::string callee(const Callee& c) const {
    return (c.proc != kNone ? p.procs[at(c.proc)].name : "*" + expr(c.closure)) + "(" + list(c.args) + ")";
  }
  std::string replicators(const std::vector<Replicator>& rs) const {
    std::string out;
    for (const Replicator& r : rs) out += fmt::format("({} in {}) ", local(r.local), expr(r.set));
    return out;
  }
  std::string alt(const Alt& a) const {
    std::string out = replicators(a.replicators);
    if (a.enabled != kNone) out += expr(a.enabled) + "; ";
    switch (a.kind) {
      case AltKind::Tau:
        out += "tau";
        break;
      case AltKind::Send:
        out += fmt::format("{}!{}", expr(a.channel), expr(a.value));
        break;
      case AltKind::Receive: {
        out += expr(a.channel) + "?";
        if (a.pattern.kind == PatternKind::Shape) out += p.types.tags[at(a.pattern.tag)].name;
        std::string targets;
        for (const auto& t : a.pattern.targets) targets += (targets.empty() ? "" : ", ") + place(t);
        out += "(" + targets + ")";
        if (a.ok) out += " ok " + place(*a.ok);
        break;
      }
    }
    return fmt::format("{} -> {}", out, a.next);
  }

  std::string op(const Assign& o) const {
    return fmt::format("{} = {} -> {}", place(o.target), expr(o.value), o.next);
  }
  std::string op(const Branch& o) const {
    return fmt::format("{} -> {} else {}", expr(o.condition), o.then_next, o.else_next);
  }
  std::string op(const Choose& o) const {
    std::string out;
    for (const Option& x : o.options)
      out += fmt::format("{}{} -> {} | ", replicators(x.replicators),
                         x.enabled == kNone ? "true" : expr(x.enabled), x.next);
    return fmt::format("{}otherwise {}", out, o.otherwise);
  }
  std::string op(const AnyValue& o) const {
    return fmt::format("{} = any {} -> {}", place(o.target), expr(o.set), o.next);
  }
  std::string op(const NewObject& o) const {
    return fmt::format("{} = new {}({}) \"{}\" -> {}", place(o.target), object_name(o.kind),
                       o.arg == kNone ? "" : expr(o.arg), o.name, o.next);
  }
  std::string op(const MakeZero& o) const {
    return fmt::format("{} = zero type{}({}) -> {}", place(o.target), o.type, list(o.sizes), o.next);
  }
  std::string op(const Call& o) const {
    return fmt::format("{} = {} -> {}", place(o.result), callee(o.callee), o.next);
  }
  std::string op(const Become& o) const { return callee(o.callee); }
  std::string op(const Return& o) const { return o.value == kNone ? "" : expr(o.value); }
  std::string op(const Defer& o) const { return fmt::format("{} -> {}", callee(o.callee), o.next); }
  std::string op(const Recover& o) const { return fmt::format("{} -> {}", place(o.result), o.next); }
  std::string op(const Comm& o) const {
    std::string out = mode_name(o.mode) + (o.priority ? " pri" : "");
    for (const Alt& a : o.alts) out += " | " + alt(a);
    return out + (o.otherwise == kNone ? "" : fmt::format(" | otherwise {}", o.otherwise));
  }
  std::string op(const Read& o) const {
    return fmt::format("{}{} = {}{} -> {}", o.atomic ? "atomic " : "", place(o.target), expr(o.object),
                       path(o.path), o.next);
  }
  std::string op(const Write& o) const {
    return fmt::format("{}{}{} = {}{} -> {}", o.atomic ? "atomic " : "", expr(o.object), path(o.path),
                       expr(o.value), o.check == kNone ? "" : fmt::format(" in type{}", o.check), o.next);
  }
  std::string op(const Rmw& o) const {
    return fmt::format("{} {}{}({}) = {} -> {}", rmw_name(o.op), expr(o.object), path(o.path), list(o.args),
                       place(o.result), o.next);
  }
  std::string op(const Sync& o) const {
    std::string out = sync_name(o.op) + " " + expr(o.object);
    if (o.arg != kNone) out += ", " + expr(o.arg);
    if (o.result) out += " = " + place(*o.result);
    out += fmt::format(" -> {}", o.next);
    return o.other == kNone ? out : out + fmt::format(" other {}", o.other);
  }
  std::string op(const Begin& o) const {
    return fmt::format("{}{} -> {}", o.service ? "service " : "", callee(o.callee), o.next);
  }
  std::string op(const ParallelStart& o) const {
    std::string out;
    for (const ParBranch& b : o.branches)
      out += fmt::format("{}:: {}{}{} || ", b.label, replicators(b.subscripts), b.service ? "service " : "",
                         callee(b.callee));
    return fmt::format("{}group {} member {} -> {}", out, local(o.group), local(o.member), o.next);
  }
  std::string op(const Join& o) const { return fmt::format("{} -> {}", expr(o.group), o.next); }
  std::string op(const Fail& o) const { return fmt::format("{} \"{}\"", error_name(o.kind), o.message); }
};

}  // namespace

std::string dump_expr(const Program& p, const Proc* proc, ExprId id) { return Printer{p, proc}.expr(id); }

std::string dump_node(const Program& p, NodeId id) {
  const Node& n = p.nodes[at(id)];
  const Printer printer{p, &p.procs[at(n.proc)]};
  const std::string body = std::visit([&](const auto& op) { return printer.op(op); }, n.op);
  return fmt::format("{}{}{}{}", n.observed ? "observed " : "", op_name(n), body.empty() ? "" : " ", body);
}

std::string dump_proc(const Program& p, ProcId id) {
  const Proc& proc = p.procs[at(id)];
  std::string out = fmt::format("{}prog {}#{}(", proc.service ? "service " : "", proc.name, id);
  for (int i = 0; i < proc.params; ++i) {
    const Local& l = proc.locals[at(i)];
    out += fmt::format("{}{}{}", i ? ", " : "", l.name.empty() ? fmt::format("%{}", i) : l.name,
                       l.shared ? "&" : "");
  }
  out += fmt::format(") entry {}\n", proc.entry);
  for (std::size_t i = 0; i < p.nodes.size(); ++i)
    if (p.nodes[i].proc == id)
      out += fmt::format(
          "  {:3}  {}{}\n", i, dump_node(p, static_cast<NodeId>(i)),
          p.nodes[i].text.empty() ? "" : fmt::format("    -- {}: {}", p.nodes[i].span.line, p.nodes[i].text));
  return out;
}

std::string dump(const Program& p) {
  std::string out;
  for (std::size_t i = 0; i < p.globals.size(); ++i) {
    const Global& g = p.globals[i];
    out += fmt::format("global {} {} {}{}{}\n", i, object_name(g.kind), g.name, g.declared ? " declared" : "",
                       g.environment == Environment::None    ? ""
                       : g.environment == Environment::Sends ? " environment sends"
                                                             : " environment receives");
  }
  for (std::size_t i = 0; i < p.procs.size(); ++i) out += dump_proc(p, static_cast<ProcId>(i));
  out += fmt::format("root {}#{}(", p.procs[at(p.root)].name, p.root);
  for (std::size_t i = 0; i < p.root_args.size(); ++i)
    out += (i ? ", " : "") + show(p.types, kNone, p.root_args[i]);
  return out + fmt::format("){}{}\n", p.root_parallel ? " parallel" : "", p.root_service ? " service" : "");
}

std::string dump(const Program& p, const Property& property) {
  std::string out = property_name(property.kind);
  for (ExprId e : property.exprs) out += " " + dump_expr(p, nullptr, e);
  for (const Value& v : property.outcomes) out += " | " + show(p.types, kNone, v);
  return out + "\n";
}

}  // namespace csp
