// Where results go: outputs that cannot be written, models that must not be lost, names that formats have to
// escape, processes that the command line could take for something else.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::string kLeak =
    "prog P() { c := mk(chan of int); begin prog() { c <-= 1 }() }\nassert P() :[leak free]\n";
const std::string kPair =
    "prog ONE() { two!1 }\nprog TWO() { x: int = 0; one?x }\nPAIR = [ one:: ONE() || two:: TWO() ]\n"
    "channel a: {0..1}\nassert PAIR :[deadlock free]\n";

TEST_CASE("a model that was read is not overwritten, by whatever name it is called") {
  const Folder folder;
  const std::string file = folder.write("m.csp", kLeak);
  const std::string link = folder.path() + "/link.csp";
  std::filesystem::create_symlink(file, link);
  for (const std::string& target : {file, folder.path() + "/./m.csp", link})
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"trace", file, "--format", "html", "-o", target},
          {"play", file, "P()", "-o", target},
          {"graph", file, "P()", "-o", target},
          {"graph", file, "P()", "--of", "network", "-o", target},
          {"step", file, "P()", "--do", "save " + target}}) {
      const Run run = run_csp(command);
      CHECK(run.status == 2);
      CHECK_MESSAGE(has(run.err, "it is the model that was read"), command[0] << " " << run.err);
      CHECK(text_of(file) == kLeak);
    }
}

TEST_CASE("an output is written through a link") {
  const Folder folder;
  const std::string file = folder.write("m.csp", kLeak), page = folder.write("real.html", "old");
  const std::string link = folder.path() + "/link.html";
  std::filesystem::create_symlink(page, link);
  CHECK(run_csp({"trace", file, "--format", "html", "-o", link}).status == 1);
  CHECK(std::filesystem::is_symlink(link));
  CHECK(has(text_of(page), "<!DOCTYPE html>"));
}

TEST_CASE("a full device is a file that cannot be written, not a defect") {
  const Folder folder;
  const std::string file = folder.write("m.csp", kLeak);
  CHECK(run_csp({"trace", file, "--format", "html", "-o", "/dev/full"}).status == 2);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"check", file},
                                                  {"check", file, "--format", "sarif"},
                                                  {"trace", file},
                                                  {"fmt", file},
                                                  {"graph", file, "P()"},
                                                  {"--help"},
                                                  {"--man-page"}}) {
    RunOptions full;
    full.output = "/dev/full";
    const Run run = run_csp(command, full);
    CHECK_MESSAGE(run.status == 2, command[0]);
    CHECK(run.err == "csp: the output could not be written\n");
  }
}

TEST_CASE("a report of nothing is not written") {
  const Folder folder;
  std::filesystem::create_directory(folder.path() + "/empty");
  const std::string pages = folder.path() + "/pages";
  const Run run = run_csp({"report", folder.path() + "/none.csp", folder.path() + "/empty", "-o", pages});
  CHECK(run.status == 2);
  CHECK(has(run.err, "none.csp: no such file"));
  CHECK(has(run.err, "there is no .csp file in this folder"));
  CHECK(has(run.err, "no report is written"));
  CHECK_FALSE(std::filesystem::exists(pages));
}

TEST_CASE("sarif: paths are URIs, a race shows both accesses in the code flow") {
  const Folder folder;
  const std::string file = folder.write(
      "a b/é #1%20.csp",
      "var n: 0..9 = 0\nprog W() { n = 1 }\nprog P() { begin W();\n  n = 2 }\nassert P() :[race free]\n");
  const auto root = nlohmann::json::parse(run_csp({"check", "--format", "sarif", file}).out);
  const auto& result = root["runs"][0]["results"][0];
  const std::string uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
  CHECK(uri.ends_with("/a%20b/%C3%A9%20%231%2520.csp"));
  const auto& threads = result["codeFlows"][0]["threadFlows"];
  REQUIRE(threads.size() == 2);
  const auto& first = threads[0]["locations"].back()["location"];
  const auto& second = threads[1]["locations"].back()["location"];
  CHECK(first["message"]["text"] == "P: n = 2 (writes n, holding no lock)");
  CHECK(first["physicalLocation"]["region"]["startLine"] == 4);
  CHECK(second["message"]["text"] == "W: n = 1 (writes n, holding no lock)");
  CHECK(second["physicalLocation"]["region"]["startLine"] == 2);
}

TEST_CASE("the steps of processes have the lines of their prefixes, in JSON and in SARIF's code flows") {
  const Folder folder;
  const std::string file = folder.write("m.csp",
                                        "channel a, c, mid : {0..1}\n"  // line 1
                                        "COPY(x, y) =\n"
                                        "  x?v ->\n"
                                        "  y!v -> COPY(x, y)\n"
                                        "SYS = (COPY(a, mid) [| {|mid|} |] COPY(mid, c)) \\ {|mid|}\n"
                                        "SPEC = a?v -> c!v -> SPEC\n"
                                        "assert SPEC [T= SYS\n");
  const auto told = nlohmann::json::parse(run_csp({"trace", file, "--format", "json"}).out);
  std::vector<std::string> steps;
  for (const auto& e : told["files"][0]["assertions"][0]["trace"])
    steps.push_back(e["process"].get<std::string>() + " " + std::to_string(e["line"].get<int>()));
  // a.0 of both; then mid, which the left one sends and the right one receives; then a second a, which SPEC
  // cannot.
  CHECK(steps == std::vector<std::string>{"SPEC (specification) 6", "COPY(a, mid) 3", "COPY(a, mid) 4",
                                          "COPY(mid, c) 3", "COPY(a, mid) 3"});
  const auto root = nlohmann::json::parse(run_csp({"check", file, "--format", "sarif"}).out);
  CHECK(root["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"].size() == 3);
}

TEST_CASE("a parallel command may be the PROCESS; the brackets are not taken for a list") {
  const Folder folder;
  const std::string file = folder.write("m.csp", kPair);
  const std::string pair = "[one:: ONE() || two:: TWO()]";
  const Run run = run_csp({"equiv", file, pair, "PAIR"});
  CHECK(run.status == 0);
  CHECK(has(run.out, "No experiment tells them apart"));
  CHECK(has(run_csp({"step", file, pair, "--do", "1"}).out, "one: two!1, two: one?x"));
  CHECK(has(run_csp({"graph", file, pair, "--of", "network"}).out, "label=\"two!1\""));
  // An expression that begins with a bracket, too.
  CHECK(has(run_csp({"graph", file, "[] x: {0..1} @ a.x -> STOP", "--format", "aut"}).out, "des (0,2,2)"));
  CHECK(run_csp({"check", file, "--only", "[deadlock free]"}).status == 0);
  CHECK(run_csp({"check", file, "--only=[deadlock free]"}).status == 0);
  CHECK(has(run_csp({"check", file, "--only=[none]"}).err, "no assertion contains [none]"));
  const Run unknown = run_csp({"graph", file, "[one:: NONE() || two:: TWO()]"});
  CHECK(unknown.status == 2);
  CHECK(has(unknown.err, "NONE"));
}

TEST_CASE("what failed is said in a sentence: an assertion of a program, a panic") {
  const Folder folder;
  const std::string file = folder.write("m.csp",
                                        "prog A() { x := 1; assert x == 2 }\nprog B() { panic(\"boom\") "
                                        "}\nassert A() :[error free]\nassert B() :[error free]\n");
  const std::string out = run_csp({"check", file}).out;
  CHECK(has(out, "`x == 2` is false, after 1 step: A at `assert x == 2` (line 1)"));
  CHECK(has(out, "panic: boom, after 1 step: B at `panic(\"boom\")` (line 2)"));
}

TEST_CASE("a step that only ends a process is one row, with its number") {
  const Folder folder;
  const std::string file = folder.write(
      "m.csp", "var n: int = 0\nprog P() { n = 1 }\nassert not P() :[always not (ended(P) and n == 1)]\n");
  const std::string out = run_csp({"trace", file}).out;
  CHECK(has(out, "  1   n = 1  line 2\n"));
  CHECK_MESSAGE(has(out, "  2   end    line 2\n"), out);
}

TEST_CASE("a step that changes variables of one name in two processes says whose they are") {
  const Folder folder;
  const std::string file = folder.write("m.csp",
                                        "prog W(c: chan of int, i: int) { c <-= i }\nprog P() { c := mk(chan "
                                        "of int); for i := 0; i < 2; i = i + 1 { begin W(c, i) } }\n"
                                        "assert not P() :[deadlock free]\n");
  CHECK(has(run_csp({"trace", file}).out, "i = 1, W 1: i = 0"));
}

}  // namespace
}  // namespace csp::cli_test
