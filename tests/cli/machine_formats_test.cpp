// The reports for other machines: JUnit and SARIF, completions, the manual page.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace {

using csp::cli_test::contains;
using csp::cli_test::Folder;
using csp::cli_test::Run;
using csp::cli_test::run_csp;

const std::string kLeak =
    "prog P(n: 0..1) {\n    c := mk(chan[n] of int);\n    begin prog() { c <-= 1 }();\n}\n";

TEST_CASE("junit: a case for each assertion, failures and errors counted, text escaped") {
  const Folder folder;
  const std::string good = folder.write(
      "a.csp", kLeak + "assert P(1) :[leak free]\nassert P(0) :[leak free]\nassert P(0) :[error free]\n");
  const Run run = run_csp({"check", "--format", "junit", good});
  CHECK(run.status == 1);
  CHECK(run.out.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"));
  CHECK(contains(run.out, "tests=\"3\" failures=\"1\" errors=\"0\""));
  CHECK(contains(run.out, "name=\"P(0) is leak free\""));
  CHECK(contains(run.out, "<failure type=\"assertion\" message=\"P(0) is not leak free\">"));
  CHECK(contains(run.out, "`c &lt;-= 1` (line 3)"));

  const std::string bad = folder.write("b.csp", "prog P() { x = 1 }\nassert P() :[leak free]\n");
  const Run wrong = run_csp({"check", "--format", "junit", bad});
  CHECK(wrong.status == 2);
  CHECK(contains(wrong.out, "tests=\"1\" failures=\"0\" errors=\"1\""));
  CHECK(contains(wrong.out, "<error type=\"model\""));

  const Run limited = run_csp({"check", "--format", "junit", "--max-states", "1", good});
  CHECK(contains(limited.out, "<error type=\"unknown\" message=\"limit of 1 state"));
}

TEST_CASE("sarif: a result with the run as a code flow, one thread for each process") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", kLeak + "assert P(1) :[leak free]\nassert P(0) :[leak free]\n");
  const Run run = run_csp({"check", "--format", "sarif", file});
  CHECK(run.status == 1);
  const auto root = nlohmann::json::parse(run.out);
  CHECK(root["version"] == "2.1.0");
  const auto& results = root["runs"][0]["results"];
  REQUIRE(results.size() == 1);
  CHECK(results[0]["ruleId"] == "assertion");
  CHECK(results[0]["level"] == "error");
  const auto& where = results[0]["locations"][0]["physicalLocation"];
  CHECK(where["artifactLocation"]["uri"] == file);
  CHECK(where["region"]["startLine"] == 6);
  const auto& threads = results[0]["codeFlows"][0]["threadFlows"];
  REQUIRE(threads.size() == 2);
  CHECK(threads[0]["id"] == "P");
  // The child's last place is the send that blocks, behind the one step of the run.
  const auto& last = threads[1]["locations"].back();
  CHECK(last["location"]["physicalLocation"]["region"]["startLine"] == 3);
  CHECK(last["executionOrder"] == 2);
  // Every rule that a result names is declared.
  CHECK(root["runs"][0]["tool"]["driver"]["rules"][0]["id"] == "assertion");

  const std::string bad = folder.write("b.csp", "prog P() { x = 1 }\nassert P() :[leak free]\n");
  const auto wrong = nlohmann::json::parse(run_csp({"check", "--format", "sarif", bad}).out);
  CHECK(wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1);
}

TEST_CASE("completions and the manual page know every verb and option") {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Run run = run_csp({"--completions", shell});
    CHECK(run.status == 0);
    for (const char* word : {"check", "trace", "max-states", "bfs"})
      CHECK_MESSAGE(contains(run.out, word), shell << ": " << word);
  }
  CHECK(run_csp({"--completions", "tcsh"}).status == 2);
  const Run page = run_csp({"--man-page"});
  CHECK(page.out.starts_with(".TH CSP 1"));
  CHECK(contains(page.out, "\\fB\\-\\-max\\-states\\fR"));
}

TEST_CASE("a page can be written, or the reason is told and nothing is left") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kLeak + "assert P(0) :[leak free]\n");
  const std::string page = folder.path() + "/page.html";
  CHECK(run_csp({"trace", "--format", "html", "-o", page, file}).status == 1);
  CHECK(std::filesystem::file_size(page) > 1000);
  CHECK_FALSE(std::filesystem::exists(page + ".part"));
  const Run nowhere = run_csp({"trace", "--format", "html", "-o", folder.path() + "/no/page.html", file});
  CHECK(nowhere.status == 2);
  CHECK(contains(nowhere.err, "cannot write"));
  CHECK(run_csp({"trace", "-o", page, file}).status == 2);
  CHECK(run_csp({"trace", "--format", "html", file, file}).status == 2);
}

}  // namespace
