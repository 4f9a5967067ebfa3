// Replay: right traces are accepted, mutated ones are rejected with the step that is wrong.
#include "checker/certify/replay.h"

#include <doctest/doctest.h>

#include "checker/certify/explore.h"
#include "tests/unit/program_builder.h"

using namespace csp;
using namespace csp::test;

namespace {

Property asks(PropertyKind kind, std::vector<ExprId> exprs = {}, std::vector<Value> outcomes = {}) {
  Property property;
  property.kind = kind;
  property.exprs = std::move(exprs);
  property.outcomes = std::move(outcomes);
  return property;
}

Finding first_finding(const Program& program, const Property& property) {
  const auto found = reference::explore(program, property);
  REQUIRE(!found.findings.empty());
  return found.findings[0];
}

// Everything that explore finds replays.
void agrees(const Program& program, const Property& property) {
  const auto found = reference::explore(program, property);
  REQUIRE(!found.findings.empty());
  for (const Finding& finding : found.findings) {
    const Replayed replayed = replay(program, property, finding);
    CHECK(replayed.mismatch == "");
    CHECK(replayed.not_confirmed == "");
    CHECK(replayed.story.steps.size() == finding.trace.steps.size());
  }
}

// Figure 1 of the Go study: the child sends, the parent may time out first.
struct Figure1 {
  ProgramBuilder b;
  ExprId ch;
  NodeId send = kNone, begin = kNone, select = kNone;
  Program program;
  explicit Figure1() {
    ch = b.chan("ch", b.int_type);
    auto child = b.proc("child");
    send = child.send(ch, b.lit(1));
    auto main = b.proc("main");
    begin = main.begin(child.id);
    select = main.comm(CommMode::Select, {ProcBuilder::receive_alt(ch), ProcBuilder::tau_alt()});
    program = b.finish(main.id);
  }
  // begin, then timeout: written by hand.
  Finding leak() const {
    Finding f;
    f.kind = FindingKind::Leak;
    f.pids = {1};
    f.trace.steps.push_back({StepKind::Act, {{0, begin, kNone, {}}, {1, kNone, kNone, {}}}, 0});
    f.trace.steps.push_back({StepKind::Act, {{0, select, 1, {}}}, 0});
    return f;
  }
};

}  // namespace

TEST_CASE("a leak written by hand is confirmed and explained") {
  const Figure1 fig;
  const Replayed r = replay(fig.program, asks(PropertyKind::LeakFree), fig.leak());
  CHECK(r.mismatch == "");
  CHECK(r.not_confirmed == "");
  REQUIRE(r.story.processes.size() == 2);
  CHECK(r.story.name(0) == "main");
  CHECK(r.story.name(1) == "child");
  CHECK(r.story.processes[1].created == 0u);
  CHECK(r.story.processes[0].ended == 1u);
  REQUIRE(r.story.steps.size() == 2);
  REQUIRE(r.story.steps[1].events.size() == 2);
  CHECK(r.story.steps[1].events[1].ends);
  REQUIRE(r.story.block);
  REQUIRE(r.story.block->waits.size() == 1);
  CHECK(r.story.block->waits[0].pid == 1);
  CHECK(r.story.block->waits[0].standing == Standing::Stuck);
  CHECK(r.story.block->waits[0].reason == "waits to send on ch: nobody is left to receive from it");
  CHECK(r.story.block->waits[0].short_reason == "nobody is left to receive from ch");
  CHECK(r.story.block->cycle.empty());
  CHECK(r.story.block->go_runtime == "Go's runtime stays silent here: main has returned");
}

TEST_CASE("mutated traces are rejected") {
  const Figure1 fig;
  const Property property = asks(PropertyKind::LeakFree);
  const auto rejected = [&](const Finding& f, std::optional<std::size_t> step) {
    const Replayed r = replay(fig.program, property, f);
    CHECK_FALSE(r.ok());
    CHECK(r.step == step);
  };
  Finding f = fig.leak();
  SUBCASE("wrong alternative: the communication is not possible alone") {
    f.trace.steps[1].parts[0].alt = 0;
    rejected(f, 1);
  }
  SUBCASE("alternative out of range") {
    f.trace.steps[1].parts[0].alt = 7;
    rejected(f, 1);
  }
  SUBCASE("wrong node") {
    f.trace.steps[1].parts[0].node = fig.send;
    rejected(f, 1);
  }
  SUBCASE("wrong process") {
    f.trace.steps[1].parts[0].pid = 1;
    rejected(f, 1);
  }
  SUBCASE("no such process") {
    f.trace.steps[1].parts[0].pid = 9;
    rejected(f, 1);
  }
  SUBCASE("a step is missing") {
    f.trace.steps.erase(f.trace.steps.begin());
    rejected(f, 0);
  }
  SUBCASE("a step too many") {
    f.trace.steps.push_back(f.trace.steps[1]);
    rejected(f, 2);
  }
  SUBCASE("a choice that is none") {
    f.trace.steps[1].parts[0].choices = {0};
    rejected(f, 1);
  }
  SUBCASE("a failure that is none") {
    f.trace.steps[1].kind = StepKind::Fail;
    rejected(f, 1);
  }
  SUBCASE("the created process is left out") {
    f.trace.steps[0].parts.pop_back();
    rejected(f, 0);
  }
  SUBCASE("a step without parts") {
    f.trace.steps[0].parts.clear();
    rejected(f, 0);
  }
  SUBCASE("choices at the start") {
    f.trace.start = {1};
    rejected(f, std::nullopt);
  }
  SUBCASE("too early: the child may still be heard") {
    f.trace.steps.pop_back();
    rejected(f, std::nullopt);
  }
  SUBCASE("the other process has ended") {
    f.pids = {0};
    rejected(f, std::nullopt);
  }
  SUBCASE("no process named") {
    f.pids.clear();
    rejected(f, std::nullopt);
  }
  SUBCASE("another kind of finding") {
    f.kind = FindingKind::Deadlock;
    rejected(f, std::nullopt);
  }
}

TEST_CASE("lost update: race and outcomes replay, wrong ones do not") {
  ProgramBuilder b;
  const ExprId x = b.var("x", b.int_type, Value::integer(0));
  const ExprId m = b.mutex("m");
  auto worker = b.proc("worker");
  const LocalId t = worker.local("t", b.int_type);
  worker.read(t, x);
  worker.write(x, b.op(ExprKind::Add, {b.get(t), b.lit(1)}));
  auto careful = b.proc("careful");
  const LocalId u = careful.local("u", b.int_type);
  careful.sync(SyncOp::Lock, m);
  careful.read(u, x);
  careful.write(x, b.op(ExprKind::Add, {b.get(u), b.lit(1)}));
  careful.sync(SyncOp::Unlock, m);
  auto main = b.proc("main");
  main.parallel({b.member("a", worker.id), b.member("b", careful.id)});
  const ExprId value = b.op(ExprKind::StateVar, {x});
  const Program p = b.finish(main.id);
  const Value one = Value::seq({Value::integer(1)}), two = Value::seq({Value::integer(2)}),
              three = Value::seq({Value::integer(3)});

  agrees(p, asks(PropertyKind::RaceFree));
  agrees(p, asks(PropertyKind::Outcomes, {value}, {two}));
  agrees(p, asks(PropertyKind::Outcomes, {value}, {one, two, three}));

  const Property races = asks(PropertyKind::RaceFree);
  Finding race = first_finding(p, races);
  const Replayed r = replay(p, races, race);
  REQUIRE(r.story.race);
  CHECK(r.story.race->variable == "x");
  CHECK((r.story.race->first.locks.empty() && r.story.race->second.locks == std::vector<std::string>{"m"}));
  race.pids = {0, 1};
  CHECK_FALSE(replay(p, races, race).ok());
  race = first_finding(p, races);
  race.trace.steps.pop_back();
  CHECK_FALSE(replay(p, races, race).ok());

  const Property outcomes = asks(PropertyKind::Outcomes, {value}, {two});
  Finding lost = first_finding(p, outcomes);
  CHECK(lost.values == one);
  lost.values = two;
  CHECK_FALSE(replay(p, outcomes, lost).ok());
  const Property missing = asks(PropertyKind::Outcomes, {value}, {one, two, three});
  Finding never = first_finding(p, missing);
  CHECK(never.values == three);
  never.values = two;
  CHECK_FALSE(replay(p, missing, never).ok());
}

TEST_CASE("lassos: the loop must close, and hold no progress") {
  ProgramBuilder b;
  const ExprId flag = b.var("flag", b.bool_type, Value::boolean(false));
  const ExprId m = b.mutex("m");
  auto main = b.proc("main");
  const LocalId t = main.local("t", b.bool_type), junk = main.local("c", b.int_type);
  const NodeId top = main.here();
  main.make(junk, ObjectKind::Chan, b.lit(0), b.int_type);  // a new channel in each round, garbage at its end
  main.read(t, flag);
  main.sync(SyncOp::Lock, m);
  main.sync(SyncOp::Unlock, m);
  main.jump(top);
  const Program p = b.finish(main.id);
  const NodeId read = top + 1, lock = top + 2, unlock = top + 3;
  Finding f;
  f.kind = FindingKind::EndlessRun;
  for (NodeId node : {read, lock, unlock})
    f.trace.steps.push_back({StepKind::Act, {{0, node, kNone, {}}}, 0});
  f.trace.loop = 0;
  CHECK(replay(p, asks(PropertyKind::Terminates), f).mismatch == "");
  CHECK(replay(p, asks(PropertyKind::DivergenceFree), f).mismatch == "");
  CHECK_FALSE(replay(p, asks(PropertyKind::LivelockFree), f).ok());
  f.trace.loop = 1;
  CHECK_FALSE(replay(p, asks(PropertyKind::Terminates), f).ok());
  f.trace.loop = 3;
  CHECK_FALSE(replay(p, asks(PropertyKind::Terminates), f).ok());
  f.trace.loop.reset();
  CHECK_FALSE(replay(p, asks(PropertyKind::Terminates), f).ok());
  // No proper end is ever reached; the search of the future drops the channels, so it is finite.
  f.kind = FindingKind::CannotEnd;
  CHECK(replay(p, asks(PropertyKind::CanTerminate), f).mismatch == "");
  CHECK(replay(p, asks(PropertyKind::CanTerminate), f).not_confirmed == "");
}

TEST_CASE("a loop that starts and ends processes is closed up to their numbers") {
  ProgramBuilder b;
  const ExprId ch = b.chan("ch", b.int_type);
  auto child = b.proc("child");
  child.send(ch, b.lit(1));
  auto main = b.proc("main");
  const NodeId top = main.here();
  const NodeId begin = main.begin(child.id);
  const NodeId receive = main.receive(ch);
  main.jump(top);
  const NodeId send = b.program.procs[0].entry;
  const Program p = b.finish(main.id);
  Finding f;
  f.kind = FindingKind::EndlessRun;
  f.trace.steps.push_back({StepKind::Act, {{0, begin, kNone, {}}, {1, kNone, kNone, {}}}, 0});
  f.trace.steps.push_back({StepKind::Act, {{1, send, 0, {}}, {0, receive, 0, {}}}, 0});
  f.trace.loop = 0;
  const Replayed r = replay(p, asks(PropertyKind::Terminates), f);
  CHECK(r.mismatch == "");
  CHECK(r.story.processes.size() == 2);
  // The same with the second round as the loop: the child has number 2 there.
  f.trace.steps.push_back({StepKind::Act, {{0, begin, kNone, {}}, {2, kNone, kNone, {}}}, 0});
  f.trace.steps.push_back({StepKind::Act, {{2, send, 0, {}}, {0, receive, 0, {}}}, 0});
  f.trace.loop = 1;
  CHECK_FALSE(replay(p, asks(PropertyKind::Terminates), f).ok());
  f.trace.loop = 2;
  const Replayed second = replay(p, asks(PropertyKind::Terminates), f);
  CHECK(second.mismatch == "");
  CHECK(second.story.name(1) == "child 1");
  CHECK(second.story.name(2) == "child 2");
}

TEST_CASE("an error tells who made the operation wrong, also through deferred calls") {
  for (const bool deferred : {false, true}) {
    ProgramBuilder b;
    const ExprId ch = b.chan("ch", b.int_type);
    const ExprId m = b.mutex("m");
    auto unlock = b.proc("unlock");
    unlock.sync(SyncOp::Unlock, m);
    auto closer = b.proc("closer");
    closer.sync(SyncOp::Close, ch);
    auto main = b.proc("main");
    if (deferred) {
      main.sync(SyncOp::Lock, m);
      main.defer(unlock.id);
    }
    main.begin(closer.id);
    main.send(ch, b.lit(1));
    const Program p = b.finish(main.id);
    agrees(p, asks(PropertyKind::ErrorFree));
    const Replayed r =
        replay(p, asks(PropertyKind::ErrorFree), first_finding(p, asks(PropertyKind::ErrorFree)));
    REQUIRE(r.story.error);
    CHECK(r.story.error->pid == 0);
    CHECK(r.story.error->kind == ErrorKind::SendClosed);
    CHECK(r.story.error->operation == "send");
    REQUIRE(r.story.error->cause);
    CHECK(r.story.error->cause->pid == 1);
    CHECK(r.story.error->cause->text ==
          (deferred ? "closer closed `ch` in step 3" : "closer closed `ch` in step 2"));
    Finding f = first_finding(p, asks(PropertyKind::ErrorFree));
    f.trace.steps.pop_back();
    CHECK_FALSE(replay(p, asks(PropertyKind::ErrorFree), f).ok());
  }
}

TEST_CASE("two locks in opposite order: the cycle of waiting, and what Go would say") {
  ProgramBuilder b;
  const ExprId m1 = b.mutex("m1"), m2 = b.mutex("m2");
  const auto locker = [&](const char* name, ExprId first, ExprId second) {
    auto proc = b.proc(name);
    proc.sync(SyncOp::Lock, first);
    proc.sync(SyncOp::Lock, second);
    proc.sync(SyncOp::Unlock, second);
    proc.sync(SyncOp::Unlock, first);
    return proc.id;
  };
  const ProcId p1 = locker("P", m1, m2), p2 = locker("Q", m2, m1);
  auto main = b.proc("main");
  main.parallel({b.member("p", p1), b.member("q", p2)});
  const Program p = b.finish(main.id);
  const Property property = asks(PropertyKind::DeadlockFree);
  agrees(p, property);
  const Replayed r = replay(p, property, first_finding(p, property));
  REQUIRE(r.story.block);
  CHECK(r.story.block->waits.size() == 3);
  CHECK(r.story.block->cycle == std::vector<Pid>{1, 2});
  CHECK(r.story.block->waits[0].reason == "waits for m2.lock(), held by q since line 6");
  CHECK(r.story.block->waits[2].standing == Standing::Members);
  CHECK(r.story.block->waits[2].reason == "waits for the end of its members: p, q");
  CHECK(r.story.block->go_runtime == "Go's runtime would report: all goroutines are asleep - deadlock!");
}
