// Lowering of control, calls, defer and Go's library.
#include "tests/unit/frontend/lower_support.h"

using namespace csp;
using namespace csp::test;

TEST_CASE("a loop without a statement still is a place to stand at") {
  const Lowered l = good("prog P() { for { } }\nassert P() :[terminates]\n");
  CHECK(ops(l.program(), "P") == "Branch");
}

TEST_CASE("break leaves the loop, continue goes to the step of for") {
  const Lowered l = good(
      "prog P() { for i := 0; i < 9; i += 1 { if i == 2 { continue } if i == 5 { break } } }\nassert P() "
      ":[terminates]\n");
  const Program& p = l.program();
  const auto branches = all<Branch>(p, "P");
  REQUIRE(branches.size() == 3);
  CHECK(std::holds_alternative<Assign>(p.nodes[static_cast<std::size_t>(branches[1]->then_next)].op));
  CHECK(std::holds_alternative<Return>(p.nodes[static_cast<std::size_t>(branches[2]->then_next)].op));
}

TEST_CASE("range over a channel receives until it is closed") {
  const Lowered l = good(
      "prog P() { c := mk(chan[1] of int); close(c); for x := range c { skip } }\nassert P() "
      ":[terminates]\n");
  const auto comms = all<Comm>(l.program(), "P");
  REQUIRE(comms.size() == 1);
  CHECK(comms[0]->alts[0].ok.has_value());
}

TEST_CASE("falling off the end of a prog with a result is an error, statements after return are gone") {
  const Lowered l = good(
      "prog f(x: int): int { if x > 0 { return 1; } }\nprog P() { y := f(1); return; y = 2 }\nassert P() "
      ":[error free]\n");
  CHECK(ops(l.program(), "f") == "Branch Return FailNoReturn");
  CHECK(ops(l.program(), "P") == "Call Return");
}

TEST_CASE("deferred operations of locks, channels and groups become calls with their operands") {
  const Lowered l = good(
      "prog P() { m: mutex; w: waitgroup; c := mk(chan of int); m.lock(); defer m.unlock(); defer close(c); "
      "defer w.done(); w.add(1) }\n"
      "assert P() :[error free]\n");
  const auto defers = all<Defer>(l.program(), "P");
  REQUIRE(defers.size() == 3);
  const Program& p = l.program();
  auto name = [&](int i) {
    return p.procs[static_cast<std::size_t>(defers[static_cast<std::size_t>(i)]->callee.proc)].name;
  };
  CHECK(ops(p, name(0)) == "Unlock Return");
  CHECK(ops(p, name(1)) == "Close Return");
  CHECK(ops(p, name(2)) == "WgAdd Return");
}

TEST_CASE("the write lock of a rwmutex is announced, then acquired") {
  const Lowered l = good(
      "prog P() { m: rwmutex; m.lock(); m.unlock(); m.rlock(); m.runlock() }\nassert P() :[error free]\n");
  CHECK(ops(l.program(), "P") == "NewRwMutex RwAnnounce RwAcquire RwUnlock RLock RUnlock Return");
}

TEST_CASE("cond.wait is three interactions, wg.wait two") {
  const Lowered l = good(
      "prog P() { m: mutex; c := mk(cond, m); w: waitgroup; m.lock(); c.wait(); c.signal(); c.broadcast(); "
      "w.wait() }\nassert P() :[error free]\n");
  CHECK(ops(l.program(), "P") ==
        "NewMutex NewCond NewWaitGroup Lock CondWait CondSleep CondRelock CondSignal CondBroadcast WgWait "
        "WgSleep Return");
}

TEST_CASE("once.do marks the end in a deferred call") {
  const Lowered l = good("prog P() { o: once; o.do(prog() { skip }) }\nassert P() :[error free]\n");
  CHECK(ops(l.program(), "P") == "NewOnce OnceEnter Call Return");
  const Program& p = l.program();
  const ProcId first = all<Call>(p, "P")[0]->callee.proc;
  std::string kinds;
  for (const Node& n : p.nodes)
    if (n.proc == first) kinds += op_name(n) + " ";
  CHECK(kinds == "Defer Call Return ");
}

TEST_CASE(
    "a derived context has a watcher and a cancel function, and is born cancelled under a cancelled parent") {
  const Lowered l = good(
      "prog P() { ctx, cancel := withCancel(background()); cancel(); <-ctx.done() }\nassert P() :[leak "
      "free]\n");
  CHECK(ops(l.program(), "P") ==
        "Assign NewChan ChanIsClosed Branch Cancel Begin Assign Assign Assign Call Command Return");
  CHECK(ops(l.program(), "context watcher") == "Select Cancel Return");
  CHECK(ops(l.program(), "cancel") == "Cancel Return");
}

TEST_CASE("a timeout context's watcher has a timer") {
  const Lowered l = good(
      "prog P() { ctx, cancel := withTimeout(background(), 5); defer cancel(); <-ctx.done() }\nassert P() "
      ":[leak free]\n");
  CHECK(ops(l.program(), "context watcher") == "NewTimer Select Cancel Return");
}

TEST_CASE("timer(f) runs f in a process of its own") {
  const Lowered l =
      good("var x: int\nprog P() { t := timer(prog() { x = 1 }); s := stop(t) }\nassert P() :[leak free]\n");
  CHECK(ops(l.program(), "P") == "NewTimer Begin Assign TimerStop Return");
  CHECK(all<Begin>(l.program(), "P")[0]->service);
  CHECK(ops(l.program(), "timer") == "Command Begin Return");
}

TEST_CASE("labels that the property names are steps") {
  const std::string text =
      "prog P() { x := 1; L: skip; x = 2; M: x = 3; }\nassert P() :[reachable at(P, L)]\nassert P() :[error "
      "free]\n";
  const Lowered named = good(text, 0);
  CHECK(ops(named.program(), "P") == "Assign Branch Assign Assign Return");
  int observed = 0;
  for (const Node& n : named.program().nodes) observed += n.observed;
  CHECK(observed == 1);
  CHECK(ops(good(text, 1).program(), "P") == "Assign Assign Assign Return");
}
