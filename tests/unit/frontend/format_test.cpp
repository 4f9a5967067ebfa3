// csp fmt: what the layout does to a text, and that it never changes what is read.
#include "frontend/format.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "frontend/ast_equal.h"
#include "frontend/parse.h"

namespace csp {
namespace {

namespace fs = std::filesystem;

std::string formatted(const std::string& text) {
  const auto out = format(SourceFile("text.csp", text));
  REQUIRE(out);
  return *out;
}

ast::File parsed(const std::string& text) {
  SourceMap sources;
  Diagnostics diagnostics;
  ast::File file = parse(sources, sources.add("text.csp", text), diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), render(sources, diagnostics));
  return file;
}

std::vector<fs::path> texts() {
  std::vector<fs::path> out;
  for (const char* folder : {"models", "tests/phases/syntax/pass", "tests/phases/types/pass", "tests/phases/cspm/pass"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(CSP_SOURCE_DIR) / folder))
      if (entry.path().extension() == ".csp") out.push_back(entry.path());
  return out;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The text with other spaces at the start of lines that have some. What it means is the same.
std::string shaken(const std::string& text, unsigned seed) {
  std::mt19937 random(seed);
  std::istringstream in(text);
  std::string out;
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first != 0 && first != std::string::npos) line = std::string(1 + random() % 20, ' ') + line.substr(first);
    out += line + "\n";
  }
  return out;
}

TEST_CASE("a layout reads as the text did, and is its own layout") {
  CHECK(texts().size() > 150);
  for (const fs::path& path : texts()) {
    INFO(path.string());
    const std::string text = read(path);
    const std::string once = formatted(text);
    CHECK(ast::equal(parsed(text), parsed(once)));
    CHECK(formatted(once) == once);
    const std::string again = formatted(shaken(text, 7));
    CHECK(ast::equal(parsed(text), parsed(again)));
    CHECK(formatted(again) == again);
  }
}

TEST_CASE("spaces between words") {
  CHECK(formatted("prog P( ) {skip;   x:=1 ;}\n") == "prog P() { skip; x := 1; }\n");
  CHECK(formatted("prog P() { x:=(a+ b)*2-N ; c ! x; d?  y; m . lock( ) }") ==
        "prog P() { x := (a + b)*2-N; c!x; d?y; m.lock() }\n");
  CHECK(formatted("prog P() { if -x<- 1 and not(y) { a [ i ] = <1,2>^s } }") ==
        "prog P() { if -x < -1 and not (y) { a[i] = <1, 2>^s } }\n");
  CHECK(formatted("S=[a::P()||b [ i : 0..3 ]::service Q( i )]") == "S = [ a:: P() || b[i: 0..3]:: service Q(i) ]\n");
  CHECK(formatted("assert S:[deadlock free]\nassert not  S :[always x==1]") ==
        "assert S :[deadlock free]\nassert not S :[always x==1]\n");
  CHECK(formatted("P=a->P[]b?x:{1,2}->STOP\\{|a ,b|}") == "P = a -> P [] b?x:{1, 2} -> STOP \\ {|a, b|}\n");
  CHECK(formatted("f(x)= if x<0 then - x else x") == "f(x) = if x<0 then -x else x\n");
  CHECK(formatted("Q = (P [[a<-b]] [|{a}|]P)\n") == "Q = (P[[a <- b]] [| {a} |] P)\n");
}

TEST_CASE("signs that would become another one stay apart") {
  CHECK(formatted("prog P() { x := < -1>; y := 2 - -1; z := { -1} }") == "prog P() { x := < -1>; y := 2 - -1; z := { -1} }\n");
}

TEST_CASE("blocks: 4 columns right of their statement; lines are the author's") {
  CHECK(formatted("prog P() {\n  x := 1; y := 2;\nif x > y {\n a() } else {\n      b();\n c()\n  }\n}\n") ==
        "prog P() {\n    x := 1; y := 2;\n    if x > y {\n        a() } else {\n        b();\n        c()\n    }\n}\n");
  CHECK(formatted("prog P() {\nselect {\n  case x := <-c:\n y = x;\n default: skip\n}\n}") ==
        "prog P() {\n    select {\n    case x := <-c:\n        y = x;\n    default: skip\n    }\n}\n");
}

TEST_CASE("guarded and parallel commands") {
  CHECK(formatted("prog P() {\n  *[ a?x ->\n  b!x\n  [] c?y -> [ y > 0 ->\n skip\n [] y <= 0 -> skip\n ]\n ]\n}") ==
        "prog P() {\n    *[ a?x ->\n         b!x\n    [] c?y -> [ y > 0 ->\n                   skip\n             [] y <= 0 -> skip\n"
        "              ]\n     ]\n}\n");
  CHECK(formatted("S = [ a:: P()\n || b:: Q()\n ]") == "S = [ a:: P()\n   || b:: Q()\n    ]\n");
}

TEST_CASE("continuations keep their distance, tables their columns, comments their place") {
  CHECK(formatted("prog P() {\n  x = f(1,\n        2);   -- two\n}") == "prog P() {\n    x = f(1,\n          2);   -- two\n}\n");
  CHECK(formatted("assert     A :[error free]\nassert not B :[error free]") ==
        "assert     A :[error free]\nassert not B :[error free]\n");
  CHECK(formatted("N    = 1\nLONG = 2   -- two\n") == "N    = 1\nLONG = 2   -- two\n");
  CHECK(formatted("N   = 1\nLONG = 2 -- two\n\n\n\n\n-- last\n\n") == "N = 1\nLONG = 2  -- two\n\n-- last\n");
  CHECK(formatted("prog P() {\n  // what follows\n  skip;\n     // the end\n}") ==
        "prog P() {\n    // what follows\n    skip;\n    // the end\n}\n");
}

}  // namespace
}  // namespace csp
