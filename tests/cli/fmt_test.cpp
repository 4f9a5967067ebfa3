// csp fmt: printing, --check, -i, and what it does with bad input.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::string kUgly = "-- kept\nprog P( ) {skip;   x:=1 ;}\nassert P() :[terminates]\n";

TEST_CASE("canonical layout: a fixed point that keeps comments and assertions") {
  const Folder folder;
  const Run once = run_csp({"fmt", folder.write("a.csp", kUgly)});
  CHECK(once.status == 0);
  CHECK(once.out.find("-- kept") != std::string::npos);
  CHECK(once.out.find("assert P() :[terminates]") != std::string::npos);
  const Run twice = run_csp({"fmt", folder.write("b.csp", once.out)});
  CHECK(twice.out == once.out);
}

TEST_CASE("--check names what is not canonical and changes nothing; -i writes") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kUgly);
  const Run check = run_csp({"fmt", "--check", file});
  CHECK(check.status == 1);
  CHECK(check.out == file + ": not in canonical layout\n");
  CHECK(text_of(file) == kUgly);
  const std::string canonical = run_csp({"fmt", file}).out;
  CHECK(run_csp({"fmt", "-i", file}).status == 0);
  CHECK(text_of(file) == canonical);
  CHECK(run_csp({"fmt", "--check", file}).status == 0);
}

TEST_CASE("a file with errors is left as it is") {
  const Folder folder;
  const std::string bad = "prog P( {\n";
  const std::string file = folder.write("bad.csp", bad);
  const Run run = run_csp({"fmt", "-i", file});
  CHECK(run.status == 2);
  CHECK(run.err.find("bad.csp:1:") != std::string::npos);
  CHECK(text_of(file) == bad);
  CHECK(run_csp({"fmt", folder.path() + "/missing.csp"}).status == 2);
}

}  // namespace
}  // namespace csp::cli_test
