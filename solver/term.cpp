// Construction of terms, with the simplifications that need no solver.
#include "solver/term.h"

#include <algorithm>
#include <iterator>

#include "solver/checked.h"

namespace csp::solver {

namespace {

constexpr std::size_t kMostValues = 64;  // of a finite integer

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
  if (patience_) patience_->tick();
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
    const auto &a = values_[static_cast<std::size_t>(made.args[1].id)],
               &b = values_[static_cast<std::size_t>(made.args[2].id)];
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

// ---- Booleans --------------------------------------------------------------------------------------------

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
    const Term opposite =
        kind == TermOp::Le || kind == TermOp::Not ? not_(t) : Term{negation_[static_cast<std::size_t>(t.id)]};
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

// ---- Substitution ----------------------------------------------------------------------------------------

Term Substitution::operator()(Term t) {
  if (terms_->is_constant(t)) return t;
  if (const auto known = done_.find(t.id); known != done_.end()) return known->second;
  const TermNode node = (*terms_)[t];
  std::vector<Term> args;
  args.reserve(node.args.size());
  for (const Term arg : node.args) args.push_back((*this)(arg));
  const auto linear = [&](std::int64_t constant) {
    Term sum = terms_->number(constant);
    for (std::size_t i = 0; i < args.size(); ++i)
      sum = terms_->add(sum, terms_->scale(args[i], node.coefficients[i]));
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
