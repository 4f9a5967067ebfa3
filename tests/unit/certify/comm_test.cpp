// Communications: all steps of small states, listed by hand from docs/semantics.md 1.3.
#include <doctest/doctest.h>

#include "tests/unit/certify/listing.h"
#include "tests/unit/program_builder.h"

using namespace csp;
using namespace csp::test;

namespace {

// A root that starts P and Q as members 1 and 2 (or only P).
ProcId pair_of(ProgramBuilder& b, ProcId p, ProcId q = kNone) {
  auto main = b.proc("main");
  std::vector<ParBranch> branches{b.member("p", p)};
  if (q != kNone) branches.push_back(b.member("q", q));
  main.parallel(branches);
  b.program.root_parallel = true;
  return main.id;
}

std::string joint(Pid a, NodeId m, int i, Pid b, NodeId n, int j) {
  return step(StepKind::Act, {part(a, m, i), part(b, n, j)});
}

const Value kSeven = Value::integer(7);

}  // namespace

TEST_CASE("rendezvous: one joint step for each pair of alternatives, the sender first") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.int_type);
  auto p = b.proc("P");
  const LocalId x = p.local("x", b.int_type);
  const NodeId receive = p.comm(CommMode::Select, {p.receive_alt(c, x), p.receive_alt(c)});
  p.send(c, b.get(x));
  auto q = b.proc("Q");
  const NodeId send = q.send(c, b.lit(7));
  const Program program = b.finish(pair_of(b, p.id, q.id));
  Walk w(program);
  CHECK(w.steps() == Steps{joint(2, send, 0, 1, receive, 0), joint(2, send, 0, 1, receive, 1)});
  w.take(joint(2, send, 0, 1, receive, 0));
  CHECK(w.local_of(1, x) == kSeven);
  CHECK(w.ended(2));
  CHECK(w.steps() == Steps{});
}

TEST_CASE("a buffered channel: sends until it is full, in order") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.int_type, 1);
  auto p = b.proc("P");
  const NodeId s1 = p.send(c, b.lit(1)), s2 = p.send(c, b.lit(2));
  auto q = b.proc("Q");
  const LocalId x = q.local("x", b.int_type), y = q.local("y", b.int_type);
  const NodeId r1 = q.receive(c, x), r2 = q.receive(c, y);
  q.receive(c);
  const Program program = b.finish(pair_of(b, p.id, q.id));
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, s1, 0)});
  w.take(act(1, s1, 0));
  CHECK(w.steps() == Steps{act(2, r1, 0)});
  w.take(act(2, r1, 0));
  w.take(act(1, s2, 0));
  CHECK(w.ended(1));
  w.take(act(2, r2, 0));
  CHECK(w.local_of(2, x) == Value::integer(1));
  CHECK(w.local_of(2, y) == Value::integer(2));
}

TEST_CASE("a closed channel: buffered values, then zero and false; send fails, also one that was blocked") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.int_type, 1), d = b.chan("d", b.int_type);
  auto p = b.proc("P");
  const LocalId x = p.local("x", b.int_type), ok = p.local("ok", b.bool_type);
  const NodeId send = p.send(c, b.lit(7)), close = p.sync(SyncOp::Close, c),
               close_d = p.sync(SyncOp::Close, d);
  Alt alt = p.receive_alt(c, x, kNext, ok);
  alt.type = b.int_type;
  const NodeId first = p.comm(CommMode::Command, {alt}), second = p.comm(CommMode::Command, {alt});
  const NodeId again = p.sync(SyncOp::Close, c);
  auto q = b.proc("Q");
  const NodeId blocked = q.send(d, b.lit(1));
  const Program program = b.finish(pair_of(b, p.id, q.id));
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, send, 0)});
  for (const auto& s : {act(1, send, 0), act(1, close), act(1, close_d)}) w.take(s);
  CHECK(w.steps() == Steps{act(1, first, 0), fail(2, blocked, 0)});
  w.take(act(1, first, 0));
  CHECK((w.local_of(1, x) == kSeven && w.local_of(1, ok).truth()));
  w.take(act(1, second, 0));
  CHECK((w.local_of(1, x) == Value::integer(0) && !w.local_of(1, ok).truth()));
  CHECK(w.steps() == Steps{fail(1, again), fail(2, blocked, 0)});
  w.take(fail(1, again));
  CHECK(w.state.crashed);
  CHECK(w.steps() == Steps{});
}

TEST_CASE("nil channels are never ready; a select without cases blocks") {
  ProgramBuilder b;
  auto p = b.proc("P");
  const NodeId select =
      p.comm(CommMode::Select, {p.receive_alt(b.nil()), p.send_alt(b.nil(), b.lit(1)), p.tau_alt()});
  p.comm(CommMode::Select, {});
  const Program program = b.finish(pair_of(b, p.id));
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, select, 2)});
  w.take(act(1, select, 2));
  CHECK(w.steps() == Steps{});
}

TEST_CASE(
    "default: possible beside a rendezvous, not beside a full or a closed channel; two defaults never meet") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.int_type), full = b.chan("full", b.int_type, 1);
  auto p = b.proc("P");
  const NodeId after = p.label();
  const NodeId poll = p.comm(CommMode::Default, {p.receive_alt(c, kNone, after)}, after);
  p.place(after);
  const NodeId end = p.label();
  const NodeId put = p.send(full, b.lit(1));
  const NodeId get = p.comm(CommMode::Default, {p.receive_alt(full, kNone, end)}, end);
  p.place(end);
  auto blocking = b.proc("blocking");
  const NodeId send = blocking.send(c, b.lit(1));
  auto polling = b.proc("polling");
  const NodeId done = polling.label();
  const NodeId offer = polling.comm(CommMode::Default, {polling.send_alt(c, b.lit(1), done)}, done);
  polling.place(done);
  {
    ProgramBuilder copy = b;
    const Program program = copy.finish(pair_of(copy, p.id, blocking.id));
    Walk w(program);
    CHECK(w.steps() == Steps{act(1, poll), joint(2, send, 0, 1, poll, 0)});
    w.take(act(1, poll));
    w.take(act(1, put, 0));
    CHECK(w.steps() == Steps{act(1, get, 0)});
    // With explicit arrival the sender has to arrive first; then default is no longer possible.
    reference::Options arrival;
    arrival.arrival = true;
    Walk slow(program, arrival);
    CHECK(slow.steps() == Steps{act(1, poll), local(2, send)});
    slow.take(local(2, send));
    CHECK(slow.steps() == Steps{joint(2, send, 0, 1, poll, 0)});
  }
  {
    const Program program = b.finish(pair_of(b, p.id, polling.id));
    Walk w(program);
    CHECK(w.steps() == Steps{act(1, poll), act(2, offer)});
  }
}

TEST_CASE("guarded commands: false guards, sources that end, all guards failed") {
  ProgramBuilder b;
  auto p = b.proc("P");
  const LocalId g = p.param("g"), x = p.local("x", b.int_type);
  const auto from = [&](int member, ExprId enabled) {
    Alt alt = p.receive_alt(b.peer(g, member, 0), x);
    alt.peer = true;
    alt.enabled = enabled;
    return alt;
  };
  const NodeId out = p.label();
  const NodeId top = p.here();
  Alt first = from(1, kNone), second = from(1, b.lit(0));
  first.next = second.next = top;
  p.comm(CommMode::Guarded, {first, second}, out);
  p.place(out);
  auto q = b.proc("Q");
  const LocalId h = q.param("g");
  Alt alt = q.send_alt(b.peer(h, 1, 0), b.lit(7));
  alt.peer = true;
  const NodeId send = q.comm(CommMode::Command, {alt});
  auto main = b.proc("main");
  ParallelStart start;
  start.group = main.local("");
  start.member = main.local("");
  start.branches = {b.member("p", p.id, {b.get(start.group)}), b.member("q", q.id, {b.get(start.group)})};
  start.next = kNext;
  main.add(start);
  const NodeId join = main.join(start.group);
  b.program.root_parallel = true;
  const Program program = b.finish(main.id);
  Walk w(program);
  CHECK(w.steps() == Steps{joint(2, send, 0, 1, top, 0)});
  w.take(joint(2, send, 0, 1, top, 0));
  CHECK(w.steps() == Steps{act(1, top)});  // the only source has ended
  w.take(act(1, top));
  CHECK(w.steps() == Steps{act(0, join)});
}

TEST_CASE("a command to a process that has ended is an error") {
  ProgramBuilder b;
  auto p = b.proc("P");
  const LocalId g = p.param("g");
  Alt alt = p.send_alt(b.peer(g, 0, 1), b.lit(7));
  alt.peer = true;
  const NodeId send = p.comm(CommMode::Command, {alt});
  auto q = b.proc("Q");
  auto main = b.proc("main");
  ParallelStart start;
  start.group = main.local("");
  start.member = main.local("");
  start.branches = {b.member("p", p.id, {b.get(start.group)}), b.member("q", q.id)};
  start.next = kNext;
  main.add(start);
  main.join(start.group);
  b.program.root_parallel = true;
  const Program program = b.finish(main.id);
  Walk w(program);
  CHECK(w.steps() == Steps{fail(1, send, 0)});
}

TEST_CASE("pri select: the first ready alternative only, and a step is left when two priorities meet") {
  ProgramBuilder b;
  const ExprId a = b.chan("a", b.int_type), c = b.chan("c", b.int_type);
  auto p = b.proc("P");
  const NodeId at_p = p.comm(CommMode::Select, {p.send_alt(a, b.lit(1)), p.receive_alt(c)}, kNone, true);
  auto q = b.proc("Q");
  const NodeId at_q = q.comm(CommMode::Select, {q.send_alt(c, b.lit(1)), q.receive_alt(a)}, kNone, true);
  auto plain = b.proc("plain");
  const NodeId at_plain = plain.comm(CommMode::Select, {plain.send_alt(c, b.lit(1)), plain.receive_alt(a)});
  {
    ProgramBuilder copy = b;
    const Program program = copy.finish(pair_of(copy, p.id, plain.id));
    CHECK(Walk(program).steps() == Steps{joint(1, at_p, 0, 2, at_plain, 1)});
  }
  const Program program = b.finish(pair_of(b, p.id, q.id));
  CHECK(Walk(program).steps() == Steps{joint(1, at_p, 0, 2, at_q, 1), joint(2, at_q, 0, 1, at_p, 1)});
}

TEST_CASE("message shapes are waited for") {
  ProgramBuilder b;
  const int cons = b.tag("cons");
  const int done = b.tag("done");
  const ExprId c = b.chan("c", kNone);
  auto p = b.proc("P");
  const LocalId x = p.local("x", b.int_type), y = p.local("y", b.int_type);
  Alt shape = p.receive_alt(c);
  shape.pattern.kind = PatternKind::Shape;
  shape.pattern.tag = cons;
  shape.pattern.targets = {p.place_of(x), p.place_of(y)};
  const NodeId select = p.comm(CommMode::Select, {shape, p.receive_alt(c)});
  p.send(c, b.get(x));
  auto q = b.proc("Q");
  const NodeId send =
      q.comm(CommMode::Select, {q.send_alt(c, b.op(ExprKind::MakeData, {b.lit(3), b.lit(4)}, cons)),
                                q.send_alt(c, b.op(ExprKind::MakeData, {}, done)), q.send_alt(c, b.lit(5))});
  const Program program = b.finish(pair_of(b, p.id, q.id));
  Walk w(program);
  CHECK(w.steps() == Steps{joint(2, send, 0, 1, select, 0), joint(2, send, 2, 1, select, 1)});
  w.take(joint(2, send, 0, 1, select, 0));
  CHECK((w.local_of(1, x) == Value::integer(3) && w.local_of(1, y) == Value::integer(4)));
}

TEST_CASE("timers and tickers; a running timer leaves default possible, an expired one does not") {
  ProgramBuilder b;
  const ExprId t = b.object("t", ObjectKind::Timer), k = b.object("k", ObjectKind::Ticker);
  auto p = b.proc("P");
  const LocalId r = p.local("r", b.bool_type);
  const NodeId n1 = p.label();
  const NodeId poll = p.comm(CommMode::Default, {p.receive_alt(t, kNone, n1)}, n1);
  p.place(n1);
  const NodeId stop = p.sync(SyncOp::TimerStop, t, kNone, r);
  const NodeId n2 = p.label();
  const NodeId poll2 = p.comm(CommMode::Default, {p.receive_alt(t, kNone, n2)}, n2);
  p.place(n2);
  const NodeId reset = p.sync(SyncOp::TimerReset, t, kNone, r);
  const NodeId wait = p.receive(t);
  const NodeId n3 = p.label();
  const NodeId tick = p.comm(CommMode::Default, {p.receive_alt(k, kNone, n3)}, n3);
  p.place(n3);
  p.receive(t);
  const Program program = b.finish(pair_of(b, p.id));
  Walk w(program);
  CHECK(w.steps() == Steps{act(1, poll, 0), act(1, poll)});
  w.take(act(1, poll));
  const std::string missed = step(StepKind::Act, {part(1, stop)}, 1);
  CHECK(w.steps() == Steps{act(1, stop), missed});
  Walk stopped = w;
  stopped.take(act(1, stop));
  CHECK(stopped.local_of(1, r).truth());
  CHECK(stopped.steps() == Steps{act(1, poll2)});
  w.take(missed);
  CHECK_FALSE(w.local_of(1, r).truth());
  CHECK(w.steps() == Steps{act(1, poll2, 0)});
  w.take(act(1, poll2, 0));
  w.take(act(1, reset));
  CHECK_FALSE(w.local_of(1, r).truth());
  w.take(act(1, wait, 0));
  CHECK(w.steps() == Steps{act(1, tick, 0)});
  w.take(act(1, tick, 0));
  CHECK(w.steps() == Steps{});
}

TEST_CASE("the environment sends every value of the domain that fits, and receives") {
  ProgramBuilder b;
  const ExprId in = b.chan("in", b.range(0, 2)), out = b.chan("out", b.int_type);
  b.program.globals[0].environment = Environment::Sends;
  b.program.globals[1].environment = Environment::Receives;
  auto p = b.proc("P");
  const LocalId x = p.local("x", b.int_type);
  const NodeId receive = p.receive(in, x), send = p.send(out, b.get(x));
  const Program program = b.finish(pair_of(b, p.id));
  Walk w(program);
  const auto env = [&](int value) { return step(StepKind::Environment, {part(1, receive, 0)}, value); };
  CHECK(w.steps() == Steps{env(0), env(1), env(2)});
  w.take(env(2));
  CHECK(w.local_of(1, x) == Value::integer(2));
  CHECK(w.steps() == Steps{step(StepKind::Environment, {part(1, send, 0)})});
}

TEST_CASE("what a receive cannot store fails afterwards, in a step of its own") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.int_type);
  auto p = b.proc("P");
  const LocalId x = p.local("x", b.int_type);
  Alt alt = p.receive_alt(c);
  alt.pattern.targets = {p.place_of(x, b.range(0, 3))};
  const NodeId receive = p.comm(CommMode::Command, {alt});
  auto q = b.proc("Q");
  const NodeId send = q.send(c, b.lit(7));
  const Program program = b.finish(pair_of(b, p.id, q.id));
  Walk w(program);
  w.take(joint(2, send, 0, 1, receive, 0));
  CHECK(w.ended(2));
  CHECK(w.steps() == Steps{fail(1, receive)});
  w.take(fail(1, receive));
  CHECK(w.state.crashed);
}
