// Local nodes, processes and failures: docs/semantics.md 1.2, 1.6, 1.7, by hand.
#include <doctest/doctest.h>

#include <cstdint>

#include "tests/unit/certify/listing.h"
#include "tests/unit/program_builder.h"

using namespace csp;
using namespace csp::test;

namespace {

reference::Options literal() {
  reference::Options options;
  options.merge = false;
  return options;
}

}  // namespace

TEST_CASE("internal choices are part of the step before, or of the start") {
  ProgramBuilder b;
  const ExprId m = b.mutex("m");
  auto main = b.proc("main");
  const LocalId x = main.local("x", b.int_type);
  main.any(x, b.seq({5, 6}));
  const NodeId lock = main.sync(SyncOp::Lock, m);
  const NodeId pick = main.any(x, b.seq({7, 8}));
  main.sync(SyncOp::Unlock, m);
  const Program program = b.finish(main.id);
  const reference::Interpreter interpreter(program);
  const auto starts = interpreter.initial();
  REQUIRE(starts.size() == 2);
  CHECK(starts[1].choices == std::vector<int>{1});
  CHECK(starts[1].state.top(0).locals[0] == Value::integer(6));
  Walk w(program);
  CHECK(w.steps() == Steps{act(0, lock, kNone, {0}), act(0, lock, kNone, {1})});
  reference::Options apart;
  apart.resolve = false;
  Walk slow(program, apart);
  CHECK(slow.steps() == Steps{local(0, program.procs[0].entry, {0}), local(0, program.procs[0].entry, {1})});
  slow.take(local(0, program.procs[0].entry, {1}));
  slow.take(act(0, lock));
  CHECK(slow.steps() == Steps{local(0, pick, {0}), local(0, pick, {1})});
}

TEST_CASE("an endless local loop is a step for ever; one that grows ends the check") {
  ProgramBuilder b;
  auto spin = b.proc("spin");
  const LocalId x = spin.local("x", b.int_type);
  spin.assign(x, b.lit(0));
  const NodeId top = spin.here();
  spin.assign(x, b.op(ExprKind::Sub, {b.lit(1), b.get(x)}));
  spin.jump(top);
  auto grow = b.proc("grow");
  const LocalId y = grow.local("y", b.int_type);
  grow.assign(y, b.lit(0));
  const NodeId again = grow.here();
  grow.assign(y, b.op(ExprKind::Add, {b.lit(1), b.get(y)}));
  grow.jump(again);
  {
    ProgramBuilder copy = b;
    const Program program = copy.finish(spin.id);
    Walk w(program);
    CHECK(w.steps() == Steps{local(0, top)});
    const reference::State before = w.state;
    w.take(local(0, top));
    CHECK(w.state == before);
  }
  const Program program = b.finish(grow.id);
  CHECK_THROWS_AS(Walk{program}, reference::LimitReached);
}

TEST_CASE("without merging every local node is a step, and the end too") {
  ProgramBuilder b;
  auto main = b.proc("main");
  const LocalId x = main.local("x", b.int_type);
  const NodeId assign = main.assign(x, b.lit(1));
  const NodeId ret = main.ret();
  const Program program = b.finish(main.id);
  Walk w(program, literal());
  CHECK(w.steps() == Steps{local(0, assign)});
  w.take(local(0, assign));
  CHECK(w.steps() == Steps{local(0, ret)});
  w.take(local(0, ret));
  CHECK(w.ended(0));
  CHECK(w.steps() == Steps{});
}

TEST_CASE("calls give results; arguments and results must fit") {
  ProgramBuilder b;
  const TypeId small = b.range(0, 3);
  const ExprId m = b.mutex("m");
  auto square = b.proc("square");
  const LocalId n = square.param("n", small);
  square.ret(b.op(ExprKind::Mul, {b.get(n), b.get(n)}));
  auto main = b.proc("main");
  const LocalId x = main.local("x", b.int_type);
  main.call_into(x, square.id, {b.lit(3)});
  const NodeId lock = main.sync(SyncOp::Lock, m);
  const NodeId wrong =
      main.add(Call{Callee{square.id, kNone, {b.lit(2)}}, main.place_of(x, small), kNext}, "call");
  const Program program = b.finish(main.id);
  Walk w(program);
  CHECK(w.local_of(0, x) == Value::integer(9));
  w.take(act(0, lock));
  CHECK(w.steps() == Steps{fail(0, wrong)});  // 4 does not fit 0..3
  ProgramBuilder c = b;
  auto other = c.proc("other");
  const NodeId call = other.call(square.id, {c.lit(4)});
  const Program second = c.finish(other.id);
  CHECK(Walk(second).steps() == Steps{fail(0, call)});
}

TEST_CASE("deferred calls run last first; recover stops a panic and the caller goes on with zero") {
  ProgramBuilder b;
  const ExprId log = b.chan("log", b.int_type, 9);
  auto note = b.proc("note");
  const LocalId n = note.param("n", b.int_type);
  const NodeId put = note.send(log, b.get(n));
  auto rescue = b.proc("rescue");
  const LocalId r = rescue.local("r", b.bool_type);
  rescue.recover(r);
  const NodeId report = rescue.send(log, b.get(r));
  auto risky = b.proc("risky");
  risky.defer(note.id, {b.lit(10)});
  risky.defer(rescue.id);
  risky.defer(note.id, {b.lit(11)});
  const NodeId boom = risky.fail(ErrorKind::Panic);
  auto main = b.proc("main");
  const LocalId x = main.local("x", b.int_type);
  main.assign(x, b.lit(42));
  main.call_into(x, risky.id);
  const NodeId last = main.send(log, b.get(x));
  const Program program = b.finish(main.id);
  Walk w(program);
  CHECK(w.steps() == Steps{fail(0, boom)});
  w.take(fail(0, boom));
  for (const auto& s : {act(0, put, 0), act(0, report, 0), act(0, put, 0), act(0, last, 0)}) {
    CHECK(w.steps() == Steps{s});
    w.take(s);
  }
  CHECK(w.ended(0));
  std::vector<Value> expected;
  for (int v : {11, 1, 10, 0}) expected.push_back(Value::integer(v));
  CHECK(w.object(0).buffer == expected);
}

TEST_CASE("a panic that nobody recovers runs the deferred calls and then ends the system") {
  ProgramBuilder b;
  const ExprId m = b.mutex("m");
  auto unlock = b.proc("unlock");
  const NodeId release = unlock.sync(SyncOp::Unlock, m);
  auto deep = b.proc("deep");  // recovers nothing: it is not called directly by the deferred prog's frame
  const LocalId r = deep.local("r", b.bool_type);
  deep.recover(r);
  auto wrapper = b.proc("wrapper");
  wrapper.call(deep.id);
  auto main = b.proc("main");
  const NodeId lock = main.sync(SyncOp::Lock, m);
  main.defer(unlock.id);
  main.defer(wrapper.id);
  const NodeId boom = main.fail(ErrorKind::Panic);
  const Program program = b.finish(main.id);
  Walk w(program);
  w.take(act(0, lock));
  w.take(fail(0, boom));
  CHECK(w.steps() == Steps{act(0, release)});
  w.take(act(0, release));
  CHECK(w.state.process(0).uncaught);
  CHECK(w.steps() == Steps{fail(0, kNone)});
  w.take(fail(0, kNone));
  CHECK(w.state.crashed);
}

TEST_CASE("the stack is bounded, and its error cannot be recovered") {
  ProgramBuilder b;
  auto rescue = b.proc("rescue");
  const LocalId r = rescue.local("r", b.bool_type);
  rescue.recover(r);
  auto down = b.proc("down");
  down.defer(rescue.id);
  const NodeId call = down.call(down.id);
  b.program.stack_bound = 5;
  const Program program = b.finish(down.id);
  Walk w(program);
  CHECK(w.steps() == Steps{fail(0, call)});
  CHECK(w.state.process(0).frames.size() == 5);
  w.take(fail(0, call));
  CHECK(w.state.crashed);
}

TEST_CASE("evaluation errors are steps, others may go first; overflow is a limit") {
  ProgramBuilder b;
  const ExprId m = b.mutex("m");
  auto div = b.proc("div");
  const LocalId x = div.local("x", b.int_type);
  const NodeId bad = div.assign(x, b.op(ExprKind::Div, {b.lit(1), b.lit(0)}));
  auto other = b.proc("other");
  const NodeId lock = other.sync(SyncOp::Lock, m);
  auto main = b.proc("main");
  main.parallel({b.member("d", div.id), b.member("o", other.id)});
  b.program.root_parallel = true;
  {
    ProgramBuilder copy = b;
    const Program program = copy.finish(main.id);
    CHECK(Walk(program).steps() == Steps{fail(1, bad), act(2, lock)});
  }
  auto big = b.proc("big");
  const LocalId y = big.local("y", b.int_type);
  big.assign(y, b.op(ExprKind::Add, {b.lit(INT64_MAX), b.lit(1)}));
  b.program.root_parallel = false;
  const Program program = b.finish(big.id);
  CHECK_THROWS_AS(Walk{program}, reference::LimitReached);
}

TEST_CASE("begin and become: the new process runs ahead, the old frame is replaced") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.int_type, 3);
  auto tail = b.proc("tail");
  const LocalId n = tail.param("n", b.int_type);
  const NodeId send = tail.send(c, b.get(n));
  auto child = b.proc("child");
  child.become(tail.id, {b.lit(1)});
  auto main = b.proc("main");
  const NodeId begin = main.begin(child.id);
  const Program program = b.finish(main.id);
  Walk w(program);
  const std::string started = step(StepKind::Act, {part(0, begin), part(1, kNone)});
  CHECK(w.steps() == Steps{started});
  w.take(started);
  CHECK(w.ended(0));
  CHECK(w.steps() == Steps{act(1, send, 0)});
  CHECK(w.state.process(1).frames.size() == 1);
}
