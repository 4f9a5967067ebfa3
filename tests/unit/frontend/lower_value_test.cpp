// Lowering of expressions, shared variables and assignments: which interactions, in which order.
#include "tests/unit/frontend/lower_support.h"

using namespace csp;
using namespace csp::test;

TEST_CASE("locals that nobody shares are no interactions") {
  const Lowered l =
      good("prog P() { x := 1; x = x + 1; y: int = x * 2; assert y == 4; }\nassert P() :[error free]\n");
  CHECK(ops(l.program(), "P") == "Assign Assign Assign Branch FailAssertion Return");
}

TEST_CASE("x = x + 1 on a shared variable is a read, then a write") {
  const Lowered l = good("var x: int\nprog P() { x = x + 1 }\nassert P() :[error free]\n");
  CHECK(ops(l.program(), "P") == "Read Write Return");
  CHECK(l.program().globals[0].kind == ObjectKind::Var);
}

TEST_CASE("x += e reads x once") {
  const Lowered l = good("var x: int\nvar y: int\nprog P() { x += y }\nassert P() :[error free]\n");
  CHECK(ops(l.program(), "P") == "Read Read Write Return");
  const auto reads = all<Read>(l.program(), "P");
  CHECK(shown(l.program(), "P", reads[0]->object) == "@x");
  CHECK(shown(l.program(), "P", reads[1]->object) == "@y");
}

TEST_CASE("the read of an element is a read of that element only") {
  const Lowered l =
      good("var a: array[3] of int\nprog P(i: int) { x := a[i]; a[i+1] = x }\nassert P(0) :[error free]\n");
  CHECK(ops(l.program(), "P") == "Read Write Return");
  const auto reads = all<Read>(l.program(), "P");
  REQUIRE(reads[0]->path.size() == 1);
  CHECK(shown(l.program(), "P", reads[0]->path[0].index) == "i");
  CHECK(shown(l.program(), "P", all<Write>(l.program(), "P")[0]->path[0].index) == "(i + 1)");
}

TEST_CASE("a field of a shared struct is a path") {
  const Lowered l = good(
      "nametype S = struct { u: int, v: int }\nvar s: S\nprog P() { s.v = s.u }\nassert P() :[error free]\n");
  CHECK(ops(l.program(), "P") == "Read Write Return");
  CHECK(all<Read>(l.program(), "P")[0]->path[0].field == 0);
  CHECK(all<Write>(l.program(), "P")[0]->path[0].field == 1);
}

TEST_CASE("and, or: the right operand is read only when it is evaluated") {
  const Lowered l = good(
      "var x: bool\nvar y: bool\nprog P() { if x and y { skip } else { assert true } }\nassert P() :[error "
      "free]\n");
  const Program& p = l.program();
  const auto branches = all<Branch>(p, "P");
  REQUIRE(branches.size() >= 2);
  // The read of x, then a branch whose true side is the read of y and whose false side is not.
  CHECK(std::holds_alternative<Read>(p.nodes[static_cast<std::size_t>(branches[0]->then_next)].op));
  CHECK(!std::holds_alternative<Read>(p.nodes[static_cast<std::size_t>(branches[0]->else_next)].op));
}

TEST_CASE("operands are evaluated from left to right") {
  const Lowered l = good(
      "channel c, d : {0..3}\nvar v: int\nprog P() { x := (<-c) + v + (<-d); }\n"
      "prog Q() { c <-= 1; d <-= 2 }\nassert [ p:: P() || q:: Q() ] :[error free]\n");
  CHECK(ops(l.program(), "P") == "Command Read Command Assign Return");
}

TEST_CASE("an operand that may fail is evaluated before a later one interacts") {
  const Lowered l = good("var v: int\nprog P(n: int) { x := 1 / n + v }\nassert P(1) :[error free]\n");
  CHECK(ops(l.program(), "P") == "Assign Read Assign Return");
}

TEST_CASE("a captured variable that is assigned lives in an object, others are copied") {
  const Lowered l =
      good("prog P() { a := 1; b := 2; begin prog() { b = a }(); assert b > 0 }\nassert P() :[race free]\n");
  const Program& p = l.program();
  REQUIRE(local(p, "P", "b"));
  CHECK(local(p, "P", "b")->shared);
  CHECK(!local(p, "P", "a")->shared);
  CHECK(ops(p, "P") == "Assign NewVar Begin Read Branch FailAssertion Return");
  CHECK(all<Begin>(p, "P")[0]->callee.args.size() == 2);
  const std::string inner = p.procs[static_cast<std::size_t>(all<Begin>(p, "P")[0]->callee.proc)].name;
  CHECK(ops(p, inner) == "Write Return");
}

TEST_CASE("each execution of a declaration makes a new variable; the loop variable is one per loop") {
  const Lowered l = good(
      "prog P() { for i := 0; i < 2; i += 1 { x := 0; begin prog() { x = i }() } }\nassert P() :[race "
      "free]\n");
  // i: made before the loop. x: made in the body.
  CHECK(ops(l.program(), "P") == "NewVar Read Branch NewVar Begin Read Write Return");
}

TEST_CASE("a shared parameter moves into an object at entry") {
  const Lowered l = good("prog P(n: int) { begin prog() { n = 2 }(); n = 1 }\nassert P(0) :[race free]\n");
  CHECK(ops(l.program(), "P") == "NewVar Assign Begin Write Return");
  CHECK(l.program().procs[static_cast<std::size_t>(proc(l.program(), "P"))].params == 1);
}

TEST_CASE("a value that may lie outside its type is checked where it is stored") {
  const Lowered l = good("prog P(n: int) { x: 0..3 = n; y: 0..7 = x; }\nassert P(1) :[error free]\n");
  const auto assigns = all<Assign>(l.program(), "P");
  REQUIRE(assigns.size() == 2);
  CHECK(assigns[0]->target.check != kNone);
  CHECK(assigns[1]->target.check == kNone);
}

TEST_CASE("locks are objects of their own, also inside structs and arrays") {
  const Lowered l = good(
      "nametype S = struct { m: mutex, n: int }\nprog P() { m: mutex; s: S; a: array[2] of mutex; m.lock(); "
      "s.m.lock(); a[1].lock() }\n"
      "assert P() :[error free]\n");
  CHECK(ops(l.program(), "P") == "NewMutex MakeZero MakeZero Lock Lock Lock Return");
}

TEST_CASE("locks of a top-level variable are globals") {
  const Lowered l = good(
      "var m: mutex\nvar a: array[2] of mutex\nprog P() { m.lock(); a[0].lock() }\nassert P() :[error "
      "free]\n");
  const auto& g = l.program().globals;
  REQUIRE(g.size() == 4);
  CHECK(g[0].kind == ObjectKind::Mutex);
  CHECK(g[1].kind == ObjectKind::Var);
  CHECK(g[1].init.items()[1] == Value::ref(3));
  CHECK(g[3].name == "a[1]");
}

TEST_CASE("any(T) is a choice of its values") {
  const Lowered l =
      good("datatype D = A | B.0..1\nprog P() { x := any(D); y := any(2..4) }\nassert P() :[error free]\n");
  const auto choices = all<AnyValue>(l.program(), "P");
  REQUIRE(choices.size() == 2);
  CHECK(l.program().exprs[static_cast<std::size_t>(choices[0]->set)].value.items().size() == 3);
  CHECK(l.program().exprs[static_cast<std::size_t>(choices[1]->set)].value.items().size() == 3);
}
