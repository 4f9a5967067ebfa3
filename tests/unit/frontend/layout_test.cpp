// Where declarations end.
#include "frontend/layout.h"

#include <doctest/doctest.h>

#include <string>

#include "frontend/lex.h"

namespace csp {
namespace {

// The declarations of a text, each as its tokens with spaces between.
std::vector<std::string> declarations(const std::string& text) {
  const SourceFile source("text.csp", text);
  std::vector<std::string> result;
  for (const Chunk& chunk : layout(source, 0, lex(source, 0).tokens)) {
    std::string words;
    for (const Token& token : chunk.tokens) words += (words.empty() ? "" : " ") + std::string(token.text(source));
    result.push_back(words + (chunk.problem ? " !" + chunk.problem->code : ""));
  }
  return result;
}

using List = std::vector<std::string>;

TEST_CASE("a newline ends a definition") {
  CHECK(declarations("A = 1\nB = 2\n") == List{"A = 1", "B = 2"});
  CHECK(declarations("A = 1\n\n\nB = 2") == List{"A = 1", "B = 2"});
  CHECK(declarations("A = <1>\nB = 2") == List{"A = < 1 >", "B = 2"});
  CHECK(declarations("channel c\nchannel d") == List{"channel c", "channel d"});
}

TEST_CASE("a newline does not end it inside a bracket, behind an operator or before one") {
  CHECK(declarations("A = (1\n)\n") == List{"A = ( 1 )"});
  CHECK(declarations("A =\n1") == List{"A = 1"});
  CHECK(declarations("A = 1 +\n2") == List{"A = 1 + 2"});
  CHECK(declarations("A = 1\n+ 2") == List{"A = 1 + 2"});
  CHECK(declarations("A = <1,\n2>") == List{"A = < 1 , 2 >"});
  CHECK(declarations("A = 1 >\n2") == List{"A = 1 > 2"});
  CHECK(declarations("A = if b\nthen 1\nelse 2\nB = 1") == List{"A = if b then 1 else 2", "B = 1"});
  CHECK(declarations("A = b\nand c") == List{"A = b and c"});
}

TEST_CASE("a line that starts with [ goes on only for an operator of the algebra") {
  CHECK(declarations("P = Q\n[] R") == List{"P = Q [] R"});
  CHECK(declarations("P = Q\n[| A |] R") == List{"P = Q [ | A | ] R"});
  CHECK(declarations("P = Q\n[[a <- b]]") == List{"P = Q [ [ a < - b ] ]"});
  CHECK(declarations("P = Q\n[> R") == List{"P = Q [ > R"});
  CHECK(declarations("P = Q\n[X || Y] R") == List{"P = Q [ X || Y ] R"});
  CHECK(declarations("P = Q\n[ a:: R() || b:: S() ]") == List{"P = Q", "[ a :: R ( ) || b :: S ( ) ]"});
  CHECK(declarations("P =\n[ a:: R() || b:: S() ]") == List{"P = [ a :: R ( ) || b :: S ( ) ]"});
}

TEST_CASE("the body of a prog may start on its own line") {
  CHECK(declarations("prog p()\n{ skip }\nA = 1") == List{"prog p ( ) { skip }", "A = 1"});
  CHECK(declarations("prog p() { }\n{ skip }") == List{"prog p ( ) { }", "{ skip }"});
}

TEST_CASE("a declaration at the margin ends one with an open bracket") {
  CHECK(declarations("prog p() {\n  if a {\n}\nprog q() { }") == List{"prog p ( ) { if a { } !E0202", "prog q ( ) { }"});
  CHECK(declarations("A = (1\nchannel c") == List{"A = ( 1 !E0202", "channel c"});
  CHECK(declarations("A = (1\nassert P :[leak free]") == List{"A = ( 1 !E0202", "assert P : [ leak free ]"});
  // Inside a prog `assert` is a statement, also at the margin.
  CHECK(declarations("prog p() {\nassert x;\n}") == List{"prog p ( ) { assert x ; }"});
}

TEST_CASE("brackets that do not match") {
  CHECK(declarations("A = (1]\nB = 2") == List{"A = ( 1 ] !E0203", "B = 2"});
  CHECK(declarations("A = 1)\nB = 2") == List{"A = 1 ) !E0203", "B = 2"});
  CHECK(declarations("A = ([1)\nB = 2") == List{"A = ( [ 1 ) !E0203", "B = 2"});
}

TEST_CASE("nesting has a limit") {
  const auto nested = [](int depth) { return "A = " + std::string(depth, '(') + "1" + std::string(depth, ')'); };
  CHECK(declarations(nested(kMaxBrackets)).front().find("!E0205") == std::string::npos);
  CHECK(declarations(nested(kMaxBrackets + 1)).front().find("!E0205") != std::string::npos);
  const auto chain = [](int length) {
    std::string text = "A = 1";
    for (int i = 1; i < length; ++i) text += " + 1";
    return text;
  };
  CHECK(declarations(chain(kMaxNesting - 10)).front().find("!E0205") == std::string::npos);
  CHECK(declarations(chain(kMaxNesting + 10)).front().find("!E0205") != std::string::npos);
  // Many statements are not nested.
  std::string body;
  for (int i = 0; i < 5000; ++i) body += "x = x + 1; if a { skip } ";
  CHECK(declarations("prog p() { " + body + "}").front().find("!E0205") == std::string::npos);
}

}  // namespace
}  // namespace csp
