// Walks tests/phases/lower/{pass,fail}: what only the lowering of an instance can find. Every instance of
// every assertion is lowered; `fail/NAME.csp` gives exactly the text of `NAME.expected`.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "frontend/load.h"
#include "frontend/lower.h"

namespace csp {
namespace {

namespace fs = std::filesystem;

const fs::path kPhases = fs::path(CSP_SOURCE_DIR) / "tests" / "phases";

std::vector<fs::path> models_in(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".csp") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

// The diagnostics of a model and of the instances of its assertions about programs, the first wrong instance of each assertion.
std::string lowering_says(const fs::path& path) {
  SourceMap sources;
  Diagnostics diagnostics;
  const auto model = load(sources, path.string(), {}, diagnostics);
  if (model) {
    for (const AssertInfo& info : model->assertions)
      for (std::size_t i = 0; info.system && i < instances(info); ++i) {
        const auto check = lower(*model, info, forall_values(info, i), diagnostics);
        if (!check) break;
        CHECK(malformed(check->program) == "");
      }
  }
  std::string text = render(sources, diagnostics);
  const std::string prefix = kPhases.string() + "/";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
    text.erase(at, prefix.size());
  return text;
}

TEST_CASE("lowering: accepted") {
  for (const fs::path& path : models_in(kPhases / "lower" / "pass")) {
    INFO(path.string());
    CHECK(lowering_says(path) == "");
  }
}

TEST_CASE("lowering: rejected") {
  for (const fs::path& path : models_in(kPhases / "lower" / "fail")) {
    INFO(path.string());
    const fs::path expected = fs::path(path).replace_extension(".expected");
    const std::string text = lowering_says(path);
    if (std::getenv("CSP_ACCEPT")) std::ofstream(expected, std::ios::binary) << text;
    std::ifstream in(expected, std::ios::binary);
    std::stringstream wanted;
    wanted << in.rdbuf();
    CHECK(text != "");
    CHECK(text == wanted.str());
  }
}

TEST_CASE("every committed model lowers to well-formed programs") {
  const auto models = models_in(fs::path(CSP_SOURCE_DIR) / "models");
  CHECK(models.size() >= 20);
  for (const fs::path& path : models) {
    INFO(path.string());
    CHECK(lowering_says(path) == "");
  }
}

}  // namespace
}  // namespace csp
