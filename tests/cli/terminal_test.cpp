// A good citizen of the terminal: progress, colours, --quiet, --verbose; nothing of it in a pipe.
#include <doctest/doctest.h>

#include <regex>
#include <string>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A counter for each of eight processes: 7^8 states, more than half a second's work.
const char* const kLarge = R"(
channel c : {0..7}.{0..5}
COUNT(i, n) = n < 6 & c.i.n -> COUNT(i, n + 1) [] n == 6 & c.i.0 -> COUNT(i, 1)
LARGE = ||| i: {0..7} @ COUNT(i, 0)
assert LARGE :[deadlock free]
)";
const char* const kSmall =
    "channel a\nP = a -> P\nassert P :[deadlock free]\nassert not a -> STOP :[deadlock free]\n";

TEST_CASE("work longer than half a second shows what is known, and that the end is not") {
  const Folder folder;
  const std::string file = folder.write("large.csp", kLarge);
  const Run run = run_csp_in_terminal({"check", file, "--max-states", "3000000"}, {});
  CHECK(run.status == 3);
  const std::regex line(
      R"(LARGE is deadlock[^:]*: [0-9.]+ [kM] states, [0-9.]+( k| M)?/s, depth [0-9]+, [0-9]+ MB, [0-9]+ s, total unknown)");
  CHECK(std::regex_search(run.out, line));
  CHECK(has(run.out, "\r\x1b[K"));  // it is taken away again
  const Run piped = run_csp({"check", file, "--max-states", "3000000"});
  CHECK(piped.status == 3);
  CHECK(piped.err.empty());
  CHECK_FALSE(has(piped.out, "total unknown"));
  CHECK_FALSE(has(piped.out, "\x1b"));
}

TEST_CASE("short work shows no progress; colours are for terminals without NO_COLOR") {
  const Folder folder;
  const std::string file = folder.write("small.csp", kSmall);
  const Run run = run_csp_in_terminal({"check", file}, {});
  CHECK(run.status == 0);
  CHECK_FALSE(has(run.out, "total unknown"));
  CHECK(has(run.out, "\x1b[32mok"));
  const Run plain = run_csp_in_terminal({"check", file}, {}, {"NO_COLOR=1"});
  CHECK(plain.status == 0);
  CHECK_FALSE(has(plain.out, "\x1b[32m"));
  CHECK(has(plain.out, "ok"));
  const std::string wrong = folder.write("wrong.csp", "P = \n");
  CHECK(has(run_csp_in_terminal({"check", wrong}, {}).out, "\x1b["));
  CHECK_FALSE(has(run_csp_in_terminal({"check", wrong}, {}, {"NO_COLOR=1"}).out, "\x1b["));
}

TEST_CASE("--quiet prints only what is not as stated, --verbose how large the search was") {
  const Folder folder;
  const std::string good = folder.write("good.csp", kSmall);
  const std::string bad = folder.write(
      "bad.csp", "channel a\nP = a -> P\nassert P :[deadlock free]\nassert a -> STOP :[deadlock free]\n");
  const Run silent = run_csp({"check", "-q", good});
  CHECK(silent.status == 0);
  CHECK(silent.out.empty());
  const Run one = run_csp({"check", "--quiet", good, bad});
  CHECK(one.status == 1);
  CHECK_FALSE(has(one.out, "good.csp"));
  CHECK_FALSE(has(one.out, "ok"));
  CHECK(has(one.out, "bad.csp\n  FAIL"));
  CHECK(has(one.out, "4 assertions, 3 as stated, 1 not as stated"));
  const Run verbose = run_csp({"check", "-v", good});
  CHECK(has(verbose.out, "1 transition, depth "));
  CHECK_FALSE(has(verbose.out, "bytes per state"));  // of one state it says nothing
  CHECK(run_csp({"check", "-q", "-v", good}).status == 2);
  CHECK(run_csp({"check", "-q", "--format", "json", good}).status == 2);
}

}  // namespace
}  // namespace csp::cli_test
