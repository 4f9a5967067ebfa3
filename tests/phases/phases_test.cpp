// Walks tests/phases/<phase>/{pass,fail}: see README.md there.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "frontend/ast_equal.h"
#include "frontend/load.h"
#include "frontend/parse.h"
#include "frontend/print.h"

namespace csp {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = fs::path(CSP_SOURCE_DIR) / "tests" / "phases";

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> cases(const std::string& phase, const std::string& kind) {
  std::vector<fs::path> result;
  const fs::path folder = kRoot / phase / kind;
  if (!fs::exists(folder)) return result;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".csp") result.push_back(entry.path());
  }
  std::sort(result.begin(), result.end());
  return result;
}

// The diagnostics of one case, with paths as seen from tests/phases.
std::string said(const std::string& phase, const fs::path& path) {
  SourceMap sources;
  Diagnostics diagnostics;
  if (phase == "lex" || phase == "syntax") {
    parse(sources, sources.add(path.string(), text_of(path)), diagnostics);
  } else {
    load(sources, path.string(), {}, diagnostics);
  }
  std::string text = render(sources, diagnostics);
  const std::string prefix = kRoot.string() + "/";
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) text.erase(at, prefix.size());
  return text;
}

void check_pass(const std::string& phase) {
  for (const fs::path& path : cases(phase, "pass")) {
    INFO(path.string());
    CHECK_MESSAGE(said(phase, path).empty(), said(phase, path));
  }
}

void check_fail(const std::string& phase) {
  const bool accept = std::getenv("CSP_ACCEPT") != nullptr;
  for (const fs::path& path : cases(phase, "fail")) {
    INFO(path.string());
    const fs::path expected = fs::path(path).replace_extension(".expected");
    const std::string text = said(phase, path);
    CHECK_MESSAGE(!text.empty(), "this must be rejected");
    if (accept) std::ofstream(expected, std::ios::binary) << text;
    CHECK(text == text_of(expected));
  }
}

TEST_SUITE("phases") {
  TEST_CASE("lexis: accepted") { check_pass("lex"); }
  TEST_CASE("lexis: rejected") { check_fail("lex"); }
  TEST_CASE("syntax: accepted") { check_pass("syntax"); }
  TEST_CASE("syntax: rejected") { check_fail("syntax"); }
  TEST_CASE("names: accepted") { check_pass("names"); }
  TEST_CASE("names: rejected") { check_fail("names"); }
  TEST_CASE("types: accepted") { check_pass("types"); }
  TEST_CASE("types: rejected") { check_fail("types"); }
  TEST_CASE("models: accepted") { check_pass("models"); }
  TEST_CASE("models: rejected") { check_fail("models"); }

  TEST_CASE("there are cases") {
    CHECK(cases("lex", "fail").size() >= 25);
    CHECK(cases("syntax", "fail").size() >= 60);
    CHECK(cases("syntax", "pass").size() >= 8);
  }

  TEST_CASE("every expectation has its case") {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot)) {
      if (entry.path().extension() != ".expected") continue;
      CHECK_MESSAGE(fs::exists(fs::path(entry.path()).replace_extension(".csp")), entry.path().string());
    }
  }
}

}  // namespace
}  // namespace csp
