// Locks, conditions, once, waitgroups and shared variables: all steps of small states, listed by hand from
// docs/semantics.md 1.4, 1.5.
#include <doctest/doctest.h>

#include "checker/certify/judge.h"
#include "tests/unit/certify/listing.h"
#include "tests/unit/program_builder.h"

using namespace csp;
using namespace csp::test;

namespace {

ProcId members(ProgramBuilder& b, const std::vector<ProcId>& procs) {
  auto main = b.proc("main");
  std::vector<ParBranch> branches;
  for (ProcId proc : procs) branches.push_back(b.member("m", proc));
  main.parallel(branches);
  b.program.root_parallel = true;
  return main.id;
}

}  // namespace

TEST_CASE("mutex: one holder, trylock, unlock of what is not locked") {
  ProgramBuilder b;
  const ExprId m = b.mutex("m");
  auto p = b.proc("P");
  const NodeId lock = p.sync(SyncOp::Lock, m), unlock = p.sync(SyncOp::Unlock, m),
               again = p.sync(SyncOp::Unlock, m);
  auto q = b.proc("Q");
  const LocalId r = q.local("r", b.bool_type);
  const NodeId t = q.sync(SyncOp::TryLock, m, kNone, r), l = q.sync(SyncOp::Lock, m);
  const Program program = b.finish(members(b, {p.id, q.id}));
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, lock), act(2, t)});
  w.take(act(1, lock));
  w.take(act(2, t));
  CHECK_FALSE(w.local_of(2, r).truth());
  CHECK(w.steps() == Steps{act(1, unlock)});
  w.take(act(1, unlock));
  CHECK(w.steps() == Steps{fail(1, again), act(2, l)});
  w.take(act(2, l));
  CHECK(w.steps() == Steps{act(1, again)});  // unlocking another's lock is no error
}

TEST_CASE("rwmutex: an announced writer keeps new readers out and waits for the old ones") {
  ProgramBuilder b;
  const ExprId m = b.rwmutex("m");
  auto reader = b.proc("reader");
  const NodeId rlock = reader.sync(SyncOp::RLock, m), runlock = reader.sync(SyncOp::RUnlock, m);
  auto writer = b.proc("writer");
  const NodeId announce = writer.sync(SyncOp::RwAnnounce, m), acquire = writer.sync(SyncOp::RwAcquire, m),
               unlock = writer.sync(SyncOp::RwUnlock, m);
  const Program program = b.finish(members(b, {reader.id, reader.id, writer.id}));
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, rlock), act(2, rlock), act(3, announce)});
  w.take(act(1, rlock));
  w.take(act(3, announce));
  CHECK(w.steps() == Steps{act(1, runlock)});
  w.take(act(1, runlock));
  CHECK(w.steps() == Steps{act(3, acquire)});
  w.take(act(3, acquire));
  CHECK(w.steps() == Steps{act(3, unlock)});
  w.take(act(3, unlock));
  CHECK(w.steps() == Steps{act(2, rlock)});
}

TEST_CASE("cond: wait releases and sleeps, signal wakes any one, the woken takes the lock again") {
  ProgramBuilder b;
  const ExprId m = b.mutex("m");
  const ExprId c = b.object("c", ObjectKind::Cond);
  b.program.globals[1].init = Value::ref(0);
  auto p = b.proc("P");
  const NodeId lock = p.sync(SyncOp::Lock, m), wait = p.sync(SyncOp::CondWait, c),
               sleep = p.sync(SyncOp::CondSleep, c), relock = p.sync(SyncOp::CondRelock, c);
  auto q = b.proc("Q");
  const NodeId signal = q.sync(SyncOp::CondSignal, c), broadcast = q.sync(SyncOp::CondBroadcast, c),
               bad = q.sync(SyncOp::CondWait, c);
  q.sync(SyncOp::CondSleep, c);
  q.sync(SyncOp::CondRelock, c);
  const Program program = b.finish(members(b, {p.id, p.id, q.id}));
  const auto wake = [&](NodeId at, std::vector<Pid> who) {
    std::vector<Part> parts{part(3, at)};
    for (Pid pid : who) parts.push_back(part(pid, sleep));
    return step(StepKind::Act, parts);
  };
  Walk w(program);
  CHECK(w.steps() ==
        Steps{act(1, lock), act(2, lock), wake(signal, {})});  // a signal without waiters is lost
  for (const auto& s : {act(1, lock), act(1, wait), act(2, lock), act(2, wait)}) w.take(s);
  CHECK(w.steps() == Steps{wake(signal, {1}), wake(signal, {2})});
  Walk both = w;
  w.take(wake(signal, {2}));
  CHECK(w.steps() == Steps{act(2, relock), wake(broadcast, {1})});
  w.take(wake(broadcast, {1}));
  CHECK(w.steps() == Steps{act(1, relock), act(2, relock), fail(3, bad)});
  w.take(act(1, relock));
  CHECK(w.steps() == Steps{act(3, bad)});
}

TEST_CASE("once: callers wait for the first to finish") {
  ProgramBuilder b;
  const ExprId o = b.object("o", ObjectKind::Once), m = b.mutex("m");
  auto p = b.proc("P");
  const NodeId skip = p.label();
  const NodeId enter = p.sync(SyncOp::OnceEnter, o, kNone, kNone, skip), exit = p.sync(SyncOp::OnceExit, o);
  p.place(skip);
  const NodeId after = p.sync(SyncOp::Lock, m);
  const Program program = b.finish(members(b, {p.id, p.id}));
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, enter), act(2, enter)});
  w.take(act(1, enter));
  CHECK(w.steps() == Steps{act(1, exit)});
  w.take(act(1, exit));
  CHECK(w.steps() == Steps{act(1, after), act(2, enter)});
  w.take(act(2, enter));
  CHECK(w.steps() == Steps{act(1, after), act(2, after)});
}

TEST_CASE("waitgroup: released waiters return one by one; negative, reuse and misuse are errors") {
  ProgramBuilder b;
  const ExprId g = b.waitgroup("g");
  auto waiter = b.proc("waiter");
  const NodeId wait = waiter.here();
  waiter.wait(g);
  auto adder = b.proc("adder");
  const NodeId add = adder.sync(SyncOp::WgAdd, g, b.lit(1)), done = adder.sync(SyncOp::WgAdd, g, b.lit(-1)),
               more = adder.sync(SyncOp::WgAdd, g, b.lit(1));
  adder.sync(SyncOp::WgAdd, g, b.lit(-2));
  const Program program = b.finish(members(b, {adder.id, waiter.id}));
  const NodeId sleep = std::get<Sync>(program.nodes[static_cast<std::size_t>(wait)].op).next;
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, add), fail(1, add), act(2, wait)});  // misuse: Add from zero beside Wait
  w.take(act(1, add));
  CHECK(w.steps() == Steps{act(1, done), act(2, wait)});
  w.take(act(2, wait));
  CHECK(w.steps() == Steps{act(1, done)});
  w.take(act(1, done));
  CHECK(w.steps() == Steps{fail(1, more), act(2, sleep)});  // reused before the last wait has returned
  w.take(act(2, sleep));
  CHECK(w.ended(2));
  CHECK(w.steps() == Steps{act(1, more)});
  w.take(act(1, more));
  CHECK(w.steps().size() == 1);
  CHECK(w.steps()[0].substr(0, 4) == "fail");  // 1 - 2 < 0
}

TEST_CASE("nil: a lock fails, a channel's close too; length and cancel do not") {
  ProgramBuilder b;
  const auto single = [&](SyncOp op, bool result) {
    auto p = b.proc("P");
    const LocalId r = p.local("r", b.int_type);
    p.sync(op, b.nil(), kNone, result ? r : kNone);
    return p.id;
  };
  const std::vector<ProcId> procs{single(SyncOp::Lock, false), single(SyncOp::Close, false),
                                  single(SyncOp::ChanLength, true), single(SyncOp::Cancel, false)};
  const Program program = b.finish(members(b, procs));
  const auto at = [&](int i) {
    return program.procs[static_cast<std::size_t>(procs[static_cast<std::size_t>(i)])].entry;
  };
  CHECK(Walk(program).steps() == Steps{fail(1, at(0)), fail(2, at(1)), act(3, at(2)), act(4, at(3))});
}

TEST_CASE("shared variables: read, write, range, elements, atomic operations") {
  ProgramBuilder b;
  const TypeId small = b.range(0, 3);
  const ExprId x = b.var("x", small, Value::integer(3));
  const ExprId a = b.var("a", b.array(b.int_type, 2), Value::seq({Value::integer(5), Value::integer(6)}));
  auto p = b.proc("P");
  const LocalId v = p.local("v", b.int_type);
  const NodeId read = p.add(Read{a, {{b.lit(1), kNone}}, p.place_of(v), false, kNext}, "v = a[1]");
  const NodeId swap = p.rmw(RmwOp::Swap, v, x, {b.lit(1)}),
               cas = p.rmw(RmwOp::Cas, v, x, {b.lit(1), b.lit(2)}), add = p.rmw(RmwOp::Add, v, x, {b.lit(1)}),
               write = p.write(x, b.lit(4), false, small);
  auto q = b.proc("Q");
  const NodeId out = q.add(Write{a, {{b.lit(2), kNone}}, b.lit(0), kNone, false, kNext}, "a[2] = 0");
  auto r = b.proc("R");
  r.add(Write{a, {{b.lit(1), kNone}}, b.lit(0), kNone, false, kNext}, "a[1] = 0");
  auto whole = b.proc("W");
  const LocalId copy = whole.local("copy", b.int_type);
  whole.read(copy, a);
  const Program program = b.finish(members(b, {p.id, q.id, r.id, whole.id}));
  Walk w(program);
  CHECK(w.steps()[0] == act(1, read));
  CHECK(w.steps()[1] == fail(2, out));
  // a[1] is read by P and written by R; W reads the whole array; Q's access is an error and no access.
  CHECK(reference::races(w.interpreter(), w.state) == std::vector<std::pair<Pid, Pid>>{{1, 3}, {3, 4}});
  w.take(act(1, read));
  CHECK(w.local_of(1, v) == Value::integer(6));
  w.take(act(1, swap));
  CHECK(w.local_of(1, v) == Value::integer(3));
  w.take(act(1, cas));
  CHECK((w.local_of(1, v).truth() && w.object(0).content == Value::integer(2)));
  w.take(act(1, add));
  CHECK(w.local_of(1, v) == Value::integer(3));
  CHECK(w.steps()[0] == fail(1, write));
}
