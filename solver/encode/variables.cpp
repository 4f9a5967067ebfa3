// Shared variables (docs/semantics.md 1.4).
#include "solver/encode/stepper.h"

namespace csp::solver {

// The access carried out on a process: what it stores, and what is written (as an object made). Failures are
// thrown.
void Stepper::access(LocalRun& run, SymProcess& p, const AccessCase& c, ObjectId o, const Sym& content) {
  const Node& at = context_.node(c.node);
  const auto* read = std::get_if<Read>(&at.op);
  const auto* write = std::get_if<Write>(&at.op);
  const auto* rmw = std::get_if<Rmw>(&at.op);
  const Sym old = run.eval.part_at(content, c.path);
  std::optional<Sym> stored, result;
  if (read) {
    result = old;
  } else if (write) {
    stored = c.args[0];
  } else {
    switch (rmw->op) {
      case RmwOp::Add:
        stored = result = Sym::integer(t_.add(run.eval.number_of(old), run.eval.number_of(c.args[0])));
        break;
      case RmwOp::Swap:
        stored = c.args[0];
        result = old;
        break;
      case RmwOp::Cas: {
        const Term same = equal(t_, old, c.args[0]);
        if (const auto merged = merge(t_, same, c.args[1], old)) {
          // Stored or not, the content is one value; what does not fit matters only where it is stored.
          if (rmw->check != kNone &&
              run.eval.decide_term(t_.and_(same, t_.not_(run.eval.fits(rmw->check, c.args[1])))))
            throw SymFailure{ErrorKind::Range};
          run.made.push_back({o, run.eval.with_part(content, c.path, 0, *merged)});
        } else if (run.eval.decide_term(same)) {
          stored = c.args[1];
        }
        result = Sym::integer(t_.as_int(same));
        break;
      }
    }
  }
  if (stored) {
    const TypeId check = write ? write->check : rmw->check;
    if (check != kNone && !run.eval.decide_term(run.eval.fits(check, *stored)))
      throw SymFailure{ErrorKind::Range};
    run.made.push_back({o, run.eval.with_part(content, c.path, 0, *stored)});
  }
  if (read)
    run.eval.store(p.top().locals, read->target, *result);
  else if (rmw && rmw->result)
    run.eval.store(p.top().locals, *rmw->result, *result);
  LocalRun::go(p, read ? read->next : write ? write->next : rmw->next);
}

PartAccess Stepper::part_access(const Standing& s, const AccessCase& c, ObjectId o) {
  const auto& op = context_.node(c.node).op;
  const auto* rmw = std::get_if<Rmw>(&op);
  PartAccess part;
  part.object = o;
  if (rmw && rmw->op == RmwOp::Add && !rmw->result && rmw->check == kNone)
    part.how = PartAccess::How::Add;
  else if (!std::holds_alternative<Read>(op))
    part.how = PartAccess::How::Write;
  for (const Term step : c.path) {
    const Term index = here(s.slot, step);
    part.path.push_back(t_.is_number(index) ? std::optional(t_.number_of(index)) : std::nullopt);
  }
  return part;
}

void Stepper::access_steps(const Standing& s, const AccessCase& c) {
  const bool reads = std::holds_alternative<Read>(context_.node(c.node).op);
  each_referent(here(s.slot, c.object.term), [&](ObjectId o, int, Term is) {
    if (context_.universe.object(o).kind != ObjectKind::Var) return;
    for (const Guarded& g : object(o).content) {
      Event e = event(t_.and_({s.here, is, g.guard}));
      if (t_.is_false_constant(e.guard)) continue;
      (reads ? e.reads : e.writes).push_back(o);
      if (t_.is_true_constant(g.guard)) e.part = part_access(s, c, o);
      WayKey key{kAccess, static_cast<std::int64_t>(s.number), o};
      const auto abstract = automaton_.abstract(g.value, context_.universe.object(o).type, false, key);
      const Ways& ways =
          automaton_.ways(std::move(key), s.slot, s.state, s.what->condition,
                          [&](LocalRun& run, SymProcess& p) { access(run, p, c, o, abstract.message); });
      act(s, kNone, ways, std::move(e), abstract.meaning);
    }
  });
}

}  // namespace csp::solver
