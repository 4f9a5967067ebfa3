// Leaks and ends where runs have no end. What holds follows from the definitions (docs/semantics.md, rules 18
// and 22) by the argument beside each model; the engines must agree, and their counterexamples be equally
// long.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

// `n = 1 - n` for ever: an interaction, and finitely many states.
const std::string kTurn = "var n: 0..1\nprog turn() { for { n = 1 - n; } }\n";

void both_say(const std::string& text, const std::string& verdict, int steps = -1, bool same_length = true) {
  CAPTURE(text);
  const Folder folder;
  const std::string file = folder.write("a.csp", text);
  std::size_t length[2] = {0, 0};
  int i = 0;
  for (const char* engine : {"explicit", "z3"}) {
    CAPTURE(engine);
    const Run run = run_csp({"check", "--engine", engine, "--format", "json", file});
    REQUIRE_MESSAGE(run.err.empty(), run.err);
    const auto assertion = nlohmann::json::parse(run.out)["files"][0]["assertions"][0];
    CHECK_MESSAGE(assertion["verdict"] == verdict, assertion.dump());
    for (const auto& entry : assertion.value("trace", nlohmann::json::array()))
      length[i] = std::max(length[i], entry["step"].get<std::size_t>());
    ++i;
  }
  if (same_length) CHECK(length[0] == length[1]);
  if (steps >= 0) CHECK(length[1] == static_cast<std::size_t>(steps));
}

TEST_CASE("a process that nobody will ever serve, beside one that runs for ever, is a leak") {
  // Nobody sends on c: the child is stuck from the moment it stands there, after the step that begins it.
  both_say(kTurn +
               "prog P() { c := mk(chan of int); begin prog() { x := <-c; n = x; }(); turn(); }\n"
               "assert P() :[leak free]\n",
           "fails", 1);
}

TEST_CASE("a process that may be served after any state is no leak") {
  both_say(kTurn +
               "prog P() {\n"
               "    c := mk(chan of unit);\n"
               "    begin prog() { for { <-c; } }();\n"
               "    for { n = 1 - n; c <-= (); }\n"
               "}\nassert P() :[leak free]\n",
           "holds");
}

TEST_CASE("an end that can be come to from everywhere, and one that a wrong turn excludes") {
  both_say(kTurn +
               "prog P() { for { [ true -> return [] true -> n = 1 - n ] } }\n"
               "assert P() :[can terminate]\n",
           "holds");
  // After the choice of the loop without end there is no way back.
  both_say(kTurn + "prog P() { n = 1; [ true -> turn() [] true -> skip ] }\nassert P() :[can terminate]\n",
           "fails", -1, false);  // exploring shows the loop, too
}

}  // namespace
}  // namespace csp::cli_test
