// Rendering, codes, suggestions.
#include "frontend/diagnostic.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "frontend/suggest.h"

namespace csp {
namespace {

Diagnostic at(int line, int column, int end_line, int end_column) {
  return {Severity::Error, "E0201", Span{0, line, column, end_line, end_column}, "message", "label", {}, {}};
}

std::string shown(const std::string& text, const Diagnostic& diagnostic, const RenderOptions& options = {}) {
  SourceMap sources;
  sources.add("f.csp", text);
  return render(sources, diagnostic, options);
}

TEST_CASE("a diagnostic with everything") {
  Diagnostic d = at(2, 3, 2, 5);
  d.notes.push_back({"said before", Span{0, 1, 1, 1, 2}});
  d.notes.push_back({"a fact", {}});
  d.help = "write this";
  CHECK(shown("A = 1\nB = xy\n", d) ==
        "error[E0201]: message\n"
        " --> f.csp:2:3\n"
        "  |\n"
        "2 | B = xy\n"
        "  |   ^^ label\n"
        "note: said before\n"
        " --> f.csp:1:1\n"
        "  |\n"
        "1 | A = 1\n"
        "  | -\n"
        "  = note: a fact\n"
        "  = help: write this\n");
}

TEST_CASE("tabs, wide characters and marks over characters keep the underline in its place") {
  CHECK(shown("\tx = 1", at(1, 2, 1, 3)).find("1 |     x = 1\n  |     ^ label\n") != std::string::npos);
  CHECK(shown("a\tx", at(1, 3, 1, 4)).find("1 | a   x\n  |     ^ label\n") != std::string::npos);
  CHECK(shown("日本 x", at(1, 4, 1, 5)).find("1 | 日本 x\n  |      ^ label\n") != std::string::npos);
  CHECK(shown("日本 x", at(1, 1, 1, 3)).find("  | ^^^^ label\n") != std::string::npos);
  CHECK(shown("e\u0301 x", at(1, 4, 1, 5)).find("  |   ^ label\n") != std::string::npos);
  CHECK(shown("a\x01\xff x", at(1, 5, 1, 6)).find("1 | a?? x\n  |     ^ label\n") != std::string::npos);
}

TEST_CASE("places behind the end of a line, in empty lines and outside the text") {
  CHECK(shown("ab\n", at(1, 3, 1, 4)).find("1 | ab\n  |   ^ label\n") != std::string::npos);
  CHECK(shown("\n\n", at(2, 1, 2, 2)).find("2 |\n  | ^ label\n") != std::string::npos);
  CHECK(shown("a\n", at(99, 1, 99, 2)).find("f.csp:99:1") != std::string::npos);
  CHECK(shown("a\n", at(0, 0, 0, 0)) == "error[E0201]: message\n --> f.csp\n");
  Diagnostic nowhere = at(1, 1, 1, 1);
  nowhere.span.file = 7;
  CHECK(shown("a\n", nowhere) == "error[E0201]: message\n");
}

TEST_CASE("a place of several lines is marked to the end of its first") {
  CHECK(shown("prog p() {\n}\n", at(1, 10, 2, 2)).find("  |          ^ label\n") != std::string::npos);
}

TEST_CASE("long lines are cut around the place") {
  const std::string text = std::string(500, 'a') + "HERE" + std::string(500, 'b');
  const std::string result = shown(text, at(1, 501, 1, 505), {false, 80});
  std::istringstream lines(result);
  std::string source, marks;
  for (std::string line; std::getline(lines, line);) {
    CHECK(line.size() <= 90);
    if (line.starts_with("1 | ")) source = line;
    if (line.find('^') != std::string::npos) marks = line;
  }
  REQUIRE(source.find("HERE") != std::string::npos);
  CHECK(source.find("HERE") == marks.find("^^^^"));
}

TEST_CASE("colour is added only when asked for") {
  CHECK(shown("a", at(1, 1, 1, 2)).find('\x1b') == std::string::npos);
  CHECK(shown("a", at(1, 1, 1, 2), {true, 110}).find("\x1b[1;31merror[E0201]\x1b[0m") != std::string::npos);
}

TEST_CASE("diagnostics are counted and ordered") {
  Diagnostics list;
  list.warning("E0302", Span{0, 5, 1, 5, 2}, "late");
  CHECK_FALSE(list.has_errors());
  list.error("E0301", Span{0, 2, 1, 2, 2}, "early").help = "do this";
  list.sort();
  CHECK(list.errors() == 1);
  CHECK(list.list()[0].message == "early");
  CHECK(list.list()[0].help == "do this");
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_CASE("codes are in order, each is used, and docs/diagnostics.md lists them") {
  const std::filesystem::path root = CSP_SOURCE_DIR;
  std::string sources;
  for (const char* folder : {"frontend", "checker/core"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") sources += text_of(entry.path());
  std::string page =
      "# Diagnostics\n\nThe codes of errors in a model: `E01xx` lexis, `E02xx` syntax, `E03xx` names, `E04xx` types, `E05xx` "
      "models,\n`E06xx` the evaluation of processes. A code keeps its meaning for ever. This page is made from `frontend/codes.def`.\n\n| code | meaning |\n|---|---|\n";
  std::string_view before;
  for (const DiagnosticCode& one : diagnostic_codes()) {
    CHECK(before < one.code);
    before = one.code;
    CHECK_MESSAGE(sources.find("\"" + std::string(one.code) + "\"") != std::string::npos, one.code << " is not used");
    page += "| " + std::string(one.code) + " | " + std::string(one.meaning) + " |\n";
  }
  const std::filesystem::path path = root / "docs" / "diagnostics.md";
  if (std::getenv("CSP_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << page;
  CHECK_MESSAGE(text_of(path) == page, "CSP_ACCEPT=1 csp_tests writes the page anew");
}

TEST_CASE("edit distance") {
  CHECK(edit_distance("", "", 3) == 0);
  CHECK(edit_distance("abc", "abc", 3) == 0);
  CHECK(edit_distance("abc", "abd", 3) == 1);
  CHECK(edit_distance("abc", "acb", 3) == 1);
  CHECK(edit_distance("abc", "ab", 3) == 1);
  CHECK(edit_distance("", "abc", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 5) == 3);
  CHECK(edit_distance("abcdef", "uvwxyz", 2) == 3);
}

TEST_CASE("suggestions") {
  const std::vector<std::string> names = {"philosopher", "fork", "Room", "x", "deadlock free"};
  CHECK(suggest("philosofer", names) == "philosopher");
  CHECK(suggest("frok", names) == "fork");
  CHECK(suggest("room", names) == "Room");
  CHECK(suggest("X", names) == "x");
  CHECK(suggest("deadlok free", names) == "deadlock free");
  CHECK_FALSE(suggest("y", names));
  CHECK_FALSE(suggest("fork", names));
  CHECK_FALSE(suggest("something", names));
  CHECK_FALSE(suggest("a", std::vector<std::string>{}));
}

}  // namespace
}  // namespace csp
