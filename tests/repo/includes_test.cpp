// The dependency rules of docs/architecture.md: who may include whom.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/repo/tree.h"

namespace csp::repo {
namespace {

// The part of the project that a path belongs to: "checker/core", "frontend", "cli", ...
std::string part_of(const std::string& path) {
  const std::size_t first = path.find('/');
  if (first == std::string::npos) return "";
  const std::string top = path.substr(0, first);
  if (top != "checker") return top;
  const std::size_t second = path.find('/', first + 1);
  return second == std::string::npos ? top : path.substr(0, second);
}

// May a file of part `from` include a header of part `to`?
bool allowed(const std::string& from, const std::string& to) {
  if (from == "tests") return true;
  if (to == from || from == "cli") return true;
  if (to == "checker/core") return true;  // the contract: everybody reads it
  if (from == "checker/core" || from == "checker/certify" || from == "frontend" || from == "solver")
    return false;
  // The explicit engine is one family of folders.
  const std::vector<std::string> engine = {"checker/semantics", "checker/explore", "checker/observe",
                                           "checker/process", "checker/reduce"};
  const auto in_engine = [&](const std::string& part) {
    return std::find(engine.begin(), engine.end(), part) != engine.end();
  };
  return in_engine(from) && in_engine(to);
}

struct Include {
  std::string file;
  std::size_t line;
  std::string target;
};

std::vector<Include> includes() {
  std::vector<Include> found;
  for (const std::string& name : files()) {
    if (!has_extension(name, {".cpp", ".h"})) continue;
    const auto lines = lines_of(root() / name);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!lines[i].starts_with("#include")) continue;
      const std::size_t open = lines[i].find_first_of("\"<");
      const std::size_t close = lines[i].find_last_of("\">");
      if (open == std::string::npos || close <= open) continue;
      found.push_back({name, i + 1, lines[i].substr(open + 1, close - open - 1)});
    }
  }
  return found;
}

TEST_CASE("the rules themselves") {
  CHECK(allowed("frontend", "checker/core"));
  CHECK(allowed("checker/explore", "checker/semantics"));
  CHECK(allowed("cli", "checker/certify"));
  CHECK_FALSE(allowed("checker/core", "checker/semantics"));
  CHECK_FALSE(allowed("checker/certify", "checker/semantics"));
  CHECK_FALSE(allowed("checker/explore", "frontend"));
  CHECK_FALSE(allowed("checker/explore", "checker/certify"));
  CHECK_FALSE(allowed("frontend", "checker/explore"));
  CHECK_FALSE(allowed("frontend", "cli"));
}

TEST_CASE("includes go in the direction of the architecture") {
  for (const Include& include : includes()) {
    const std::string to = part_of(include.target);
    if (!fs::exists(root() / include.target)) continue;  // of a library, or generated
    CHECK_MESSAGE(allowed(part_of(include.file), to),
                  include.file << ":" << include.line << " includes " << include.target);
  }
}

TEST_CASE("a header of ours is named from the top folder") {
  for (const Include& include : includes()) {
    const fs::path beside = (root() / include.file).parent_path() / include.target;
    CHECK_MESSAGE((!fs::exists(beside) || fs::exists(root() / include.target)),
                  include.file << ":" << include.line);
  }
}

TEST_CASE("a big library is known to few files") {
  struct Rule {
    std::string header;
    std::vector<std::string> files;
  };
  const std::vector<Rule> rules = {{"antlr4-runtime.h", {"frontend/"}},
                                   {"grammar/Csp", {"frontend/"}},
                                   {"z3++.h", {"solver/z3_"}},
                                   {"CLI/", {"cli/options.cpp", "tests/"}},
                                   {"nlohmann/", {"cli/report/", "tests/"}}};
  for (const Include& include : includes())
    for (const Rule& rule : rules) {
      if (!include.target.starts_with(rule.header)) continue;
      const bool known = std::any_of(rule.files.begin(), rule.files.end(),
                                     [&](const std::string& f) { return include.file.starts_with(f); });
      CHECK_MESSAGE(known, include.file << ":" << include.line << " includes " << include.target);
    }
}

}  // namespace
}  // namespace csp::repo
