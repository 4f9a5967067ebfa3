// Decisions, replayed from a script.
#include "solver/encode/path.h"

#include <algorithm>

namespace csp::solver {

std::optional<Bounds::Read> Bounds::read(Term t) const {
  const TermNode& n = (*terms_)[t];
  if (n.op != TermOp::Eq && n.op != TermOp::Le) return std::nullopt;
  Read out;
  out.key = {n.args, n.coefficients};
  out.equal = n.op == TermOp::Eq;
  out.upper = true;
  out.bound = n.number;
  if (n.coefficients[0] < 0) {
    for (std::int64_t& c : out.key.second) c = -c;
    out.bound = -out.bound;
    out.upper = false;
  }
  return out;
}

void Bounds::assume(Term condition) {
  const bool negated = (*terms_)[condition].op == TermOp::Not;
  const auto fact = read(negated ? (*terms_)[condition].args[0] : condition);
  if (!fact || (negated && !fact->equal)) return;
  Range& range = ranges_[fact->key];
  if (negated) {
    range.excluded.insert(fact->bound);
  } else {
    if ((fact->equal || fact->upper) && (!range.high || *range.high > fact->bound)) range.high = fact->bound;
    if ((fact->equal || !fact->upper) && (!range.low || *range.low < fact->bound)) range.low = fact->bound;
  }
  while (range.low && range.excluded.count(*range.low)) ++*range.low;
  while (range.high && range.excluded.count(*range.high)) --*range.high;
}

std::optional<bool> Bounds::tells(Term condition) const {
  const auto asked = read(condition);
  if (!asked) return std::nullopt;
  const auto at = ranges_.find(asked->key);
  if (at == ranges_.end()) return std::nullopt;
  const Range& r = at->second;
  if (asked->equal) {
    if (r.excluded.count(asked->bound) || (r.low && *r.low > asked->bound) ||
        (r.high && *r.high < asked->bound))
      return false;
    if (r.low && r.high && *r.low == *r.high) return true;
  } else if (asked->upper) {
    if (r.high && *r.high <= asked->bound) return true;
    if (r.low && *r.low > asked->bound) return false;
  } else {
    if (r.low && *r.low >= asked->bound) return true;
    if (r.high && *r.high < asked->bound) return false;
  }
  return std::nullopt;
}

std::string located(const std::string& what, int line) {
  if (line <= 0 || what.find(" at line ") != std::string::npos) return what;
  return what + " at line " + std::to_string(line);
}

void Path::assume(Term condition) {
  if (terms_.is_true_constant(condition)) return;
  assumed_.push_back(condition);
  bounds_.assume(condition);
}

namespace {
constexpr std::int64_t kFewValues = 64;
}

bool Path::decide(Term condition) {
  if (terms_.is_true_constant(condition)) return true;
  if (terms_.is_false_constant(condition)) return false;
  const Term opposite = terms_.not_(condition);
  if (std::find(assumed_.begin(), assumed_.end(), condition) != assumed_.end()) return true;
  if (std::find(assumed_.begin(), assumed_.end(), opposite) != assumed_.end()) return false;
  if (const auto known = bounds_.tells(condition)) return *known;
  if (next_ == PathRunner::kMostDecisions) throw NotEncoded("a run with too many branches on unknown data");
  if (next_ == script_->size()) script_->push_back({0, 2});
  const bool yes = (*script_)[next_++].taken == 0;
  assume(yes ? condition : opposite);
  return yes;
}

int Path::pick(int n) {
  if (n <= 1) return 0;
  chose_ = true;
  if (next_ == PathRunner::kMostDecisions) throw NotEncoded("a run with too many choices");
  if (next_ == script_->size()) script_->push_back({0, n});
  return (*script_)[next_++].taken;
}

Term Path::input(Term low, Term high) {
  chose_ = true;
  // Few values: the first of a row of Booleans that is true tells which, so that no integer is needed.
  if (terms_.is_number(low) && terms_.is_number(high) &&
      terms_.number_of(high) - terms_.number_of(low) < kFewValues) {
    Term chosen = high;
    for (std::int64_t n = terms_.number_of(high) - 1; n >= terms_.number_of(low); --n) {
      const Term is = terms_.bool_var("input");
      inputs_.push_back(is);
      chosen = terms_.choose(is, terms_.number(n), chosen);
    }
    return chosen;
  }
  const Term t = terms_.int_var("input");
  inputs_.push_back(t);
  assume(terms_.le(low, t));
  assume(terms_.le(t, high));
  return t;
}

Term Path::any_integer() {
  chose_ = true;
  inputs_.push_back(terms_.int_var("input"));
  return inputs_.back();
}

Term Path::condition() const { return terms_.and_(assumed_); }

void PathRunner::run(const std::function<void(Path&)>& f) {
  std::vector<Path::Decision> script;
  for (int count = 0;; ++count) {
    if (count == kMostPaths) throw NotEncoded("too many ways through a local computation");
    Path path(terms_);
    path.script_ = &script;
    f(path);
    while (!script.empty() && script.back().taken + 1 == script.back().options) script.pop_back();
    if (script.empty()) return;
    ++script.back().taken;
  }
}

}  // namespace csp::solver
