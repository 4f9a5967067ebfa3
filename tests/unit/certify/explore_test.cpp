// Whole explorations by the reference interpreter. Expected figures come from closed forms and hand
// arguments.
#include "checker/certify/explore.h"

#include <doctest/doctest.h>

#include "tests/unit/program_builder.h"

using namespace csp;
using namespace csp::test;
using csp::reference::Exploration;
using csp::reference::explore;

namespace {

Exploration ask(const Program& program, PropertyKind kind, std::vector<ExprId> exprs = {},
                std::vector<Value> outcomes = {}, reference::Options options = {}) {
  Property property;
  property.kind = kind;
  property.exprs = std::move(exprs);
  property.outcomes = std::move(outcomes);
  reference::ExploreOptions all;
  all.steps = options;
  return explore(program, property, all);
}

// Hoare 1978, 5.3, without the room: each philosopher picks up left, right, puts down left, right.
Program philosophers(int n) {
  ProgramBuilder b;
  auto phil = b.proc("PHIL");
  const LocalId group = phil.param("g"), me = phil.param("me"), i = phil.param("i");
  const ExprId left = b.op(ExprKind::Member, {b.get(group), b.get(i)}, 0);
  const ExprId right =
      b.op(ExprKind::Member,
           {b.get(group), b.op(ExprKind::Mod, {b.op(ExprKind::Add, {b.get(i), b.lit(1)}), b.lit(n)})}, 0);
  const auto say = [&](ExprId fork) {
    Alt alt = ProcBuilder::send_alt(b.op(ExprKind::PeerChan, {b.get(group), b.get(me), fork}), b.lit(0));
    alt.peer = true;
    phil.comm(CommMode::Command, {alt});
  };
  const NodeId top = phil.here();
  say(left);
  say(right);
  say(left);
  say(right);
  phil.jump(top);

  auto fork = b.proc("FORK");
  const LocalId fgroup = fork.param("g"), fme = fork.param("me"), fi = fork.param("i");
  const auto hear = [&](ExprId subscript) {
    const ExprId from = b.op(ExprKind::Member, {b.get(fgroup), subscript}, 1);
    Alt alt = ProcBuilder::receive_alt(b.op(ExprKind::PeerChan, {b.get(fgroup), from, b.get(fme)}));
    alt.peer = true;
    return alt;
  };
  const ExprId mine = b.get(fi);
  const ExprId other = b.op(ExprKind::Mod, {b.op(ExprKind::Add, {b.get(fi), b.lit(n - 1)}), b.lit(n)});
  const NodeId start = fork.here(), a = fork.label(), c = fork.label(), end = fork.label();
  Alt first = hear(mine), second = hear(other);
  first.next = a;
  second.next = c;
  fork.comm(CommMode::Guarded, {first, second}, end);
  fork.place(a);
  fork.comm(CommMode::Command, {hear(mine)});
  fork.jump(start);
  fork.place(c);
  fork.comm(CommMode::Command, {hear(other)});
  fork.jump(start);

  auto root = b.proc("root");
  const LocalId j = root.local(""), g = root.local(""), m = root.local("");
  ParallelStart parallel;
  for (const auto& [label, proc] : {std::pair{"fork", fork.id}, std::pair{"phil", phil.id}}) {
    ParBranch branch = ProgramBuilder::member(label, proc, {b.get(g), b.get(m), b.get(j)});
    branch.subscripts = {{j, b.op(ExprKind::RangeSeq, {b.lit(0), b.lit(n - 1)})}};
    parallel.branches.push_back(branch);
  }
  parallel.group = g;
  parallel.member = m;
  parallel.next = kNext;
  root.add(parallel);
  root.join(g);
  b.program.root_parallel = true;
  return b.finish(root.id);
}

}  // namespace

TEST_CASE("philosophers without the room have 3^n - 1 states and one deadlock in n steps") {
  std::uint64_t power = 3;
  for (int n = 2; n <= 5; ++n) {
    power *= 3;
    const Exploration e = ask(philosophers(n), PropertyKind::DeadlockFree);
    CHECK(e.states == power - 1);
    CHECK(e.answer == Answer::Fails);
    REQUIRE(e.findings.size() == 1);
    CHECK(e.findings[0].trace.steps.size() == static_cast<std::size_t>(n));
    CHECK(e.findings[0].pids.size() == static_cast<std::size_t>(2 * n));
  }
}

TEST_CASE("figure 1: the child's send on an unbuffered channel leaks when the timeout wins") {
  for (const int capacity : {0, 1}) {
    ProgramBuilder b;
    const ExprId ch = b.chan("ch", b.int_type, capacity);
    auto child = b.proc("child");
    child.send(ch, b.lit(1));
    auto main = b.proc("main");
    main.begin(child.id);
    main.comm(CommMode::Select, {ProcBuilder::receive_alt(ch), ProcBuilder::tau_alt()});
    const Program p = b.finish(main.id);
    const Exploration leak = ask(p, PropertyKind::LeakFree);
    CHECK(leak.answer == (capacity ? Answer::Holds : Answer::Fails));
    CHECK(leak.leaks.size() == (capacity ? 0u : 1u));
    if (!capacity) CHECK(leak.findings[0].trace.steps.size() == 2);
    CHECK(ask(p, PropertyKind::Terminates).answer == leak.answer);
    CHECK(ask(p, PropertyKind::DeadlockFree).answer == leak.answer);
    // Begin, then timeout or communication: with capacity 0 the states are start, begun, timed out, both
    // ended.
    if (!capacity) CHECK(leak.states == 4);
  }
}

TEST_CASE("a lost update: two increments of a shared variable end with 1 or 2, and race") {
  ProgramBuilder b;
  const ExprId x = b.var("x", b.int_type, Value::integer(0));
  auto worker = b.proc("worker");
  const LocalId t = worker.local("t", b.int_type);
  worker.read(t, x);
  worker.write(x, b.op(ExprKind::Add, {b.get(t), b.lit(1)}));
  auto main = b.proc("main");
  main.parallel({b.member("a", worker.id), b.member("b", worker.id)});
  const ExprId value = b.op(ExprKind::StateVar, {x});
  const Program p = b.finish(main.id);
  const Value one = Value::seq({Value::integer(1)}), two = Value::seq({Value::integer(2)});
  CHECK(ask(p, PropertyKind::Outcomes, {value}, {one, two}).answer == Answer::Holds);
  const Exploration e = ask(p, PropertyKind::Outcomes, {value}, {two});
  CHECK(e.answer == Answer::Fails);
  CHECK(e.outcomes == std::vector<Value>{one, two});
  CHECK(ask(p, PropertyKind::RaceFree).answer == Answer::Fails);
  CHECK(ask(p, PropertyKind::Terminates).answer == Answer::Holds);
}

TEST_CASE(
    "spinning on a lock is a livelock; a loop that communicates is none, but it diverges if the channel is "
    "hidden") {
  {
    ProgramBuilder b;
    const ExprId flag = b.var("flag", b.bool_type, Value::boolean(false));
    auto main = b.proc("main");
    const LocalId t = main.local("t", b.bool_type);
    const NodeId top = main.here();
    main.read(t, flag);
    main.jump(top);
    const Program p = b.finish(main.id);
    CHECK(ask(p, PropertyKind::LivelockFree).answer == Answer::Fails);
    CHECK(ask(p, PropertyKind::CanTerminate).answer == Answer::Fails);
    CHECK(ask(p, PropertyKind::Terminates).answer == Answer::Fails);
    CHECK(ask(p, PropertyKind::DeadlockFree).answer == Answer::Holds);
  }
  for (const bool declared : {true, false}) {
    ProgramBuilder b;
    const ExprId ch = b.chan("ch", b.int_type);
    b.program.globals[0].declared = declared;
    auto sender = b.proc("sender");
    const NodeId top = sender.here();
    sender.send(ch, b.lit(1));
    sender.jump(top);
    auto receiver = b.proc("receiver");
    const NodeId again = receiver.here();
    receiver.receive(ch);
    receiver.jump(again);
    auto main = b.proc("main");
    main.parallel({b.member("s", sender.id), b.member("r", receiver.id)});
    const Program p = b.finish(main.id);
    CHECK(ask(p, PropertyKind::LivelockFree).answer == Answer::Holds);
    CHECK(ask(p, PropertyKind::DivergenceFree).answer == (declared ? Answer::Holds : Answer::Fails));
  }
}

TEST_CASE("merging and resolving change the number of states, not the answer") {
  ProgramBuilder b;
  const ExprId ch = b.chan("ch", b.int_type, 1);
  auto child = b.proc("child");
  const LocalId v = child.local("v", b.int_type);
  child.any(v, b.seq({1, 2, 3}));
  child.send(ch, b.get(v));
  auto main = b.proc("main");
  const LocalId r = main.local("r", b.int_type);
  main.begin(child.id);
  main.receive(ch, r);
  main.assign(r, b.op(ExprKind::Add, {b.get(r), b.lit(1)}));
  main.begin(child.id);
  main.receive(ch);
  main.receive(ch);
  const Program p = b.finish(main.id);
  std::vector<std::uint64_t> states;
  for (const auto& [merge, resolve] :
       {std::pair{true, true}, std::pair{true, false}, std::pair{false, false}}) {
    reference::Options options;
    options.merge = merge;
    options.resolve = resolve;
    const Exploration e = ask(p, PropertyKind::LeakFree, {}, {}, options);
    CHECK(e.answer == Answer::Fails);
    states.push_back(e.states);
  }
  CHECK(states[0] < states[1]);
  CHECK(states[1] < states[2]);
}
