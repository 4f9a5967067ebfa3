// csp check --format json: the shape that other programs rely on.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

using Json = nlohmann::json;

const std::string kModel =
    "prog P(n: 0..1) {\n"
    "  c := mk(chan[n] of int);\n"
    "  begin prog() { c <-= 1 }();\n"
    "}\n"
    "assert not P(0) :[leak free]\n"
    "assert P(1) :[leak free]\n";

void check_shape(const Json& report) {
  REQUIRE(report.is_object());
  REQUIRE(report.at("files").is_array());
  for (const Json& file : report.at("files")) {
    CHECK(file.at("path").is_string());
    REQUIRE(file.at("diagnostics").is_array());
    for (const Json& d : file.at("diagnostics")) {
      CHECK((d.at("severity") == "error" || d.at("severity") == "warning"));
      CHECK(d.at("message").is_string());
      CHECK(d.at("line").is_number_integer());
    }
    REQUIRE(file.at("assertions").is_array());
    for (const Json& a : file.at("assertions")) {
      CHECK(a.at("text").is_string());
      CHECK(a.at("line").is_number_integer());
      CHECK((a.at("verdict") == "holds" || a.at("verdict") == "fails" || a.at("verdict") == "unknown"));
      CHECK(a.at("reason").is_string());
      CHECK(a.at("as_stated").is_boolean());
      CHECK(a.at("engine") == "explicit");
      CHECK(a.at("states").is_number_unsigned());
      CHECK(a.at("transitions").is_number_unsigned());
      CHECK(a.at("seconds").is_number());
      CHECK(a.at("bytes_per_state").is_number());
      REQUIRE(a.at("trace").is_array());
      for (const Json& step : a.at("trace")) {
        CHECK(step.at("process").is_string());
        CHECK(step.at("action").is_string());
        CHECK(step.at("line").is_number_integer());
        CHECK(step.contains("values"));
      }
    }
  }
}

TEST_CASE("verdicts, traces and places") {
  const Folder folder;
  for (const char* verb : {"check", "trace"}) {
    const Run run = run_csp({verb, "--format", "json", folder.write("a.csp", kModel)});
    CHECK(run.status == 0);
    CHECK(run.err.empty());
    const Json report = Json::parse(run.out);
    check_shape(report);
    const Json& assertions = report["files"][0]["assertions"];
    REQUIRE(assertions.size() == 2);
    CHECK(assertions[0]["text"] == "not P(0) :[leak free]");
    CHECK(assertions[0]["verdict"] == "fails");
    CHECK(assertions[0]["as_stated"] == true);
    CHECK(assertions[0]["line"] == 5);
    CHECK(assertions[0]["trace"].size() >= 1);
    CHECK(assertions[1]["verdict"] == "holds");
    CHECK(assertions[1]["trace"].empty());
  }
}

TEST_CASE("bad input is in the JSON, and standard error stays empty") {
  const Folder folder;
  const Run run =
      run_csp({"check", "--format", "json", folder.write("bad.csp", "prog P( {\n"),
               folder.path() + "/missing.csp", folder.write("binary.csp", std::string("\xff\xfe\0\x80", 4))});
  CHECK(run.status == 2);
  CHECK(run.err.empty());
  const Json report = Json::parse(run.out);
  check_shape(report);
  REQUIRE(report["files"].size() == 3);
  for (const Json& file : report["files"]) {
    CHECK(file["assertions"].empty());
    CHECK(file["diagnostics"].size() >= 1);
  }
}

TEST_CASE("a limit gives unknown with its reason") {
  const Folder folder;
  const std::string file =
      folder.write("e.csp",
                   "prog E() { c := mk(chan[1] of int); for i := 0; true; i += 1 { c <-= i; <-c; } }\n"
                   "assert E() :[deadlock free]\n");
  const Run run = run_csp({"check", "--format", "json", "--max-states", "100", file});
  CHECK(run.status == 3);
  const Json report = Json::parse(run.out);
  check_shape(report);
  const Json& assertion = report["files"][0]["assertions"][0];
  CHECK(assertion["verdict"] == "unknown");
  CHECK(assertion["reason"] == "limit of 100 states reached");
  CHECK(assertion["as_stated"] == false);
}

}  // namespace
}  // namespace csp::cli_test
