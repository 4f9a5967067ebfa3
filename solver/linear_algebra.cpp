// Gauss: each row is solved for one unknown; later rows may be solved for unknowns of earlier ones.
#include "solver/linear_algebra.h"

#include <limits>

namespace csp::solver {

Rational Rational::reduced(__int128 n, __int128 d) {
  __int128 a = n < 0 ? -n : n, b = d < 0 ? -d : d;
  while (b != 0) {
    const __int128 r = a % b;
    a = b;
    b = r;
  }
  if (a == 0) a = 1;
  if (d < 0) a = -a;
  n /= a;
  d /= a;
  constexpr __int128 kMost = std::numeric_limits<std::int64_t>::max();
  if (n > kMost || n < -kMost || d > kMost) throw TooLargeToEliminate();
  Rational out;
  out.numerator_ = static_cast<std::int64_t>(n);
  out.denominator_ = static_cast<std::int64_t>(d);
  return out;
}

namespace {

void add_multiple(Row& row, const Row& other, const Rational& factor) {
  for (const auto& [unknown, f] : other) {
    const auto [at, fresh] = row.try_emplace(unknown, factor * f);
    if (fresh) continue;
    at->second = at->second + factor * f;
    if (at->second.is_zero()) row.erase(at);
  }
}

}  // namespace

void Equations::reduce(Row& row) const {
  // Loop invariant: what is replaced never comes back, for a row has no pivots of earlier rows and later ones
  // are replaced in their turn; each replacement goes to a later row.
  for (bool again = true; again;) {
    again = false;
    std::size_t first = rows_.size();
    int pivot = 0;
    for (const auto& [unknown, factor] : row)
      if (const auto known = row_of_.find(unknown); known != row_of_.end() && known->second < first) {
        first = known->second;
        pivot = unknown;
      }
    if (first == rows_.size()) return;
    const Rational factor = row.at(pivot);
    row.erase(pivot);
    add_multiple(row, rows_[first].second, factor);
    again = true;
  }
}

void Equations::solve_for(int pivot, Row row) {
  const Rational factor = -row.at(pivot);
  row.erase(pivot);
  for (auto& [unknown, f] : row) f = f / factor;
  row_of_.emplace(pivot, rows_.size());
  rows_.emplace_back(pivot, std::move(row));
}

Row Equations::solution(int free_unknown) const {
  Row values{{free_unknown, Rational(1)}};
  for (std::size_t i = rows_.size(); i-- > 0;) {
    Rational sum;
    for (const auto& [unknown, factor] : rows_[i].second)
      if (const auto known = values.find(unknown); known != values.end()) sum = sum + factor * known->second;
    if (!sum.is_zero()) values.emplace(rows_[i].first, sum);
  }
  return values;
}

}  // namespace csp::solver
