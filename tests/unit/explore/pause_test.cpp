// A pause: what is said in it stops the search, and where nothing is said the search goes on from where it
// is.
#include <doctest/doctest.h>

#include "checker/explore/check.h"
#include "tests/unit/explore/philosophers_program.h"

namespace csp {

TEST_CASE("a search that may go on explores every state once, and is asked once") {
  const Program program = test::philosophers(9, false);  // 3^9 - 1 = 19682 states
  Property error;
  error.kind = PropertyKind::ErrorFree;
  int times = 0;
  Pause pause{5000, [&](const Statistics& s) -> std::string {
                ++times;
                CHECK(s.states >= 5000);
                CHECK(s.states < 19682);
                return "";
              }};
  const Verdict verdict = check(program, error, {}, {}, pause);
  const Verdict plain = check(program, error, {}, {});
  CHECK(times == 1);
  CHECK(verdict.answer == Answer::Holds);
  CHECK(verdict.statistics.states == 19682);
  // Had it begun again, there would be more transitions.
  CHECK(verdict.statistics.transitions == plain.statistics.transitions);
}

TEST_CASE("a search that is told to stop gives the reason that it was told") {
  Property error;
  error.kind = PropertyKind::ErrorFree;
  const Verdict verdict = check(test::philosophers(9, false), error, {}, {},
                                {5000, [](const Statistics&) -> std::string { return "enough"; }});
  CHECK(verdict.answer == Answer::Unknown);
  CHECK(verdict.reason == "enough");
  CHECK(verdict.statistics.states < 19682);
}

}  // namespace csp
