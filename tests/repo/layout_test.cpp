// The layout of the repository: length of files, what opens them, a README in each folder, no paths of
// anybody's machine.
#include <doctest/doctest.h>

#include <array>

#include "tests/repo/tree.h"

namespace csp::repo {
namespace {

constexpr std::size_t kLongest = 400;  // lines of a file written by hand

bool is_source(const std::string& name) {
  return has_extension(name, {".cpp", ".h", ".g4", ".def", ".py", ".sh"});
}

TEST_CASE("hand-written sources stay within 400 lines") {
  for (const std::string& name : files()) {
    if (!is_source(name)) continue;
    const std::size_t lines = lines_of(root() / name).size();
    CHECK_MESSAGE(lines <= kLongest, name << " has " << lines << " lines: split it by concept");
  }
}

TEST_CASE("every source opens with a comment that says what it is for") {
  for (const std::string& name : files()) {
    if (!has_extension(name, {".cpp", ".h"})) continue;
    const auto lines = lines_of(root() / name);
    CHECK_MESSAGE((!lines.empty() && (lines[0].starts_with("// ") || lines[0].starts_with("/*"))), name);
  }
}

TEST_CASE("every model names its source in a comment at its head and asserts something") {
  for (const std::string& name : files()) {
    if (!name.starts_with("models/") || !has_extension(name, {".csp"})) continue;
    const std::string text = text_of(root() / name);
    CHECK_MESSAGE((text.starts_with("--") || text.starts_with("//") || text.starts_with("{-") ||
                   text.starts_with("/*")),
                  name);
    CHECK_MESSAGE((text.starts_with("assert") || text.find("\nassert") != std::string::npos),
                  name << " asserts nothing");
  }
}

TEST_CASE("every folder says in a README what it is for") {
  for (const std::string& folder : folders()) {
    const fs::path readme = root() / folder / "README.md";
    CHECK_MESSAGE(fs::exists(readme), folder << " has no README.md");
  }
}

TEST_CASE("no file names a path of the machine it was written on") {
  // Put together here so that this file passes its own test.
  const std::array<std::string, 4> starts = {"work/", "root/", "farm/", "home/"};
  for (const std::string& name : files()) {
    if (name == "LICENSE") continue;
    const auto lines = lines_of(root() / name);
    for (std::size_t i = 0; i < lines.size(); ++i)
      for (const std::string& start : starts) {
        const std::size_t at = lines[i].find("/" + start);
        const bool absolute =
            at != std::string::npos &&
            (at == 0 || std::string(" \"'`(=:").find(lines[i][at - 1]) != std::string::npos);
        CHECK_MESSAGE(!absolute, name << ":" << i + 1 << ": " << lines[i]);
      }
  }
}

}  // namespace
}  // namespace csp::repo
