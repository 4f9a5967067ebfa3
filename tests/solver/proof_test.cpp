// Proofs by invariants on models with infinitely many states: the verdicts follow from the arguments in the
// headers of the models. What a proof rests on is written as SMT-LIB and shown to another solver, cvc5.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/cli/process.h"
#include "tests/solver/output.h"

namespace csp::cli_test {
namespace {

namespace fs = std::filesystem;

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
    CHECK_MESSAGE(contains(run.out, "induct"), run.out);  // an inductive invariant, or k-induction
    int files = 0;
    for (const auto& entry : fs::directory_iterator(dump)) {
      CAPTURE(entry.path().string());
      ++files;
      CHECK(output("cvc5 --tlimit=60000 '" + entry.path().string() + "' 2>&1") == "unsat\n");
    }
    CHECK(files >= 3);
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

}  // namespace
}  // namespace csp::cli_test
