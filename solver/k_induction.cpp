// Runs from any state of the general frame.
#include "solver/k_induction.h"

#include "solver/induction.h"
#include "solver/notes.h"
#include "solver/unroll.h"

namespace csp::solver {

int inductive_after(Automaton& automaton, const General& general, const Property& property,
                    const std::vector<Term>& strengthening, Smt& smt, int most) {
  Terms& t = automaton.context().terms;
  for (const Term fact : strengthening) smt.add(fact);
  Unrolling run(automaton, smt, general);
  for (int k = 1; k <= most; ++k) {
    smt.add(t.not_(*bad_in(automaton, run.last(), run.possible(), property)));
    if (!run.extend()) return k;
    const Sat sat = smt.check({*bad_in(automaton, run.last(), run.possible(), property)});
    if (sat == Sat::Unsat) return k;
    if (sat == Sat::Unknown) return 0;
  }
  return 0;
}

std::vector<Question> induction_questions(Automaton& automaton, const General& general,
                                          const Property& property, const std::vector<Term>& strengthening,
                                          int k) {
  Terms& t = automaton.context().terms;
  std::vector<Question> out;
  // Each length is a question of its own: a run of some length need not be part of a longer one.
  Notes start;
  Unrolling from_start(automaton, start, false);
  for (int i = 0; i < k; ++i) {
    out.push_back({"base-" + std::to_string(i), start.list});
    out.back().terms.push_back(*bad_in(automaton, from_start.last(), from_start.possible(), property));
    if (i + 1 < k && !from_start.extend()) break;
  }
  Notes any;
  Unrolling run(automaton, any, general);
  bool goes_on = true;
  for (int i = 0; i < k && goes_on; ++i) {
    any.add(t.not_(*bad_in(automaton, run.last(), run.possible(), property)));
    goes_on = run.extend();
  }
  out.push_back({"induction", strengthening});
  std::vector<Term>& step = out.back().terms;
  step.insert(step.end(), any.list.begin(), any.list.end());
  step.push_back(goes_on ? *bad_in(automaton, run.last(), run.possible(), property) : t.no());
  return out;
}

}  // namespace csp::solver
