// Backward dataflow: live(n) = used(n) + (live(successors) - defined(n)). A local that lives in a Var object counts as live throughout:
// a property may look at it.
#include "checker/semantics/liveness.h"

#include <algorithm>

namespace csp {

namespace {

struct Way {
  NodeId next;
  std::vector<LocalId> defines;  // overwritten as a whole on this way out
};
struct Facts {
  std::vector<LocalId> uses;
  std::vector<LocalId> uses_after;  // read when a call comes back
  std::vector<LocalId> defines;     // overwritten as a whole on every way out of the node
  std::vector<Way> ways;
};

class Collector {
 public:
  explicit Collector(const Program& program) : program_(program) {}

  Facts facts(const Node& node) {
    f_ = {};
    std::visit([this](const auto& op) { visit(op); }, node.op);
    return std::move(f_);
  }

 private:
  void use(ExprId id) {
    if (id == kNone) return;
    const Expr& e = program_.exprs[static_cast<std::size_t>(id)];
    if (e.kind == ExprKind::Local) {
      const auto local = static_cast<LocalId>(e.number);
      if (std::find(bound_.begin(), bound_.end(), local) == bound_.end()) f_.uses.push_back(local);
    }
    for (ExprId a : e.args) use(a);
  }
  void use(const std::vector<ExprId>& ids) {
    for (ExprId id : ids) use(id);
  }
  void use(const std::vector<PathStep>& path) {
    for (const PathStep& s : path) use(s.index);
  }
  void use(const Callee& c) {
    use(c.closure);
    use(c.args);
  }
  void target(const Place& p, bool always = true) {
    use(p.path);
    if (!p.path.empty())
      f_.uses.push_back(p.local);
    else if (always)
      f_.defines.push_back(p.local);
  }
  void target(const std::optional<Place>& p, bool always = true) {
    if (p) target(*p, always);
  }
  // The replicators' locals are bound by the node: reading them in what follows needs no value from before.
  void bind(const std::vector<Replicator>& rs) {
    bound_.clear();
    for (const Replicator& r : rs) {
      use(r.set);
      bound_.push_back(r.local);
    }
  }
  void next(NodeId n) {
    if (n != kNone) f_.ways.push_back({n, {}});
  }

  void visit(const Assign& op) { use(op.value); target(op.target); next(op.next); }
  void visit(const Branch& op) { use(op.condition); next(op.then_next); next(op.else_next); }
  void visit(const Choose& op) {
    for (const csp::Option& o : op.options) {
      bind(o.replicators);
      use(o.enabled);
      f_.ways.push_back({o.next, bound_});
      bound_.clear();
    }
    next(op.otherwise);
  }
  void visit(const AnyValue& op) { use(op.set); target(op.target); next(op.next); }
  void visit(const NewObject& op) { use(op.arg); target(op.target); next(op.next); }
  void visit(const MakeZero& op) { use(op.sizes); target(op.target); next(op.next); }
  void visit(const Call& op) {
    use(op.callee);
    target(op.result);
    next(op.next);
    if (op.result && !op.result->path.empty()) f_.uses_after = f_.uses;
  }
  void visit(const Become& op) { use(op.callee); }
  void visit(const Return& op) { use(op.value); }
  void visit(const Defer& op) { use(op.callee); next(op.next); }
  void visit(const Recover& op) { target(op.result); next(op.next); }
  void visit(const Comm& op) {
    for (const Alt& a : op.alts) {
      bind(a.replicators);
      use(a.enabled);
      use(a.channel);
      use(a.value);
      Way way{a.next, bound_};
      for (const auto& t : a.pattern.targets) {
        target(t, false);
        if (t && t->path.empty()) way.defines.push_back(t->local);
      }
      target(a.ok, false);
      if (a.ok && a.ok->path.empty()) way.defines.push_back(a.ok->local);
      f_.ways.push_back(std::move(way));
      bound_.clear();
    }
    next(op.otherwise);
  }
  void visit(const Read& op) { use(op.object); use(op.path); target(op.target); next(op.next); }
  void visit(const Write& op) { use(op.object); use(op.path); use(op.value); next(op.next); }
  void visit(const Rmw& op) { use(op.object); use(op.path); use(op.args); target(op.result); next(op.next); }
  void visit(const Sync& op) { use(op.object); use(op.arg); target(op.result, op.other == kNone); next(op.next); next(op.other); }
  void visit(const Begin& op) { use(op.callee); next(op.next); }
  void visit(const ParallelStart& op) {
    for (const ParBranch& b : op.branches) {
      bind(b.subscripts);
      bound_.push_back(op.group);
      bound_.push_back(op.member);
      use(b.callee);
      bound_.clear();
    }
    f_.ways.push_back({op.next, {op.group}});
  }
  void visit(const Join& op) { use(op.group); next(op.next); }
  void visit(const Fail&) {}

  const Program& program_;
  Facts f_;
  std::vector<LocalId> bound_;
};

}  // namespace

Liveness::Liveness(const Program& program, const Kept& kept)
    : kept_(kept), at_(program.nodes.size()), after_(program.nodes.size()) {
  Collector collector(program);
  std::vector<Facts> facts;
  facts.reserve(program.nodes.size());
  for (const Node& n : program.nodes) facts.push_back(collector.facts(n));
  std::vector<std::vector<bool>> always(program.procs.size());
  for (std::size_t p = 0; p < program.procs.size(); ++p)
    for (const Local& l : program.procs[p].locals) always[p].push_back(l.shared);
  for (const auto& [proc, local] : kept) always[index(proc)][index(local)] = true;
  for (std::size_t n = 0; n < program.nodes.size(); ++n) at_[n] = after_[n] = always[index(program.nodes[n].proc)];
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t n = program.nodes.size(); n-- > 0;) {
      std::vector<bool> after = after_[n];
      for (const Way& way : facts[n].ways)
        for (std::size_t l = 0; l < after.size(); ++l)
          if (at_[index(way.next)][l] && std::find(way.defines.begin(), way.defines.end(), static_cast<LocalId>(l)) == way.defines.end())
            after[l] = true;
      const auto& keep = always[index(program.nodes[n].proc)];
      for (LocalId l : facts[n].defines)
        if (!keep[index(l)]) after[index(l)] = false;
      for (LocalId l : facts[n].uses_after) after[index(l)] = true;
      std::vector<bool> at = after;
      for (LocalId l : facts[n].uses) at[index(l)] = true;
      if (at != at_[n] || after != after_[n]) {
        at_[n] = std::move(at);
        after_[n] = std::move(after);
        changed = true;
      }
    }
  }
}

}  // namespace csp
