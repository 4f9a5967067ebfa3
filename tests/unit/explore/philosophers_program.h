// Hoare's philosophers (1978, 5.3) as a Program made by hand: forks, and a room if asked for, are processes that talk by name.
#pragma once

#include "tests/unit/program_builder.h"

namespace csp::test {

// Members 0..n-1 are the forks, n..2n-1 the philosophers, 2n the room.
inline Program philosophers(int n, bool room) {
  ProgramBuilder b;
  const int pickup = b.tag("pickup"), putdown = b.tag("putdown"), enter = b.tag("enter"), leave = b.tag("exit");
  const auto signal = [&](int tag) { return b.op(ExprKind::MakeData, {}, tag); };
  const auto hear = [](Alt alt, int tag) {
    alt.pattern.kind = PatternKind::Shape;
    alt.pattern.tag = tag;
    alt.peer = true;
    return alt;
  };
  const auto tell = [](Alt alt) {
    alt.peer = true;
    return alt;
  };
  const auto with_two = [](ParBranch branch) { return branch; };
  ProcBuilder main = b.proc("main");
  std::vector<ParBranch> members;
  const LocalId group = main.local("");  // the member's arguments refer to it
  for (int i = 0; i < n; ++i) {
    ProcBuilder fork = b.proc("FORK");
    const LocalId g = fork.param("");
    const int right = n + i, left = n + (i + n - 1) % n;
    const NodeId top = fork.here();
    const NodeId a = fork.label(), c = fork.label();
    fork.comm(CommMode::Guarded,
              {hear(fork.receive_alt(b.peer(g, right, i), kNone, a), pickup), hear(fork.receive_alt(b.peer(g, left, i), kNone, c), pickup)},
              fork.label());
    fork.place(a);
    fork.comm(CommMode::Command, {hear(fork.receive_alt(b.peer(g, right, i), kNone, top), putdown)});
    fork.place(c);
    fork.comm(CommMode::Command, {hear(fork.receive_alt(b.peer(g, left, i), kNone, top), putdown)});
    members.push_back(with_two(b.member("fork", fork.id, {b.get(group)})));
  }
  for (int i = 0; i < n; ++i) {
    ProcBuilder phil = b.proc("PHIL");
    const LocalId g = phil.param("");
    const NodeId top = phil.here();
    const auto say = [&](int to, int tag, NodeId next) {
      phil.comm(CommMode::Command, {tell(phil.send_alt(b.peer(g, n + i, to), signal(tag), next))});
    };
    if (room) say(2 * n, enter, kNext);
    say(i, pickup, kNext);
    say((i + 1) % n, pickup, kNext);
    say(i, putdown, kNext);
    say((i + 1) % n, putdown, room ? kNext : top);
    if (room) say(2 * n, leave, top);
    members.push_back(b.member("phil", phil.id, {b.get(group)}));
  }
  if (room) {
    ProcBuilder r = b.proc("ROOM");
    const LocalId g = r.param("");
    const LocalId occupancy = r.local("occupancy", b.int_type);
    r.assign(occupancy, b.lit(0));
    const NodeId top = r.here();
    const NodeId in = r.label(), out = r.label();
    std::vector<Alt> alts;
    for (int i = 0; i < n; ++i) {
      Alt alt = hear(r.receive_alt(b.peer(g, n + i, 2 * n), kNone, in), enter);
      alt.enabled = b.op(ExprKind::Lt, {b.get(occupancy), b.lit(n - 1)});
      alts.push_back(alt);
      alts.push_back(hear(r.receive_alt(b.peer(g, n + i, 2 * n), kNone, out), leave));
    }
    r.comm(CommMode::Guarded, alts, r.label());
    r.place(in);
    r.assign(occupancy, b.op(ExprKind::Add, {b.get(occupancy), b.lit(1)}));
    r.jump(top);
    r.place(out);
    r.assign(occupancy, b.op(ExprKind::Sub, {b.get(occupancy), b.lit(1)}));
    r.jump(top);
    members.push_back(b.member("room", r.id, {b.get(group)}));
  }
  ParallelStart start;
  start.branches = std::move(members);
  start.group = group;
  start.member = main.local("");
  start.next = kNext;
  main.add(std::move(start), "parallel");
  main.join(group);
  b.program.root_parallel = true;
  return b.finish(main.id);
}

}  // namespace csp::test
