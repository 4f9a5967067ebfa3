// Local proofs of deadlock freedom at sizes that no exploration reaches, and real traces where a variant
// deadlocks. That the families have or lack a deadlock at every size is argued in the headers of the models.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/process.h"
#include "tests/solver/output.h"

namespace csp::cli_test {
namespace {

nlohmann::json ask(const std::string& model, const std::string& only, std::vector<std::string> constants) {
  std::vector<std::string> arguments{"check", "--engine", "z3", "--format", "json", "--only", only};
  for (const std::string& c : constants) arguments.insert(arguments.end(), {"-D", c});
  arguments.push_back(std::string(CSP_SOURCE_DIR) + "/models/" + model);
  const Run run = run_csp(arguments);
  REQUIRE_MESSAGE(run.status == 0, run.out << run.err);
  const auto result = nlohmann::json::parse(run.out);
  REQUIRE(result["files"][0]["assertions"].size() == 1);
  return result["files"][0]["assertions"][0];
}

TEST_CASE("deadlock free at any size") {
  CHECK(ask("networks/left_handed.csp", "DINING", {"N=1000"})["verdict"] == "holds");
  CHECK(ask("networks/token_ring.csp", "RING :[deadlock free]", {"N=300"})["verdict"] == "holds");
  CHECK(ask("networks/pipeline.csp", "PIPE :", {"N=300"})["verdict"] == "holds");
  CHECK(ask("networks/grid.csp", "GRID", {"W=10", "H=10"})["verdict"] == "holds");
  CHECK(ask("bench/milner.csp", "SCHEDULER", {"N=200"})["verdict"] == "holds");
}

TEST_CASE("philosophers with the room: the argument is a count, and cvc5 agrees") {
  // Hoare 1978, 5.3: N - 1 of N are let in. With N the circle can close, at every size.
  CHECK(ask("bench/philosophers_room.csp", "DINING", {"N=100"})["verdict"] == "holds");
  const Folder folder;
  const std::string dump = folder.path() + "/smt2";
  const Run run = run_csp({"check", "--engine", "z3", "--show-invariant", "--dump-smt2", dump, "-D", "N=6",
                           std::string(CSP_SOURCE_DIR) + "/models/bench/philosophers_room.csp"});
  REQUIRE_MESSAGE(run.status == 0, run.out << run.err);
  CHECK(contains(run.out, "local proof: "));
  CHECK(contains(run.out, "1 counts"));
  CHECK(contains(run.out, "phil[5] at line 13 (room!enter())"));
  CHECK(contains(run.out, "room.occupancy <= 5"));
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dump)) {
    CAPTURE(entry.path().string());
    ++files;
    CHECK(output("cvc5 --tlimit=60000 '" + entry.path().string() + "' 2>&1") == "unsat\n");
  }
  CHECK(files >= 4);  // start, goal, and the steps in parts
  CHECK(ask("hoare1978/s53_philosophers.csp", "not PAPER", {"N=20"})["verdict"] == "fails");
}

TEST_CASE("a candidate is gone to: the trace is real, for it was replayed") {
  for (const int n : {20, 50}) {
    const auto result = ask("networks/left_handed.csp", "SYMMETRIC", {"N=" + std::to_string(n)});
    CHECK(result["verdict"] == "fails");
    // Everybody takes one fork: N steps, and no fewer will do.
    CHECK(result["trace"].back()["step"] == n);
  }
  CHECK(ask("networks/token_ring.csp", "EMPTY", {"N=100"})["verdict"] == "fails");
}

}  // namespace
}  // namespace csp::cli_test
