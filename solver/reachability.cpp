// Frames of clauses, obligations, generalisation, propagation.
#include "solver/reachability.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>

#include "solver/z3_smt.h"

namespace csp::solver {

namespace {

constexpr std::size_t kMostFrames = 120;
constexpr int kMostTries = 12;  // literals that are tried to be dropped from a cube in vain

using Cube = std::vector<int>;  // literals: bit + 1, or its negative; in order

struct GaveUp {};

// A solver that forgets from time to time what was asked of it by the way: what such questions add stays
// behind, and slows down those that follow.
class Renewed {
 public:
  Renewed(Terms& t, const Budget& budget, unsigned effort) : t_(t), budget_(budget), effort_(effort) {
    renew();
  }

  void add(Term t) {
    lasting_.push_back(t);
    smt_->add(t);
  }
  // Only for questions that assume `use`, which is new.
  void add_for(Term use, Term t) { smt_->add(t_.implies(use, t)); }
  // Before anything is added for a question.
  void ready() {
    if (smt_->checks >= kQuestions) renew();
  }
  Smt& smt() { return *smt_; }

 private:
  static constexpr std::uint64_t kQuestions = 500;

  void renew() {
    smt_ = make_z3(t_, budget_, effort_);
    for (const Term t : lasting_) smt_->add(t);
  }

  Terms& t_;
  const Budget& budget_;
  unsigned effort_;
  std::vector<Term> lasting_;
  std::unique_ptr<Smt> smt_;
};

class Learning {
 public:
  Learning(Terms& t, const Finite& finite, const Budget& budget, unsigned effort, std::size_t questions)
      : t_(t),
        finite_(finite),
        left_(questions),
        moves_(t, budget, effort),
        here_(t, budget, effort),
        back_(t, budget, effort),
        start_(t, budget, effort) {}

  std::optional<std::vector<Term>> run() {
    try {
      set_up();
      return search();
    } catch (const GaveUp&) {
      return std::nullopt;
    }
  }

 private:
  struct Obligation {
    std::size_t level;
    Cube cube;
    // The lowest level first.
    friend bool operator<(const Obligation& a, const Obligation& b) { return a.level > b.level; }
  };

  // ---- The formulas ----

  void set_up() {
    states_.insert(finite_.state.begin(), finite_.state.end());
    for (std::size_t i = 0; i < bits(); ++i) {
      next_vars_.push_back(t_.bool_var("next"));
      first_vars_.push_back(t_.bool_var("first"));
    }
    for (const Term fact : finite_.known)
      for (Renewed* smt : {&moves_, &here_}) smt->add(fact);
    Substitution then(t_);
    for (std::size_t i = 0; i < bits(); ++i) then.set(finite_.state[i], next_vars_[i]);
    for (const Term fact : finite_.known) moves_.add(then(fact));
    std::vector<Term> selected, first_selected, first, next;
    ok_ = step(finite_.steps, next, selected);
    one_of(moves_, selected);
    moves_.add(ok_);
    for (std::size_t i = 0; i < bits(); ++i)
      for (Renewed* smt : {&moves_, &back_}) smt->add(t_.iff(next_vars_[i], next[i]));
    bad_ = t_.bool_var("bad");
    for (Renewed* smt : {&here_, &back_}) smt->add(t_.iff(bad_, finite_.bad));
    note_inputs(finite_.bad);
    const Term started = step(finite_.starts, first, first_selected);
    one_of(start_, first_selected);
    start_.add(started);
    for (std::size_t i = 0; i < bits(); ++i) start_.add(t_.iff(first_vars_[i], first[i]));
    // Frame 0 is the starts.
    new_frame();
    for (Renewed* smt : {&moves_, &here_}) {
      smt->add(t_.implies(active_[0], t_.and_(started, t_.or_(first_selected))));
      for (std::size_t i = 0; i < bits(); ++i)
        smt->add(t_.implies(active_[0], t_.iff(finite_.state[i], first[i])));
    }
  }

  // Variables for the choice of a move; gives what must be true for it, and the state after it.
  Term step(const std::vector<FiniteMove>& moves, std::vector<Term>& after, std::vector<Term>& selected) {
    after = finite_.state;
    std::vector<Term> ok;
    for (const FiniteMove& m : moves) {
      const Term chosen = t_.bool_var("move");
      selected.push_back(chosen);
      ok.push_back(t_.implies(chosen, m.condition));
      note_inputs(chosen);
      note_inputs(m.condition);
      for (const auto& [bit, value] : m.changes) {
        note_inputs(value);
        after[bit] = t_.choose(chosen, value, after[bit]);
      }
    }
    return t_.and_(std::move(ok));
  }

  void one_of(Renewed& smt, const std::vector<Term>& selected) {
    smt.add(t_.or_(selected));
    Term before = t_.no();
    for (const Term s : selected) {
      smt.add(t_.not_(t_.and_(s, before)));
      const Term some = t_.bool_var("some");
      smt.add(t_.iff(some, t_.or_(before, s)));
      before = some;
    }
  }

  // Variables that are none of the state.
  void note_inputs(Term x) {
    if (!seen_.insert(x.id).second) return;
    if (t_[x].op == TermOp::BoolVar && !states_.count(x)) inputs_.insert(x);
    const std::vector<Term> args = t_[x].args;
    for (const Term arg : args) note_inputs(arg);
  }

  std::size_t bits() const { return finite_.state.size(); }
  Term literal(const std::vector<Term>& of, int l) {
    const Term v = of[static_cast<std::size_t>(std::abs(l)) - 1];
    return l > 0 ? v : t_.not_(v);
  }
  std::vector<Term> literals(const std::vector<Term>& of, const Cube& cube) {
    std::vector<Term> out;
    for (const int l : cube) out.push_back(literal(of, l));
    return out;
  }
  Term not_in(const std::vector<Term>& of, const Cube& cube) { return t_.not_(t_.and_(literals(of, cube))); }

  Sat ask(Smt& smt, const std::vector<Term>& assumptions) {
    if (left_-- == 0) throw GaveUp();
    const Sat sat = smt.check(assumptions);
    if (sat == Sat::Unknown) throw GaveUp();
    return sat;
  }

  // ---- Frames: frame i is what holds within i steps; a clause of level i belongs to all frames up to i ----

  void new_frame() {
    active_.push_back(t_.bool_var("frame"));
    clauses_.emplace_back();
  }
  std::vector<Term> frame(std::size_t level) const {
    return std::vector<Term>(active_.begin() + static_cast<std::ptrdiff_t>(level), active_.end());
  }
  void add_clause(std::size_t level, const Cube& cube) {
    clauses_[level].insert(cube);
    for (Renewed* smt : {&moves_, &here_}) smt->add(t_.implies(active_[level], not_in(finite_.state, cube)));
  }

  bool may_start(const Cube& cube) { return ask(start_.smt(), literals(first_vars_, cube)) == Sat::Sat; }

  // Can a state of frame `level - 1` outside the cube get into it? No: `less` is a part of the cube of which
  // the same is true, and in which nothing starts.
  bool gets_into(std::size_t level, const Cube& cube, Cube* less) {
    const Term use = t_.bool_var("outside");
    moves_.ready();
    moves_.add_for(use, not_in(finite_.state, cube));
    std::vector<Term> assumed = frame(level - 1);
    assumed.push_back(use);
    const std::vector<Term> inside = literals(next_vars_, cube);
    assumed.insert(assumed.end(), inside.begin(), inside.end());
    if (ask(moves_.smt(), assumed) == Sat::Sat) return true;
    if (!less) return false;
    const std::vector<Term> core = moves_.smt().core();
    std::set<Term> needed(core.begin(), core.end());
    less->clear();
    for (std::size_t i = 0; i < cube.size(); ++i)
      if (needed.count(inside[i])) less->push_back(cube[i]);
    // What starts in the smaller cube does not start in the whole: some literal tells them apart.
    while (may_start(*less)) {
      const auto apart = std::find_if(cube.begin(), cube.end(), [&](int l) {
        return std::find(less->begin(), less->end(), l) == less->end() &&
               !start_.smt().truth(literal(first_vars_, l));
      });
      if (apart == cube.end()) throw GaveUp();
      less->push_back(*apart);
    }
    std::sort(less->begin(), less->end());
    return false;
  }

  // The state in the model of the solver, without what does not matter: it is a reason for the Boolean, which
  // is true in the model.
  Cube state_for(Smt& smt, Term reason) {
    Cube state;
    std::vector<Term> assumed;
    for (std::size_t i = 0; i < bits(); ++i)
      state.push_back(smt.truth(finite_.state[i]) ? static_cast<int>(i) + 1 : -static_cast<int>(i) - 1);
    assumed = literals(finite_.state, state);
    for (const Term input : inputs_) assumed.push_back(smt.truth(input) ? input : t_.not_(input));
    const Term use = t_.bool_var("lifted");
    back_.ready();
    back_.add_for(use, t_.not_(reason));
    assumed.push_back(use);
    if (ask(back_.smt(), assumed) == Sat::Sat) return state;
    const std::vector<Term> core = back_.smt().core();
    const std::set<Term> needed(core.begin(), core.end());
    Cube out;
    for (const int l : state)
      if (needed.count(literal(finite_.state, l))) out.push_back(l);
    return out;
  }

  Cube smaller(std::size_t level, Cube cube) {
    int tries = kMostTries;
    for (std::size_t i = 0; i < cube.size() && tries > 0 && cube.size() > 1;) {
      Cube without = cube, less;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (may_start(without) || gets_into(level, without, &less)) {
        ++i;
        --tries;
      } else {
        cube = less;
        i = 0;
      }
    }
    return cube;
  }

  // ---- The search ----

  std::optional<std::vector<Term>> search() {
    new_frame();
    while (clauses_.size() < kMostFrames) {
      const std::size_t top = clauses_.size() - 1;
      while (true) {
        std::vector<Term> assumed = frame(top);
        assumed.push_back(bad_);
        if (ask(here_.smt(), assumed) == Sat::Unsat) break;
        if (!block({top, state_for(here_.smt(), bad_)})) return std::nullopt;
      }
      new_frame();
      for (std::size_t level = 1; level <= top; ++level) {
        for (const Cube& cube : std::set<Cube>(clauses_[level]))
          if (!gets_into(level + 1, cube, nullptr)) {
            clauses_[level].erase(cube);
            add_clause(level + 1, cube);
          }
        if (clauses_[level].empty()) return invariant(level + 1);
      }
    }
    return std::nullopt;
  }

  // Excludes the cube from its frame, and first what leads there. False: a start leads there.
  bool block(Obligation first) {
    std::priority_queue<Obligation> open;
    open.push(std::move(first));
    while (!open.empty()) {
      const Obligation now = open.top();
      if (now.level == 0 || may_start(now.cube)) return false;
      if (Cube less; !gets_into(now.level, now.cube, &less)) {
        open.pop();
        less = smaller(now.level, less);
        std::size_t level = now.level;
        while (level + 1 < clauses_.size() && !gets_into(level + 1, less, nullptr)) ++level;
        add_clause(level, less);
        if (level + 1 < clauses_.size()) open.push({level + 1, now.cube});
        continue;
      }
      open.push(
          {now.level - 1, state_for(moves_.smt(), t_.and_(ok_, t_.and_(literals(next_vars_, now.cube))))});
    }
    return true;
  }

  std::vector<Term> invariant(std::size_t from) {
    std::vector<Term> out;
    for (std::size_t level = from; level < clauses_.size(); ++level)
      for (const Cube& cube : clauses_[level]) out.push_back(not_in(finite_.meaning, cube));
    return out;
  }

  Terms& t_;
  const Finite& finite_;
  std::size_t left_;                          // questions
  Renewed moves_, here_;                      // a step from a frame, and a state of a frame
  Renewed back_, start_;                      // what a step and a state come to, without frames; a start
  std::vector<Term> next_vars_, first_vars_;  // the state after a step; a start
  std::set<Term> states_, inputs_;
  std::set<int> seen_;                   // terms whose inputs are known
  Term ok_, bad_;                        // the step is possible; what is looked for
  std::vector<Term> active_;             // by level: its clauses count
  std::vector<std::set<Cube>> clauses_;  // by level
};

}  // namespace

std::optional<std::vector<Term>> learnt_clauses(Terms& t, const Finite& finite, const Budget& budget,
                                                unsigned effort, std::size_t questions) {
  return Learning(t, finite, budget, effort, questions).run();
}

}  // namespace csp::solver
