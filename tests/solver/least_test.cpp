// csp least: the least value of a constant or of a forall variable for which a property fails.
#include <doctest/doctest.h>

#include <string>

#include "tests/cli/process.h"
#include "tests/solver/output.h"

namespace csp::cli_test {
namespace {

TEST_CASE("csp least: a forall variable, a constant, none, and what is wrong") {
  const std::string figure = std::string(CSP_SOURCE_DIR) + "/models/figures/fig05_docker_25384.csp";
  // Figure 5: the parent waits for n workers inside the loop that starts them; fine for none and for one.
  for (const char* engine : {"explicit", "z3", "both"}) {
    const Run run =
        run_csp({"least", "n=0..8", "--engine", engine, "--only", "buggy(n) :[leak free]", figure});
    CHECK_MESSAGE(run.status == 0, run.out << run.err);
    CHECK(contains(run.out, "n = 2: the least for which it fails that buggy(n) is leak free"));
  }
  const Folder folder;
  const std::string file =
      folder.write("c.csp", "N = 1\nprog P() { assert N < 5; }\nassert P() :[error free]\n");
  CHECK(contains(run_csp({"least", "N=1..9", file}).out, "N = 5: the least"));
  CHECK(contains(run_csp({"least", "N=1..4", file}).out, "none of N = 1..4"));
  CHECK(run_csp({"least", "M=1..4", file}).status == 2);
  CHECK(run_csp({"least", "N=4..1", file}).status == 2);
  CHECK(run_csp({"least", file}).status == 2);
}

}  // namespace
}  // namespace csp::cli_test
