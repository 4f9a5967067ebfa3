// Terms over Booleans and mathematical integers: what the encoding is made of and what a solver is asked.
// Each term exists once (hash consing), so equality is equality of numbers, and simple facts are seen without
// a solver: constants fold, comparisons are kept in linear form `sum <= k` or `sum == k`, a conjunction with
// a contradiction is false.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "solver/patience.h"

namespace csp::solver {

struct Term {
  std::int32_t id = -1;
  friend bool operator==(Term, Term) = default;
  friend auto operator<=>(Term, Term) = default;
};

// A constant of the encoding would not fit 64 bits. The solver has no such bound, but we do not compute with
// larger ones.
struct NumberTooLarge : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class TermOp : std::uint8_t {
  True,
  False,
  BoolVar,
  IntVar,  // number: index among the variables
  Number,  // number
  Not,     // never of a comparison `<=`, of a constant or of a Not
  And,
  Or,   // args in order of their ids, each once, at least two
  Iff,  // two Booleans
  Ite,  // condition, then two integers; the condition is no Not
  Sum,  // coefficients * args + number
  Mul,  // two integers that are both no constants
  Div,
  Mod,  // Euclidean, as in SMT-LIB: the remainder is never negative
  Eq,
  Le  // coefficients * args == number, <= number
};

struct TermNode {
  TermOp op;
  std::vector<Term> args;
  std::vector<std::int64_t> coefficients;  // Sum, Eq, Le
  std::int64_t number = 0;
};

class Terms {
 public:
  Terms();
  Terms(const Terms&) = delete;
  Terms& operator=(const Terms&) = delete;

  // Asked again and again while terms are made: may throw OutOfBudget. Null: no limit. Must outlive the
  // terms.
  void limit(Patience* patience) { patience_ = patience; }

  // From now on sums of finite integers stay sums, or do not. (Else they become choices among their values,
  // which needs no integers, but grows with the square of the number of summands.)
  void keep_sums(bool keep = true) { keep_sums_ = keep; }

  // ---- Booleans ----
  Term truth(bool b) const { return Term{b ? 0 : 1}; }
  Term yes() const { return truth(true); }
  Term no() const { return truth(false); }
  Term bool_var(const std::string& name);  // a new variable; the name is made unique
  Term not_(Term);
  Term and_(std::vector<Term>);
  Term and_(Term a, Term b) { return and_(std::vector<Term>{a, b}); }
  Term or_(std::vector<Term>);
  Term or_(Term a, Term b) { return or_(std::vector<Term>{a, b}); }
  Term implies(Term a, Term b) { return or_(not_(a), b); }
  Term iff(Term, Term);
  Term choose(Term condition, Term then_value, Term else_value);  // of two Booleans or two integers

  // ---- Integers ----
  Term number(std::int64_t);
  Term int_var(const std::string& name);
  Term add(Term, Term);
  Term sub(Term, Term);
  Term neg(Term a) { return scale(a, -1); }
  Term scale(Term, std::int64_t factor);
  Term mul(Term, Term);
  Term div(Term, Term);  // truncates toward zero; the divisor is assumed not to be zero
  Term mod(Term, Term);  // has the dividend's sign
  Term eq(Term, Term);
  Term le(Term, Term);
  Term lt(Term a, Term b) { return not_(le(b, a)); }
  Term as_int(Term boolean) { return choose(boolean, number(1), number(0)); }
  Term is_true(Term integer) { return not_(eq(integer, number(0))); }

  // ---- Questions ----
  const TermNode& operator[](Term t) const { return nodes_[static_cast<std::size_t>(t.id)]; }
  std::size_t size() const { return nodes_.size(); }
  bool is_true_constant(Term t) const { return t.id == 0; }
  bool is_false_constant(Term t) const { return t.id == 1; }
  bool is_bool(Term) const;
  bool is_constant(Term t) const { return t.id <= 1 || (*this)[t].op == TermOp::Number; }
  bool is_number(Term t) const { return (*this)[t].op == TermOp::Number; }
  std::int64_t number_of(Term t) const { return (*this)[t].number; }  // of a Number
  // The numbers that a finite integer may be, in order; null if it is not finite.
  const std::vector<std::int64_t>* values(Term t) const {
    return values_[static_cast<std::size_t>(t.id)].get();
  }
  // An integer of the form (if b then 1 else 0), 0 or 1: gives b.
  bool is_bool_like(Term integer, Term* boolean);
  const std::string& name(Term variable) const;

  // The term as SMT-LIB text, without sharing.
  std::string text(Term) const;

 private:
  friend class Substitution;
  using Linear =
      std::pair<std::vector<std::pair<Term, std::int64_t>>, std::int64_t>;  // sorted parts, constant

  Term intern(TermNode);
  Linear linear(Term) const;
  static Linear combine(const Linear&, const Linear&, std::int64_t factor);
  Term sum_of(const Linear&);
  Term compare(TermOp, Linear);  // linear == 0, linear <= 0
  Term nary(TermOp, std::vector<Term>);
  Term euclidean(TermOp, Term, Term);
  bool distributes(Term a, Term b) const;
  Term distribute(TermOp, Term a, Term b);

  struct HashNode {
    std::size_t operator()(const TermNode*) const;
  };
  struct SameNode {
    bool operator()(const TermNode*, const TermNode*) const;
  };
  Patience* patience_ = nullptr;
  bool keep_sums_ = false;
  std::vector<TermNode> nodes_;
  std::unordered_multimap<std::size_t, std::int32_t> index_;  // hash of the node -> number
  std::vector<std::shared_ptr<const std::vector<std::int64_t>>> values_;
  std::map<std::tuple<TermOp, Term, Term>, Term> distributed_;  // what has been worked out
  std::map<std::tuple<TermOp, Term, std::int64_t, std::int64_t>, Term> compared_;
  std::vector<std::int32_t> negation_;         // by term: its negation if known, else -1
  std::vector<std::string> names_;             // of the variables
  std::unordered_map<std::string, int> used_;  // names, with the number of times they were asked for
};

// Replaces variables by terms everywhere in a term. Keeps what it has replaced, so that one of these should
// serve all terms that the same replacement is for.
class Substitution {
 public:
  explicit Substitution(Terms& terms) : terms_(&terms) {}
  void set(Term variable, Term value) { done_[variable.id] = value; }
  Term operator()(Term);

 private:
  Terms* terms_;
  std::unordered_map<std::int32_t, Term> done_;
};

}  // namespace csp::solver
