// The CSPM half of a model: its channels, datatypes and definitions, checked and made ready to run. Never
// changed once made; evaluator.h runs it.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "frontend/ast.h"
#include "frontend/cspm/code.h"
#include "frontend/cspm/universe.h"

namespace csp::cspm {

// What a name of the top level stands for.
struct Meaning {
  enum class Kind : std::uint8_t { Global, Atom, Datatype, Builtin, Instance } kind = Kind::Global;
  int number = 0;
  Span span;
};

// One equation of a definition. A definition without parameters has one clause without groups.
struct Clause {
  std::vector<std::vector<ast::ExprBox>> groups;  // of patterns
  ast::ExprBox value;
  Span span;  // of the left side
};

// A definition: `f(x) = ...` with all its equations, `N = 5`, or `(a, b) = e`.
struct Definition {
  ast::Name name;  // empty for a pattern
  std::vector<Clause> clauses;
  ast::ExprBox pattern;          // clauses[0].value is then its value
  std::vector<ast::Name> bound;  // the names in the pattern
};

// The definitions among declarations, equations of one name put together. Other declarations are passed over.
std::vector<Definition> definitions(const std::vector<const ast::Decl*>& decls);

struct Global {
  std::string name;
  Span span;
  Unit* unit = nullptr;
  int component = -1;  // the unit gives a tuple, of which this is one part
  int whole = -1;      // then: the global that has the tuple
};

// Where a field of a channel or constructor gets its set; several fields if the set is of loosely dotted
// values.
struct FieldSet {
  Unit* unit = nullptr;
  int fields = 1;
};

// What a value looks like as a core value, so that it can be read back.
struct Shape {
  enum class Kind : std::uint8_t { Int, Bool, Char, Tuple, Dot, Seq, Set, Data, Other } kind = Kind::Other;
  std::vector<Shape> parts;
  int number = 0;  // Data: the datatype
};

struct InstanceName {
  std::string name;
  const ast::Decl* decl = nullptr;  // of a prog or a system
};

struct Script {
  std::vector<Atom> atoms;
  std::vector<std::vector<FieldSet>> atom_fields;  // for each atom
  std::vector<std::vector<Shape>> field_shapes;    // for each atom, of each field
  std::vector<Datatype> datatypes;
  std::vector<Global> globals;
  std::vector<InstanceName> instances;
  std::map<std::string, Meaning, std::less<>> names;
  std::set<std::string, std::less<>> declared_functions;  // by transparent and external

  std::deque<Code> codes;
  std::deque<Unit> units;
  std::deque<LetGroup> groups;
  int memos = 0;  // closed expressions
};

}  // namespace csp::cspm
