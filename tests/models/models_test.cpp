// Every model: its assertions are as stated, it asserts something, and its header says where it comes from.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"
#include "tests/models/texts.h"

namespace csp::model_test {
namespace {

using cli_test::Run;
using cli_test::run_csp;

TEST_CASE("csp check confirms every assertion of every model") {
  const std::vector<std::string> files = models();
  CHECK(files.size() >= 30);
  for (const std::string& file : files) {
    const Run run = run_csp({"check", "--format", "json", std::string(CSP_SOURCE_DIR) + "/" + file});
    CHECK_MESSAGE(run.status == 0, file << ": exit status " << run.status << "\n" << run.err);
    const auto json = nlohmann::json::parse(run.out, nullptr, false);
    REQUIRE_MESSAGE(!json.is_discarded(), file);
    const auto& assertions = json["files"][0]["assertions"];
    CHECK_MESSAGE(!assertions.empty(), file << " asserts nothing");
    for (const auto& assertion : assertions)
      CHECK_MESSAGE(assertion["as_stated"] == true,
                    file << ":" << assertion["line"] << ": " << assertion["text"]);
  }
}

TEST_CASE("csp check models, as a user gives it, ends with 0") {
  const Run run = run_csp({"check", std::string(CSP_SOURCE_DIR) + "/models"});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
}

TEST_CASE("every model is in canonical layout") {
  const Run run = run_csp({"fmt", "--check", std::string(CSP_SOURCE_DIR) + "/models"});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
}

TEST_CASE("the header of every model names its source") {
  for (const std::string& file : models()) {
    std::string header;
    for (const std::string& line : read_lines(file)) {
      if (!line.starts_with("--")) break;
      header += line + "\n";
    }
    CHECK_MESSAGE(header.find("Source: ") != std::string::npos, file);
  }
}

}  // namespace
}  // namespace csp::model_test
