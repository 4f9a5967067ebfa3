// Printing and parsing are inverse: on every model and test case in the repository, and on forms chosen by hand.
#include "frontend/print.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "frontend/ast_equal.h"
#include "frontend/lex.h"
#include "frontend/parse.h"

namespace csp {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

ast::File parsed(const std::string& text) {
  SourceMap sources;
  Diagnostics diagnostics;
  ast::File file = parse(sources, sources.add("text.csp", text), diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), render(sources, diagnostics));
  return file;
}

std::string canonical(const std::string& text) { return print(parsed(text)); }

// The words of all comments, in order of the alphabet: none may be lost or doubled.
std::vector<std::string> words_of_comments(const std::string& text) {
  const SourceFile source("text.csp", text);
  std::vector<std::string> words;
  for (const Token& comment : lex(source, 0).comments) {
    std::istringstream in{std::string(comment.text(source))};
    for (std::string word; in >> word;) words.push_back(word);
  }
  std::sort(words.begin(), words.end());
  return words;
}

TEST_CASE("printing and parsing are inverse on every text in the repository") {
  int files = 0;
  for (const char* folder : {"models", "tests/phases/lex/pass", "tests/phases/syntax/pass", "tests/phases/names/pass",
                             "tests/phases/types/pass", "tests/phases/models/pass", "tests/phases/cspm/pass"}) {
    const fs::path root = fs::path(CSP_SOURCE_DIR) / folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".csp") continue;
      INFO(entry.path().string());
      ++files;
      const std::string text = text_of(entry.path());
      const ast::File tree = parsed(text);
      const std::string printed = print(tree);
      const ast::File again = parsed(printed);
      CHECK(ast::equal(tree, again));
      CHECK(print(again) == printed);
      CHECK(words_of_comments(printed) == words_of_comments(text));
    }
  }
  CHECK(files > 15);
}

TEST_CASE("lines stay within the width where they can be broken") {
  const std::string text = canonical(text_of(fs::path(CSP_SOURCE_DIR) / "tests/phases/syntax/pass/long_lines.csp"));
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) CHECK_MESSAGE(line.size() <= kPrintWidth, line);
}

TEST_CASE("canonical forms") {
  CHECK(canonical("") == "");
  CHECK(canonical("N=5") == "N = 5\n");
  CHECK(canonical("channel c,d:A.{0..3}.0..N") == "channel c, d: A.{0..3}.0..N\n");
  CHECK(canonical("datatype T=A|B.(0..N-1).U") == "datatype T = A | B.(0..N - 1).U\n");
  CHECK(canonical("prog p(){}") == "prog p() { }\n");
  CHECK(canonical("prog p(){x=1;skip}") == "prog p() {\n    x = 1;\n    skip;\n}\n");
  CHECK(canonical("prog p(){*[c?x->d!x]}") == "prog p() {\n    *[ c?x -> d!x ]\n}\n");
  CHECK(canonical("prog p(){if a{skip}else if b{skip}else{skip}}") ==
        "prog p() {\n    if a {\n        skip;\n    } else if b {\n        skip;\n    } else {\n        skip;\n    }\n}\n");
  CHECK(canonical("prog p(){select{case c?x:skip default:f();g()}}") ==
        "prog p() {\n    select {\n    case c?x: skip;\n    default:\n        f();\n        g();\n    }\n}\n");
  CHECK(canonical("prog p(){[a->skip[]b->skip]}") ==
        "prog p() {\n    [ a -> skip\n   [] b -> skip\n    ]\n}\n");
  CHECK(canonical("S=[a::p()||b[i:0..3]::service q(i)]") == "S = [ a:: p() || b[i: 0..3]:: service q(i) ]\n");
}

TEST_CASE("brackets stand where they are needed and nowhere else") {
  const auto expr = [](const std::string& text) {
    const std::string printed = canonical("N = " + text);
    return printed.substr(4, printed.size() - 5);
  };
  CHECK(expr("(a + b) * c") == "(a + b) * c");
  CHECK(expr("(a * b) + c") == "a * b + c");
  CHECK(expr("a - (b - c)") == "a - (b - c)");
  CHECK(expr("(a - b) - c") == "a - b - c");
  CHECK(expr("not (a and b)") == "not (a and b)");
  CHECK(expr("(not a) and b") == "not a and b");
  CHECK(expr("(not a) == b") == "(not a) == b");
  CHECK(expr("not (a == b)") == "not a == b");
  CHECK(expr("-(-a)") == "- -a");
  CHECK(expr("#(s ^ t)") == "#s ^ t");
  CHECK(expr("(#s) + 1") == "#s + 1");
  CHECK(expr("<(a > b), c>") == "<(a > b), c>");
  CHECK(expr("{ -1, 2}") == "{ -1, 2}");
  CHECK(expr("< -1>") == "< -1>");
  CHECK(expr("(if a then b else c) + 1") == "(if a then b else c) + 1");
  CHECK(expr("(a is B) and c") == "a is B and c");
}

TEST_CASE("one-line forms for messages") {
  const ast::File file = parsed("assert [ a:: p() || b:: q(1) ] :[always x > 3 and y]\nassert service p(2) :[leak free]");
  const auto& first = std::get<ast::AssertDecl>(file.decls[0].node);
  CHECK(print(first.system) == "[ a:: p() || b:: q(1) ]");
  CHECK(print(first.property) == "always x > 3 and y");
  const auto& second = std::get<ast::AssertDecl>(file.decls[1].node);
  CHECK(print(second.system) == "service p(2)");
  CHECK(print(second.property) == "leak free");
}

}  // namespace
}  // namespace csp
