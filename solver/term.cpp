// Construction of terms, with the simplifications that need no solver.
#include "solver/term.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace csp::solver {

namespace {

std::int64_t plus(std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  if (__builtin_add_overflow(a, b, &r)) throw NumberTooLarge("an integer does not fit 64 bits");
  return r;
}
std::int64_t times(std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  if (__builtin_mul_overflow(a, b, &r)) throw NumberTooLarge("an integer does not fit 64 bits");
  return r;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {  // b > 0
  const std::int64_t q = a / b;
  return a % b < 0 ? q - 1 : q;
}

constexpr std::size_t kMostValues = 64;     // of a finite integer
constexpr std::size_t kMostProducts = 256;  // pairs of values that an operation is carried out for

std::size_t hash_of(const TermNode& n) {
  std::uint64_t h = 0x9e3779b97f4a7c15ULL * (static_cast<std::uint64_t>(n.op) + 1);
  const auto mix = [&h](std::uint64_t x) {
    h = (h ^ x) * 0xff51afd7ed558ccdULL;
    h ^= h >> 31;
  };
  for (const Term t : n.args) mix(static_cast<std::uint64_t>(t.id));
  for (const std::int64_t c : n.coefficients) mix(static_cast<std::uint64_t>(c));
  mix(static_cast<std::uint64_t>(n.number));
  return static_cast<std::size_t>(h);
}

bool same(const TermNode& a, const TermNode& b) {
  return a.op == b.op && a.number == b.number && a.args == b.args && a.coefficients == b.coefficients;
}

}  // namespace

Terms::Terms() {
  intern({TermOp::True, {}, {}, 0});
  intern({TermOp::False, {}, {}, 0});
  negation_[0] = 1;
  negation_[1] = 0;
}

Term Terms::intern(TermNode node) {
  const std::size_t h = hash_of(node);
  const auto [begin, end] = index_.equal_range(h);
  for (auto it = begin; it != end; ++it)
    if (same(nodes_[static_cast<std::size_t>(it->second)], node)) return Term{it->second};
  const auto id = static_cast<std::int32_t>(nodes_.size());
  nodes_.push_back(std::move(node));
  negation_.push_back(-1);
  index_.emplace(h, id);
  std::shared_ptr<const std::vector<std::int64_t>> values;
  const TermNode& made = nodes_.back();
  if (made.op == TermOp::Number) values = std::make_shared<std::vector<std::int64_t>>(1, made.number);
  if (made.op == TermOp::Ite) {
    const auto &a = values_[static_cast<std::size_t>(made.args[1].id)], &b = values_[static_cast<std::size_t>(made.args[2].id)];
    if (a && b) {
      std::vector<std::int64_t> all;
      std::set_union(a->begin(), a->end(), b->begin(), b->end(), std::back_inserter(all));
      if (all.size() <= kMostValues) values = std::make_shared<std::vector<std::int64_t>>(std::move(all));
    }
  }
  values_.push_back(std::move(values));
  return Term{id};
}

bool Terms::is_bool(Term t) const {
  switch ((*this)[t].op) {
    case TermOp::True:
    case TermOp::False:
    case TermOp::BoolVar:
    case TermOp::Not:
    case TermOp::And:
    case TermOp::Or:
    case TermOp::Iff:
    case TermOp::Eq:
    case TermOp::Le:
      return true;
    case TermOp::IntVar:
    case TermOp::Number:
    case TermOp::Ite:
    case TermOp::Sum:
    case TermOp::Mul:
    case TermOp::Div:
    case TermOp::Mod:
      return false;
  }
  return false;
}

Term Terms::bool_var(const std::string& name) {
  const int count = used_[name]++;
  names_.push_back(count == 0 ? name : name + "~" + std::to_string(count));
  return intern({TermOp::BoolVar, {}, {}, static_cast<std::int64_t>(names_.size()) - 1});
}

Term Terms::int_var(const std::string& name) {
  const int count = used_[name]++;
  names_.push_back(count == 0 ? name : name + "~" + std::to_string(count));
  return intern({TermOp::IntVar, {}, {}, static_cast<std::int64_t>(names_.size()) - 1});
}

const std::string& Terms::name(Term variable) const {
  return names_[static_cast<std::size_t>((*this)[variable].number)];
}

// ---- Booleans ---------------------------------------------------------------------------------------------------

Term Terms::not_(Term t) {
  if (const std::int32_t known = negation_[static_cast<std::size_t>(t.id)]; known >= 0) return Term{known};
  Term result;
  if ((*this)[t].op == TermOp::Le) {  // not s <= k: -s <= -k-1
    Linear negated{{}, 0};
    const TermNode node = (*this)[t];
    for (std::size_t i = 0; i < node.args.size(); ++i)
      negated.first.emplace_back(node.args[i], times(node.coefficients[i], -1));
    negated.second = plus(node.number, 1);
    result = compare(TermOp::Le, std::move(negated));
  } else {
    result = intern({TermOp::Not, {t}, {}, 0});
  }
  negation_[static_cast<std::size_t>(t.id)] = result.id;
  negation_[static_cast<std::size_t>(result.id)] = t.id;
  return result;
}

// And, Or: `neutral` disappears, the other constant decides.
Term Terms::nary(TermOp op, std::vector<Term> args) {
  const Term neutral = truth(op == TermOp::And), decides = truth(op == TermOp::Or);
  std::vector<Term> flat;
  for (const Term t : args) {
    if (t == neutral) continue;
    if (t == decides) return decides;
    if ((*this)[t].op == op)
      flat.insert(flat.end(), (*this)[t].args.begin(), (*this)[t].args.end());
    else
      flat.push_back(t);
  }
  std::sort(flat.begin(), flat.end());
  flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
  if (flat.empty()) return neutral;
  if (flat.size() == 1) return flat[0];
  for (const Term t : flat) {
    const TermOp kind = (*this)[t].op;
    const Term opposite = kind == TermOp::Le || kind == TermOp::Not ? not_(t) : Term{negation_[static_cast<std::size_t>(t.id)]};
    if (opposite.id >= 0 && std::binary_search(flat.begin(), flat.end(), opposite)) return decides;
  }
  return intern({op, std::move(flat), {}, 0});
}

Term Terms::and_(std::vector<Term> args) { return nary(TermOp::And, std::move(args)); }
Term Terms::or_(std::vector<Term> args) { return nary(TermOp::Or, std::move(args)); }

Term Terms::iff(Term a, Term b) {
  if (a == b) return yes();
  if (is_true_constant(a)) return b;
  if (is_true_constant(b)) return a;
  if (is_false_constant(a)) return not_(b);
  if (is_false_constant(b)) return not_(a);
  if (negation_[static_cast<std::size_t>(a.id)] == b.id) return no();
  if (b < a) std::swap(a, b);
  return intern({TermOp::Iff, {a, b}, {}, 0});
}

Term Terms::choose(Term condition, Term a, Term b) {
  if (is_true_constant(condition) || a == b) return a;
  if (is_false_constant(condition)) return b;
  if (is_bool(a)) {
    if (is_true_constant(a)) return or_(condition, b);
    if (is_false_constant(a)) return and_(not_(condition), b);
    if (is_true_constant(b)) return or_(not_(condition), a);
    if (is_false_constant(b)) return and_(condition, a);
    return and_(or_(not_(condition), a), or_(condition, b));
  }
  if ((*this)[condition].op == TermOp::Not) return choose((*this)[condition].args[0], b, a);
  if ((*this)[a].op == TermOp::Ite && (*this)[a].args[0] == condition) a = (*this)[a].args[1];
  if ((*this)[b].op == TermOp::Ite && (*this)[b].args[0] == condition) b = (*this)[b].args[2];
  if (a == b) return a;
  return intern({TermOp::Ite, {condition, a, b}, {}, 0});
}

// ---- Integers ---------------------------------------------------------------------------------------------------

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
  const auto *x = values(a), *y = values(b);
  return x && y && !(is_number(a) && is_number(b)) && x->size() * y->size() <= kMostProducts;
}

// The operation on every pair of values.
Term Terms::distribute(TermOp op, Term a, Term b) {
  const TermOp first = (*this)[a].op, second = (*this)[b].op;
  if (first != TermOp::Ite && second != TermOp::Ite)
    return op == TermOp::Sum ? add(a, b) : op == TermOp::Mul ? mul(a, b) : op == TermOp::Div ? div(a, b) : mod(a, b);
  const auto key = std::tuple(op, a, b);
  if (const auto known = distributed_.find(key); known != distributed_.end()) return known->second;
  const std::vector<Term> args = (*this)[first == TermOp::Ite ? a : b].args;
  const Term result = first == TermOp::Ite ? choose(args[0], distribute(op, args[1], b), distribute(op, args[2], b))
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
Term Terms::le(Term a, Term b) { return compare(TermOp::Le, linear(sub(a, b))); }

bool Terms::is_bool_like(Term t, Term* boolean) {
  const TermNode& n = (*this)[t];
  if (n.op == TermOp::Number && (n.number == 0 || n.number == 1)) {
    *boolean = truth(n.number == 1);
    return true;
  }
  if (n.op != TermOp::Ite) return false;
  const TermNode ite = n;
  Term then_value, else_value;
  if (!is_bool_like(ite.args[1], &then_value) || !is_bool_like(ite.args[2], &else_value)) return false;
  *boolean = choose(ite.args[0], then_value, else_value);
  return true;
}

// ---- Substitution -----------------------------------------------------------------------------------------------

Term Substitution::operator()(Term t) {
  if (terms_->is_constant(t)) return t;
  if (const auto known = done_.find(t.id); known != done_.end()) return known->second;
  const TermNode node = (*terms_)[t];
  std::vector<Term> args;
  args.reserve(node.args.size());
  for (const Term arg : node.args) args.push_back((*this)(arg));
  const auto linear = [&](std::int64_t constant) {
    Term sum = terms_->number(constant);
    for (std::size_t i = 0; i < args.size(); ++i) sum = terms_->add(sum, terms_->scale(args[i], node.coefficients[i]));
    return sum;
  };
  Term result = t;
  if (args != node.args) switch (node.op) {
      case TermOp::True:
      case TermOp::False:
      case TermOp::BoolVar:
      case TermOp::IntVar:
      case TermOp::Number:
        break;
      case TermOp::Not:
        result = terms_->not_(args[0]);
        break;
      case TermOp::And:
        result = terms_->and_(args);
        break;
      case TermOp::Or:
        result = terms_->or_(args);
        break;
      case TermOp::Iff:
        result = terms_->iff(args[0], args[1]);
        break;
      case TermOp::Ite:
        result = terms_->choose(args[0], args[1], args[2]);
        break;
      case TermOp::Sum:
        result = linear(node.number);
        break;
      case TermOp::Mul:
        result = terms_->mul(args[0], args[1]);
        break;
      case TermOp::Div:
      case TermOp::Mod:
        result = terms_->euclidean(node.op, args[0], args[1]);
        break;
      case TermOp::Eq:
        result = terms_->eq(linear(0), terms_->number(node.number));
        break;
      case TermOp::Le:
        result = terms_->le(linear(0), terms_->number(node.number));
        break;
    }
  done_[t.id] = result;
  return result;
}

}  // namespace csp::solver
