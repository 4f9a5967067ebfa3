// Proofs by invariants on models with infinitely many states: the verdicts follow from the arguments in the
// headers of the models. What a proof rests on is written as SMT-LIB and shown to another solver, cvc5.
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string output(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return text;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe)) text += buffer;
  pclose(pipe);
  return text;
}

std::string model(const std::string& name) {
  return std::string(CSP_SOURCE_DIR) + "/models/unbounded/" + name;
}

TEST_CASE("proofs of unbounded data, and cvc5 agrees to every obligation") {
  for (const char* name : {"ticket_lock.csp", "producer_consumer.csp", "division.csp", "credit.csp"}) {
    CAPTURE(name);
    const Folder folder;
    const std::string dump = folder.path() + "/smt2";
    const Run run =
        run_csp({"check", "--engine", "z3", "--show-invariant", "--dump-smt2", dump, model(name)});
    CHECK_MESSAGE(run.status == 0, run.out << run.err);
    CHECK(contains(run.out, "inductive invariant:"));
    int files = 0;
    for (const auto& entry : fs::directory_iterator(dump)) {
      CAPTURE(entry.path().string());
      ++files;
      CHECK(output("cvc5 --tlimit=60000 '" + entry.path().string() + "' 2>&1") == "unsat\n");
    }
    CHECK(files == 3);
  }
}

TEST_CASE("an obligation that is weakened is refused by cvc5") {
  const Folder folder;
  const std::string dump = folder.path() + "/smt2";
  REQUIRE(
      run_csp({"check", "--engine", "z3", "--dump-smt2", dump, "--only", "LOCK", model("ticket_lock.csp")})
          .status == 0);
  // Without its last assertion, the negated conclusion, a start is possible.
  std::ifstream in(dump + "/1-start.smt2");
  std::stringstream all;
  all << in.rdbuf();
  std::string text = all.str();
  const std::size_t last = text.rfind("(assert");
  REQUIRE(last != std::string::npos);
  const std::string weak = folder.write("weak.smt2", text.substr(0, last) + "(check-sat)\n");
  CHECK(output("cvc5 --tlimit=60000 '" + weak + "' 2>&1") == "sat\n");
}

TEST_CASE("any(int): the counterexample names a value, and the default engine asks the solver") {
  const Folder folder;
  // 17 is the only value that fails, and 289 = 17 * 17; the text does not name it.
  const std::string file = folder.write(
      "a.csp", "prog P() { x := any(int); assert x * x != 289 or x < 0; }\nassert not P() :[error free]\n");
  const Run run = run_csp({"check", file});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
  CHECK(contains(run.out, "has infinitely many values"));
  const Run trace = run_csp({"trace", file});
  CHECK_MESSAGE(contains(trace.out, "x = 17"), trace.out);
}

TEST_CASE("csp least: a forall variable, a constant, none, and what is wrong") {
  const std::string figure = std::string(CSP_SOURCE_DIR) + "/models/figures/fig05_docker_25384.csp";
  // Figure 5: the parent waits for n workers inside the loop that starts them; fine for none and for one.
  for (const char* engine : {"explicit", "z3", "both"}) {
    const Run run =
        run_csp({"least", "n=0..8", "--engine", engine, "--only", "buggy(n) :[leak free]", figure});
    CHECK_MESSAGE(run.status == 0, run.out << run.err);
    CHECK(contains(run.out, "n = 2: the least for which it fails that buggy(n) is leak free"));
  }
  const Folder folder;
  const std::string file =
      folder.write("c.csp", "N = 1\nprog P() { assert N < 5; }\nassert P() :[error free]\n");
  CHECK(contains(run_csp({"least", "N=1..9", file}).out, "N = 5: the least"));
  CHECK(contains(run_csp({"least", "N=1..4", file}).out, "none of N = 1..4"));
  CHECK(run_csp({"least", "M=1..4", file}).status == 2);
  CHECK(run_csp({"least", "N=4..1", file}).status == 2);
  CHECK(run_csp({"least", file}).status == 2);
}

}  // namespace
}  // namespace csp::cli_test
