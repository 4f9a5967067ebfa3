// Candidates from constants beside a datum, struck out until every step keeps those that are left.
#include "solver/bounds.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace csp::solver {

namespace {

constexpr std::size_t kMostConstants = 12;  // of one variable
constexpr std::size_t kMostSteps = 200'000;

class Ranges {
 public:
  Ranges(Automaton& automaton, const General& general, Smt& smt)
      : automaton_(automaton), general_(general), t_(automaton.context().terms), smt_(smt) {}

  std::vector<Term> run() {
    Frame objects = general_.frame();
    objects.slots.clear();
    for (const Term v : align(automaton_.context(), objects, objects).variables)
      if (!t_.is_bool(v)) shared_.insert(v);
    bool small = each_start(automaton_, general_, [&](const SingleMove& m) { note(m, false); });
    small = small && each_move(automaton_, general_, [&](const SingleMove& m) { note(m, true); });
    if (!small || changes_.size() > kMostSteps) return {};
    make_candidates();
    for (bool again = true; again;) {
      again = false;
      for (const Change& c : changes_)
        for (Candidate& candidate : candidates_[c.place])
          if (candidate.alive && !kept(c, candidate)) {
            candidate.alive = false;
            again = true;
          }
    }
    std::vector<Term> out;
    for (const auto& [place, list] : candidates_)
      for (const Candidate* best : {tightest(list, true), tightest(list, false)})
        if (best) out.push_back(t_.implies(when_.at(place), bound(place.variable, *best)));
    return out;
  }

 private:
  struct Where {  // a datum: a register in a state, or a field of an object
    Term variable;
    StateId state = kNone;
    friend auto operator<=>(const Where&, const Where&) = default;
  };
  struct Candidate {
    bool upper = false;
    std::int64_t k = 0;
    bool alive = true;
  };
  struct Change {  // the datum gets a value
    Where place;
    Term value;
    std::vector<Term> facts;  // what the condition says of integers
    std::vector<Where> data;  // whose bounds may be assumed before it
  };

  Term bound(Term x, const Candidate& c) {
    return c.upper ? t_.le(x, t_.number(c.k)) : t_.le(t_.number(c.k), x);
  }
  static const Candidate* tightest(const std::vector<Candidate>& list, bool upper) {
    const Candidate* best = nullptr;
    for (const Candidate& c : list)
      if (c.alive && c.upper == upper && (!best || (upper ? c.k < best->k : c.k > best->k))) best = &c;
    return best;
  }

  bool speaks_of_integers(Term t) {
    const auto [at, fresh] = integers_.try_emplace(t.id, false);
    if (!fresh) return at->second;
    const TermNode& n = t_[t];
    bool found = n.op == TermOp::IntVar;
    const std::vector<Term> args = n.args;
    for (const Term arg : args) found = speaks_of_integers(arg) || found;
    return integers_[t.id] = found;
  }

  void variables_in(Term t, std::set<int>& seen, std::set<Term>& out) const {
    if (!seen.insert(t.id).second) return;
    if (t_[t].op == TermOp::IntVar) out.insert(t);
    for (const Term arg : t_[t].args) variables_in(arg, seen, out);
  }

  // Constants that a comparison puts beside a variable alone.
  void constants_in(Term t) {
    if (!seen_.insert(t.id).second) return;
    const TermNode n = t_[t];
    if ((n.op == TermOp::Le || n.op == TermOp::Eq) && n.args.size() == 1 &&
        t_[n.args[0]].op == TermOp::IntVar && (n.coefficients[0] == 1 || n.coefficients[0] == -1)) {
      const std::int64_t k = n.coefficients[0] * n.number;
      for (const std::int64_t near : {k - 1, k, k + 1}) constants_[n.args[0]].insert(near);
    }
    for (const Term arg : n.args) constants_in(arg);
  }

  void note(const SingleMove& move, bool step) {
    constants_in(move.condition);
    Change change;
    const TermNode& condition = t_[move.condition];
    const std::vector<Term> parts =
        condition.op == TermOp::And ? condition.args : std::vector<Term>{move.condition};
    for (const Term part : parts)
      if (speaks_of_integers(part)) change.facts.push_back(part);
    std::map<Term, StateId> registers;  // of those who move, as they were
    if (step)
      for (const Moved& m : move.movers)
        if (m.from != kNone) each_register(m.slot, m.from, [&](Term reg) { registers[reg] = m.from; });
    std::map<int, Term> after;
    for (std::size_t i = 0; i < move.slots.variables.size(); ++i)
      after.emplace(move.slots.variables[i].id, move.slots.values[i]);
    for (const Moved& m : move.movers)
      each_register(m.slot, m.to, [&](Term reg) {
        if (const auto value = after.find(reg.id); value != after.end())
          add(change, registers, step, {reg, m.to}, value->second, at(m.slot, m.to));
      });
    for (std::size_t i = 0; i < move.objects.variables.size(); ++i)
      if (!t_.is_bool(move.objects.variables[i]))
        add(change, registers, step, {move.objects.variables[i], kNone}, move.objects.values[i], t_.yes());
  }
  void add(Change change, const std::map<Term, StateId>& registers, bool step, Where place, Term value,
           Term when) {
    std::set<Term> variables;
    std::set<int> seen;
    variables_in(value, seen, variables);
    for (const Term fact : change.facts) variables_in(fact, seen, variables);
    for (const Term v : variables)
      if (const auto known = registers.find(v); known != registers.end())
        change.data.push_back({v, known->second});
      else if (step && shared_.count(v))
        change.data.push_back({v, kNone});
    if (t_.is_number(value)) constants_[place.variable].insert(t_.number_of(value));
    change.place = place;
    change.value = value;
    when_.emplace(place, when);
    changes_.push_back(std::move(change));
  }
  template <class F>
  void each_register(SlotId slot, StateId state, F f) {
    const SlotFrame& s = general_.frame().slots[static_cast<std::size_t>(slot)];
    for (std::size_t r = 0; r < automaton_[state].ints; ++r) f(s.ints[r]);
  }
  Term at(SlotId slot, StateId state) const {
    for (const auto& [known, there] : general_.frame().slots[static_cast<std::size_t>(slot)].at)
      if (known == state) return there;
    return t_.no();
  }

  void make_candidates() {
    for (const auto& [place, when] : when_) {
      std::size_t n = 0;
      for (const std::int64_t k : constants_[place.variable]) {
        if (++n > kMostConstants) break;
        candidates_[place].push_back({true, k});
        candidates_[place].push_back({false, k});
      }
    }
  }

  // Is the bound true after the change, if those that are left are true before it?
  bool kept(const Change& c, const Candidate& candidate) {
    std::vector<Term> parts = c.facts;
    for (const Where& datum : c.data)
      if (const auto list = candidates_.find(datum); list != candidates_.end())
        for (const Candidate& known : list->second)
          if (known.alive) parts.push_back(bound(datum.variable, known));
    parts.push_back(t_.not_(bound(c.value, candidate)));
    const Term question = t_.and_(std::move(parts));
    if (t_.is_false_constant(question)) return true;
    const auto [at, fresh] = answers_.try_emplace(question.id, false);
    if (fresh) at->second = smt_.check({question}) == Sat::Unsat;
    return at->second;
  }

  Automaton& automaton_;
  const General& general_;
  Terms& t_;
  Smt& smt_;
  std::vector<Change> changes_;
  std::map<Where, Term> when_;  // the condition under which the datum means something
  std::map<Term, std::set<std::int64_t>> constants_;
  std::map<Where, std::vector<Candidate>> candidates_;
  std::unordered_map<int, bool> integers_, answers_;
  std::set<int> seen_;
  std::set<Term> shared_;  // integers of objects
};

}  // namespace

std::vector<Term> range_invariants(Automaton& automaton, const General& general, Smt& smt) {
  return Ranges(automaton, general, smt).run();
}

}  // namespace csp::solver
