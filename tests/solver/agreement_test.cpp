// Both engines on the models of the paper's figures and of Go's primitives: no disagreement, every
// counterexample replayed (exit status 4 says otherwise), and the solver finds every fault of a figure by
// itself.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> models(const std::string& folder) {
  std::vector<std::string> list;
  for (const auto& entry : fs::directory_iterator(fs::path(CSP_SOURCE_DIR) / "models" / folder))
    if (entry.path().extension() == ".csp" && !entry.path().stem().string().ends_with("_process"))
      list.push_back(entry.path().string());  // the others ask about processes, which is not for the solver
  std::sort(list.begin(), list.end());
  return list;
}

struct Counts {
  int assertions = 0, by_both = 0, fails = 0;
};

Counts compare(const std::string& folder, bool every_fault) {
  Counts counts;
  for (const std::string& path : models(folder)) {
    CAPTURE(path);
    const Run run = run_csp(
        {"check", "--engine", "both", "--depth", "40", "--effort", "300000", "--format", "json", path});
    REQUIRE_MESSAGE(run.status == 0, run.out << run.err);
    const auto result = nlohmann::json::parse(run.out);
    for (const auto& assertion : result["files"][0]["assertions"]) {
      CAPTURE(assertion["text"].get<std::string>());
      ++counts.assertions;
      const bool both = assertion["engine"] == "explicit, Z3 agree";
      counts.by_both += both;
      if (assertion["verdict"] != "fails") continue;
      ++counts.fails;
      if (every_fault) CHECK(both);
    }
  }
  return counts;
}

TEST_CASE("figures: the engines agree, and the solver finds every fault") {
  const Counts counts = compare("figures", true);
  CHECK(counts.fails >= 20);
  CHECK(counts.by_both * 10 >= counts.assertions * 7);
}

TEST_CASE("Go's primitives: the engines agree") {
  const Counts counts = compare("go", false);
  CHECK(counts.assertions > 100);
  CHECK(counts.by_both * 10 >= counts.assertions * 7);
}

}  // namespace
}  // namespace csp::cli_test
