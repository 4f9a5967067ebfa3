// Homogeneous linear equations over the rationals, one after the other, and their solutions. Rows are sparse.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

namespace csp::solver {

// A number of the elimination would not fit 64 bits.
struct TooLargeToEliminate : std::runtime_error {
  TooLargeToEliminate() : std::runtime_error("a number of the elimination does not fit 64 bits") {}
};

class Rational {
 public:
  Rational(std::int64_t n = 0) : numerator_(n) {}
  Rational(std::int64_t n, std::int64_t d) : Rational(reduced(n, d)) {}

  std::int64_t numerator() const { return numerator_; }
  std::int64_t denominator() const { return denominator_; }  // positive
  bool is_zero() const { return numerator_ == 0; }

  friend Rational operator+(const Rational& a, const Rational& b) {
    return reduced(static_cast<__int128>(a.numerator_) * b.denominator_ +
                       static_cast<__int128>(b.numerator_) * a.denominator_,
                   static_cast<__int128>(a.denominator_) * b.denominator_);
  }
  friend Rational operator*(const Rational& a, const Rational& b) {
    return reduced(static_cast<__int128>(a.numerator_) * b.numerator_,
                   static_cast<__int128>(a.denominator_) * b.denominator_);
  }
  friend Rational operator/(const Rational& a, const Rational& b) {  // b is not 0
    return reduced(static_cast<__int128>(a.numerator_) * b.denominator_,
                   static_cast<__int128>(a.denominator_) * b.numerator_);
  }
  friend Rational operator-(const Rational& a) {
    return reduced(-static_cast<__int128>(a.numerator_), a.denominator_);
  }

 private:
  static Rational reduced(__int128 n, __int128 d);

  std::int64_t numerator_ = 0, denominator_ = 1;
};

using Row = std::map<int, Rational>;  // unknown -> factor, none of them 0

class Equations {
 public:
  // The sum of the row is 0. `prefers(a, b)`: unknown a is to be expressed by the others rather than b.
  template <class Prefers>
  void add(Row row, Prefers prefers) {
    reduce(row);
    if (row.empty()) return;
    int pivot = row.begin()->first;
    for (const auto& [unknown, factor] : row)
      if (prefers(unknown, pivot)) pivot = unknown;
    solve_for(pivot, std::move(row));
  }

  bool is_free(int unknown) const { return !row_of_.count(unknown); }

  // The solution in which this free unknown is 1 and the other free ones are 0; unknowns that are 0 left out.
  Row solution(int free_unknown) const;

 private:
  void reduce(Row&) const;
  void solve_for(int pivot, Row);

  std::vector<std::pair<int, Row>> rows_;  // pivot = the sum of the row; pivots of earlier rows are not in it
  std::map<int, std::size_t> row_of_;
};

}  // namespace csp::solver
