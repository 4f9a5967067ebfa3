// The command line itself: verbs, options, their values, help.
#include "cli/options.h"

#include <doctest/doctest.h>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "csp");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST_CASE("sizes and durations") {
  CHECK(parse_size("10") == 10);
  CHECK(parse_size("64K") == 64'000);
  CHECK(parse_size("2.5G") == 2'500'000'000);
  CHECK_FALSE(parse_size("").has_value());
  CHECK_FALSE(parse_size("G").has_value());
  CHECK_FALSE(parse_size("5X").has_value());
  CHECK_FALSE(parse_size("-5").has_value());
  CHECK_FALSE(parse_size("1e3").has_value());
  CHECK_FALSE(parse_size("99999999999999999999G").has_value());
  CHECK(parse_duration("500ms") == 0.5);
  CHECK(parse_duration("2m") == 120.0);
  CHECK(parse_duration("3") == 3.0);
  CHECK_FALSE(parse_duration("3h").has_value());
  CHECK_FALSE(parse_duration("1.2.3s").has_value());
}

TEST_CASE("options are taken in any order, -D is repeatable and takes one value") {
  const CommandLine line =
      parse({"check", "-D", "N=7", "a.csp", "-DM=2", "--max-states", "1000", "b.csp", "--search=random",
             "--seed", "9", "--only", "deadlock free", "--no-merge", "--first"});
  REQUIRE_MESSAGE(line.options.has_value(), line.text);
  const Options& o = *line.options;
  CHECK(o.paths == std::vector<std::string>{"a.csp", "b.csp"});
  CHECK(o.defines == std::vector<std::pair<std::string, std::string>>{{"N", "7"}, {"M", "2"}});
  CHECK(o.max_states == 1000);
  CHECK(o.engine.order == SearchOrder::Random);
  CHECK(o.engine.seed == 9);
  CHECK(o.only == "deadlock free");
  CHECK_FALSE(o.engine.merge);
  CHECK(o.engine.resolve);
  CHECK(o.engine.first);
  CHECK(o.max_memory > 0);
}

TEST_CASE("a wrong command line says what is wrong and gives status 2") {
  const auto message = [](std::vector<const char*> arguments) {
    const CommandLine line = parse(std::move(arguments));
    CHECK_FALSE(line.options.has_value());
    CHECK(line.status == ExitCode::BadInput);
    return line.text;
  };
  CHECK(contains(message({"chekc", "a.csp"}), "unknown verb chekc; did you mean check?"));
  CHECK(contains(message({"a.csp"}), "csp check a.csp"));
  CHECK(contains(message({"check"}), "no FILE|DIR... given"));
  CHECK(contains(message({"check", "--max-state", "5", "a.csp"}),
                 "unknown option --max-state; did you mean --max-states?"));
  CHECK(contains(message({"check", "--max-states", "many", "a.csp"}),
                 "--max-states many: expected a whole number"));
  CHECK(contains(message({"check", "--max-states", "0", "a.csp"}), "expected a whole number from 1"));
  CHECK(contains(message({"check", "--search", "best", "a.csp"}), "expected bfs, dfs or random"));
  CHECK(contains(message({"check", "--timeout", "soon", "a.csp"}), "expected a time like"));
  CHECK(contains(message({"check", "-D", "N", "a.csp"}), "expected NAME=VALUE"));
  CHECK(contains(message({"check", "--format", "xml", "a.csp"}), "expected text, json, junit or sarif"));
  CHECK(contains(message({"fmt", "--only", "x", "a.csp"}), "unknown option --only"));
  CHECK(contains(message({"check", "--seed", "5", "a.csp"}), "--seed goes with --search random only"));
  CHECK(contains(message({"fmt", "-i", "--check", "a.csp"}), "exclude each other"));
  CHECK(contains(message({"check", "--engine", "cvc", "a.csp"}), "expected explicit, z3, both or auto"));
  CHECK(contains(message({"check", "--engine", "explicit", "--depth", "5", "a.csp"}),
                 "--depth is of the solver"));
  CHECK(contains(message({"check", "--engine", "explicit", "--effort", "5", "a.csp"}),
                 "--effort is of the solver"));
  CHECK(contains(message({"check", "--engine", "z3", "--max-states", "5", "a.csp"}), "not with --engine z3"));
  CHECK(contains(message({"check", "--engine", "z3", "--no-merge", "a.csp"}), "not with --engine z3"));
  CHECK(contains(message({"check", "--depth", "1000000", "a.csp"}),
                 "--depth 1000000: expected a whole number from"));
  message({"check", "a.csp", "--only"});
  message({"check", "--only", "a", "--only", "b", "a.csp"});
  message({"check", "--max-states", "-5", "a.csp"});
  message({});
}

TEST_CASE("help and version go to standard output with status 0") {
  for (const char* verb : {"check", "trace", "fmt"}) {
    const Run help = run_csp({verb, "--help"});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    CHECK(contains(help.out, std::string("Usage: csp ") + verb));
    CHECK(contains(help.out, "Exit status"));
  }
  CHECK(contains(run_csp({"--help"}).out, "csp check"));
  CHECK(run_csp({"--version"}).out.starts_with("csp "));
  const Run wrong = run_csp({"check", "--nonsense", "x.csp"});
  CHECK(wrong.status == 2);
  CHECK(wrong.out.empty());
  CHECK(contains(wrong.err, "--nonsense"));
}

}  // namespace
}  // namespace csp::cli_test
