// Types of expressions and variables; what is refused is in tests/phases/types.
#include "frontend/typecheck.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/unit/frontend/check_support.h"
#include "frontend/typecheck_types.h"

namespace csp {
namespace {

// The type that `x := e` gives x, as it is written.
std::string type_of(const std::string& e, const std::string& top = "") {
  Loaded loaded(top + Loaded::body("r: 0..3; s: list of 0..3; t: (int, 0..3); b: bool; x := " + e + ";"));
  INFO(e);
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  return TypeTable(loaded.model->types).show(loaded.variable("x").type);
}

TEST_CASE("`:=` takes the type of the value, without the bounds of a number") {
  CHECK(type_of("1") == "int");
  CHECK(type_of("r") == "int");
  CHECK(type_of("r + 1") == "int");
  CHECK(type_of("if b then r else n") == "int");
  CHECK(type_of("true") == "bool");
  CHECK(type_of("'c'") == "char");
  CHECK(type_of("\"abc\"") == "list of char");
  CHECK(type_of("s") == "list of 0..3");
  CHECK(type_of("<r, 1>") == "list of int");
  CHECK(type_of("<> ^ s") == "list of 0..3");
  CHECK(type_of("(r, b)") == "(0..3, bool)");
  CHECK(type_of("t.2") == "int");
  CHECK(type_of("array(1, 2)") == "array[2] of int");
  CHECK(type_of("mk(chan[2] of 0..3)") == "chan of 0..3");
  CHECK(type_of("mk(array[n] of bool)") == "array of bool");
  CHECK(type_of("mk(array[3] of bool)") == "array[3] of bool");
  CHECK(type_of("mk(waitgroup)") == "waitgroup");
  CHECK(type_of("timeout()") == "chan of unit");
  CHECK(type_of("background()") == "context");
  CHECK(type_of("withCancel(background())") == "(context, prog())");
  CHECK(type_of("prog(k: int): bool { return k > 0 }") == "prog(int): bool");
  CHECK(type_of("prog() { skip }") == "prog()");
  CHECK(type_of("()") == "unit");
  CHECK(type_of("any(bool)") == "bool");
  CHECK(type_of("Circle.1", "datatype Shape = Circle.{0..3}\n") == "Shape");
  CHECK(type_of("Pos(1, 2)", "nametype Pos = struct { a: int, b: int }\n") == "Pos");
}

TEST_CASE("a received variable has the type of the messages") {
  const Loaded loaded(
      "prog P(c: chan of 0..3, d: chan of (bool, 1..2)) { c?a; b := <-c; e, ok := <-c; d?(f, g); d?h; }\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  Model model = *loaded.model;
  const TypeTable types(model.types);
  CHECK(types.show(loaded.variable("a").type) == "0..3");
  CHECK(types.show(loaded.variable("b").type) == "0..3");
  CHECK(types.show(loaded.variable("ok").type) == "bool");
  CHECK(types.show(loaded.variable("f").type) == "bool");
  CHECK(types.show(loaded.variable("g").type) == "1..2");
  CHECK(types.show(loaded.variable("h").type) == "(bool, 1..2)");
}

TEST_CASE("declared channels") {
  const Loaded loaded("channel a\nchannel b : Bool\nchannel c : Bool.{0..3}\n");
  REQUIRE(loaded.model);
  Model model = *loaded.model;
  const TypeTable types(model.types);
  CHECK(types.show(model.globals[0].type) == "chan of unit");
  CHECK(types.show(model.globals[1].type) == "chan of bool");
  CHECK(types.show(model.globals[2].type) == "chan of (bool, 0..3)");
  CHECK(model.globals[2].index == 2);
}

TEST_CASE("types are compared by structure; numbers agree, channels of different numbers do not") {
  Types all;
  TypeTable types(all);
  const TypeId integer = types.simple(TypeKind::Int), small = types.range(0, 3),
               boolean = types.simple(TypeKind::Bool);
  const TypeId odd = types.set_type({Value::integer(1), Value::integer(3)}, integer);
  CHECK(types.range(0, 3) == small);
  CHECK(types.set_type({Value::integer(2), Value::integer(0), Value::integer(1), Value::integer(3)},
                       integer) == small);
  CHECK(types.assignable(integer, small));
  CHECK(types.assignable(odd, small));
  CHECK(types.assignable(types.tuple({small, boolean}), types.tuple({integer, boolean})));
  CHECK(types.assignable(types.list(integer), types.list(odd)));
  CHECK(!types.assignable(types.chan(small), types.chan(integer)));
  CHECK(types.assignable(types.chan(small), types.chan(types.range(0, 3))));
  CHECK(!types.assignable(types.prog({small}, kNone), types.prog({integer}, kNone)));
  CHECK(!types.assignable(types.array(2, integer), types.array(3, integer)));
  CHECK(types.assignable(types.array(2, integer), types.array(kNone, integer)));
  CHECK(!types.assignable(boolean, integer));
  CHECK(types.assignable(kNone, boolean));
  CHECK(types.join(small, odd) == integer);
  CHECK(types.join(types.tuple({small, boolean}), types.tuple({odd, boolean})) ==
        types.tuple({integer, boolean}));
  CHECK(types.join(boolean, integer) == kNone);
  CHECK(types.prog({}, kNone) == types.prog({}, types.simple(TypeKind::Unit)));
}

TEST_CASE("recursive types: a zero value where there is a finite one") {
  const Loaded loaded(
      "datatype A = MakeA.B | EndA.{1..2}\ndatatype B = MakeB.A | EndB.A.Bool\nvar a: A\nvar b: B\n"
      "datatype T = Both.(T, int) | One.{3..4}\nvar t: T\n");
  REQUIRE_MESSAGE(loaded.model, loaded.codes());
  const auto& globals = loaded.model->globals;
  CHECK(show(loaded.model->types, globals[0].type, globals[0].init) == "EndA.1");  // MakeA leads back
  CHECK(show(loaded.model->types, globals[1].type, globals[1].init) == "MakeB.EndA.1");
  CHECK(show(loaded.model->types, globals[2].type, globals[2].init) == "One.3");
  CHECK(!domain(loaded.model->types, globals[0].type));
  CHECK(!domain(loaded.model->types, globals[2].type));
}

TEST_CASE("the type of a system's parameter comes from its first instance") {
  const Loaded loaded("prog P(b: bool) { skip }\nS(b) = [ a:: P(b) ]\nassert S(true) :[terminates]\n");
  CHECK_MESSAGE(loaded.model, loaded.codes());
  CHECK(Loaded("prog P(b: bool) { skip }\nS(b) = [ a:: P(b) ]\nassert S(1) :[terminates]\n").codes() ==
        "E0401");
}

TEST_CASE("every code that the checker uses is in the list") {
  std::set<std::string> known;
  for (const DiagnosticCode& code : diagnostic_codes()) known.insert(std::string(code.code));
  for (const char* code : {"E0301", "E0302", "E0303", "E0304", "E0305", "E0306", "E0308", "E0309", "E0310",
                           "E0311", "E0312", "E0313", "E0316", "E0401", "E0402", "E0403", "E0404", "E0405",
                           "E0406", "E0407", "E0408", "E0409", "E0410", "E0411", "E0412", "E0413", "E0414",
                           "E0415", "E0416", "E0417", "E0521", "E0522", "E0523", "E0524"})
    CHECK_MESSAGE(known.contains(code), code);
}

TEST_CASE("many errors, each once") {
  std::string text = "prog P() {\n";
  for (int i = 0; i < 200; ++i) text += "x" + std::to_string(i) + " := true + 1;\n";
  CHECK(Loaded(text + "}\n").diagnostics.errors() == 200);
}

}  // namespace
}  // namespace csp
