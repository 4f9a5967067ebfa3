// Taking shared variables apart changes neither states nor answers: each model is checked as it is and with a
// line that is never run but reads the variable as a whole, so that it stays in one piece.
#include "checker/semantics/split.h"

#include <doctest/doctest.h>

#include "checker/explore/check.h"
#include "tests/unit/frontend/lower_support.h"

namespace csp {

namespace {

// `text` has a place $: left out, or filled with `whole`.
void same(const std::string& text, const std::string& whole) {
  const auto with = [&](const std::string& line) {
    std::string out = text;
    return out.replace(out.find('$'), 1, line);
  };
  const test::Lowered parts = test::good(with("")),
                      one = test::good(with("never := false; if never { " + whole + " }"));
  CHECK(split_variables(parts.program()));
  CHECK_FALSE(split_variables(one.program()));
  const Verdict a = check(parts.program(), parts.check->property, {}, {});
  const Verdict b = check(one.program(), one.check->property, {}, {});
  INFO(text);
  CHECK(a.answer == b.answer);
  CHECK(a.answer != Answer::Unknown);
  CHECK(a.statistics.states == b.statistics.states);
  CHECK(a.statistics.transitions == b.statistics.transitions);
  CHECK(a.outcomes == b.outcomes);
  CHECK(a.race_reachable == b.race_reachable);
  CHECK(a.error_reachable == b.error_reachable);
}

const std::string kWriters = R"(
var a: array[3] of 0..4
prog main() {
    for i := 0; i < 3; i += 1 { begin prog(i: int) { a[i] = i + 1; a[(i + 1) % 3] = a[i]; }(i) }
    $
}
)";

}  // namespace

TEST_CASE("an array: outcomes, races, properties of an element and of the whole") {
  const std::string x = "x := a; a[0] = x[1];";
  same(kWriters + "assert main() :[outcomes (a[0], a[1], a[2]) = {(1, 2, 3)}]", x);
  same(kWriters + "assert main() :[outcomes (a) = {array(1, 2, 3)}]", x);
  same(kWriters + "assert main() :[race free]", x);
  same(kWriters + "assert main() :[always a[1] <= 3]", x);
  same(kWriters + "assert main() :[reachable a == array(3, 1, 2)]", x);
}

TEST_CASE("an index that does not exist is an error of the access") {
  same(R"(
var a: array[2] of int
prog main() { begin prog() { a[1] = 5; }(); i := a[1]; a[i] = 1; $ }
assert main() :[error free])",
       "x := a; a[0] = x[1];");
}

TEST_CASE("arrays of arrays, and atomic steps") {
  same(R"(
var a: array[2] of array[2] of int
prog main() {
    for i := 0; i < 2; i += 1 { begin prog(i: int) { atomic.add(a[0][i], 1); atomic.add(a[i][1], 2); }(i) }
    $
}
assert main() :[outcomes (a[0][0], a[0][1], a[1]) = {(1, 1, array(0, 0))}])",
       "x := a; a[0][0] = x[1][1];");
}

TEST_CASE("a structure, and references in an array") {
  same(R"(
nametype Point = struct { x: int, y: int }
var p: Point
prog main() { begin prog() { p.x = 1; p.y = p.x; }(); p.y = 7; $ }
assert main() :[outcomes (p.x, p.y) = {(1, 1)}])",
       "q := p; p.x = q.y;");
  same(R"(
var c: array[2] of chan[1] of int
prog main() {
    for i := 0; i < 2; i += 1 { begin prog(i: int) { c[i] = mk(chan[1] of int); c[i] <-= i; }(i) }
    $
}
assert main() :[terminates])",
       "d := c; c[0] = d[1];");
}

TEST_CASE("a variable of one piece is left alone") {
  CHECK_FALSE(split_variables(
      test::good("var v: int\nprog main() { v = 1; }\nassert main() :[terminates]").program()));
}

}  // namespace csp
