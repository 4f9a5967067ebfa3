// --engine: who answers, what a bound of the solver means. Expected verdicts follow from the texts of the
// models by hand.
#include <doctest/doctest.h>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

// P(0): the child's send finds no receiver, ever. P(1): the buffer takes the message.
const std::string kLeak =
    "prog P(n: 0..1) {\n"
    "  c := mk(chan[n] of int);\n"
    "  begin prog() { c <-= 1 }();\n"
    "}\n"
    "assert not P(0) :[leak free]\n"
    "assert P(1) :[leak free]\n";

// Counts for ever: infinitely many states.
const std::string kEndless =
    "prog E() {\n"
    "  c := mk(chan[1] of int);\n"
    "  for i := 0; true; i += 1 { c <-= i; <-c; }\n"
    "}\n"
    "assert E() :[leak free]\n";

// Fails after ten messages, no sooner.
const std::string kTen =
    "prog T() {\n"
    "  c := mk(chan[1] of int);\n"
    "  for i := 0; i < 10; i += 1 { c <-= i; <-c; }\n"
    "  assert false;\n"
    "}\n"
    "assert not T() :[error free]\n";

TEST_CASE("each engine answers by itself, and both together") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kLeak);
  const Run explicitly = run_csp({"check", "--engine", "explicit", file});
  CHECK_MESSAGE(explicitly.status == 0, explicitly.out << explicitly.err);
  CHECK(contains(explicitly.out, "explicit\n"));
  CHECK_FALSE(contains(explicitly.out, "Z3"));
  const Run solver = run_csp({"check", "--engine", "z3", file});
  CHECK_MESSAGE(solver.status == 0, solver.out << solver.err);
  CHECK(contains(solver.out, "Z3\n"));
  const Run both = run_csp({"check", "--engine", "both", file});
  CHECK_MESSAGE(both.status == 0, both.out << both.err);
  CHECK(contains(both.out, "explicit, Z3 agree\n"));
}

TEST_CASE("the solver's counterexample is shown like any other") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kLeak);
  const Run run = run_csp({"trace", "--engine", "z3", "--only", "P(0)", file});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
  CHECK(contains(run.out, "blocked for ever"));
}

TEST_CASE("a bound of the solver is no proof") {
  const Folder folder;
  const std::string endless = folder.write("e.csp", kEndless), ten = folder.write("t.csp", kTen);
  const Run bounded = run_csp({"check", "--engine", "z3", "--depth", "5", endless});
  CHECK(bounded.status == 3);
  CHECK(contains(bounded.out, "no counterexample within 5 steps"));
  // Each message is two steps; the failure is the 21st.
  CHECK(run_csp({"check", "--engine", "z3", "--depth", "20", ten}).status == 3);
  CHECK(run_csp({"check", "--engine", "z3", "--depth", "21", ten}).status == 0);
}

TEST_CASE("both: an answer of one engine counts, and what the other could not is told") {
  const Folder folder;
  const std::string ten = folder.write("t.csp", kTen);
  const Run run = run_csp({"check", "--engine", "both", "--depth", "3", ten});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
  CHECK(contains(run.out, "Z3: unknown (no counterexample within 3 steps)"));
}

TEST_CASE("auto: a limit that was asked for is the answer") {
  const Folder folder;
  const std::string endless = folder.write("e.csp", kEndless);
  const Run run = run_csp({"check", "--max-states", "100", endless});
  CHECK(run.status == 3);
  CHECK(contains(run.out, "limit of 100 states"));
  CHECK_FALSE(contains(run.out, "Z3"));
}

TEST_CASE("Ctrl-C and the clock stop the solver") {
  const Folder folder;
  const std::string endless = folder.write("e.csp", kEndless);
  RunOptions options;
  options.interrupt_after_ms = 500;
  const Run stopped = run_csp({"check", "--engine", "z3", "--depth", "100000", endless}, options);
  CHECK(stopped.status == 3);
  CHECK(contains(stopped.out, "interrupted"));
  const Run late = run_csp({"check", "--engine", "z3", "--depth", "100000", "--timeout", "500ms", endless});
  CHECK(late.status == 3);
  CHECK(contains(late.out, "limit of 0.5 seconds reached"));
}

}  // namespace
}  // namespace csp::cli_test
