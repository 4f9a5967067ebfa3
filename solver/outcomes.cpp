// Enumeration of outcomes.
#include "solver/outcomes.h"

#include <algorithm>

namespace csp::solver {

namespace {

Value value_of(const Universe& universe, Smt& smt, const Sym& s) {
  const auto all = [&] {
    std::vector<Value> items;
    for (const Sym& item : s.items()) items.push_back(value_of(universe, smt, item));
    return items;
  };
  switch (s.kind) {
    case SymKind::Int:
      return Value::integer(smt.value(s.term));
    case SymKind::Ref: {
      const std::int64_t ref = smt.value(s.term);
      if (ref == kNil) return Value();
      return Value::ref(universe.object_of(ref), universe.sub_of(ref));
    }
    case SymKind::Seq:
      return Value::seq(all());
    case SymKind::Data:
      return Value::data(s.tag, all());
    case SymKind::Closure:
      return Value::closure(s.tag, all());
  }
  return Value();
}

}  // namespace

bool OutcomeSearch::look(Unrolling& unrolling, int n, Verdict& verdict, std::size_t max_findings) {
  Context& context = automaton_.context();
  Terms& t = context.terms;
  const Frame& frame = unrolling.last();
  const Term end = proper_end(automaton_, frame, unrolling.possible());
  if (t.is_false_constant(end)) return true;
  // One sequence of all expressions, by cases.
  Cases together{{end, Sym::seq({})}};
  for (const ExprId e : property_.exprs) {
    const Cases values = value_in(automaton_, frame, e);
    Cases longer;
    for (const Guarded& c : together)
      for (const Guarded& g : values) {
        const Term both = t.and_(c.guard, g.guard);
        if (t.is_false_constant(both)) continue;
        std::vector<Sym> items = c.value.items();
        items.push_back(g.value);
        longer.push_back({both, Sym::seq(std::move(items))});
      }
    together = std::move(longer);
  }
  const auto is = [&](const Value& outcome) {
    const Sym wanted = context.constant(outcome);
    std::vector<Term> some;
    for (const Guarded& c : together) some.push_back(t.and_(c.guard, equal(t, c.value, wanted)));
    return t.or_(std::move(some));
  };
  std::vector<Term> some;
  for (const Guarded& c : together) some.push_back(c.guard);
  std::vector<Term> ask{t.or_(std::move(some))};
  for (const Value& known : verdict.outcomes) ask.push_back(t.not_(is(known)));
  while (true) {
    const Term another = t.and_(ask);
    if (t.is_false_constant(another)) return true;
    const Sat sat = smt_.check({another});
    if (sat == Sat::Unknown) return false;
    if (sat == Sat::Unsat) return true;
    Value outcome;
    for (const Guarded& c : together)
      if (smt_.truth(c.guard)) outcome = value_of(context.universe, smt_, c.value);
    const bool expected = std::binary_search(property_.outcomes.begin(), property_.outcomes.end(), outcome);
    if (!expected && verdict.findings.size() < max_findings) {
      Finding f;
      f.kind = FindingKind::UnexpectedOutcome;
      f.trace = unrolling.run(n).trace;
      f.values = outcome;
      verdict.findings.push_back(std::move(f));
      verdict.answer = Answer::Fails;
    }
    verdict.outcomes.insert(std::lower_bound(verdict.outcomes.begin(), verdict.outcomes.end(), outcome),
                            outcome);
    ask.push_back(t.not_(is(outcome)));
  }
}

void OutcomeSearch::conclude(Verdict& verdict, std::size_t max_findings) const {
  for (const Value& expected : property_.outcomes) {
    if (std::binary_search(verdict.outcomes.begin(), verdict.outcomes.end(), expected)) continue;
    if (verdict.findings.size() == max_findings) break;
    Finding f;
    f.kind = FindingKind::MissingOutcome;
    f.values = expected;
    verdict.findings.push_back(std::move(f));
  }
  verdict.answer = verdict.findings.empty() ? Answer::Holds : Answer::Fails;
}

}  // namespace csp::solver
