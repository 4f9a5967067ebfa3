// Assertions in words.
#include "cli/statement.h"

#include <doctest/doctest.h>

#include "cli/exit_code.h"

namespace csp::cli_test {
namespace {

std::string words(const char* text, PropertyKind kind) { return make_statement(text, kind).words(); }
std::string denied(const char* text, PropertyKind kind) { return make_statement(text, kind).negation(); }

TEST_CASE("each property has its sentence, and its denial") {
  using K = PropertyKind;
  CHECK(words("P(0) :[leak free]", K::LeakFree) == "P(0) is leak free");
  CHECK(words("not P(0) :[leak free]", K::LeakFree) == "P(0) is not leak free");
  CHECK(denied("P(0) :[leak free]", K::LeakFree) == "P(0) is not leak free");
  CHECK(words("S :[deadlock free]", K::DeadlockFree) == "S is deadlock free");
  CHECK(words("not S :[race free]", K::RaceFree) == "S is not race free");
  CHECK(words("S :[error free]", K::ErrorFree) == "S is error free");
  CHECK(words("S :[livelock free]", K::LivelockFree) == "S is livelock free");
  CHECK(words("S :[divergence free]", K::DivergenceFree) == "S is divergence free");
  CHECK(words("S :[terminates]", K::Terminates) == "S terminates");
  CHECK(words("not S :[terminates]", K::Terminates) == "S does not always terminate");
  CHECK(words("S :[can terminate]", K::CanTerminate) == "S can always terminate");
  CHECK(words("not S :[can terminate]", K::CanTerminate) == "S cannot always terminate");
  CHECK(words("S :[always x <= 1]", K::Always) == "always x <= 1 in S");
  CHECK(words("not S :[always x <= 1]", K::Always) == "not always x <= 1 in S");
  CHECK(words("S :[reachable x == 5]", K::Reachable) == "x == 5 is reachable in S");
  CHECK(words("not S :[reachable x == 5]", K::Reachable) == "x == 5 is not reachable in S");
  CHECK(words("S :[outcomes (a, b) = {(1, 2)}]", K::Outcomes) ==
        "the outcomes (a, b) of S are exactly {(1, 2)}");
  CHECK(words("not S :[outcomes (a) = {1}]", K::Outcomes) == "the outcomes (a) of S are not exactly {1}");
}

TEST_CASE("forall is said in words and denied as a whole") {
  const char* text = "forall n: 0..8, b: {true, false} @ P(n, b) :[leak free]";
  CHECK(words(text, PropertyKind::LeakFree) == "for all n in 0..8, b in {true, false}: P(n, b) is leak free");
  CHECK(denied(text, PropertyKind::LeakFree) ==
        "not for all n in 0..8, b in {true, false}: P(n, b) is leak free");
  const Statement statement =
      make_statement("assert not forall n: 0..8 @ P(n) :[terminates]", PropertyKind::Terminates);
  CHECK(statement.negated);
  CHECK(statement.text == "not forall n: 0..8 @ P(n) :[terminates]");
  CHECK(statement.words() == "not for all n in 0..8: P(n) terminates");
}

TEST_CASE("a parallel command as the system") {
  const char* text = "[ a:: P() || b[i: 0..4]:: Q(i) ] :[deadlock free]";
  CHECK(words(text, PropertyKind::DeadlockFree) == "[ a:: P() || b[i: 0..4]:: Q(i) ] is deadlock free");
}

TEST_CASE("exit statuses: 4 before 2 before 1 before 3 before 0") {
  const ExitCode order[] = {ExitCode::AsStated, ExitCode::Limit, ExitCode::NotAsStated, ExitCode::BadInput,
                            ExitCode::Internal};
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 5; ++j) CHECK(worse(order[i], order[j]) == order[i > j ? i : j]);
}

}  // namespace
}  // namespace csp::cli_test
