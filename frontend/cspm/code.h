// A script made ready to run: expressions with their variables as numbered slots, functions as units.
// compile.h makes it, evaluator.h runs it. A unit sees its own slots and the values it has captured, which
// are exactly its free variables, so that equal calls and continuations are equal as data.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "checker/core/span.h"
#include "frontend/ast.h"
#include "frontend/cspm/value.h"

namespace csp::cspm {

struct Unit;
struct LetGroup;
struct Code;

// Where a value is, seen from a frame.
struct Access {
  enum class Kind : std::uint8_t {
    Local,         // slot `index`
    Captured,      // captured value `index`
    ScopeName,     // definition `member` of the scope in slot or captured value `index`
    ScopeCaptured  // what the scope in captured value `index` has captured as `member`
  } kind = Kind::Local;
  bool scope_is_local = false;  // ScopeName: the scope is in a slot
  int index = 0, member = 0;
  friend bool operator==(const Access&, const Access&) = default;
};

struct Pattern {
  enum class Kind : std::uint8_t {
    Any,
    Variable,  // slot
    Literal,   // value
    Tuple,     // parts
    Sequence,  // parts are `before` items, then the rest if has_rest, then the last items
    EmptySet,
    OneSet,  // parts[0]
    Dot,     // parts; a Literal atom takes its fields apart
    Both     // parts[0] and parts[1]
  } kind = Kind::Any;
  int slot = 0;
  Val value;
  std::vector<Pattern> parts;
  std::size_t before = 0;
  bool has_rest = false;
  Span span;
};

enum class Op : std::uint8_t {
  Const,
  Variable,
  Global,
  Datatype,
  Builtin,      // value; access; number
  Call,         // kids: callee, then arguments: see `lazy`
  CallBuiltin,  // number; kids: arguments
  Tuple,
  Seq,
  Set,
  Dot,  // kids
  TupleProduct,
  DotProduct,  // kids: sets; in types only
  SubtypeOf,
  HeadedSet,  // kids: sets, to unite; number: a constructor, kids: sets for its fields
  Component,  // kids: a tuple; number
  Range,
  RangeFrom,
  SeqRange,  // kids: lo, hi
  Negate,
  Not,
  Length,
  Add,
  Sub,
  Mul,
  Div,
  Mod,
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  And,
  Or,
  Concat,
  If,
  Lambda,  // unit
  Let,     // group, slot; kids: body
  SetComprehension,
  SeqComprehension,
  EventsOf,  // kids: items; qualifiers
  Prefix,    // kids: channel (, continuation); fields; unit: the continuation
  Guard,     // kids: condition, process
  ExternalChoice,
  InternalChoice,
  Interleave,
  Sequence,
  Interrupt,
  Sliding,  // kids: left, right
  Sharing,
  Alphabetised,
  Exception,
  SyncExternal,
  SyncInterrupt,  // kids: left, right, set (, second set)
  Hide,           // kids: process, set
  Rename,         // kids: process; pairs, qualifiers
  Link,           // kids: left, right; pairs, qualifiers
  Replicated,     // process; kids: body (, set); qualifiers (, pairs, link_qualifiers)
  Instance        // number: a prog or system; kids: arguments
};

struct Qualifier {
  bool generator = false;
  Pattern pattern;
  Code* of = nullptr;  // a set, a sequence or a condition
  Span span;
};
struct Field {
  ast::PrefixField::Kind kind = ast::PrefixField::Kind::Output;
  Code* value = nullptr;  // an expression, or
  Pattern pattern;
  Code* restriction = nullptr;
  Span span;
};
struct Pair {  // c <- d, c <-> d
  Code* from = nullptr;
  Code* to = nullptr;
};

struct Code {
  Op op = Op::Const;
  bool process = false;  // its type is Proc: a call or name is not evaluated but becomes a Delay
  bool closed = false;   // has no variables: worked out once
  Access access;
  int number = 0;  // Global: index; Let: slot; Replicated: the ProcessOp; Instance: index; Component: which
  int memo = -1;   // closed: where its value is kept
  Val value;
  std::vector<Code*> kids;
  std::vector<Unit*>
      lazy;  // Call: for each argument the unit of its thunk; null: it is evaluated at once. An argument with
             // both a unit and a kid is evaluated at once if that can be done safely
  Unit* unit = nullptr;
  LetGroup* group = nullptr;
  std::vector<Qualifier> qualifiers, link_qualifiers;
  std::vector<Field> fields;
  std::vector<Pair> pairs;
  const ast::Expr* source = nullptr;
  Span span;
};

struct Equation {
  std::vector<Pattern> params;  // of all groups
  Code* body = nullptr;
};

// A function, the value of a definition without parameters, a continuation, a delayed argument.
struct Unit {
  int id = 0;
  std::string name;  // of a definition; else empty
  Span span;
  std::vector<std::size_t> groups;  // parameters of each group; none: a value
  std::vector<Equation> equations;
  int slots = 0;
  std::vector<Access> captures;  // seen from the frame around it; of a definition in a let, whose captured
                                 // value 0 is its scope: seen from the scope, behind that
  bool process = false;          // gives a process
};

struct LetGroup {
  int id = 0;
  std::vector<Unit*> units;
  std::vector<Access> captures;
};

// ---- Values that hold code

struct FunctionNode : Node {
  FunctionNode() : Node(ValKind::Function) {}
  void give_up(std::vector<Val>& out) override;
  const Unit* unit = nullptr;  // or
  int builtin = -1;
  std::vector<Val> captured;
  std::vector<Val> given;  // arguments of the groups applied so far
  std::size_t group = 0;   // the next group
  bool settled = false;    // no thunk is left inside
};

struct ScopeNode : Node {
  ScopeNode() : Node(ValKind::Scope) {}
  void give_up(std::vector<Val>& out) override;
  const LetGroup* group = nullptr;
  std::vector<Val> captured;
  enum class State : std::uint8_t { New, Busy, Done };
  std::vector<State> states;
  std::vector<Val> values;  // of definitions without parameters, when they have been needed
  bool settled = false;
  ScopeNode **previous = nullptr, *next = nullptr;  // all that live, so that circles can be cut at the end
  ~ScopeNode() override;
};

struct ThunkNode : Node {
  ThunkNode() : Node(ValKind::Thunk) {}
  void give_up(std::vector<Val>& out) override;
  const Unit* unit = nullptr;
  std::vector<Val> captured;
  enum class State : std::uint8_t { New, Busy, Done } state = State::New;
  Val value;
};

}  // namespace csp::cspm
