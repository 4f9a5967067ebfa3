// What a process can do from a local state: the cases of docs/semantics.md 1.2 to 1.7, told apart by its
// data.
#include <algorithm>

#include "solver/encode/automaton.h"

namespace csp::solver {

const std::vector<StepCase>& Automaton::cases(StateId s) {
  if (!(*this)[s].cases) {
    std::vector<StepCase> out;
    find_cases(s, out);
    states_[static_cast<std::size_t>(s)].cases = std::move(out);
  }
  return *(*this)[s].cases;
}

void Automaton::find_cases(StateId s, std::vector<StepCase>& out) {
  const SymProcess start = (*this)[s].process;
  const SlotId slot = (*this)[s].slot;
  if (start.terminated) return;
  if (!start.beyond.empty()) {
    out.push_back({t_.yes(), BeyondCase{start.beyond}});
    return;
  }
  if (start.uncaught || start.pending) {
    out.push_back({t_.yes(), FailCase{start.pending.value_or(ErrorKind::Panic)}});
    return;
  }
  Ways local;
  try {
    PathRunner(t_).run([&](Path& path) {
      LocalRun run(context_, path, slot);
      SymProcess p = start;
      try {
        step_case(run, path, s, p, out, local);
      } catch (const SymFailure& failure) {
        out.push_back({path.condition(), FailCase{failure.kind}});
      } catch (const NotEncoded& why) {
        out.push_back({path.condition(), BeyondCase{context_.located(why.what(), start.top().node)}});
      } catch (const NumberTooLarge& why) {
        out.push_back({path.condition(), BeyondCase{context_.located(why.what(), start.top().node)}});
      }
    });
  } catch (const NotEncoded& why) {
    out = {{t_.yes(), BeyondCase{context_.located(why.what(), start.top().node)}}};
    return;
  }
  if (local.list.empty()) return;
  std::vector<Term> some;
  for (const Way& way : local.list) some.push_back(way.condition);
  out.push_back({t_.or_(std::move(some)), LocalCase{std::move(local)}});
}

void Automaton::step_case(LocalRun& run, Path& path, StateId s, SymProcess& p, std::vector<StepCase>& out,
                          Ways& local) {
  const SlotId slot = (*this)[s].slot;
  const NodeId at = p.top().node;
  const Node& node = context_.node(at);
  const std::vector<Sym> locals = p.top().locals;
  const auto found = [&](auto what) { out.push_back({path.condition(), std::move(what)}); };

  bool acts = is_interaction(node) ? false : true;
  if (const auto* comm = std::get_if<Comm>(&node.op)) {
    std::vector<SymOffer> offers = run.offers(p);
    acts = comm->mode == CommMode::Guarded &&
           std::all_of(offers.begin(), offers.end(),
                       [](const SymOffer& o) { return o.alt->kind == AltKind::Tau; });
    if (!acts) return found(CommCase{comm, std::move(offers)});
  }
  if (acts) {
    run.local_step(p);
    local.chosen = local.chosen || path.chose();
    local.list.push_back(finish(slot, run, path, std::move(p)));
    return;
  }
  if (const auto* sync = std::get_if<Sync>(&node.op)) {
    SyncCase c{sync, run.eval.eval(locals, sync->object), std::nullopt};
    // The argument counts only where the object is not nil; its failure comes after that of the object.
    if (sync->arg != kNone) {
      if (c.object.kind == SymKind::Ref && path.decide(t_.eq(c.object.term, t_.number(kNil))))
        return found(std::move(c));
      c.arg = run.eval.eval(locals, sync->arg);
    }
    return found(std::move(c));
  }
  if (const auto* begin = std::get_if<Begin>(&node.op)) {
    auto callee = run.resolve(locals, begin->callee);
    return found(BeginCase{callee.first, std::move(callee.second)});
  }
  if (std::holds_alternative<ParallelStart>(node.op)) return found(parallel(run, slot, p));
  if (const auto* join = std::get_if<Join>(&node.op)) {
    const Sym group = run.eval.eval(locals, join->group);
    if (!t_.is_number(group.items()[0].term)) throw NotEncoded("a parallel command that is not known");
    return found(JoinCase{context_.universe.object_of(t_.number_of(group.items()[0].term))});
  }
  if (const auto* fail = std::get_if<Fail>(&node.op)) return found(FailCase{fail->kind});

  // Read, Write, Rmw: object, path, arguments, in this order.
  AccessCase access{at, {}, {}, {}};
  const auto* read = std::get_if<Read>(&node.op);
  const auto* write = std::get_if<Write>(&node.op);
  const auto* rmw = std::get_if<Rmw>(&node.op);
  access.object = run.eval.eval(locals, read ? read->object : write ? write->object : rmw->object);
  if (access.object.kind != SymKind::Ref) throw SymFailure{ErrorKind::NilObject};
  if (path.decide(t_.eq(access.object.term, t_.number(kNil)))) throw SymFailure{ErrorKind::NilObject};
  access.path = run.eval.resolve(locals, read ? read->path : write ? write->path : rmw->path);
  if (write) access.args.push_back(run.eval.eval(locals, write->value));
  if (rmw)
    for (const ExprId arg : rmw->args) access.args.push_back(run.eval.eval(locals, arg));
  found(std::move(access));
}

// The members of a parallel command with their arguments (docs/semantics.md 1.6).
ParallelCase Automaton::parallel(LocalRun& run, SlotId slot, const SymProcess& p) {
  const NodeId at = p.top().node;
  const ParallelStart& start = std::get<ParallelStart>(context_.node(at).op);
  const std::vector<Sym> locals = p.top().locals;
  const int occurrence = p.made.count(at) ? p.made.at(at) : 0;

  struct Range {
    Term low;
    std::int64_t n = 0;
  };
  std::vector<std::vector<Range>> ranges;
  std::vector<Sym> entries;
  std::int64_t total = 0;
  for (const ParBranch& branch : start.branches) {
    std::vector<Sym> entry{Sym::integer(t_.number(total))};
    std::int64_t count = 1;
    ranges.emplace_back();
    for (const Replicator& subscript : branch.subscripts) {
      const Sym set = run.eval.eval(locals, subscript.set);
      Range range;
      range.n = static_cast<std::int64_t>(set.items().size());
      range.low = range.n > 0 ? run.eval.number_of(set.items().front()) : t_.number(0);
      entry.push_back(Sym::integer(range.low));
      entry.push_back(Sym::integer(t_.number(range.n)));
      count *= range.n;
      ranges.back().push_back(range);
    }
    total += count;
    if (total > 0xffff) throw NotEncoded("a parallel command with too many members");
    entries.push_back(Sym::seq(std::move(entry)));
  }

  ObjectName name;
  name.kind = ObjectKind::Group;
  name.maker = slot;
  name.node = at;
  name.occurrence = occurrence;
  for (int m = 0; m < total; ++m) name.members.push_back(context_.universe.slot(slot, at, occurrence, m));
  ParallelCase out;
  out.object = context_.universe.object(name);
  std::vector<Sym> layout{Sym::reference(t_.number(context_.universe.ref(out.object)))};
  layout.insert(layout.end(), entries.begin(), entries.end());
  out.group = Sym::seq(std::move(layout));

  for (std::size_t b = 0; b < start.branches.size(); ++b) {
    const ParBranch& branch = start.branches[b];
    std::int64_t count = 1;
    for (const Range& range : ranges[b]) count *= range.n;
    for (std::int64_t position = 0; position < count; ++position) {
      std::vector<Sym> scratch = locals;
      scratch[static_cast<std::size_t>(start.group)] = out.group;
      scratch[static_cast<std::size_t>(start.member)] =
          Sym::integer(t_.number(static_cast<std::int64_t>(out.members.size())));
      std::int64_t rest = position;
      for (std::size_t i = ranges[b].size(); i-- > 0;) {
        scratch[static_cast<std::size_t>(branch.subscripts[i].local)] =
            Sym::integer(t_.add(ranges[b][i].low, t_.number(rest % ranges[b][i].n)));
        rest /= ranges[b][i].n;
      }
      std::string subscripts;
      for (const Replicator& subscript : branch.subscripts) {
        const Term value = run.eval.number_of(scratch[static_cast<std::size_t>(subscript.local)]);
        subscripts += (subscripts.empty() ? "" : ", ") + t_.text(value);
      }
      if (!branch.label.empty())
        context_.universe.name_slot(name.members[out.members.size()],
                                    branch.label + (subscripts.empty() ? "" : "[" + subscripts + "]"));
      auto callee = run.resolve(scratch, branch.callee);
      out.members.push_back({callee.first, std::move(callee.second), branch.service});
    }
  }
  return out;
}

}  // namespace csp::solver
