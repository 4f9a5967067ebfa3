// Models whose states never end, in every way there is: each limit ends the check as unknown, with its reason
// and status 3, soon after it is reached. That they have no end follows from their texts.
#include <doctest/doctest.h>

#include <chrono>
#include <fstream>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

// In tests/phases/limits/fail, where limits_test.cpp holds their expected texts.
const char* const kModels[] = {"number_grows",         "shared_variable_grows", "processes_that_wait",
                               "processes_that_go_on", "channels_in_a_chain",   "too_many_combinations"};

// The first assertion of the model.
void ends_as_unknown(const std::string& model, const char* option, const char* value, const char* reason) {
  const std::string file = std::string(CSP_SOURCE_DIR) + "/tests/phases/limits/fail/" + model + ".csp";
  std::ifstream in(file);
  std::string line;
  while (!line.starts_with("assert ")) REQUIRE(std::getline(in, line));
  for (const char* order : {"bfs", "dfs", "random"}) {
    const auto start = std::chrono::steady_clock::now();
    const Run run = run_csp({"check", "--engine", "explicit", "--search", order, option, value, "--only",
                             line.substr(line.find(":[")), file});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    INFO(model << ", " << option << ' ' << value << ", " << order << ": " << took.count() << " s\n"
               << run.out << run.err);
    CHECK(run.status == 3);
    CHECK(contains(run.out, std::string("unknown: ") + reason));
    CHECK(contains(run.out, "1 assertion, 0 as stated, 1 unknown"));
    CHECK(took.count() < 30);
  }
}

}  // namespace

TEST_CASE("models without end: the limit of states, in each order") {
  for (const char* model : kModels)
    ends_as_unknown(model, "--max-states", "300", "limit of 300 states reached");
}

TEST_CASE("models without end: the limit of time, in each order") {
  for (const char* model : kModels)
    ends_as_unknown(model, "--timeout", "100ms", "limit of 0.1 seconds reached");
}

TEST_CASE("models without end: the limit of memory, in each order") {
  // Where processes are started, the states are long before they are many: that takes longer, and says no
  // more.
  for (const char* model : {kModels[0], kModels[1]})
    ends_as_unknown(model, "--max-memory", "4M", "limit of 4 MB of memory reached");
}

// Resident memory, as the system counts it, stays near the limit: what tables need while they grow is
// counted.
TEST_CASE("the limit of memory is that of the process, but for what it takes before the search") {
  constexpr long kLimitMegabytes = 60;
  const std::string limit = std::to_string(kLimitMegabytes) + "M";
  for (const char* order : {"bfs", "dfs"}) {
    const std::string file = std::string(CSP_SOURCE_DIR) + "/models/bench/philosophers.csp";
    const std::vector<std::string> rest = {"--engine", "explicit",   "-D", "N=16",
                                           "--only",   "error free", file};
    const auto run_with = [&](std::vector<std::string> arguments) {
      arguments.insert(arguments.end(), rest.begin(), rest.end());
      return run_csp(arguments);
    };
    const Run before = run_with({"check", "--search", order, "--max-states", "1"});
    const Run run = run_with({"check", "--search", order, "--max-memory", limit});
    INFO(order << ": " << run.out << run.err);
    CHECK(run.status == 3);
    CHECK(contains(run.out, "limit of 60 MB of memory reached"));
    CHECK(run.peak_kilobytes - before.peak_kilobytes > kLimitMegabytes * 1000 / 2);
    CHECK(run.peak_kilobytes - before.peak_kilobytes < kLimitMegabytes * 1000 * 5 / 4);
  }
}

}  // namespace csp::cli_test
