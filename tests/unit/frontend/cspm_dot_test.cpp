// Dotted values: channels, constructors, their fields. The examples of extensions and productions are those
// of the manual of FDR (CSPM, built-in functions) in other words.
#include <doctest/doctest.h>

#include "tests/unit/frontend/cspm_support.h"

namespace csp::test {
namespace {

const char* const kScript =
    "datatype T = A.{0..1} | B | C.Bool.{5..6}\n"
    "datatype Tree = Leaf.{0..1} | Node.Tree.Tree\n"
    "nametype Pair = {0..1}.{2..3}\n"
    "subtype Small = B | A.{1}\n"
    "channel c: T\n"
    "channel d: {0..1}.Bool\n"
    "channel e\n"
    "channel p: Pair.{7}\n"
    "channel t: ({0..1}, Bool)\n"
    "channel r: Tree\n";

TEST_CASE("fields go where something is missing") {
  const Cspm e(kScript);
  CHECK(e("c.A.1") == "c.A.1");
  CHECK(e("(c.A.1) == (c.(A.1))") == "true");
  CHECK(e("let x = A within c.x.1") == "c.A.1");
  CHECK(e("d.1.true") == "d.1.true");
  CHECK(e("let x = 1.true within d.x") == "d.1.true");
  CHECK(e("(C.true.5) == (C.true.5)") == "true");
  CHECK(e("t.(1, true)") == "t.(1, true)");
  CHECK(e("p.0.2.7") == "p.0.2.7");
  CHECK(e("c.A.2") == "E0605");
  CHECK(e("d.7.true") == "E0605");
  CHECK(e("1.2") == "1.2");
}

TEST_CASE("sets of datatypes and channels") {
  const Cspm e(kScript);
  CHECK(e("card(T)") == "7");  // 2 + 1 + 2 * 2
  CHECK(e("{x | A.x <- T}") == "{0, 1}");
  CHECK(e("card({|c|})") == "7");
  CHECK(e("{|d.1|}") == "{d.1.false, d.1.true}");
  CHECK(e("{|d.1|} == {d.1.true, d.1.false}") == "true");
  CHECK(e("{|e, c.A|} == {e, c.A.0, c.A.1}") == "true");
  CHECK(e("{| d.x | x <- {0..1}, x > 0 |} == {|d.1|}") == "true");
  CHECK(e("Small == {B, A.1}") == "true");
  CHECK(e("card(Events)") == "E0604");  // of r
  CHECK(e("member(r.Node.(Leaf.0).(Leaf.1), Events)") == "true");
  CHECK(e("member(A.0, T)") == "true");
  CHECK(e("card(Tree)") == "E0604");
  CHECK(e("Pair") == "{0, 1}.{2, 3}");
}

TEST_CASE("extensions and productions") {
  const Cspm e(kScript);
  CHECK(e("extensions(d)") == "{0, 1}.{false, true}");
  CHECK(e("extensions(d.0) == {false, true}") == "true");
  CHECK(e("extensions(c.A) == {0, 1}") == "true");
  CHECK(e("productions(d.0) == {d.0.true, d.0.false}") == "true");
  CHECK(e("productions(A) == {A.0, A.1}") == "true");
  CHECK(e("productions(e) == {e}") == "true");
}

TEST_CASE("patterns take dotted values apart") {
  const Cspm e(std::string(kScript) +
               "f(A.x) = x\nf(B) = 10\nf(C.b.n) = if b then n else -n\n"
               "g(d.x.y) = (x, y)\ng(c.x) = (f(x), true)\ng(_) = (-1, false)\n"
               "depth(Leaf._) = 0\ndepth(Node.x.y) = 1 + depth(x)\n"
               "rest(C.x) = x\n");
  CHECK(e("<f(A.1), f(B), f(C.true.5), f(C.false.6)>") == "<1, 10, 5, -6>");
  CHECK(e("g(d.1.true)") == "(1, true)");
  CHECK(e("g(c.A.1)") == "(1, true)");
  CHECK(e("g(e)") == "(-1, false)");
  CHECK(e("depth(Node.(Node.(Leaf.0).(Leaf.1)).(Leaf.1))") == "2");
  CHECK(e("rest(C.true.6)") == "true.6");  // the longest match
}

TEST_CASE("a set of pairs that is no product cannot be the type of two fields") {
  const Cspm e("channel c: {0.0, 1.1}\n");
  CHECK(e("c.0.0") == "E0605");
  const Cspm good("channel c: {x.y | x <- {0..1}, y <- {0..1}}\n");
  CHECK(good("card({|c|})") == "4");
}

TEST_CASE("a datatype may need its own values") {
  const Cspm e("datatype T = A | B.{A}\n");
  CHECK(e("T") == "T");
  CHECK(e("card(T)") == "2");
  CHECK(e("B.A") == "B.A");
}

}  // namespace
}  // namespace csp::test
