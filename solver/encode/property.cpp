// Deadlock, races, ends (docs/semantics.md, rules 17 to 21).
#include "solver/encode/property.h"

#include <algorithm>
#include <functional>

namespace csp::solver {

KeptLocals kept_locals(const Program& program, const Property& property) {
  KeptLocals kept;
  const std::function<void(ExprId)> visit = [&](ExprId id) {
    const Expr& e = program.exprs[static_cast<std::size_t>(id)];
    if (e.kind == ExprKind::StateLocal) kept.emplace(e.proc, static_cast<LocalId>(e.number));
    for (const ExprId arg : e.args) visit(arg);
  };
  for (const ExprId e : property.exprs) visit(e);
  return kept;
}

Term can_step(Terms& t, const Steps& steps) {
  std::vector<Term> some;
  for (const Event& e : steps.events) some.push_back(e.guard);
  return t.or_(std::move(some));
}

bool at_fault(const Automaton& automaton, const Standing& s) {
  if (std::holds_alternative<JoinCase>(s.what->what)) return false;
  const auto* comm = std::get_if<CommCase>(&s.what->what);
  if (!automaton[s.state].rests || !comm || comm->comm->mode == CommMode::Default) return true;
  return !std::all_of(comm->offers.begin(), comm->offers.end(),
                      [](const SymOffer& o) { return o.alt->kind == AltKind::Receive; });
}

namespace {

Term some_at_fault(Automaton& automaton, const Steps& steps) {
  std::vector<Term> some;
  for (const Standing& s : steps.standing)
    if (at_fault(automaton, s)) some.push_back(s.here);
  return automaton.context().terms.or_(std::move(some));
}

}  // namespace

Term blocked(Automaton& automaton, const Frame& frame, const Steps& steps) {
  Terms& t = automaton.context().terms;
  return t.and_({t.not_(frame.crashed), t.not_(can_step(t, steps)), some_at_fault(automaton, steps)});
}

Term proper_end(Automaton& automaton, const Frame& frame, const Steps& steps) {
  Terms& t = automaton.context().terms;
  return t.and_({t.not_(frame.crashed), t.not_(can_step(t, steps)), t.not_(some_at_fault(automaton, steps))});
}

std::vector<RacingPair> races(Automaton& automaton, const Frame& frame, const Steps& steps) {
  Context& context = automaton.context();
  Terms& t = context.terms;
  struct Access {
    std::size_t standing;
    Term object;
    std::vector<Term> path;
    bool write, atomic;
    Term succeeds;
  };
  std::vector<Access> list;
  for (std::size_t i = 0; i < steps.standing.size(); ++i) {
    const Standing& s = steps.standing[i];
    const auto* c = std::get_if<AccessCase>(&s.what->what);
    if (!c) continue;
    const auto& op = context.node(c->node).op;
    const auto* read = std::get_if<Read>(&op);
    const auto* write = std::get_if<Write>(&op);
    Substitution here = registers_of(context, frame, s.slot);
    Access a{i, here(c->object.term), {}, !read, read ? read->atomic : write ? write->atomic : true, t.no()};
    for (const Term step : c->path) a.path.push_back(here(step));
    // A process whose next step is a failure makes no access: only the events that carry it out count.
    std::vector<Term> some;
    for (const Event& e : steps.events)
      if (e.kind == StepKind::Act && !e.movers.empty() && e.movers[0].slot == s.slot &&
          e.movers[0].node == c->node)
        some.push_back(e.guard);
    a.succeeds = t.and_(s.here, t.or_(std::move(some)));
    if (!t.is_false_constant(a.succeeds)) list.push_back(std::move(a));
  }
  std::vector<RacingPair> out;
  for (std::size_t i = 0; i < list.size(); ++i)
    for (std::size_t j = i + 1; j < list.size(); ++j) {
      const Access &a = list[i], &b = list[j];
      if (steps.standing[a.standing].slot == steps.standing[b.standing].slot) continue;
      if ((!a.write && !b.write) || (a.atomic && b.atomic)) continue;
      std::vector<Term> parts{a.succeeds, b.succeeds, t.eq(a.object, b.object)};
      for (std::size_t k = 0; k < std::min(a.path.size(), b.path.size()); ++k)
        parts.push_back(t.eq(a.path[k], b.path[k]));
      const Term when = t.and_(std::move(parts));
      if (!t.is_false_constant(when)) out.push_back({a.standing, b.standing, when});
    }
  return out;
}

}  // namespace csp::solver
