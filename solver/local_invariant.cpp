// Starts and steps by replacing variables with what they become.
#include "solver/local_invariant.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace csp::solver {

namespace {

class Questions {
 public:
  Questions(Automaton& automaton, const General& general, const std::vector<Term>& invariant)
      : automaton_(automaton), general_(general), t_(automaton.context().terms), invariant_(invariant) {
    for (std::size_t i = 0; i < invariant.size(); ++i) {
      std::unordered_set<int> seen;
      note(invariant[i], i, seen);
    }
  }

  std::vector<Question> run(Term bad) {
    std::vector<Term> starts, steps;
    const bool small =
        each_start(automaton_, general_, [&](const SingleMove& m) { starts.push_back(broken(m)); }) &&
        each_move(automaton_, general_, [&](const SingleMove& m) { steps.push_back(broken(m)); });
    if (!small) return {};
    std::vector<Question> out{
        {"start", {t_.or_(std::move(starts))}}, {"step", invariant_}, {"goal", invariant_}};
    out[1].terms.push_back(t_.or_(std::move(steps)));
    out[2].terms.push_back(bad);
    return out;
  }

 private:
  void note(Term t, std::size_t formula, std::unordered_set<int>& seen) {
    if (!seen.insert(t.id).second) return;
    const TermOp op = t_[t].op;
    if (op == TermOp::BoolVar || op == TermOp::IntVar) speaks_of_[t.id].push_back(formula);
    for (const Term arg : t_[t].args) note(arg, formula, seen);
  }

  // The move is possible, and some formula is not true after it.
  Term broken(const SingleMove& move) {
    Substitution after(t_);
    std::set<std::size_t> touched;
    for (const Alignment* part : {&move.slots, &move.objects})
      for (std::size_t i = 0; i < part->variables.size(); ++i) {
        const Term variable = part->variables[i];
        if (part->values[i] == variable) continue;
        after.set(variable, part->values[i]);
        if (const auto list = speaks_of_.find(variable.id); list != speaks_of_.end())
          touched.insert(list->second.begin(), list->second.end());
      }
    std::vector<Term> some;
    for (const std::size_t i : touched) some.push_back(t_.not_(after(invariant_[i])));
    return t_.and_(move.condition, t_.or_(std::move(some)));
  }

  Automaton& automaton_;
  const General& general_;
  Terms& t_;
  const std::vector<Term>& invariant_;
  std::unordered_map<int, std::vector<std::size_t>> speaks_of_;  // variable -> formulas
};

}  // namespace

std::vector<Question> questions_of(Automaton& automaton, const General& general,
                                   const std::vector<Term>& invariant, Term bad) {
  return Questions(automaton, general, invariant).run(bad);
}

}  // namespace csp::solver
