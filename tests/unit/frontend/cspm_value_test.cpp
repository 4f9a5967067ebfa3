// Values of CSPM. What the predeclared functions give is from the manual of FDR (CSPM, built-in functions)
// and from Roscoe 1997, appendix B; the rest are equations that hold by definition.
#include <doctest/doctest.h>

#include "tests/unit/frontend/cspm_support.h"

namespace csp::test {
namespace {

TEST_CASE("numbers") {
  const Cspm e("N = 7\nf(x) = x * x\n");
  CHECK(e("N + 1") == "8");
  CHECK(e("f(N) - f(2)") == "45");
  CHECK(e("-N") == "-7");
  // Division rounds towards minus infinity, and the remainder has the sign of the divisor (FDR's manual).
  CHECK(e("7 / 2") == "3");
  CHECK(e("-7 / 2") == "-4");
  CHECK(e("-7 % 2") == "1");
  CHECK(e("7 % -2") == "-1");
  CHECK(e("1 / 0") == "E0609");
  CHECK(e("9223372036854775807 + 1") == "E0609");
  CHECK(e("N == 7 and not (N != 7) or false") == "true");
  CHECK(e("if N > 3 then 1 else 1 / 0") == "1");
}

TEST_CASE("sets") {
  const Cspm e("A = {1, 2, 3}\nB = {3..5}\n");
  CHECK(e("union(A, B)") == "{1, 2, 3, 4, 5}");
  CHECK(e("inter(A, B)") == "{3}");
  CHECK(e("diff(A, B)") == "{1, 2}");
  CHECK(e("Union({A, B, {9}})") == "{1, 2, 3, 4, 5, 9}");
  CHECK(e("Inter({A, B})") == "{3}");
  CHECK(e("Union({})") == "{}");
  CHECK(e("Inter({})") == "E0604");
  CHECK(e("member(2, A)") == "true");
  CHECK(e("member(2, B)") == "false");
  CHECK(e("card({1, 1, 2})") == "2");
  CHECK(e("empty({})") == "true");
  CHECK(e("empty({5..4})") == "true");
  CHECK(e("set(<1, 2, 1>)") == "{1, 2}");
  CHECK(e("{1, 2} == {2, 1, 2}") == "true");
  CHECK(e("Set({1, 2})") == "{{}, {1}, {2}, {1, 2}}");
  CHECK(e("card(Set({1..10}))") == "1024");
  CHECK(e("{x * x | x <- A, x != 2}") == "{1, 9}");
  CHECK(e("{(x, y) | x <- A, y <- B, x == y}") == "{(3, 3)}");
  CHECK(e("{} <= A") == "true");
  CHECK(e("A < A") == "false");
  CHECK(e("{1..2} < A") == "true");
}

TEST_CASE("infinite sets are known by their rule") {
  const Cspm e("channel c: Int\nchannel d: {0..2}\n");
  CHECK(e("member(10000000, Int)") == "true");
  CHECK(e("member(-1, {0..})") == "false");
  CHECK(e("inter({0..}, { -2..2})") == "{0, 1, 2}");
  CHECK(e("member(c.5, Events)") == "true");
  CHECK(e("member(d.1, diff(Events, {|c|}))") == "true");
  CHECK(e("member(c.1, diff(Events, {|c|}))") == "false");
  CHECK(e("inter({|c|}, {c.1, d.1})") == "{c.1}");
  CHECK(e("member(<1, 1>, Seq({1, 2}))") == "true");
  CHECK(e("member(<3>, Seq({1, 2}))") == "false");
  CHECK(e("member({1}, Set(Int))") == "true");
  CHECK(e("card(Int)") == "E0604");
  CHECK(e("{x | x <- Int, x < 3}") == "E0604");
  CHECK(e("card(Set({1..40}))") == "E0612");
  CHECK(e("empty(Int)") == "false");
}

TEST_CASE("sequences") {
  const Cspm e("s = <1, 2, 3>\n");
  CHECK(e("head(s)") == "1");
  CHECK(e("tail(s)") == "<2, 3>");
  CHECK(e("s ^ <4>") == "<1, 2, 3, 4>");
  CHECK(e("#s") == "3");
  CHECK(e("length(<>)") == "0");
  CHECK(e("null(<>)") == "true");
  CHECK(e("null(s)") == "false");
  CHECK(e("elem(2, s)") == "true");
  CHECK(e("concat(<<1>, <>, <2, 3>>)") == "<1, 2, 3>");
  CHECK(e("<1..4>") == "<1, 2, 3, 4>");
  CHECK(e("<x + 1 | x <- s, x != 2>") == "<2, 4>");
  CHECK(e("<(x, y) | x <- <1, 2>, y <- <x..2>>") == "<(1, 1), (1, 2), (2, 2)>");
  CHECK(e("head(<>)") == "E0610");
  CHECK(e("tail(<>)") == "E0610");
  CHECK(e("<1, 2> <= s") == "true");  // is a prefix of
  CHECK(e("<2> <= s") == "false");
  CHECK(e("set(seq({3, 1, 2}))") == "{1, 2, 3}");
  CHECK(e("\"ab\" ^ \"c\"") == "\"abc\"");
  CHECK(e("'x'") == "'x'");
  CHECK(e("show({1, 2})") == "\"{1, 2}\"");
  CHECK(e("error(\"no\")") == "E0608");
}

TEST_CASE("patterns are tried in order") {
  const Cspm e(
      "fact(0) = 1\nfact(n) = n * fact(n - 1)\n"
      "rev(<>) = <>\nrev(<x>^xs) = rev(xs) ^ <x>\n"
      "last(_^<x>) = x\n"
      "ends(<x>^_^<y>) = (x, y)\nends(<x>) = (x, x)\n"
      "swap((a, b)) = (b, a)\n"
      "only({}) = 0\nonly({x}) = x\nonly(_) = -1\n"
      "neg(-1) = true\nneg(_) = false\n"
      "twice(x@@(a, b)) = (x, a + b)\n"
      "add(x)(y) = x + y\n");
  CHECK(e("fact(10)") == "3628800");
  CHECK(e("rev(<1, 2, 3>)") == "<3, 2, 1>");
  CHECK(e("last(<1, 2>)") == "2");
  CHECK(e("last(<>)") == "E0602");
  CHECK(e("ends(<1, 2, 3>)") == "(1, 3)");
  CHECK(e("ends(<7>)") == "(7, 7)");
  CHECK(e("swap((1, true))") == "(true, 1)");
  CHECK(e("(only({}), only({5}), only({1, 2}))") == "(0, 5, -1)");
  CHECK(e("neg(-1)") == "true");
  CHECK(e("twice((1, 2))") == "((1, 2), 3)");
  CHECK(e("add(1)(2)") == "3");
  CHECK(e("let inc = add(1) within inc(inc(0))") == "2");
}

TEST_CASE("definitions are worked out when they are needed") {
  const Cspm e(
      "bad = 1 / 0\nfirst(x, y) = x\n"
      "(a, b) = (1, 2)\n<h>^t = <5, 6>\n"
      "loop = loop + 1\n"
      "even(n) = n == 0 or odd(n - 1)\nodd(n) = n != 0 and even(n - 1)\n");
  CHECK(e("first(1, bad)") == "1");
  CHECK(e("first(bad, 1)") == "E0609");
  CHECK(e("let x = bad\n y = 2\nwithin y") == "2");
  CHECK(e("a + b") == "3");
  CHECK(e("(h, t)") == "(5, <6>)");
  CHECK(e("loop") == "E0603");
  CHECK(e("even(10)") == "true");
  CHECK(e("let f(0) = 0\n f(n) = g(n - 1)\n g(n) = f(n)\nwithin f(9)") == "0");
  CHECK(e("let (p, q) = (r, 4)\n r = 5\nwithin p + q") == "9");
  CHECK(e("let (p, q) = (q + 1, 4)\nwithin p") == "E0603");  // a tuple is worked out as a whole
  CHECK(e("(\\ x, y @ x * y)(3, 4)") == "12");
  CHECK(e("let map(f, s) = <f(x) | x <- s> within map(\\ x @ x + 1, <1, 2>)") == "<2, 3>");
  CHECK(e("let compose(f, g) = \\ x @ f(g(x)) within compose(head, tail)(<1, 2>)") == "2");
}

TEST_CASE("a recursion without an end is stopped, a deep one is not") {
  const Cspm e(
      "sum(0) = 0\nsum(n) = n + sum(n - 1)\n"
      "count(0, acc) = acc\ncount(n, acc) = count(n - 1, acc + 1)\n"
      "forever(n) = forever(n + 1)\n"
      "deeper(n) = 1 + deeper(n + 1)\n"
      "nest(n) = <head(nest(n + 1))>\n");
  CHECK(e("sum(20000)") == "200010000");
  CHECK(e("count(500000, 0)") == "500000");
  CHECK(e("forever(0)") == "E0606");
  CHECK((e("deeper(0)") == "E0606" || e("deeper(0)") == "E0607"));
}

TEST_CASE("constants are overridden by -D") {
  CHECK(Cspm("N = 3\nf(x) = x + N\n", {{"N", "10"}})("f(1)") == "11");
  CHECK(Cspm("S = union({1}, {2})\n", {{"S", "{7}"}})("S") == "{7}");
  CHECK(Cspm("S = union({1}, {2})\n", {{"S", "7"}})("S") == "!E0401");
}

TEST_CASE("relations") {
  const Cspm e(
      "external relational_image, relational_inverse_image, transpose, mtransclose\nR = {(1, 2), (1, 3), (2, "
      "3)}\n");
  CHECK(e("relational_image(R)(1)") == "{2, 3}");
  CHECK(e("relational_inverse_image(R)(3)") == "{1, 2}");
  CHECK(e("transpose(R)") == "{(2, 1), (3, 1), (3, 2)}");
  CHECK(e("mtransclose({(1, 2), (2, 3), (5, 6)}, {1, 2, 3, 4, 5})") == "{(1, 2), (1, 3)}");
  CHECK(Cspm("")("transpose({})") == "!E0301");  // not declared
}

TEST_CASE("a string as a pattern") {
  const Cspm e("f(\"abc\") = 1\nf(\"\") = 0\nf(_) = 2\n");
  CHECK(e("<f(\"abc\"), f(\"\"), f(\"ab\"), f(<'a', 'b', 'c'>)>") == "<1, 0, 2, 1>");
}

TEST_CASE("a constant that is an event") {
  const Cspm e("channel c: {0..1}\nev = c.0\nP = ev -> P\n");
  CHECK(e("ev") == "c.0");
}

}  // namespace
}  // namespace csp::test
