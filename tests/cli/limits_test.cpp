// Walks tests/phases/limits/fail: models that no search comes to the end of. The first line of each is the
// command that is run; `NAME.expected` has what it prints, without the columns of states and times, and the
// exit status.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

namespace fs = std::filesystem;

const fs::path kPhases = fs::path(CSP_SOURCE_DIR) / "tests" / "phases";

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The words of `-- csp check --max-states 300`, behind `csp`.
std::vector<std::string> command_of(const fs::path& model) {
  std::ifstream in(model);
  std::string dashes, csp, word;
  in >> dashes >> csp;
  CHECK((dashes == "--" && csp == "csp"));
  std::string line;
  std::getline(in, line);
  std::istringstream words(line);
  std::vector<std::string> out;
  while (words >> word) out.push_back(word);
  return out;
}

// How far a search comes before it looks at its limits is not said in the expected texts.
std::string without_counts(const std::string& text) {
  static const std::regex columns("  +[0-9]+ states?  +[0-9.]+ (ms|s)  ");
  static const std::regex counts("[0-9]+ (processes at once|states so far)");
  return std::regex_replace(std::regex_replace(text, columns, "  "), counts, "N $1");
}

}  // namespace

TEST_CASE("models without end: each limit is told, and the status is 3") {
  std::vector<fs::path> models;
  for (const auto& entry : fs::directory_iterator(kPhases / "limits" / "fail"))
    if (entry.path().extension() == ".csp") models.push_back(entry.path());
  std::sort(models.begin(), models.end());
  CHECK(models.size() >= 15);
  RunOptions there;
  there.folder = kPhases.string();
  for (const fs::path& model : models) {
    INFO(model.string());
    std::vector<std::string> command = command_of(model);
    command.push_back("limits/fail/" + model.filename().string());
    const Run run = run_csp(command, there);
    const std::string text =
        without_counts(run.out) + run.err + "exit status " + std::to_string(run.status) + "\n";
    const fs::path expected = fs::path(model).replace_extension(".expected");
    if (std::getenv("CSP_ACCEPT")) std::ofstream(expected, std::ios::binary) << text;
    CHECK(run.status == 3);
    CHECK(text == text_of(expected));
  }
}

}  // namespace csp::cli_test
