// The shapes of the syntax tree, by hand, and input that must not break the parser.
#include "frontend/parse.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace csp {
namespace {

struct Parsed {
  SourceMap sources;
  Diagnostics diagnostics;
  ast::File file;
};

Parsed parsed(const std::string& text) {
  Parsed result;
  result.file = parse(result.sources, result.sources.add("text.csp", text), result.diagnostics);
  return result;
}

// The only statement of `prog p() { text }`.
ast::Stmt statement(const std::string& text) {
  const Parsed all = parsed("prog p() { " + text + " }");
  REQUIRE_MESSAGE(all.diagnostics.list().empty(), render(all.sources, all.diagnostics));
  const auto& body = std::get<ast::ProgDecl>(all.file.decls.at(0).node).body;
  REQUIRE(body.size() == 1);
  return body[0];
}

template <class T>
T as(const std::string& text) {
  const ast::Stmt stmt = statement(text);
  REQUIRE(std::holds_alternative<T>(stmt.node));
  return std::get<T>(stmt.node);
}

ast::SendComm send(const std::string& text) { return std::get<ast::SendComm>(as<ast::CommStmt>(text).comm.node); }
ast::ReceiveComm receive(const std::string& text) { return std::get<ast::ReceiveComm>(as<ast::CommStmt>(text).comm.node); }

TEST_CASE("sends") {
  CHECK(send("c <-= e;").newsqueak);
  CHECK(send("c <-= e;").values.size() == 1);
  CHECK_FALSE(send("c!e;").newsqueak);
  CHECK_FALSE(send("c!e;").shape);
  CHECK(send("P!cons(a, b);").shape->text == "cons");
  CHECK(send("P!cons(a, b);").values.size() == 2);
  CHECK(send("P!done();").values.empty());
  CHECK_FALSE(send("c!(f(x));").shape);
  CHECK(send("c!(a, b);").values.size() == 2);
  CHECK(std::holds_alternative<ast::IndexExpr>(send("p[i, j]!x;").channel->node));
}

TEST_CASE("receives") {
  CHECK(receive("<-c;").targets.empty());
  CHECK(receive("x := <-c;").declares);
  CHECK_FALSE(receive("x = <-c;").declares);
  CHECK(receive("x, ok = <-c;").has_ok);
  CHECK(receive("x, ok := <-c;").targets.size() == 2);
  CHECK_FALSE(receive("c?x;").newsqueak);
  CHECK(receive("P?cons(x, y);").shape->text == "cons");
  CHECK(receive("c?(x, y);").targets.size() == 2);
  CHECK(receive("c?a[i];").targets.size() == 1);
}

TEST_CASE("declarations and labels") {
  CHECK(as<ast::DeclStmt>("x: T;").type != nullptr);
  CHECK(as<ast::DeclStmt>("x := e;").type == nullptr);
  CHECK(as<ast::DeclStmt>("a, b := f(x);").names.size() == 2);
  CHECK(std::holds_alternative<ast::RangeType>(as<ast::DeclStmt>("x: 0..N - 1 = 2;").type->node));
  CHECK(std::holds_alternative<ast::SetType>(as<ast::DeclStmt>("x: {1, 2} = 2;").type->node));
  CHECK(std::holds_alternative<ast::TupleType>(as<ast::DeclStmt>("x: (int, chan of int);").type->node));
  CHECK(as<ast::DeclStmt>("L: x = 3;").names[0].text == "L");  // resolve may read it as a label
  CHECK(as<ast::LabelStmt>("L: skip;").label.text == "L");
  CHECK(as<ast::LabelStmt>("L: m.lock();").label.text == "L");
  CHECK(as<ast::LabelStmt>("L: x := 3;").label.text == "L");
  CHECK(as<ast::LabelStmt>("L: x += 3;").label.text == "L");
  CHECK(as<ast::LabelStmt>("L: a[i] = 3;").label.text == "L");
  CHECK(as<ast::LabelStmt>("L: c!e;").label.text == "L");
  CHECK(as<ast::LabelStmt>("L: { skip; }").label.text == "L");
}

TEST_CASE("guards") {
  const auto stmt = as<ast::GuardedStmt>("*[ (i: 0..9) a; b > 1; P[i]?x -> skip [] true -> skip ]");
  CHECK(stmt.repeat);
  REQUIRE(stmt.commands.size() == 2);
  CHECK(stmt.commands[0].replicators.size() == 1);
  REQUIRE(stmt.commands[0].guard.size() == 3);
  CHECK(std::holds_alternative<ast::ExprBox>(stmt.commands[0].guard[1].node));
  CHECK(std::holds_alternative<ast::Comm>(stmt.commands[0].guard[2].node));
}

TEST_CASE("tokens with two meanings") {
  const auto assign = as<ast::AssignStmt>("b = x<-1;");
  CHECK(std::get<ast::BinaryExpr>(assign.value->node).op == ast::BinaryOp::Lt);
  CHECK(std::get<ast::BinaryExpr>(as<ast::AssignStmt>("b = <1>==<2>;").value->node).op == ast::BinaryOp::Eq);
  CHECK(std::get<ast::ListLit>(as<ast::AssignStmt>("b = <1, 2>;").value->node).items.size() == 2);
  CHECK(std::get<ast::IndexExpr>(as<ast::AssignStmt>("b = fork[a[i]];").value->node).indices.size() == 1);
}

TEST_CASE("spans count characters and lines") {
  const Parsed all = parsed("-- ä\nN = 1\n  prog p() { x = \"ü\"; yy = 2 }");
  REQUIRE(all.file.decls.size() == 2);
  CHECK(all.file.decls[0].span == Span{0, 2, 1, 2, 6});
  const auto& body = std::get<ast::ProgDecl>(all.file.decls[1].node).body;
  CHECK(body[0].span == Span{0, 3, 14, 3, 21});
  CHECK(body[1].span == Span{0, 3, 23, 3, 29});
}

TEST_CASE("a declaration with an error is left out, the others are kept") {
  const Parsed all = parsed("A = 1\nprog p() { x = ; y = ; }\nB = 2\nC = )\nD = 4\n");
  CHECK(all.diagnostics.errors() == 2);
  CHECK(all.file.decls.size() == 3);
}

TEST_CASE("the number of errors is limited") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "A = )\n";
  const Parsed all = parsed(text);
  CHECK(all.diagnostics.errors() == kMaxSyntaxErrors);
  CHECK(all.diagnostics.list().back().notes.size() == 1);
}

TEST_CASE("a text that is too large is refused, one that is large is read") {
  CHECK(parsed(std::string((4u << 20) + 1, ' ')).diagnostics.list().at(0).code == "E0101");
  CHECK(parsed(std::string(1u << 20, '\n') + "N = 1").file.decls.size() == 1);
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_CASE("truncated and damaged texts end in a diagnostic, never in a crash") {
  const std::string text =
      text_of(std::filesystem::path(CSP_SOURCE_DIR) / "tests/phases/syntax/pass/statements.csp");
  REQUIRE(text.size() > 1000);
  for (std::size_t end = 0; end < text.size(); end += 7) parsed(text.substr(0, end));
  std::mt19937 random(20240501);
  for (int i = 0; i < 400; ++i) {
    std::string damaged = text;
    for (int k = 0; k < 3; ++k) {
      const std::size_t at = random() % damaged.size();
      switch (random() % 4) {
        case 0: damaged.erase(at, 1 + random() % 20); break;
        case 1: damaged[at] = static_cast<char>(random()); break;
        case 2: damaged.insert(at, 1, "(){}[]<>;:=-*|!?,.\"'"[random() % 20]); break;
        default: damaged.insert(at, damaged.substr(random() % damaged.size(), 15)); break;
      }
    }
    const Parsed all = parsed(damaged);
    for (const Diagnostic& one : all.diagnostics.list()) CHECK_FALSE(render(all.sources, one).empty());
  }
}

TEST_CASE("deep nesting of every kind ends in a diagnostic or a tree") {
  const auto times = [](int n, const std::string& what) {
    std::string result;
    for (int i = 0; i < n; ++i) result += what;
    return result;
  };
  for (const int n : {190, 990, 100000}) {
    parsed("N = " + times(n, "(") + "1" + times(n, ")"));
    parsed("N = " + times(n, "not ") + "a");
    parsed("N = " + times(n, "- ") + "1");
    parsed("N = 1" + times(n, " + 1"));
    parsed("N = f" + times(n, "(x)"));
    parsed("N = " + times(n, "if a then b else ") + "c");
    parsed("N = " + times(n, "<") + times(n, ">"));
    parsed("prog p() { if a { }" + times(n, " else if b { }") + " }");
    parsed("prog p() { " + times(n, "{ ") + times(n, "}") + " }");
    parsed("prog p() { " + times(n, "[ true -> ") + "skip" + times(n, "]") + " }");
    parsed("prog p() { " + times(n, "L: ") + "skip }");
    parsed(times(n, "{- ") + times(n, "-}"));
    parsed(times(n, "/* "));
    parsed("prog p() { x: " + times(n, "chan of ") + "int; }");
    parsed("prog p() { x: " + times(n, "list of ") + "int; }");
    parsed("prog p() { " + times(n, "<-") + "c; }");
  }
}

}  // namespace
}  // namespace csp
