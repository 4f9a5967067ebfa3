// Starts and steps by replacing variables with what they become.
#include "solver/local_invariant.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace csp::solver {

namespace {

constexpr std::size_t kMovesTogether = 64;  // in one question, where there are integers

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
    std::vector<Term> starts;
    std::vector<Step> steps;
    const bool small =
        each_start(automaton_, general_,
                   [&](const SingleMove& m) { starts.push_back(broken(m, false).broken); }) &&
        each_move(automaton_, general_, [&](const SingleMove& m) { steps.push_back(broken(m, true)); });
    if (!small) return {};
    std::vector<Question> out{{"start", {t_.or_(std::move(starts))}, {}}};
    if (!integers_) {
      std::vector<Term> some;
      for (const Step& s : steps) some.push_back(s.broken);
      out.push_back({"step", invariant_, {}});
      out.back().terms.push_back(t_.or_(std::move(some)));
    } else {
      for (std::size_t i = 0; i < steps.size(); i += kMovesTogether) {
        const auto first = steps.begin() + static_cast<std::ptrdiff_t>(i);
        const auto last =
            steps.begin() + static_cast<std::ptrdiff_t>(std::min(i + kMovesTogether, steps.size()));
        out.push_back(
            together(std::vector<Step>(first, last), "step-" + std::to_string(i / kMovesTogether + 1)));
      }
    }
    out.push_back({"goal", invariant_, {}});
    out.back().terms.push_back(bad);
    return out;
  }

 private:
  struct Step {
    Term broken;                        // the move is possible, and some formula is not true after it
    std::unordered_set<int> variables;  // that the move reads or changes
  };

  bool is_count(std::size_t formula) const {
    const TermNode& n = t_[invariant_[formula]];
    return n.op == TermOp::Eq && n.args.size() > 1;
  }

  // The sum of a count is not what it was. Where the count was right before, it is wrong after just then; and
  // what the step leaves alone falls out.
  Term moved(std::size_t formula, Substitution& after) {
    const TermNode n = t_[invariant_[formula]];
    Term change = t_.number(0);
    for (std::size_t i = 0; i < n.args.size(); ++i)
      change = t_.add(change, t_.scale(t_.sub(after(n.args[i]), n.args[i]), n.coefficients[i]));
    return t_.not_(t_.eq(change, t_.number(0)));
  }

  Question together(const std::vector<Step>& steps, const std::string& name) const {
    Question out{name, {}, {}};
    std::vector<Term> some;
    std::set<std::size_t> near;
    for (const Step& s : steps) {
      some.push_back(s.broken);
      for (const int v : s.variables)
        if (const auto list = speaks_of_.find(v); list != speaks_of_.end())
          near.insert(list->second.begin(), list->second.end());
    }
    for (std::size_t i = 0; i < invariant_.size(); ++i)
      (near.count(i) && !is_count(i) ? out.terms : out.rest).push_back(invariant_[i]);
    out.terms.push_back(t_.or_(std::move(some)));
    return out;
  }

  void variables_of(Term t, std::unordered_set<int>& seen, std::unordered_set<int>& out) const {
    if (!seen.insert(t.id).second) return;
    const TermOp op = t_[t].op;
    if (op == TermOp::BoolVar || op == TermOp::IntVar) out.insert(t.id);
    for (const Term arg : t_[t].args) variables_of(arg, seen, out);
  }

  void note(Term t, std::size_t formula, std::unordered_set<int>& seen) {
    if (!seen.insert(t.id).second) return;
    const TermOp op = t_[t].op;
    if (op == TermOp::BoolVar || op == TermOp::IntVar) speaks_of_[t.id].push_back(formula);
    integers_ =
        integers_ || op == TermOp::IntVar || op == TermOp::Sum || op == TermOp::Eq || op == TermOp::Le;
    for (const Term arg : t_[t].args) note(arg, formula, seen);
  }

  Step broken(const SingleMove& move, bool step) {
    Step out;
    std::unordered_set<int> seen;
    variables_of(move.condition, seen, out.variables);
    Substitution after(t_);
    std::set<std::size_t> touched;
    for (const Alignment* part : {&move.slots, &move.objects})
      for (std::size_t i = 0; i < part->variables.size(); ++i) {
        const Term variable = part->variables[i];
        if (part->values[i] == variable) continue;
        after.set(variable, part->values[i]);
        variables_of(variable, seen, out.variables);
        variables_of(part->values[i], seen, out.variables);
        if (const auto list = speaks_of_.find(variable.id); list != speaks_of_.end())
          touched.insert(list->second.begin(), list->second.end());
      }
    std::vector<Term> some;
    for (const std::size_t i : touched)
      some.push_back(step && is_count(i) ? moved(i, after) : t_.not_(after(invariant_[i])));
    out.broken = t_.and_(move.condition, t_.or_(std::move(some)));
    return out;
  }

  Automaton& automaton_;
  const General& general_;
  Terms& t_;
  const std::vector<Term>& invariant_;
  std::unordered_map<int, std::vector<std::size_t>> speaks_of_;  // variable -> formulas
  bool integers_ = false;                                        // some formula has them
};

}  // namespace

std::vector<Question> questions_of(Automaton& automaton, const General& general,
                                   const std::vector<Term>& invariant, Term bad) {
  return Questions(automaton, general, invariant).run(bad);
}

}  // namespace csp::solver
