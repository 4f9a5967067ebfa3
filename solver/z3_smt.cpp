// Terms to Z3's expressions, and checks that a budget can stop.
//
// A thread of its own watches the clock, the memory and the user's interrupt while Z3 works and interrupts
// it: Z3's own timeout is not exact and knows no flag of ours.
#include "solver/z3_smt.h"

#include <optional>
#include <unordered_map>

#include "solver/z3_terms.h"

namespace csp::solver {

namespace {

class Z3Smt final : public Smt {
 public:
  Z3Smt(const Terms& terms, const Budget& budget, unsigned effort)
      : terms_(terms), budget_(budget), usual_effort_(effort), solver_(context_, "QF_FD") {
    // Else Z3 takes Ctrl-C for itself during a question, and we never hear of it.
    solver_.set("ctrl_c", false);
    budget_.report = nullptr;
    budget_.max_states = budget_.max_depth = 0;
  }

  void add(Term t) override {
    model_.reset();
    look_at(t);
    asserted_.back().push_back(t);
    solver_.add(expr(t));
  }
  void push() override {
    model_.reset();
    asserted_.emplace_back();
    solver_.push();
  }
  void pop() override {
    model_.reset();
    asserted_.pop_back();
    solver_.pop();
  }

  Sat check(const std::vector<Term>& assumptions, unsigned effort) override {
    ++checks;
    for (const Term t : assumptions) look_at(t);
    if (effort == 0) effort = usual_effort_;
    if (effort != effort_) solver_.set("rlimit", effort);
    effort_ = effort;
    model_.reset();
    Progress progress;
    progress.memory_bytes = Z3_get_estimated_alloc_size();
    reason_ = budget_.exhausted(progress);
    if (!reason_.empty()) return Sat::Unknown;
    z3::expr_vector list(context_);
    assumed_.clear();
    for (const Term t : assumptions) {
      list.push_back(literal(t));
      assumed_.emplace(list.back().id(), t);
    }
    z3::check_result result = z3::unknown;
    {
      // A short question ends before anybody misses an answer; many of them would pay for many threads.
      std::optional<Watch> watch;
      if (effort == 0 || effort > kShortEffort) watch.emplace(context_, budget_);
      std::string error;
      try {
        result = assumptions.empty() ? solver_.check() : solver_.check(list);
      } catch (const z3::exception& thrown) {  // also what an interrupt may end in
        error = thrown.msg();
      }
      if (watch) reason_ = watch->reason();
      if (reason_.empty()) reason_ = error;
    }
    if (result == z3::sat) {
      model_ = std::make_unique<z3::model>(solver_.get_model());
      return Sat::Sat;
    }
    if (result == z3::unsat) return Sat::Unsat;
    if (reason_.empty()) {
      const std::string why = solver_.reason_unknown();
      const bool limit = effort > 0 && (why.find("canceled") != std::string::npos ||
                                        why.find("resource limit") != std::string::npos);
      reason_ = limit ? "limit of " + std::to_string(effort) + " units of the solver's work reached"
                      : "the solver gave up: " + why;
    }
    return Sat::Unknown;
  }
  std::string reason() const override { return reason_; }
  std::vector<Term> core() override {
    std::vector<Term> out;
    for (const z3::expr& e : solver_.unsat_core())
      if (const auto known = assumed_.find(e.id()); known != assumed_.end()) out.push_back(known->second);
    return out;
  }

  bool truth(Term t) override { return model_->eval(expr(t), true).is_true(); }
  std::int64_t value(Term t) override {
    std::int64_t n = 0;
    if (!model_->eval(expr(t), true).is_numeral_i64(n))
      throw NumberTooLarge("an integer does not fit 64 bits");
    return n;
  }

 private:
  // As long as there are only Booleans, the solver is Z3's incremental SAT solver; with the first integer it
  // is the general one, and all that has been asserted moves there.
  void look_at(Term t) {
    if (integers_ || only_booleans(t)) return;
    integers_ = true;
    proxies_.clear();
    solver_ = z3::solver(context_);
    solver_.set("ctrl_c", false);
    effort_ = 0;
    for (std::size_t i = 0; i < asserted_.size(); ++i) {
      if (i > 0) solver_.push();
      for (const Term old : asserted_[i]) solver_.add(expr(old));
    }
  }
  bool only_booleans(Term t) {
    const auto index = static_cast<std::size_t>(t.id);
    if (seen_.size() <= index) seen_.resize(terms_.size(), false);
    if (seen_[index]) return true;
    if (!terms_.is_bool(t) || terms_[t].op == TermOp::Eq || terms_[t].op == TermOp::Le) return false;
    for (const Term arg : terms_[t].args)
      if (!only_booleans(arg)) return false;
    seen_[index] = true;
    return true;
  }

  // Z3 wants assumptions to be variables or their negations.
  z3::expr literal(Term t) {
    const TermNode& n = terms_[t];
    const bool plain =
        n.op == TermOp::BoolVar || (n.op == TermOp::Not && terms_[n.args[0]].op == TermOp::BoolVar);
    if (plain) return expr(t);
    const auto [at, fresh] = proxies_.try_emplace(t.id, context_);
    if (fresh) {
      at->second = context_.bool_const(("assume " + std::to_string(t.id)).c_str());
      // Asserted in the scope at hand: forgotten with it, and then made again.
    }
    solver_.add(z3::implies(at->second, expr(t)));
    return at->second;
  }

  z3::expr expr(Term t) { return terms_as_z3_(t); }

  const Terms& terms_;
  Budget budget_;
  unsigned usual_effort_;  // of a question that gives none; 0: no limit
  z3::context context_;
  Z3Terms terms_as_z3_{terms_, context_};
  z3::solver solver_;
  std::vector<bool> seen_;  // by term: known to hold no integers
  bool integers_ = false;
  unsigned effort_ = 0;                         // that the solver has been told
  std::vector<std::vector<Term>> asserted_{1};  // by scope
  std::unordered_map<std::int32_t, z3::expr> proxies_;
  std::unordered_map<unsigned, Term> assumed_;  // in the last check, by Z3's number
  std::unique_ptr<z3::model> model_;
  std::string reason_;
};

}  // namespace

std::unique_ptr<Smt> make_z3(const Terms& terms, const Budget& budget, unsigned effort) {
  return std::make_unique<Z3Smt>(terms, budget, effort);
}

std::string z3_version() {
  unsigned major = 0, minor = 0, build = 0, revision = 0;
  Z3_get_version(&major, &minor, &build, &revision);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(build);
}

}  // namespace csp::solver
