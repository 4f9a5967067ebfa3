// Types of CSPM: what is accepted, and what is refused with which code. The rules are those of FDR's manual
// (CSPM, type system).
#include <doctest/doctest.h>

#include "tests/unit/frontend/check_support.h"

namespace csp {
namespace {

const std::string kDecls =
    "datatype T = A.{0..1} | B\ndatatype D = X.Proc\nchannel a, b\nchannel c: {0..1}.Bool\nchannel d: T\nP0 "
    "= a -> STOP\n";

std::string codes(const std::string& text) { return Loaded(kDecls + text + "\n").codes(); }

TEST_CASE("accepted") {
  for (const std::string text : {
           "P = c.1.true -> STOP",
           "P = c?x?y -> P",
           "P(x) = c.x?y -> P(x)",
           "f(ch) = ch.1.true -> STOP\nP = f(c)",
           "f(ch, x) = ch!x -> STOP\nP = f(c, 1.true) [] f(d, B)",
           "id(x) = x\nP = id(a) -> id(STOP)",
           "S(ch) = {|ch|}\nT1 = union(S(c), S(a))",
           "map(f, s) = <f(x) | x <- s>\nv = (map(head, <<1>>), map(not_, <true>))\nnot_(x) = not x",
           "f(A.x) = x\nf(B) = 3\nv = f(A.1)",
           "P = d!A!1 -> STOP",
           "P = d.A?x -> STOP",
           "v = {A.0, A.1, B} == T",
           "P = (a -> STOP) [[a <- b]]",
           "P = (c.1.true -> STOP) [[c.1 <- c.0]]",
           "P = ||| i: {0..1} @ c.i?b1 -> STOP",
           "v = (A.1) == B",
           "v = <1, 2> <= <1, 2, 3>",
           "v = X.STOP",
           "f(x, y) = x.y\nv = f(A, 1)",
           "even(n) = n == 0 or odd(n - 1)\nodd(n) = n > 0 and even(n - 1)",
           "e = {}\nv = (union(e, {1}), union(e, {true}))",
           "f(x) = let g(y) = (x, y) within (g(1), g(true))",
           "P = a -> Q\nQ = b -> P", "datatype N = L | M.N\nf(x) = f(M.x)\nv = f(L)",
       })
    CHECK_MESSAGE(codes(text) == "", text);
}

TEST_CASE("values of the wrong type") {
  CHECK(codes("v = 1 + true") == "E0401");
  CHECK(codes("v = if 1 then 2 else 3") == "E0401");
  CHECK(codes("v = <1, true>") == "E0401");
  CHECK(codes("f(x) = x + 1\nv = f(<1>)") == "E0401");
  CHECK(codes("f(x) = (x + 1, head(x))") == "E0401");
  CHECK(codes("P = a -> 3") == "E0401");
  CHECK(codes("P = STOP [] 1") == "E0401");
  CHECK(codes("P = P0 \\ {1}") == "E0401");
  CHECK(codes("P = c.true.true -> STOP") == "E0401");
  CHECK(codes("f(0) = 1\nf(true) = 2") == "E0401");
}

TEST_CASE("fields of channels") {
  CHECK(codes("P = c.1 -> STOP") == "E0402");
  CHECK(codes("P = c!1!true!2 -> STOP") == "E0402");
  CHECK(codes("P = a!1 -> STOP") == "E0402");
  CHECK(codes("P = 3 -> STOP") == "E0401");
  CHECK(codes("S = {| 3 |}") == "E0408");
}

TEST_CASE("what a type cannot do") {
  CHECK(codes("v = STOP == STOP") == "E0406");
  CHECK(codes("v = true < false") == "E0406");
  CHECK(codes("v = (A.1) < B") == "E0406");
  CHECK(codes("v = (X.STOP) == (X.STOP)") == "E0406");
  CHECK(codes("f(x) = x\nv = f == f") == "E0406");
}

TEST_CASE("names, numbers of arguments") {
  CHECK(codes("v = unknwon + 1") == "E0301");
  CHECK(codes("P = diamond(P0)") == "E0301");
  CHECK(codes("transparent diamond\nP = diamond(P0)") == "");
  CHECK(codes("f(x) = x\nv = f(1, 2)") == "E0402");
  CHECK(codes("f(x) = x\nf(x, y) = x\nv = f(1)") == "E0402");
  CHECK(codes("v = 3(1)") != "");
  CHECK(codes("f(x) = f") == "E0405");
  CHECK(codes("f(x, x) = x") == "E0219");
}

TEST_CASE("programs in processes") {
  const std::string copy =
      "channel l, m: {0..1}\nprog COPY(w: chan of 0..1, e: chan of 0..1) { *[ w?x -> e!x ] }\n";
  CHECK(codes(copy + "P = COPY(l, m) [] STOP") == "");
  CHECK(codes(copy + "P = COPY(l) [] STOP") == "E0402");
  CHECK(codes(copy + "P = COPY(l, c) [] STOP") == "E0401");
  CHECK(codes(copy + "P = COPY(l, 3) [] STOP") == "E0401");
  CHECK(codes(copy + "P = STOP [] COPY") == "E0402");
}

TEST_CASE("constants and sets of CSPM in programs") {
  const Loaded loaded(
      "S = union({1, 2}, {5})\nN = card(S)\nf(x) = x * x\nM = f(N)\n"
      "prog P(x: S) { a: array[N] of int; assert a[0] == M; }\nassert P(5) :[error free]\n");
  CHECK(loaded.codes() == "");
  REQUIRE(loaded.model);
  CHECK(loaded.value("N") == "3");
  CHECK(loaded.value("M") == "9");
  CHECK(Loaded("P = STOP |~| STOP\nprog Q() { x: int = P; }\n").codes() == "E0304");
  CHECK(Loaded("f(x) = x\nprog Q() { x: int = f(1); }\n").codes() == "E0316");
}

}  // namespace
}  // namespace csp
