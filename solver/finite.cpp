// The values of integers, and their replacement.
#include "solver/finite.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "solver/moves.h"

namespace csp::solver {

namespace {

constexpr std::size_t kMostValues = 8;  // of one integer
constexpr std::size_t kMostMoves = 1500;
constexpr int kMostRounds = 14;

class Replacing {
 public:
  Replacing(Automaton& automaton, const General& general, const std::vector<Term>& facts)
      : automaton_(automaton), general_(general), t_(automaton.context().terms), facts_(facts) {}

  std::optional<Finite> run(Term bad) {
    t_.keep_sums(false);
    const bool small = each_start(automaton_, general_, [&](const SingleMove& m) { note(m, starts_); }) &&
                       each_move(automaton_, general_, [&](const SingleMove& m) { note(m, steps_); });
    if (!small || steps_.size() > kMostMoves) return std::nullopt;
    for (const Term v : align(automaton_.context(), general_.frame(), general_.frame()).variables)
      if (!t_.is_bool(v)) values_[v];
    for (const Term fact : facts_) bounds_in(fact);
    for (const Move& m : starts_) collect(m, [](Term x) { return x; });
    for (int round = 0; round < kMostRounds && grow(); ++round) {
    }
    return replaced(bad);
  }

 private:
  struct Move {
    Term condition;
    std::vector<std::pair<Term, Term>> changes;  // variable, value
  };

  void note(const SingleMove& move, std::vector<Move>& list) {
    Move m{move.condition, {}};
    for (const Alignment* part : {&move.slots, &move.objects})
      for (std::size_t i = 0; i < part->variables.size(); ++i)
        if (part->values[i] != part->variables[i])
          m.changes.emplace_back(part->variables[i], part->values[i]);
    list.push_back(std::move(m));
  }

  // Bounds of single variables that the facts state, whoever is where.
  void bounds_in(Term fact) {
    const TermNode& n = t_[fact];
    if (n.op != TermOp::Le || n.args.size() != 1) return;
    if (n.coefficients[0] == 1) most_.emplace(n.args[0], n.number);
    if (n.coefficients[0] == -1) least_.emplace(n.args[0], -n.number);
  }
  bool within(Term v, std::int64_t n) const {
    const auto least = least_.find(v), most = most_.find(v);
    return (least == least_.end() || least->second <= n) && (most == most_.end() || n <= most->second);
  }

  // Adds the values that a move gives to integers.
  template <class Replace>
  bool collect(const Move& m, Replace replace) {
    bool grown = false;
    for (const auto& [variable, value] : m.changes) {
      if (t_.is_bool(variable)) continue;
      std::set<std::int64_t>& known = values_.at(variable);
      const Term after = replace(value);
      const auto* next = t_.values(after);
      if (!next) continue;
      for (const std::int64_t n : std::vector<std::int64_t>(*next)) {
        if (known.size() >= kMostValues || known.count(n) || !within(variable, n)) continue;
        if (t_.is_false_constant(t_.and_(replace(m.condition), t_.eq(after, t_.number(n))))) continue;
        known.insert(n);
        grown = true;
      }
    }
    return grown;
  }

  // One step more from the values so far. False: none is new.
  bool grow() {
    Substitution by_choice(t_);
    for (const auto& [v, values] : values_) {
      std::vector<Term> some;
      for (std::size_t k = 1; k < values.size(); ++k) some.push_back(t_.bool_var("any"));
      by_choice.set(v, chosen(values, some));
    }
    bool grown = false;
    for (const Move& m : steps_) grown = collect(m, by_choice) || grown;
    return grown;
  }

  Term chosen(const std::set<std::int64_t>& values, const std::vector<Term>& which) {
    if (values.empty()) return t_.number(0);
    Term out = t_.number(*values.rbegin());
    std::size_t k = which.size();
    for (auto n = std::next(values.rbegin()); n != values.rend(); ++n)
      out = t_.choose(which[--k], t_.number(*n), out);
    return out;
  }

  std::optional<Finite> replaced(Term bad) {
    Finite out;
    Substitution by_choice(t_);
    for (const Term v : align(automaton_.context(), general_.frame(), general_.frame()).variables) {
      if (bits_.count(v)) continue;
      std::vector<std::size_t>& bits = bits_[v];
      if (t_.is_bool(v)) {
        bits.push_back(out.state.size());
        out.state.push_back(v);
        out.meaning.push_back(v);
        continue;
      }
      const auto& values = values_.at(v);
      std::vector<Term> which;
      for (auto n = values.begin(); n != values.end() && std::next(n) != values.end(); ++n) {
        bits.push_back(out.state.size());
        which.push_back(t_.bool_var("is"));
        out.state.push_back(which.back());
        out.meaning.push_back(t_.eq(v, t_.number(*n)));
      }
      by_choice.set(v, chosen(values, which));
      if (values.empty()) continue;
      if (*values.rbegin() - *values.begin() + 1 == static_cast<std::int64_t>(values.size())) {
        out.domains.push_back(t_.le(t_.number(*values.begin()), v));
        out.domains.push_back(t_.le(v, t_.number(*values.rbegin())));
      } else {
        std::vector<Term> some;
        for (const std::int64_t n : values) some.push_back(t_.eq(v, t_.number(n)));
        out.domains.push_back(t_.or_(std::move(some)));
      }
    }
    for (const Term fact : facts_)
      if (const Term f = by_choice(without_sums(t_, fact)); !has_integers(f)) out.known.push_back(f);
    // An integer that leaves its list is as bad: so the lists are shown to be long enough.
    std::vector<Term> wrong{by_choice(bad)};
    for (const Move& m : steps_)
      for (const auto& [variable, value] : m.changes) {
        if (t_.is_bool(variable)) continue;
        const Term after = by_choice(value);
        std::vector<Term> listed;
        for (const std::int64_t n : values_.at(variable)) listed.push_back(t_.eq(after, t_.number(n)));
        wrong.push_back(t_.and_(by_choice(m.condition), t_.not_(t_.or_(std::move(listed)))));
      }
    out.bad = t_.or_(std::move(wrong));
    if (has_integers(out.bad)) return std::nullopt;
    for (const auto& [from, to] : {std::pair(&starts_, &out.starts), std::pair(&steps_, &out.steps)})
      for (const Move& m : *from) {
        FiniteMove move{by_choice(m.condition), {}};
        if (t_.is_false_constant(move.condition)) continue;
        if (has_integers(move.condition)) return std::nullopt;
        for (const auto& [variable, value] : m.changes) {
          const Term after = by_choice(value);
          const auto& bits = bits_.at(variable);
          auto n =
              t_.is_bool(variable) ? std::set<std::int64_t>::const_iterator() : values_.at(variable).begin();
          for (const std::size_t bit : bits) {
            move.changes.emplace_back(bit, t_.is_bool(variable) ? after : t_.eq(after, t_.number(*n++)));
            if (has_integers(move.changes.back().second)) return std::nullopt;
          }
        }
        to->push_back(std::move(move));
      }
    return out;
  }

  bool has_integers(Term x) {
    const auto [at, fresh] = integers_.try_emplace(x.id, false);
    if (!fresh) return at->second;
    const TermNode& n = t_[x];
    const bool found = n.op == TermOp::IntVar || n.op == TermOp::Le || n.op == TermOp::Eq ||
                       std::any_of(n.args.begin(), n.args.end(), [&](Term arg) { return has_integers(arg); });
    return integers_[x.id] = found;
  }

  Automaton& automaton_;
  const General& general_;
  Terms& t_;
  const std::vector<Term>& facts_;
  std::vector<Move> starts_, steps_;
  std::map<Term, std::set<std::int64_t>> values_;
  std::map<Term, std::int64_t> least_, most_;
  std::map<Term, std::vector<std::size_t>> bits_;  // of each variable: places in the state
  std::unordered_map<int, bool> integers_;
};

}  // namespace

Term without_sums(Terms& t, Term fact) {
  const TermNode n = t[fact];
  if (n.op != TermOp::Eq && n.op != TermOp::Le) return fact;
  t.keep_sums(false);
  Term sum = t.number(0);
  for (std::size_t i = 0; i < n.args.size(); ++i) sum = t.add(sum, t.scale(n.args[i], n.coefficients[i]));
  return n.op == TermOp::Eq ? t.eq(sum, t.number(n.number)) : t.le(sum, t.number(n.number));
}

std::optional<Finite> finite_of(Automaton& automaton, const General& general, const std::vector<Term>& facts,
                                Term bad) {
  return Replacing(automaton, general, facts).run(bad);
}

}  // namespace csp::solver
