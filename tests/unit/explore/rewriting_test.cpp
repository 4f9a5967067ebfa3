// Rewriting the store when its layout changes stays in proportion to the search, also where each step meets a
// component that has not moved before, or makes one more. Counted in components that are packed anew, not in
// time.
#include <doctest/doctest.h>

#include "checker/explore/space.h"
#include "tests/unit/program_builder.h"

namespace csp {

namespace {

struct Work {
  std::uint64_t states = 0, components = 0, rewritten = 0;
};

Work explore(const Program& program, std::uint64_t max_states) {
  Network network(program, {}, {});
  Space space(network, SearchOrder::BreadthFirst, 1);
  Budget budget;
  budget.max_states = max_states;
  Work work;
  space.explore(budget, [&](Space::Id, const State& s, std::uint32_t) {
    ++work.states;
    work.components += s.at.size();
    return true;
  });
  work.rewritten = space.rewritten();
  return work;
}

constexpr std::uint64_t kFloor = 4'000'000;  // rewriting that is no matter

}  // namespace

TEST_CASE("a message that passes through n processes, one after the other") {
  constexpr int kProcesses = 600;
  test::ProgramBuilder b;
  std::vector<ExprId> c;
  for (int i = 0; i < kProcesses; ++i) c.push_back(b.chan("c" + std::to_string(i), b.int_type));
  test::ProcBuilder main = b.proc("main");
  std::vector<ParBranch> members;
  for (int i = 0; i <= kProcesses; ++i) {
    test::ProcBuilder p = b.proc("P");
    const LocalId x = p.local("x", b.int_type);
    p.param("");
    if (i > 0) p.receive(c[static_cast<std::size_t>(i) - 1], x);
    if (i < kProcesses) p.send(c[static_cast<std::size_t>(i)], b.lit(1));
    members.push_back(b.member("p", p.id, {b.lit(0)}));
  }
  main.parallel(members);
  const Work work = explore(b.finish(main.id), 0);
  CHECK(work.states >= kProcesses + 1);  // one step after the other
  CHECK(work.states <= kProcesses + 3);
  CHECK(work.rewritten <= 8 * work.components + kFloor);  // one rewrite a step would be more than 200 million
}

TEST_CASE("a process that starts others without end") {
  test::ProgramBuilder b;
  test::ProcBuilder child = b.proc("child");
  child.receive(b.nil());
  test::ProcBuilder main = b.proc("main");
  const NodeId top = main.here();
  main.begin(child.id);
  main.jump(top);
  const Work work = explore(b.finish(main.id), 1000);
  CHECK(work.states >= 500);
  CHECK(work.rewritten <= 8 * work.components + kFloor);  // one rewrite a step would be more than 150 million
}

}  // namespace csp
