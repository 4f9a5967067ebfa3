// Constants, their overrides, and the values of expressions before a run.
#include "frontend/constant.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/unit/frontend/check_support.h"

namespace csp {
namespace {

TEST_CASE("values of constants") {
  const Loaded loaded(
      "A = 7 / 2\nB = -7 / 2\nC = -7 % 3\nD = 7 % -3\n"
      "E = {3, 1, 2..4}\nF = <1, 2> ^ <3>\nG = (1, true, 'x')\nH = if A == 3 then \"yes\" else \"no\"\n"
      "I = #F + #E\nJ = elem(4, E) and not elem(5, E)\nK = head(tail(F))\nL = G.2\nM = F[2]\nN = 2 + 3 * 4 - "
      "1\n"
      "O = {0..-1}\nP = 1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3 and 1 != 2\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  CHECK(loaded.value("A") == "3");
  CHECK(loaded.value("B") == "-3");  // toward zero
  CHECK(loaded.value("C") == "-1");  // the sign of the dividend
  CHECK(loaded.value("D") == "1");
  CHECK(loaded.value("E") == "<1, 2, 3, 4>");  // sorted, without duplicates
  CHECK(loaded.value("F") == "<1, 2, 3>");
  CHECK(loaded.value("G") == "(1, true, 'x')");
  CHECK(loaded.value("H") == "\"yes\"");
  CHECK(loaded.value("I") == "7");
  CHECK(loaded.value("J") == "true");
  CHECK(loaded.value("K") == "2");
  CHECK(loaded.value("L") == "true");
  CHECK(loaded.value("M") == "3");
  CHECK(loaded.value("N") == "13");
  CHECK(loaded.value("O") == "<>");
  CHECK(loaded.value("P") == "true");
}

TEST_CASE("short circuits") {
  const Loaded loaded(
      "ZERO = 0\nA = ZERO == 0 or 1 / ZERO == 1\nB = ZERO != 0 and 1 / ZERO == 1\nC = if ZERO == 0 then 1 "
      "else 1 / ZERO\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  CHECK(loaded.value("A") == "true");
  CHECK(loaded.value("B") == "false");
  CHECK(loaded.value("C") == "1");
}

TEST_CASE("arithmetic beyond 64 bits is an error, not a wrong value") {
  CHECK(Loaded("A = 9223372036854775807 + 1\n").codes() == "E0414");
  CHECK(Loaded("A = -9223372036854775807 - 2\n").codes() == "E0414");
  CHECK(Loaded("A = 4611686018427387904 * 2\n").codes() == "E0414");
  CHECK(Loaded("A = (-9223372036854775807 - 1) / -1\n").codes() == "E0414");
  CHECK(Loaded("A = -(-9223372036854775807 - 1)\n").codes() == "E0414");
  const Loaded edge("A = (-9223372036854775807 - 1) % -1\nB = -9223372036854775807 - 1\n");
  REQUIRE(edge.model);
  CHECK(edge.constant("A").value == Value::integer(0));
  CHECK(edge.constant("B").value == Value::integer(std::numeric_limits<std::int64_t>::min()));
}

TEST_CASE("datatype values and structs") {
  const Loaded loaded(
      "datatype Shape = Point | Circle.{0..3} | Box.Shape.Bool\nnametype Pos = struct { x: int, y: int }\n"
      "A = Circle.2\nB = Box.(Circle.(1 + 2)).true\nC = Box(Point, false)\nD = B.2\nE = C is Box and not "
      "(A is Point)\n"
      "F = Pos(3, 4).y\nG = {Circle.1, Point}\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  CHECK(loaded.value("A") == "Circle.2");
  CHECK(loaded.value("C") == "Box.Point.false");
  CHECK(loaded.value("D") == "true");
  CHECK(loaded.value("E") == "true");
  CHECK(loaded.value("F") == "4");
  CHECK(loaded.value("G") == "<Point, Circle.1>");
}

TEST_CASE("-D replaces the value, and what depends on it follows") {
  const std::string text =
      "N = 5\nM = N * 2\nS = {0..N}\nFLAG = false\ndatatype T = A | B\nWHO = A\nLIST = <1>\n";
  const Loaded loaded(text, {{"N", "7"}, {"FLAG", "not false"}, {"WHO", "B"}, {"LIST", "<>"}});
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  CHECK(loaded.value("M") == "14");
  CHECK(loaded.value("S") == "<0, 1, 2, 3, 4, 5, 6, 7>");
  CHECK(loaded.value("FLAG") == "true");
  CHECK(loaded.value("WHO") == "B");
  CHECK(loaded.value("LIST") == "<>");
  CHECK(Loaded(text, {{"N", "M"}}).codes() == "E0310");  // M depends on N
}

TEST_CASE("-D that is wrong") {
  const std::string text = "LIMIT = 5\nprog P() { skip }\n";
  const Loaded unknown(text, {{"LIMTI", "3"}});
  CHECK(unknown.codes() == "E0312");
  CHECK(unknown.diagnostics.list()[0].help == "did you mean `LIMIT`?");
  CHECK(Loaded(text, {{"P", "3"}}).codes() == "E0312");
  CHECK(Loaded(text, {{"LIMIT", "true"}}).codes() == "E0401");
  CHECK(Loaded(text, {{"LIMIT", "1 / 0"}}).codes() == "E0414");
  CHECK(Loaded(text, {{"LIMIT", "nowhere"}}).codes() == "E0301");
  CHECK(!Loaded(text, {{"LIMIT", "3 +"}}).model);
  CHECK(!Loaded(text, {{"LIMIT", "3\nX = 4"}}).model);
  CHECK(!Loaded(text, {{"LIMIT", ""}}).model);
}

TEST_CASE("a default that fails does not matter when it is overridden") {
  CHECK(Loaded("ZERO = 0\nN = 1 / ZERO\n", {{"N", "3"}}).value("N") == "3");
  CHECK(Loaded("ZERO = 0\nN = 1 / ZERO\n", {{"ZERO", "1"}}).value("N") == "1");
}

TEST_CASE("initial values of variables") {
  const Loaded loaded(
      "N = 3\nvar a: 2..5\nvar b: array[N] of -1..1\nvar c: {4, 7}\nvar d: bool = N == 3\nvar e: list of int "
      "= <N>\nvar f: (int, bool)\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  const auto initial = [&](const std::string& name) -> std::string {
    for (const GlobalInfo& g : loaded.model->globals)
      if (g.name == name) return show(loaded.model->types, g.type, g.init);
    return "none";
  };
  CHECK(initial("a") == "2");
  CHECK(initial("b") == "array(0, 0, 0)");
  CHECK(initial("c") == "4");
  CHECK(initial("d") == "true");
  CHECK(initial("e") == "<3>");
  CHECK(initial("f") == "(0, false)");
}

TEST_CASE("expressions over the variables of an instance") {
  const Loaded loaded(
      "prog P(n: int) { skip }\nRING(k) = [ p[i: 0..k-1]:: P(i) ]\nassert forall n: 1..3 @ RING(n + 1) "
      ":[terminates]\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  const AssertInfo& info = loaded.model->assertions.at(0);
  REQUIRE(info.forall_sets.size() == 1);
  CHECK(info.forall_sets[0].size() == 3);
  REQUIRE(info.system->args.size() == 1);
  const Variable* n = loaded.model->replicator_variable.at(&info.assertion->forall[0]);
  CHECK(std::holds_alternative<NotConstant>(evaluate(*loaded.model, *info.system->args[0])));
  const auto value = evaluate(*loaded.model, *info.system->args[0], {{n, Value::integer(2)}});
  REQUIRE(std::holds_alternative<Value>(value));
  CHECK(std::get<Value>(value) == Value::integer(3));
  CHECK(info.text == "forall n: 1..3 @ RING(n + 1) :[terminates]");
}

TEST_CASE("strings are lists of characters") {
  CHECK(string_value("aé").items().size() == 2);
  CHECK(string_value("aé").items()[1] == Value::integer(0xe9));
  CHECK(string_value("").items().empty());
}

}  // namespace
}  // namespace csp
