// State counts with a formula: the philosophers of Hoare's four communications have 3^N - 1 states, one of them the deadlock, reached in N steps.
#include "tests/unit/explore/philosophers_program.h"

#include <doctest/doctest.h>

#include "checker/explore/check.h"

namespace csp {

TEST_CASE("philosophers: 3^N - 1 states, the deadlock after N steps") {
  std::uint64_t power = 3;
  for (int n = 2; n <= 9; ++n) {
    power *= 3;
    const Program program = test::philosophers(n, false);
    Property deadlock;
    const Verdict found = check(program, deadlock, {}, {});
    CHECK(found.answer == Answer::Fails);
    REQUIRE(found.findings.size() == 1);
    CHECK(found.findings[0].trace.steps.size() == static_cast<std::size_t>(n));
    CHECK(found.findings[0].pids.size() == static_cast<std::size_t>(2 * n));
    Property error;  // explores everything
    error.kind = PropertyKind::ErrorFree;
    const Verdict all = check(program, error, {}, {});
    CHECK(all.answer == Answer::Holds);
    CHECK(all.statistics.states == power - 1);
  }
}

TEST_CASE("philosophers with the room: no deadlock") {
  // The counts were found by SPIN on the Promela counterpart.
  const std::uint64_t states[] = {11, 79, 511, 3111, 18263, 104679, 590175};
  for (int n = 2; n <= 8; ++n) {
    const Verdict v = check(test::philosophers(n, true), Property{}, {}, {});
    CHECK(v.answer == Answer::Holds);
    CHECK(v.statistics.states == states[n - 2]);
  }
}

}  // namespace csp
