// Walks tests/phases/cspm/{pass,fail}: scripts with processes. Each is loaded, its `print` lines are worked
// out, and of every assertion about processes the first 2000 states are searched; `fail/NAME.csp` gives
// exactly the text of `NAME.expected`. A feature-rich script is also cut off at every byte: whatever is left,
// there is no crash.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "checker/process/check.h"
#include "frontend/load.h"
#include "frontend/lower.h"
#include "frontend/process.h"

namespace csp {
namespace {

namespace fs = std::filesystem;

const fs::path kPhases = fs::path(CSP_SOURCE_DIR) / "tests" / "phases";

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> scripts(const char* kind) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(kPhases / "cspm" / kind))
    if (entry.path().extension() == ".csp") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

// as_stated: gets the assertions that are not.
void evaluate(const Model& model, Diagnostics& diagnostics, std::string* as_stated = nullptr) {
  EvaluationLimits limits;
  limits.steps = 1'000'000;
  for (const Printed& line : print_values(model, limits))
    if (line.failure) report(*line.failure, diagnostics);
  for (const AssertInfo& info : model.assertions) {
    if (!about_processes(info)) continue;
    for (std::size_t i = 0; i < instances(info); ++i) {
      auto check = lower_process(model, info, forall_values(info, i), diagnostics, limits);
      if (!check) break;
      Budget budget;
      budget.max_states = 2000;
      const ProcessVerdict verdict = check_process(*check->terms, check->question, {}, budget);
      if (verdict.failure) report(*verdict.failure, diagnostics);
      if (verdict.answer == Answer::Unknown || as_stated == nullptr) continue;
      // No script here has `not forall`.
      if ((verdict.answer == Answer::Holds) == info.process->negated) *as_stated += info.text + "\n";
    }
  }
}

std::string said(const fs::path& path, std::string* as_stated = nullptr) {
  SourceMap sources;
  Diagnostics diagnostics;
  if (const auto model = load(sources, path.string(), {}, diagnostics))
    evaluate(*model, diagnostics, as_stated);
  std::string text = render(sources, diagnostics);
  const std::string prefix = kPhases.string() + "/";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
    text.erase(at, prefix.size());
  return text;
}

TEST_SUITE("phases") {
  TEST_CASE("processes: accepted") {
    for (const fs::path& path : scripts("pass")) {
      INFO(path.string());
      std::string not_as_stated;
      CHECK(said(path, &not_as_stated) == "");
      CHECK(not_as_stated == "");
    }
  }

  // "--   level 2  Renaming: 121-125": these lines stand below the heading "-- Renaming" and end at an empty
  // line.
  TEST_CASE("the script of all features: its index is right and names every heading") {
    std::istringstream in(text_of(kPhases / "cspm" / "pass" / "features.csp"));
    std::vector<std::string> lines{""};  // counted from 1
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    lines.emplace_back();
    std::vector<std::string> indexed;
    for (const std::string& line : lines) {
      const std::size_t colon = line.rfind(": ");
      if (!line.starts_with("--   ") || colon == std::string::npos) continue;
      const std::string name = line.substr(14, colon - 14);
      const std::size_t dash = line.find('-', colon);
      REQUIRE(dash != std::string::npos);
      const std::size_t first = std::stoul(line.substr(colon + 2)), last = std::stoul(line.substr(dash + 1));
      INFO(line);
      REQUIRE((first > 1 && first <= last && last + 1 < lines.size()));
      CHECK(lines[first - 1] == "-- " + name);
      for (std::size_t i = first; i <= last; ++i) CHECK(!lines[i].empty());
      CHECK(lines[last + 1].empty());
      indexed.push_back(name);
    }
    CHECK(indexed.size() > 25);
    for (std::size_t i = 2; i < lines.size(); ++i)
      if (lines[i - 1].empty() && lines[i].starts_with("-- "))
        CHECK_MESSAGE(std::find(indexed.begin(), indexed.end(), lines[i].substr(3)) != indexed.end(),
                      lines[i]);
  }

  TEST_CASE("processes: rejected") {
    const bool accept = std::getenv("CSP_ACCEPT") != nullptr;
    for (const fs::path& path : scripts("fail")) {
      INFO(path.string());
      const fs::path expected = fs::path(path).replace_extension(".expected");
      const std::string text = said(path);
      CHECK_MESSAGE(!text.empty(), "this must be rejected");
      if (accept) std::ofstream(expected, std::ios::binary) << text;
      CHECK(text == text_of(expected));
    }
  }

  TEST_CASE("a script that is cut off at any byte") {
    const std::string text = text_of(kPhases / "cspm" / "pass" / "cut.csp");
    REQUIRE(text.size() > 500);
    std::size_t rejected = 0;
    for (std::size_t n = 0; n <= text.size(); ++n) {
      SourceMap sources;
      Diagnostics diagnostics;
      const auto model = load_text(sources, "cut.csp", text.substr(0, n), {}, diagnostics);
      if (!model) {
        ++rejected;
        CHECK(diagnostics.errors() > 0);
        CHECK(!render(sources, diagnostics).empty());
        continue;
      }
      evaluate(*model, diagnostics);
    }
    CHECK(rejected > text.size() / 4);
  }
}

}  // namespace
}  // namespace csp
