// Lowering of communications, select, guarded commands, parallel commands and process names.
#include "tests/unit/frontend/lower_support.h"

using namespace csp;
using namespace csp::test;

TEST_CASE("select evaluates channels and values on entry, in order") {
  const Lowered l = good(
      "var v: int\nprog P() { c := mk(chan of int); d := mk(chan of int); "
      "select { case c <-= v: skip; case x := <-d: assert x > 0; case <-timeout(): skip } }\nassert P() "
      ":[leak free]\n");
  CHECK(ops(l.program(), "P") == "NewChan NewChan Read NewTimer Select Branch FailAssertion Return");
}

TEST_CASE("select with default, pri select") {
  const Lowered l = good(
      "prog P() { c := mk(chan of int); select { case <-c: skip; default: skip } pri select { case <-c: skip "
      "} }\nassert P() :[leak free]\n");
  const auto comms = all<Comm>(l.program(), "P");
  REQUIRE(comms.size() == 2);
  CHECK(comms[0]->mode == CommMode::Default);
  CHECK(comms[0]->otherwise != kNone);
  CHECK(comms[1]->mode == CommMode::Select);
  CHECK(comms[1]->priority);
}

TEST_CASE("boolean guards are a choice; without a true one [ ] fails and *[ ] ends") {
  const Lowered l = good(
      "prog P(n: int) { [ n > 0 -> skip [] n < 5 -> n = 1 ] *[ n > 0 -> n = n - 1 ] }\nassert P(3) :[error "
      "free]\n");
  const Program& p = l.program();
  const auto choices = all<Choose>(p, "P");
  REQUIRE(choices.size() == 2);
  CHECK(choices[0]->options.size() == 2);
  CHECK(std::get<Fail>(p.nodes[static_cast<std::size_t>(choices[0]->otherwise)].op).kind ==
        ErrorKind::NoGuard);
  CHECK(std::holds_alternative<Return>(p.nodes[static_cast<std::size_t>(choices[1]->otherwise)].op));
}

TEST_CASE("guards with inputs are one Comm; booleans with shared reads come before it, in order") {
  const Lowered l = good(
      "var a: bool\nvar b: bool\nprog P(c: chan of 0..1) { *[ a; c?x -> skip [] b -> skip ] }\n"
      "channel c : {0..1}\nprog Q() { P(c) }\nassert Q() :[error free]\n");
  const auto comms = all<Comm>(l.program(), "P");
  REQUIRE(comms.size() == 1);
  CHECK(comms[0]->mode == CommMode::Guarded);
  CHECK(comms[0]->alts[0].kind == AltKind::Receive);
  CHECK(comms[0]->alts[1].kind == AltKind::Tau);
  const auto reads = all<Read>(l.program(), "P");
  REQUIRE(reads.size() == 2);
  CHECK(shown(l.program(), "P", reads[0]->object) == "@a");
  CHECK(shown(l.program(), "P", reads[1]->object) == "@b");
}

TEST_CASE("what a replicated guard reads of variables is read once, before the command") {
  const Lowered l = good(
      "var n: 0..2\nvar m: 0..2\nprog P(c: chan of 0..1) { *[ (i: 0..1) i < n and n > m; c?x -> skip ] }\n"
      "channel c : {0..1}\nprog Q() { P(c) }\nassert Q() :[error free]\n");
  const auto reads = all<Read>(l.program(), "P");
  REQUIRE(reads.size() == 3);
  CHECK(shown(l.program(), "P", reads[0]->object) == "@n");
  CHECK(shown(l.program(), "P", reads[1]->object) == "@n");
  CHECK(shown(l.program(), "P", reads[2]->object) == "@m");
  CHECK(all<Comm>(l.program(), "P").size() == 1);
}

TEST_CASE("a replicated guard that reads elements reads them one by one, before the command") {
  const Lowered l =
      good("var a: array[2] of bool\nprog P() { *[ (i: 0..1) a[i] -> skip ] }\nassert P() :[terminates]\n");
  const auto reads = all<Read>(l.program(), "P");
  REQUIRE(reads.size() == 1);  // in a loop over the values
  CHECK(shown(l.program(), "P", reads[0]->object) == "@a");
  CHECK(reads[0]->path.size() == 1);
  REQUIRE(all<Choose>(l.program(), "P").size() == 1);
}

TEST_CASE("a receive into a shared variable receives, then writes") {
  const Lowered l = good("var x: int\nprog P() { c := mk(chan of int); x = <-c }\nassert P() :[leak free]\n");
  CHECK(ops(l.program(), "P") == "NewChan Command Write Return");
}

namespace {
const char* const kPhilosophers = R"(
N = 3
DINING = [ fork[i: 0..N-1]:: FORK(i) || phil[i: 0..N-1]:: PHIL(i) ]
prog PHIL(i: 0..N-1) { *[ true -> fork[i]!pickup(); fork[(i+1) % N]!pickup(); fork[i]!putdown(); fork[(i+1) % N]!putdown() ] }
prog FORK(i: 0..N-1) { *[ phil[i]?pickup() -> phil[i]?putdown() [] phil[(i+N-1) % N]?pickup() -> phil[(i+N-1) % N]?putdown() ] }
assert DINING :[deadlock free]
)";
}

TEST_CASE("the philosophers: a parallel root, peer channels from the sender to the receiver") {
  const Lowered l = good(kPhilosophers);
  const Program& p = l.program();
  CHECK(p.root_parallel);
  REQUIRE(l.check->members.size() == 6);
  CHECK(l.check->members[0] == "fork[0]");
  CHECK(l.check->members[5] == "phil[2]");
  const auto sends = all<Comm>(p, "PHIL");
  REQUIRE(sends.size() == 4);
  CHECK(sends[0]->alts[0].peer);
  // Hidden parameters: %0 the group, %1 the own number. fork is branch 0, phil branch 1.
  CHECK(shown(p, "PHIL", sends[0]->alts[0].channel) == "PeerChan(%0, %1, Member.0(%0, i))");
  const auto receives = all<Comm>(p, "FORK");
  CHECK(shown(p, "FORK", receives[0]->alts[0].channel) == "PeerChan(%0, Member.1(%0, i), %1)");
  CHECK(receives[0]->alts[0].pattern.kind == PatternKind::Shape);
}

TEST_CASE("hidden parameters go along calls and into nested commands; the nearest label counts") {
  const Lowered l = good(R"(
prog talk() { b!1 }
prog outer() { talk(); [ x:: talk() || b:: inner() ] }
prog inner() { n: int; x?n }
prog partner() { n: int; a?n }
assert [ a:: outer() || b:: partner() ] :[deadlock free]
)");
  const Program& p = l.program();
  // talk means the outer b when called by outer, and the inner b in the branch x: two progs.
  int talks = 0;
  for (const Proc& q : p.procs) talks += q.name == "talk";
  CHECK(talks == 2);
}

TEST_CASE("an unknown process and a wrong number of subscripts are reported at the use") {
  const Lowered l = lowered(R"(
prog A() { bb!1 }
prog B(i: int) { n: int; a[1]?n }
assert [ a:: A() || b[i: 0..1]:: B(i) ] :[deadlock free]
)");
  CHECK(!l.check);
  CHECK(l.diagnostics.has_errors());
}

TEST_CASE("a branch that is one call runs that prog; others get a prog of their own") {
  const Lowered l =
      good("prog P(n: int) { skip }\nassert [ a:: P(1) || b[i: 0..2]:: { P(i); P(i) } ] :[terminates]\n");
  const Program& p = l.program();
  const auto* start = std::get_if<ParallelStart>(
      &p.nodes[static_cast<std::size_t>(p.procs[static_cast<std::size_t>(p.root)].entry)].op);
  REQUIRE(start);
  CHECK(start->branches[0].callee.proc == proc(p, "P"));
  CHECK(start->branches[1].callee.proc != proc(p, "P"));
}

TEST_CASE("properties name local variables: they become shared in that check only") {
  const std::string text =
      "prog P() { x := 0; x = 1 }\nassert P() :[always P.x <= 1]\nassert P() :[error free]\n";
  const Lowered named = good(text, 0);
  CHECK(ops(named.program(), "P") == "NewVar Write Return");
  CHECK(dump(named.program(), named.check->property) == "Always (StateVar(StateLocal(root:P:x)) <= 1)\n");
  CHECK(ops(good(text, 1).program(), "P") == "Assign Assign Return");
}

TEST_CASE("forall gives one check per value, systems with parameters are instantiated") {
  const std::string text =
      "prog P(n: int) { skip }\nS(k) = [ p[i: 1..k]:: P(i) ]\nassert forall n: 0..3 @ S(n) :[terminates]\n";
  const Lowered l = good(text, 0, 2);
  CHECK(instances(l.model->assertions[0]) == 4);
  CHECK(l.check->instance == "n = 2");
  CHECK(l.check->members.size() == 2);
}

TEST_CASE("open channels: the environment is at the end that nobody uses") {
  const Lowered l = good(R"(
channel left, mid, right : {0..1}
channel unused
prog COPY(west: chan of 0..1, east: chan of 0..1) { *[ west?c -> east!c ] }
assert [ a:: COPY(left, mid) || b:: COPY(mid, right) ] :[deadlock free]
)");
  const auto& g = l.program().globals;
  CHECK(g[0].environment == Environment::Sends);
  CHECK(g[1].environment == Environment::None);
  CHECK(g[2].environment == Environment::Receives);
  CHECK(g[3].environment == Environment::None);
}

TEST_CASE("the environment cannot choose from an infinite type") {
  const Lowered l = lowered("channel c : int\nprog P() { x := <-c }\nassert P() :[error free]\n");
  CHECK(codes(l) == "E0506");
}

TEST_CASE("channels are followed through messages and closures") {
  const Lowered l = good(R"(
channel c : {0..1}
prog P(f: prog()) { f() }
prog Q() { m := mk(chan[1] of chan of 0..1); m <-= c; d := <-m; P(prog() { d <-= 1 }); x := <-c }
assert Q() :[error free]
)");
  CHECK(l.program().globals[0].environment == Environment::None);
}
