// Programs as processes (docs/semantics.md, rules 24 and 25): what a report tells of their steps and of their
// run-time errors, and the verbs that take a process on a file that holds programs alone.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace {

using csp::cli_test::contains;
using csp::cli_test::Folder;
using csp::cli_test::Run;
using csp::cli_test::run_csp;

// Told in one line: reports break lines where they like.
std::string joined(std::string text) {
  std::string out;
  for (const char c : text)
    if (c != '\n' && c != ' ')
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  return out;
}

// After in.0 the program divides by zero, after in.1 it does not.
const std::string kDivides =
    "channel in, out: {0..1}\n"
    "prog half(i: chan of 0..1, o: chan of 0..1) {\n"
    "  x := <-i;\n"
    "  y := 1 / x;\n"
    "  o <-= y;\n"
    "}\n"
    "SPEC = in?x -> (out?y -> SKIP [] STOP)\n";

TEST_CASE("a run-time error of a program: in T and F it fails the check, in FD it is a divergence") {
  const Folder folder;
  const std::string file = folder.write(
      "a.csp", kDivides +
                   "assert SPEC [T= half(in, out)\nassert SPEC [FD= half(in, out)\n"
                   "assert half(in, out) :[divergence free [FD]]\nassert half(in, out) :[deterministic [F]]\n"
                   "assert half(in, out) ||| STOP :[deadlock free [FD]]\n");
  const Run check = run_csp({"check", file});
  CHECK(check.status == 1);
  const std::string told = joined(check.out);
  CHECK(contains(told,
                 "half(in, out) can have the run-time error \"division by zero\", after <in.0> (at `y := "
                 "1 / x`, line 4)"));
  CHECK(
      contains(told,
               "half(in, out) can have the run-time error \"division by zero\", which is a divergence in FD, "
               "after <in.0> (at `y := 1 / x`, line 4)"));
  const std::string trace = joined(run_csp({"trace", "--only", "[T=", file}).out);
  CHECK(contains(trace, "After <in.0> half(in, out) fails at `y := 1 / x`, line 4: division by zero."));
  CHECK(contains(trace, "Its variables: x = 0"));
  CHECK(contains(trace, "In the model T a run-time error that can be reached fails the check"));
  const std::string divergence = joined(run_csp({"trace", "--only", "divergence", file}).out);
  CHECK(contains(divergence, "In the model FD a run-time error is a divergence"));
  CHECK(contains(divergence, "τ (y := 1 / x)"));
}

TEST_CASE("a run-time error of a program in json and html") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kDivides + "assert half(in, out) :[divergence free [FD]]\n");
  const auto root = nlohmann::json::parse(run_csp({"check", "--format", "json", file}).out);
  const auto& finding = root["files"][0]["assertions"][0]["instances"][0]["findings"][0];
  CHECK(finding["kind"] == "divergence");
  const auto& failure = finding["process"]["failure"];
  CHECK(failure["program"] == "half(in, out)");
  CHECK(failure["action"] == "y := 1 / x");
  CHECK(failure["line"] == 4);
  CHECK(failure["message"] == "division by zero");
  CHECK(failure["values"]["x"] == "0");
  CHECK(failure["rule"] == "in FD a run-time error is a divergence");
  CHECK(finding["process"]["run"][0]["event"] == "in.0");
  CHECK(finding["process"]["run"][0]["did"][0]["line"] == 3);
  const std::string page = run_csp({"trace", "--format", "html", file}).out;
  CHECK(contains(page, "division by zero"));
  CHECK(contains(page, "In the model FD a run-time error is a divergence"));
}

TEST_CASE("a hidden communication inside of a program has its channel, its value and its lines") {
  const Folder folder;
  const std::string file = folder.write("a.csp",
                                        "channel out: {0..1}\n"
                                        "prog main(o: chan of 0..1) {\n"
                                        "  ch := mk(chan of int);\n"
                                        "  begin child(ch);\n"
                                        "  x := <-ch;\n"
                                        "  o <-= x;\n"
                                        "}\n"
                                        "prog child(c: chan of int) {\n"
                                        "  c <-= 1;\n"
                                        "}\n"
                                        "assert out!0 -> SKIP [T= main(out)\n");
  const std::string trace = joined(run_csp({"trace", file}).out);
  CHECK(contains(trace, "c <-= 1"));
  CHECK(contains(trace, "x := <-ch (1)"));
  CHECK(contains(trace, "main: x := <-ch (1), line 5"));
  const auto root = nlohmann::json::parse(run_csp({"check", "--format", "json", file}).out);
  const auto& run = root["files"][0]["assertions"][0]["instances"][0]["findings"][0]["process"]["run"];
  bool told = false;
  for (const auto& step : run)
    if (step.contains("did") && step["did"].size() == 2)
      told = told || (step["did"][0]["process"] == "child" && step["did"][0]["line"] == 9 &&
                      step["did"][1]["process"] == "main" && step["did"][1]["line"] == 5);
  CHECK(told);
}

TEST_CASE("graph and equiv on a file with programs alone") {
  const Folder folder;
  const std::string file = folder.write("a.csp",
                                        "channel a, b: 0..1\n"
                                        "prog copy(i: chan of 0..1, o: chan of 0..1) { x := <-i; o <-= x; }\n"
                                        "assert copy(a, b) :[error free]\n");
  // in.x, then out.x, then ✓: 1 + 2 states before the end, the end, and what ✓ leads to.
  const Run aut = run_csp({"graph", file, "copy(a, b)", "--format", "aut"});
  CHECK(aut.status == 0);
  CHECK(contains(aut.out, "\"a.0\""));
  CHECK(contains(aut.out, "des (0,5,5)"));
  const Run same = run_csp({"equiv", file, "copy(a, b)", "a?x -> b!x -> SKIP"});
  CHECK(same.status == 0);
  CHECK(run_csp({"equiv", file, "copy(a, b)", "STOP"}).status == 1);
  const Run nobody = run_csp({"graph", file, "nobody()"});
  CHECK(nobody.status == 2);
  CHECK(contains(nobody.err, "nobody"));
}

TEST_CASE("forall before refinements and before properties with a model") {
  const Folder folder;
  const std::string file = folder.write("a.csp",
                                        "channel a: {0..9}\n"
                                        "UP(n, k) = k < n & a!k -> UP(n, k + 1)\n"
                                        "assert forall n: 0..3 @ CHAOS({|a|}) [T= UP(n, 0)\n"
                                        "assert forall n: 0..3 @ CHAOS({a.0, a.1}) [T= UP(n, 0)\n"
                                        "assert not forall n: 0..3 @ UP(n, 0) :[deadlock free [F]]\n");
  const Run run = run_csp({"check", file});
  CHECK(run.status == 1);
  CHECK(contains(run.out, "ok    for all n in 0..3: CHAOS({|a|}) [T= UP(n, 0)"));
  CHECK(contains(run.out, "n = 3"));
  CHECK(contains(run.out, "3 assertions, 2 as stated"));
  const Run least = run_csp({"least", "n=0..5", "--only", "a.0", file});
  CHECK(contains(least.out, "n = 3: the least"));
}

}  // namespace
