// Captures, includes, bindings. The rule for captures: a captured variable is shared if an assignment other
// than its declaration may come after a capture (frontend/resolve.h); the cases below are worked out from
// Go's meaning by hand.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/frontend/check_support.h"

namespace csp {
namespace {

// "shared", "copied" or "local" for the variable x of a body.
std::string kind(const std::string& statements, const std::string& name = "x", int n = 0) {
  const Loaded loaded(Loaded::body(statements));
  INFO(statements);
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  const Variable& v = loaded.variable(name, n);
  if (!v.captured) CHECK(!v.shared);
  return v.shared ? "shared" : v.captured ? "copied" : "local";
}

TEST_CASE("a variable that no inner prog uses is local") {
  CHECK(kind("x := 1; x = 2;") == "local");
  CHECK(kind("x := 1; begin prog(x: int) { x = 3; }(x);") == "local");
  CHECK(kind("x := 1; begin prog() { x := 3; x = 4; }();") == "local");
}

TEST_CASE("captured and never assigned again: a copy will do") {
  CHECK(kind("x := 1; begin prog() { c <-= x; }();") == "copied");
  CHECK(kind("x: int; begin prog() { c <-= x; }();") == "copied");
  CHECK(kind("begin prog() { c <-= n; }();", "n") == "copied");
  CHECK(kind("m: mutex; begin prog() { m.lock(); }();", "m") == "copied");
  CHECK(kind("x := 1; [ a:: c!x || b:: skip ];") == "copied");
}

TEST_CASE("assigned in an inner prog: shared") {
  CHECK(kind("x := 1; begin prog() { x = 2; }();") == "shared");
  CHECK(kind("x := 1; defer prog() { x += 2; }();") == "shared");
  CHECK(kind("x := 1; begin prog() { c?x; }();") == "shared");
  CHECK(kind("x := 1; begin prog() { x = <-c; }();") == "shared");
  CHECK(kind("x := 1; begin prog() { atomic.add(x, 1); }();") == "shared");
  CHECK(kind("x := 1; [ a:: x = 2 || b:: skip ];") == "shared");
  CHECK(kind("x: array[2] of int; begin prog() { x[0] = 1; }();") == "shared");
  CHECK(kind("x: struct { y: int }; begin prog() { x.y = 1; }();") == "shared");
  CHECK(kind("x := 1; begin prog() { begin prog() { x = 2; }(); }();") == "shared");
}

TEST_CASE("assigned behind the capture: shared; before it: not") {
  CHECK(kind("x := 1; begin prog() { c <-= x; }(); x = 2;") == "shared");
  CHECK(kind("x := 1; x = 2; begin prog() { c <-= x; }();") == "copied");
  CHECK(kind("x: int; c?x; begin prog() { c <-= x; }();") == "copied");
  CHECK(kind("n = 4; begin prog() { c <-= n; }();", "n") == "copied");
  CHECK(kind("begin prog() { c <-= n; }(); n = 4;", "n") == "shared");
  CHECK(kind("x := 1; x = prog(): int { return x }();") == "shared");
}

TEST_CASE("a loop around both brings the assignment behind the capture") {
  CHECK(kind("x := 0; for { x = 1; begin prog() { c <-= x; }(); }") == "shared");
  CHECK(kind("x := 0; while n > 0 { x = 1; if n > 1 { begin prog() { c <-= x; }(); } }") == "shared");
  CHECK(kind("x := 0; *[ c?x -> begin prog() { c <-= x; }() ];") == "shared");
  // One object for each round: the loop is outside of the variable's scope.
  CHECK(kind("for { x := 0; x = 1; begin prog() { c <-= x; }(); }") == "copied");
  // Two loops, one after the other.
  CHECK(kind("x := 0; while n > 0 { x = 1; } while n > 1 { begin prog() { c <-= x; }(); }") == "copied");
}

TEST_CASE("loop variables are declared once and assigned in each round") {
  CHECK(kind("for x := 0; x < n; x += 1 { begin prog() { c <-= x; }(); }") == "shared");
  CHECK(kind("for x := 0; x < n; x += 1 { begin prog(x: int) { c <-= x; }(x); }") == "local");
  CHECK(kind("for x := 0; x < n; x += 1 { x := x; begin prog() { c <-= x; }(); }", "x", 1) == "copied");
  CHECK(kind("for x := range c { begin prog() { c <-= x; }(); }") == "shared");
}

TEST_CASE("captures go through all progs in between") {
  const Loaded loaded(Loaded::body("x := 1; begin prog() { begin prog() { c <-= x; }(); }();"));
  REQUIRE(loaded.model);
  int users = 0;
  for (const ProgInfo& prog : loaded.model->progs)
    for (const Variable* v : prog.captures) users += v->name == "x";
  CHECK(users == 2);
}

TEST_CASE("L: x = 3 is a label and an assignment where x is a variable") {
  const Loaded loaded("var g: int\nnametype T = 0..3\n" +
                      Loaded::body("x := 1; L: x = 3; M: g = 4; y: T = 2;"));
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  CHECK(loaded.model->label_assignment.size() == 2);
  for (const Variable& v : loaded.model->variables) CHECK(v.name != "L");
}

TEST_CASE("locks are made by their declaration") {
  const Loaded loaded(Loaded::body("m: mutex; o: once; k: mutex = m; d: cond; a: array[2] of mutex;"));
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  CHECK(loaded.variable("m").lock);
  CHECK(loaded.variable("o").lock);
  CHECK(!loaded.variable("k").lock);
  CHECK(!loaded.variable("d").lock);
  CHECK(!loaded.variable("a").lock);
}

TEST_CASE("free process names go from the called to the caller, and end at the command that has the label") {
  const Loaded loaded(
      "prog A() { east!1; }\nprog B() { A(); }\nprog C() { [ east:: skip || a:: B() ]; }\nprog D() { skip }\n"
      "S = [ east:: skip || b:: B() || c:: C() || d:: D() ]\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  for (const ProgInfo& prog : loaded.model->progs) {
    if (!prog.decl) continue;
    CHECK_MESSAGE(prog.names_processes == (prog.name == "A" || prog.name == "B"), prog.name);
  }
}

TEST_CASE("includes: relative, once, circles and missing files") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "csp_include_test";
  fs::remove_all(folder);
  fs::create_directories(folder / "parts");
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder / name) << text;
  };
  write("main.csp", "include \"parts/a.csp\"\ninclude \"parts/../parts/b.csp\"\nN = A + B\n");
  write("parts/a.csp", "include \"b.csp\"\nA = B + 1\n");
  write("parts/b.csp", "B = 1\n");
  write("one.csp", "include \"two.csp\"\n");
  write("two.csp", "include \"one.csp\"\n");

  SourceMap sources;
  Diagnostics diagnostics;
  const auto model = load(sources, (folder / "main.csp").string(), {}, diagnostics);
  REQUIRE(model);
  CHECK(model->files.size() == 3);
  for (const Constant& c : model->constants)
    if (c.name == "N") CHECK(c.value == Value::integer(3));

  Diagnostics circle;
  CHECK(!load(sources, (folder / "one.csp").string(), {}, circle));
  REQUIRE(circle.list().size() == 1);
  CHECK(circle.list()[0].code == "E0309");

  Diagnostics missing;
  CHECK(!load(sources, (folder / "none.csp").string(), {}, missing));
  REQUIRE(missing.list().size() == 1);
  CHECK(missing.list()[0].code == "E0308");

  Diagnostics directory;
  CHECK(!load(sources, folder.string(), {}, directory));
  CHECK(directory.errors() == 1);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace csp
