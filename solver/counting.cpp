// The equations of the steps, and the invariants from their solutions.
#include "solver/counting.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "solver/linear_algebra.h"

namespace csp::solver {

namespace {

constexpr std::size_t kMostUnknowns = 20'000;
constexpr std::size_t kMostInvariants = 400;
constexpr std::size_t kMostCases = 3;  // of choices in one step, each one way or the other
constexpr int kOne = -1;               // the symbol of the constant in a linear expression

using Linear = std::map<int, Rational>;  // term id of a variable, or kOne -> factor

// What a condition says: terms that are true or false under it, variables with a known value.
class Known {
 public:
  Known(Terms& t, Term condition, const std::vector<std::pair<Term, bool>>& assumed = {}) : t_(t) {
    learn(condition);
    for (const auto& [term, value] : assumed) {
      truth_.emplace(term.id, value);
      learn(value ? term : t_.not_(term));
    }
  }

  // The condition of a choice in the integer that nothing is known of: two cases make it linear.
  std::optional<Term> open_choice(Term x) {
    if (t_.is_bool(x)) return std::nullopt;
    const TermNode n = t_[x];
    Term boolean;
    if (n.op == TermOp::Ite && !truth(n.args[0]) && !t_.is_bool_like(x, &boolean)) return n.args[0];
    if (n.op == TermOp::Ite)
      return truth(n.args[0]) ? open_choice(n.args[*truth(n.args[0]) ? 1 : 2]) : std::nullopt;
    if (n.op != TermOp::Sum) return std::nullopt;
    for (const Term arg : n.args)
      if (const auto inner = open_choice(arg)) return inner;
    return std::nullopt;
  }

  std::optional<bool> truth(Term b) const {
    if (t_.is_true_constant(b)) return true;
    if (t_.is_false_constant(b)) return false;
    if (const auto at = truth_.find(b.id); at != truth_.end()) return at->second;
    const TermNode& n = t_[b];
    if (n.op == TermOp::Not) {
      const auto inner = truth(n.args[0]);
      return inner ? std::optional(!*inner) : std::nullopt;
    }
    if (n.op != TermOp::And && n.op != TermOp::Or) return std::nullopt;
    const bool decides = n.op == TermOp::Or;
    bool all = true;
    for (const Term arg : n.args) {
      const auto inner = truth(arg);
      if (inner == decides) return decides;
      all = all && inner.has_value();
    }
    return all ? std::optional(!decides) : std::nullopt;
  }

  // The integer (or Boolean, as 0 or 1) as a linear expression in variables; nothing if it is none.
  std::optional<Linear> linear(Term x) {
    if (t_.is_bool(x)) {
      if (const auto known = truth(x)) return number(*known ? 1 : 0);
      const TermNode& n = t_[x];
      if (n.op == TermOp::BoolVar) return Linear{{x.id, 1}};
      if (n.op != TermOp::Not) return std::nullopt;
      auto inner = linear(n.args[0]);
      if (!inner) return std::nullopt;
      for (auto& [symbol, factor] : *inner) factor = -factor;
      add(*inner, kOne, 1);
      return inner;
    }
    const TermNode n = t_[x];
    switch (n.op) {
      case TermOp::Number:
        return number(n.number);
      case TermOp::IntVar:
        if (const auto at = value_.find(x.id); at != value_.end()) return number(at->second);
        return Linear{{x.id, 1}};
      case TermOp::Sum: {
        Linear sum = number(n.number);
        for (std::size_t i = 0; i < n.args.size(); ++i) {
          const auto part = linear(n.args[i]);
          if (!part) return std::nullopt;
          for (const auto& [symbol, factor] : *part) add(sum, symbol, factor * Rational(n.coefficients[i]));
        }
        return sum;
      }
      case TermOp::Ite: {
        if (const auto known = truth(n.args[0])) return linear(n.args[*known ? 1 : 2]);
        Term boolean;
        if (t_.is_bool_like(x, &boolean)) return linear(boolean);
        return std::nullopt;
      }
      case TermOp::Mul:
      case TermOp::Div:
      case TermOp::Mod:
      case TermOp::True:
      case TermOp::False:
      case TermOp::BoolVar:
      case TermOp::Not:
      case TermOp::And:
      case TermOp::Or:
      case TermOp::Iff:
      case TermOp::Eq:
      case TermOp::Le:
        break;
    }
    return std::nullopt;
  }

  static void add(Linear& sum, int symbol, const Rational& factor) {
    if (factor.is_zero()) return;
    const auto [at, fresh] = sum.try_emplace(symbol, factor);
    if (fresh) return;
    at->second = at->second + factor;
    if (at->second.is_zero()) sum.erase(at);
  }

 private:
  static Linear number(std::int64_t n) { return n == 0 ? Linear() : Linear{{kOne, n}}; }

  void learn(Term condition) {
    const TermNode& n = t_[condition];
    if (n.op == TermOp::And) {
      for (const Term arg : n.args) learn(arg);
      return;
    }
    if (n.op == TermOp::Not)
      truth_.emplace(n.args[0].id, false);
    else
      truth_.emplace(condition.id, true);
    if (n.op == TermOp::Eq && n.args.size() == 1 && t_[n.args[0]].op == TermOp::IntVar &&
        (n.coefficients[0] == 1 || n.coefficients[0] == -1))
      value_.emplace(n.args[0].id, n.coefficients[0] * n.number);
  }

  Terms& t_;
  std::map<int, bool> truth_;
  std::map<int, std::int64_t> value_;
};

class Counting {
 public:
  Counting(Automaton& automaton, const General& general)
      : automaton_(automaton), general_(general), t_(automaton.context().terms) {}

  std::vector<Term> run() {
    t_.keep_sums();
    bool small = each_move(automaton_, general_, [&](const SingleMove& m) { equations_of(m, true, {}); });
    small =
        each_start(automaton_, general_, [&](const SingleMove& m) { equations_of(m, false, {}); }) && small;
    std::vector<Term> out;
    if (!small || unknowns_.size() > kMostUnknowns) return out;
    const std::size_t count = unknowns_.size();
    for (std::size_t u = 0; u < count && out.size() < kMostInvariants; ++u)
      if (unknowns_[u].datum && equations_.is_free(static_cast<int>(u)))
        if (const Term sum = invariant(equations_.solution(static_cast<int>(u))); !t_.is_true_constant(sum))
          out.push_back(sum);
    return out;
  }

 private:
  struct Unknown {
    Term counted;  // an integer
    bool datum = false;
  };

  int unknown(Term counted, bool datum) {
    const auto [at, fresh] = index_.try_emplace(counted.id, static_cast<int>(unknowns_.size()));
    if (fresh) unknowns_.push_back({counted, datum});
    return at->second;
  }
  const SlotFrame& frame_of(SlotId slot) const {
    return general_.frame().slots[static_cast<std::size_t>(slot)];
  }
  Term at(SlotId slot, StateId state) const {
    for (const auto& [known, there] : frame_of(slot).at)
      if (known == state) return there;
    return t_.no();
  }
  // The unknown weight of a register, which counts only while the process is in the state.
  int of_register(SlotId slot, StateId state, Term reg) {
    const Term counted = t_.is_bool(reg) ? t_.as_int(t_.and_(at(slot, state), reg))
                                         : t_.choose(at(slot, state), reg, t_.number(0));
    return unknown(counted, true);
  }
  template <class F>
  void each_register(SlotId slot, StateId state, F f) {
    const SlotFrame& s = frame_of(slot);
    for (std::size_t r = 0; r < automaton_[state].ints; ++r) f(s.ints[r]);
    for (std::size_t r = 0; r < automaton_[state].bools; ++r) f(s.bools[r]);
  }

  // By symbol: the row of weights whose sum must be 0. A step: what the sum is after it, less what it was. A
  // start: what the sum is, less the unknown total (weight kTotal of the number 1).
  void equations_of(const SingleMove& move, bool step, const std::vector<std::pair<Term, bool>>& assumed) {
    Known known(t_, move.condition, assumed);
    if (assumed.size() < kMostCases)
      for (const Term value : move.objects.values)
        if (const auto choice = known.open_choice(value)) {
          for (const bool taken : {true, false}) {
            auto more = assumed;
            more.emplace_back(*choice, taken);
            equations_of(move, step, more);
          }
          return;
        }
    std::map<int, Row> rows;
    const auto count = [&](int weight, const std::optional<Linear>& value, int sign) {
      if (!value) return forbid(weight);
      for (const auto& [symbol, factor] : *value) Known::add(rows[symbol], weight, factor * Rational(sign));
    };
    std::map<int, Term> after;
    for (std::size_t i = 0; i < move.slots.variables.size(); ++i)
      after.emplace(move.slots.variables[i].id, move.slots.values[i]);
    for (const Moved& m : move.movers) {
      if (step && m.from != kNone) {
        count(unknown(t_.as_int(at(m.slot, m.from)), false), known.linear(t_.yes()), -1);
        each_register(m.slot, m.from,
                      [&](Term reg) { count(of_register(m.slot, m.from, reg), known.linear(reg), -1); });
      }
      count(unknown(t_.as_int(at(m.slot, m.to)), false), known.linear(t_.yes()), 1);
      each_register(m.slot, m.to, [&](Term reg) {
        const auto value = after.find(reg.id);
        count(of_register(m.slot, m.to, reg),
              value == after.end() ? std::nullopt : known.linear(value->second), 1);
      });
    }
    for (std::size_t i = 0; i < move.objects.variables.size(); ++i) {
      const Term variable = move.objects.variables[i];
      const int weight = unknown(t_.is_bool(variable) ? t_.as_int(variable) : variable, true);
      if (step) count(weight, known.linear(variable), -1);
      count(weight, known.linear(move.objects.values[i]), 1);
    }
    if (!step) Known::add(rows[kOne], unknown(t_.number(1), false), -1);
    for (auto& [symbol, row] : rows) add(std::move(row));
  }

  void forbid(int weight) { add({{weight, Rational(1)}}); }
  void add(Row row) {
    equations_.add(std::move(row), [&](int a, int b) {
      const bool datum_a = unknowns_[static_cast<std::size_t>(a)].datum,
                 datum_b = unknowns_[static_cast<std::size_t>(b)].datum;
      return datum_a != datum_b ? datum_b : a > b;
    });
  }

  // The sum of weight * counted is the total.
  Term invariant(const Row& weights) {
    std::int64_t common = 1;
    for (const auto& [unknown, weight] : weights) {
      common = std::lcm(common, weight.denominator());
      if (common > 1'000'000) throw TooLargeToEliminate();
    }
    Term sum = t_.number(0);
    Term total = t_.number(0);
    for (const auto& [unknown, weight] : weights) {
      const std::int64_t factor = (weight * Rational(common)).numerator();
      const Term counted = unknowns_[static_cast<std::size_t>(unknown)].counted;
      if (t_.is_number(counted))
        total = t_.number(factor);
      else
        sum = t_.add(sum, t_.scale(counted, factor));
    }
    return t_.eq(sum, total);
  }

  Automaton& automaton_;
  const General& general_;
  Terms& t_;
  std::vector<Unknown> unknowns_;
  std::map<int, int> index_;  // of unknowns_, by the term that is counted
  Equations equations_;
};

}  // namespace

std::vector<Term> counting_invariants(Automaton& automaton, const General& general) {
  try {
    return Counting(automaton, general).run();
  } catch (const TooLargeToEliminate&) {
    return {};
  }
}

}  // namespace csp::solver
