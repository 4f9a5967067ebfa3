// Data without bounds from the command line: any(int), and what the default engine does where exploring does
// not end.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/process.h"
#include "tests/solver/output.h"

namespace csp::cli_test {
namespace {

TEST_CASE(
    "any(int): the counterexample names the value where it is chosen, and the default engine asks the "
    "solver") {
  const Folder folder;
  // 17 is the only value that fails, and 289 = 17 * 17; the text does not name it.
  const std::string file = folder.write(
      "a.csp", "prog P() { x := any(int); assert x * x != 289 or x < 0; }\nassert not P() :[error free]\n");
  const Run run = run_csp({"check", file});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
  CHECK(contains(run.out, "has infinitely many values"));
  const Run trace = run_csp({"trace", file});
  CHECK_MESSAGE(contains(trace.out, "P takes 17 at `any(int)` (line 1)."), trace.out);
}

TEST_CASE("any(int) in a process that a step begins: the value, the process, the line and the step") {
  const Folder folder;
  const std::string file = folder.write("a.csp",
                                        "var sum: int\n"
                                        "prog one() {\n"
                                        "    x := any(int);\n"
                                        "    sum = x;\n"
                                        "    y := any(int);\n"
                                        "    sum = sum + y;\n"
                                        "}\n"
                                        "prog P() { begin one(); }\n"
                                        "assert P() :[reachable sum == -5]\n");
  const Run run = run_csp({"trace", "--engine", "z3", file});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
  CHECK_MESSAGE(contains(run.out, "one takes "), run.out);
  CHECK_MESSAGE(contains(run.out, " at `any(int)` (line 3), in step 1."), run.out);
}

TEST_CASE("auto: the solver proves what exploring would not end with") {
  const Folder folder;
  // Two counters that grow for ever; the second never overtakes the first.
  const std::string file = folder.write("grow.csp",
                                        "prog P() {\n"
                                        "    a := 0;\n"
                                        "    c := mk(chan of int);\n"
                                        "    begin prog() { for { x := <-c; assert x >= 0; } }();\n"
                                        "    for { c <-= a; a += 1; }\n"
                                        "}\n"
                                        "assert P() :[error free]\n");
  const auto result = nlohmann::json::parse(run_csp({"check", "--format", "json", file}).out);
  const auto& assertion = result["files"][0]["assertions"][0];
  CHECK(assertion["verdict"] == "holds");
  CHECK(assertion["engine"] == "Z3");
}

TEST_CASE("auto: where the solver has no answer, exploring goes on and ends") {
  const Folder folder;
  // 120001 values of n, one after the other: local states grow as the states do, and a leak is nothing that
  // the solver proves within ten steps.
  const std::string file = folder.write("count.csp",
                                        "var n: int\n"
                                        "prog P() { for i := 0; i < 120000; i += 1 { atomic.add(n, 1); } }\n"
                                        "assert P() :[leak free]\n");
  const auto result = nlohmann::json::parse(run_csp({"check", "--format", "json", file}).out);
  const auto& assertion = result["files"][0]["assertions"][0];
  CHECK(assertion["verdict"] == "holds");
  CHECK(assertion["engine"] == "explicit");
  CHECK(assertion["states"] == 120001);
}

}  // namespace
}  // namespace csp::cli_test
