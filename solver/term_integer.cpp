// Integer terms: linear sums, comparisons, products, quotients.
#include <algorithm>
#include <numeric>

#include "solver/checked.h"
#include "solver/term.h"

namespace csp::solver {

namespace {

constexpr std::size_t kMostProducts = 256;  // pairs of values that an operation is carried out for

}  // namespace

// ---- Integers --------------------------------------------------------------------------------------------

Term Terms::number(std::int64_t n) { return intern({TermOp::Number, {}, {}, n}); }

Terms::Linear Terms::linear(Term t) const {
  const TermNode& n = (*this)[t];
  if (n.op == TermOp::Number) return {{}, n.number};
  if (n.op != TermOp::Sum) return {{{t, 1}}, 0};
  Linear out{{}, n.number};
  for (std::size_t i = 0; i < n.args.size(); ++i) out.first.emplace_back(n.args[i], n.coefficients[i]);
  return out;
}

// a + factor * b
Terms::Linear Terms::combine(const Linear& a, const Linear& b, std::int64_t factor) {
  Linear out{{}, plus(a.second, times(factor, b.second))};
  std::size_t i = 0, j = 0;
  while (i < a.first.size() || j < b.first.size()) {
    if (j == b.first.size() || (i < a.first.size() && a.first[i].first < b.first[j].first)) {
      out.first.push_back(a.first[i++]);
      continue;
    }
    const Term t = b.first[j].first;
    std::int64_t c = times(factor, b.first[j++].second);
    if (i < a.first.size() && a.first[i].first == t) c = plus(c, a.first[i++].second);
    if (c != 0) out.first.emplace_back(t, c);
  }
  return out;
}

Term Terms::sum_of(const Linear& sum) {
  if (sum.first.empty()) return number(sum.second);
  if (sum.first.size() == 1 && sum.first[0].second == 1 && sum.second == 0) return sum.first[0].first;
  TermNode node{TermOp::Sum, {}, {}, sum.second};
  for (const auto& [t, c] : sum.first) {
    node.args.push_back(t);
    node.coefficients.push_back(c);
  }
  return intern(std::move(node));
}

// Both finite, not both numbers, and few pairs.
bool Terms::distributes(Term a, Term b) const {
  if (keep_sums_) return false;
  const auto *x = values(a), *y = values(b);
  return x && y && !(is_number(a) && is_number(b)) && x->size() * y->size() <= kMostProducts;
}

// The operation on every pair of values.
Term Terms::distribute(TermOp op, Term a, Term b) {
  const TermOp first = (*this)[a].op, second = (*this)[b].op;
  if (first != TermOp::Ite && second != TermOp::Ite)
    return op == TermOp::Sum   ? add(a, b)
           : op == TermOp::Mul ? mul(a, b)
           : op == TermOp::Div ? div(a, b)
                               : mod(a, b);
  const auto key = std::tuple(op, a, b);
  if (const auto known = distributed_.find(key); known != distributed_.end()) return known->second;
  const std::vector<Term> args = (*this)[first == TermOp::Ite ? a : b].args;
  const Term result = first == TermOp::Ite
                          ? choose(args[0], distribute(op, args[1], b), distribute(op, args[2], b))
                          : choose(args[0], distribute(op, a, args[1]), distribute(op, a, args[2]));
  distributed_[key] = result;
  return result;
}

Term Terms::add(Term a, Term b) {
  if (distributes(a, b)) return distribute(TermOp::Sum, a, b);
  return sum_of(combine(linear(a), linear(b), 1));
}
Term Terms::sub(Term a, Term b) {
  if (distributes(a, b)) return distribute(TermOp::Sum, a, scale(b, -1));
  return sum_of(combine(linear(a), linear(b), -1));
}
Term Terms::scale(Term a, std::int64_t factor) {
  const Term number_factor = number(factor);
  if (distributes(a, number_factor)) return distribute(TermOp::Mul, a, number_factor);
  return sum_of(combine({{}, 0}, linear(a), factor));
}

Term Terms::mul(Term a, Term b) {
  if (is_number(a) && is_number(b)) return number(times(number_of(a), number_of(b)));
  if (distributes(a, b)) return distribute(TermOp::Mul, a, b);
  if (is_number(a)) return scale(b, number_of(a));
  if (is_number(b)) return scale(a, number_of(b));
  if (b < a) std::swap(a, b);
  return intern({TermOp::Mul, {a, b}, {}, 0});
}

Term Terms::euclidean(TermOp op, Term a, Term b) {
  if (is_number(b) && number_of(b) == 1) return op == TermOp::Div ? a : number(0);
  if (is_number(a) && is_number(b) && number_of(b) != 0 && number_of(b) != -1) {
    const std::int64_t x = number_of(a), y = number_of(b), r = x % y;
    if (op == TermOp::Mod) return number(r < 0 ? r + (y < 0 ? -y : y) : r);
    return number(r < 0 ? (y > 0 ? x / y - 1 : x / y + 1) : x / y);
  }
  return intern({op, {a, b}, {}, 0});
}

Term Terms::div(Term a, Term b) {
  if (is_number(a) && is_number(b) && number_of(b) != 0 && number_of(b) != -1)
    return number(number_of(a) / number_of(b));
  if (is_number(b) && number_of(b) == -1) return neg(a);
  if (distributes(a, b)) return distribute(TermOp::Div, a, b);
  // For a >= 0 both roundings agree; for a < 0 the quotient is that of -a, negated.
  const Term nonnegative = le(number(0), a);
  return choose(nonnegative, euclidean(TermOp::Div, a, b), neg(euclidean(TermOp::Div, neg(a), b)));
}

Term Terms::mod(Term a, Term b) {
  if (is_number(a) && is_number(b) && number_of(b) != 0 && number_of(b) != -1)
    return number(number_of(a) % number_of(b));
  if (is_number(b) && number_of(b) == -1) return number(0);
  if (distributes(a, b)) return distribute(TermOp::Mod, a, b);
  const Term nonnegative = le(number(0), a);
  return choose(nonnegative, euclidean(TermOp::Mod, a, b), neg(euclidean(TermOp::Mod, neg(a), b)));
}

// `sum == 0` or `sum <= 0` in normal form: no common divisor, for == a positive first coefficient.
Term Terms::compare(TermOp op, Linear sum) {
  if (sum.first.empty()) return truth(op == TermOp::Eq ? sum.second == 0 : sum.second <= 0);
  // A choice among numbers: the comparison goes into it.
  if (sum.first.size() == 1 && (*this)[sum.first[0].first].op == TermOp::Ite) {
    const Term choice = sum.first[0].first;
    const TermNode ite = (*this)[choice];
    const auto with = [&](Term value) {
      return combine({{}, sum.second}, linear(value), sum.first[0].second);
    };
    if (values(choice) || is_number(ite.args[1]) || is_number(ite.args[2])) {
      const auto key = std::tuple(op, choice, sum.first[0].second, sum.second);
      if (const auto known = compared_.find(key); known != compared_.end()) return known->second;
      const Term result = choose(ite.args[0], compare(op, with(ite.args[1])), compare(op, with(ite.args[2])));
      compared_[key] = result;
      return result;
    }
  }
  std::int64_t divisor = 0;
  for (const auto& [t, c] : sum.first) divisor = std::gcd(divisor, c);
  std::int64_t bound = times(sum.second, -1);
  if (op == TermOp::Eq) {
    if (bound % divisor != 0) return no();
    if (sum.first[0].second < 0) divisor = -divisor;
    bound /= divisor;
  } else {
    bound = floor_div(bound, divisor);
  }
  TermNode node{op, {}, {}, bound};
  for (const auto& [t, c] : sum.first) {
    node.args.push_back(t);
    node.coefficients.push_back(c / divisor);
  }
  return intern(std::move(node));
}

Term Terms::eq(Term a, Term b) {
  Term x, y;
  if (!is_number(a) && !is_number(b) && is_bool_like(a, &x) && is_bool_like(b, &y)) return iff(x, y);
  return compare(TermOp::Eq, linear(sub(a, b)));
}

}  // namespace csp::solver
