// Limits of the evaluation of scripts, and the switches of compressions, on the command line.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace {

using csp::cli_test::contains;
using csp::cli_test::Folder;
using csp::cli_test::Run;
using csp::cli_test::run_csp;

const std::string kEndless =
    "channel a\n"
    "f(x) = f(x + 1)\n"
    "deep(x) = 1 + deep(x + 1)\n"
    "P = if f(0) == 1 then a -> STOP else STOP\n"
    "Q = if deep(0) == 1 then a -> STOP else STOP\n"
    "count(n) = if n == 0 then 0 else count(n - 1)\n"
    "R = if count(1000) == 0 then a -> R else STOP\n";

TEST_CASE("a sequence that doubles for ever is told at once, with its place") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", "channel a\nP(s) = a -> P(s^s)\nassert P(<1>) :[deadlock free]\n");
  const Run run = run_csp({"check", file});
  CHECK(run.status == 2);
  CHECK(contains(run.err, "error[E0612]: a sequence of more than a million members"));
  CHECK(contains(run.err, ":2:15"));
  CHECK(run.peak_kilobytes < 2'000'000);
}

TEST_CASE("an evaluation that does not end: unknown with its place and a hint") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", kEndless + "assert P :[deadlock free]\nassert Q :[deadlock free]\n");
  const Run run = run_csp({"check", "--max-evaluation", "100000", file});
  CHECK(run.status == 3);
  CHECK(contains(run.out, "line 2: still running here after 100000 steps"));
  CHECK(contains(run.out, "is a recursion missing its last case"));
  CHECK(contains(run.out, "2 assertions, 0 as stated, 2 unknown"));
  CHECK(!contains(run.err, "error["));
  const Run timed = run_csp({"check", "--only", "P :", "--timeout", "200ms", file});
  CHECK(timed.status == 3);
  CHECK(contains(timed.out, "limit of 0.2 seconds reached"));
}

TEST_CASE("a value to print whose evaluation does not end is unknown, and the others are printed") {
  const Folder folder;
  const std::string file = folder.write("a.csp", "f(x) = f(x + 1)\nprint f(0)\nprint 1 + 1\n");
  const Run run = run_csp({"check", "--max-evaluation", "100000", file});
  CHECK(run.status == 3);
  CHECK(contains(run.out, "f(0): unknown: the evaluation of the script does not come to an end (line 1"));
  CHECK(contains(run.out, "1 + 1 = 2"));
  CHECK(contains(run.out, "; 1 printed value unknown"));
  const auto root =
      nlohmann::json::parse(run_csp({"check", "--format", "json", "--max-evaluation", "100000", file}).out);
  const auto& prints = root["files"][0]["prints"];
  REQUIRE(prints.size() == 2);
  CHECK(prints[0].contains("reason"));
  CHECK(!prints[0].contains("value"));
  CHECK(prints[1]["value"] == "2");
}

TEST_CASE("a recursion without an event whose argument changes: unknown, for another call may be the last") {
  const Folder folder;
  const std::string file = folder.write("a.csp",
                                        "channel a, b\n"
                                        "P(n) = P(n + 1) [[a <- b]]\n"
                                        "Q(n) = P(n + 1) \\ {a}\n"
                                        "R(n) = if n == 3000 then STOP else R(n + 1)\n"
                                        "I(n) = a -> STOP |~| I(n + 1)\n"
                                        "assert P(0) :[deadlock free]\n"
                                        "assert Q(0) :[divergence free]\n"
                                        "assert R(0) [T= I(0)\n");
  const Run run = run_csp({"check", "--max-states", "20000", file});
  CHECK(contains(run.out, "goes on and on without an event (line 2: given up 2000 calls deep)"));
  CHECK(contains(run.out, "put an event before the recursive call"));
  CHECK(contains(run.out, "1 not as stated, 2 unknown"));
}

TEST_CASE("an evaluation that takes long is one that a larger limit lets end") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kEndless + "assert R :[deadlock free]\n");
  CHECK(run_csp({"check", file}).status == 0);
  CHECK(run_csp({"check", "--max-evaluation", "500", file}).status == 3);
  CHECK(run_csp({"check", "--max-evaluation", "0", file}).status == 2);
}

TEST_CASE("a constant whose evaluation does not end is found out when the script is read") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", "f(x) = f(x + 1)\nN = f(0)\nchannel a: {0..N}\nassert STOP [T= STOP\n");
  const Run run = run_csp({"check", "--max-evaluation", "100000", file});
  CHECK(run.status == 2);
  CHECK(contains(run.err, "E0606"));
}

TEST_CASE("single compressions are passed over") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp",
                   "channel l, m, r\ntransparent wbisim, normal\n"
                   "COPY(i, o) = i -> o -> COPY(i, o)\n"
                   "TWO = wbisim((COPY(l, m) [| {m} |] COPY(m, r)) \\ {m}) ||| normal(COPY(l, l))\n"
                   "assert TWO :[deadlock free]\n");
  const auto methods = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"check", "--format", "json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(file);
    const auto root = nlohmann::json::parse(run_csp(arguments).out);
    const auto& instance = root["files"][0]["assertions"][0]["instances"][0];
    CHECK(instance["verdict"] == "holds");
    std::string all;
    if (instance.contains("compressions"))
      for (const auto& c : instance["compressions"]) all += c["method"].get<std::string>() + ";";
    return all;
  };
  CHECK(contains(methods({}), "wbisim;"));
  CHECK(contains(methods({}), "normal;"));
  CHECK(methods({"--skip-compression", "automatic,wbisim"}) == "normal;");
  CHECK(methods({"--skip-compression", "automatic", "--skip-compression", "normal"}) == "wbisim;");
  CHECK(methods({"--no-compress"}).empty());
  const Run wrong = run_csp({"check", "--skip-compression", "bisim", file});
  CHECK(wrong.status == 2);
  CHECK(contains(wrong.err, "expected automatic, sbisim"));
}

}  // namespace
