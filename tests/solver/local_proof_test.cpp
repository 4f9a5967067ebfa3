// Local proofs of deadlock freedom at sizes that no exploration reaches, and real traces where a variant
// deadlocks. That the families have or lack a deadlock at every size is argued in the headers of the models.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/process.h"

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
