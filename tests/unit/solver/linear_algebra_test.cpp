// Equations with solutions that are known by hand.
#include "solver/linear_algebra.h"

#include <doctest/doctest.h>

#include <limits>

namespace csp::solver {

namespace {

const auto kLater = [](int a, int b) { return a > b; };

std::int64_t at(const Row& row, int unknown) {
  const auto found = row.find(unknown);
  return found == row.end() ? 0 : found->second.numerator();
}

}  // namespace

TEST_CASE("rationals are kept in lowest terms") {
  const Rational a(6, -4);
  CHECK(a.numerator() == -3);
  CHECK(a.denominator() == 2);
  CHECK((a + Rational(3, 2)).is_zero());
  CHECK((a * Rational(2, 3)).numerator() == -1);
  CHECK((Rational(1) / a).denominator() == 3);
  CHECK_THROWS_AS(Rational(std::numeric_limits<std::int64_t>::max()) + Rational(1), TooLargeToEliminate);
}

TEST_CASE("the weights of a ring of places are all the same") {
  // Steps 0 -> 1 -> 2 -> 3 -> 0: the weights of neighbours are equal, and one of them is free.
  Equations equations;
  for (int i = 0; i < 4; ++i) equations.add({{i, Rational(1)}, {(i + 1) % 4, Rational(-1)}}, kLater);
  int free_ones = 0;
  for (int i = 0; i < 4; ++i) free_ones += equations.is_free(i);
  CHECK(free_ones == 1);
  CHECK(equations.is_free(0));
  const Row all = equations.solution(0);
  for (int i = 0; i < 4; ++i) CHECK(at(all, i) == 1);
}

TEST_CASE("a counter that two steps raise and lower counts those in between") {
  // Unknowns: 0 outside, 1 inside, 2 the counter. Going in: inside - outside + counter = 0; going out is the
  // same equation with the other sign.
  Equations equations;
  equations.add({{1, Rational(1)}, {0, Rational(-1)}, {2, Rational(1)}}, kLater);
  equations.add({{0, Rational(1)}, {1, Rational(-1)}, {2, Rational(-1)}}, kLater);
  CHECK(!equations.is_free(2));
  const Row row = equations.solution(1);
  CHECK(at(row, 1) == 1);
  CHECK(at(row, 0) == 0);
  CHECK(at(row, 2) == -1);
}

TEST_CASE("an unknown that only 0 solves, and pivots that later rows replace") {
  Equations equations;
  equations.add({{0, Rational(2)}, {1, Rational(1)}, {2, Rational(3)}}, kLater);
  equations.add({{0, Rational(1)}, {2, Rational(1)}}, kLater);
  equations.add({{1, Rational(5)}}, kLater);
  for (int i = 0; i < 3; ++i) CHECK_FALSE(equations.is_free(i));
  Equations two;  // x + y + z = 0, x - y = 0: (1, 1, -2)
  two.add({{0, Rational(1)}, {1, Rational(1)}, {2, Rational(1)}}, kLater);
  two.add({{0, Rational(1)}, {1, Rational(-1)}}, kLater);
  const Row row = two.solution(0);
  CHECK(at(row, 0) == 1);
  CHECK(at(row, 1) == 1);
  CHECK(at(row, 2) == -2);
}

}  // namespace csp::solver
