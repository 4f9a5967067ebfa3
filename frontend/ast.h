// The syntax tree: one struct per construct, a span on each, no behaviour.
// parse.h makes it, print.h is its inverse, resolve/typecheck/lower read it. docs/language.md defines the constructs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "checker/core/span.h"

namespace csp::ast {

template <class T>
using Box = std::shared_ptr<T>;  // trees are never shared after parsing, but copies of lists must be cheap

struct Decl;
struct Expr;
struct Type;
struct Stmt;
using ExprBox = Box<Expr>;
using TypeBox = Box<Type>;
using Block = std::vector<Stmt>;

struct Name {
  std::string text;
  Span span;
};

// ---- Types ----------------------------------------------------------------------------------------------------

struct NamedType { Name name; };                        // int, bool, mutex, a nametype, a datatype, a constant set
struct RangeType { ExprBox lo, hi; };                   // lo..hi
struct SetType { ExprBox set; };                        // {1,3,5} or {0..N}
struct TupleType { std::vector<TypeBox> parts; };       // (A, B)
struct ArrayType { ExprBox size; TypeBox element; };    // array[n] of T
struct ListType { TypeBox element; };                   // list of T
struct ChanType { ExprBox capacity; TypeBox element; }; // chan of T (capacity null), chan[n] of T
struct Field { Name name; TypeBox type; };
struct StructType { std::vector<Field> fields; };       // struct { x: T, y: T }
struct ProgType { std::vector<TypeBox> params; TypeBox result; };  // prog(A, B): R, result may be null

struct Type {
  Span span;
  std::variant<NamedType, RangeType, SetType, TupleType, ArrayType, ListType, ChanType, StructType, ProgType> node;
};

// ---- Expressions ----------------------------------------------------------------------------------------------

enum class UnaryOp { Negate, Not, Length };  // -e, not e, #e
enum class BinaryOp { Add, Sub, Mul, Div, Mod, Eq, Ne, Lt, Le, Gt, Ge, And, Or, Concat };

struct Param { Name name; TypeBox type; };

struct IntLit { std::int64_t value; };
struct BoolLit { bool value; };
struct CharLit { char32_t value; };
struct StringLit { std::string value; };  // UTF-8
struct NilLit {};
struct NameExpr { Name name; };
struct CallExpr { ExprBox callee; std::vector<ExprBox> args; };     // f(x), m.lock(), T(a, b), P.done() has a DotExpr callee
struct IndexExpr { ExprBox base; std::vector<ExprBox> indices; };   // a[i], phil[i,j]
struct DotExpr { ExprBox base; Name field; };                       // p.x; Circle.3 and t.1 have a numeric field text
struct DotApply { ExprBox base; ExprBox arg; };                     // Circle.(i+1), Circle.x is DotExpr (resolve decides)
struct UnaryExpr { UnaryOp op; ExprBox operand; };
struct BinaryExpr { BinaryOp op; ExprBox left, right; };
struct IfExpr { ExprBox condition, then_value, else_value; };
struct IsExpr { ExprBox value; Name constructor; };                 // v is Circle
struct ReceiveExpr { ExprBox channel; };                            // <-c
struct ProgExpr { std::vector<Param> params; TypeBox result; Box<Block> body; };
struct MkExpr { TypeBox type; std::vector<ExprBox> args; };         // mk(T), mk(cond, m)
struct AnyExpr { TypeBox type; };                                   // any(T)
struct ListLit { std::vector<ExprBox> items; };                     // <a, b>
struct SetLit { std::vector<ExprBox> items; };                      // {a, b}
struct RangeExpr { ExprBox lo, hi; };                               // {lo..hi}, and lo..hi where a set is expected
struct TupleLit { std::vector<ExprBox> items; };                    // (a, b)

// ---- Expressions of CSPM: they stand at the top level only, never in a prog ---------------------------------------

// A pattern is an expression made of literals, names, `_`, tuples, lists, sets of at most one item, `^`, `.` (DotExpr, DotApply) and
// `@@`. Calls are curried by nesting: f(x)(y) is a CallExpr of a CallExpr. `Bool`, `Int`, `Events`, `STOP`, `union` ... are names.

struct Qualifier {                // a generator `pattern <- set` or `pattern : set`, or a condition (pattern null)
  Span span;
  ExprBox pattern;
  ExprBox of;
  bool colon = false;             // written with `:`
};
struct LetExpr { std::vector<Box<Decl>> decls; ExprBox body; };             // let ... within e
struct LambdaExpr { std::vector<ExprBox> params; ExprBox body; };           // \ x, y @ e
struct AsPattern { ExprBox left, right; };                                  // xs@@(x:y)
struct ComprehensionExpr {                                                  // { e | x <- S, p } and < e | x <- s >; items of {| |} too
  enum class Kind { Set, List, Events } kind = Kind::Set;                   // Events: {| c, d.1 | x <- S |}; may have no qualifiers
  std::vector<ExprBox> items;
  std::vector<Qualifier> qualifiers;
};
struct ListRangeExpr { ExprBox lo, hi; };                                   // <lo..hi>, <lo..> (hi null); RangeExpr with hi null is {lo..}
struct PrefixField {
  enum class Kind { Dot, Output, Input, Choice } kind = Kind::Output;       // . ! ? $
  Span span;
  ExprBox value;                                                            // an expression, or behind ? and $ a pattern
  ExprBox restriction;                                                      // ?x:A, else null
};
struct PrefixExpr { ExprBox channel; std::vector<PrefixField> fields; ExprBox then; };  // c.1!x?y:A$z -> P; dots before the first ! ? $ are
                                                                            // part of `channel`
struct GuardExpr { ExprBox condition, process; };                           // b & P
enum class ProcessOp {
  ExternalChoice, InternalChoice, Interleave, Sequence, Interrupt, Sliding,  // [] |~| ||| ; /\ [>
  Sharing, Alphabetised, Exception, Link,                                   // [|A|] [A||B] [|A|> [c<->d]
  SyncExternal, SyncInterrupt                                               // [+A+] /+A+\ .
};
struct Link { ExprBox from, to; };                                          // c <-> d, c <- d
struct ProcessExpr {                                                        // P op Q
  ProcessOp op = ProcessOp::ExternalChoice;
  ExprBox left, right;
  ExprBox set, second_set;                                                  // Sharing, Exception, Sync*: set; Alphabetised: both
  std::vector<Link> links;                                                  // Link
  std::vector<Qualifier> qualifiers;                                        // Link: [c.i<->d.i | i <- S]
};
struct HideExpr { ExprBox process, set; };                                  // P \ A
struct RenameExpr { ExprBox process; std::vector<Link> pairs; std::vector<Qualifier> qualifiers; };  // P[[a <- b, c <- d | x <- S]]
struct ReplicatedExpr {                                                     // [] x: S @ P, || x: S @ [A(x)] P, [|A|] x: S @ P
  ProcessOp op = ProcessOp::ExternalChoice;
  std::vector<Qualifier> qualifiers;
  ExprBox set;                                                              // Sharing, Sync*: the set; Alphabetised: of this process
  std::vector<Link> links;                                                  // Link: [c<->d] x: s @ P, over a list
  std::vector<Qualifier> link_qualifiers;
  ExprBox body;
};

struct ExprComments { std::vector<std::string> before; std::string after; };  // on lines of their own; behind its end

struct Expr {
  Span span;
  std::variant<IntLit, BoolLit, CharLit, StringLit, NilLit, NameExpr, CallExpr, IndexExpr, DotExpr, DotApply,
               UnaryExpr, BinaryExpr, IfExpr, IsExpr, ReceiveExpr, ProgExpr, MkExpr, AnyExpr, ListLit, SetLit,
               RangeExpr, TupleLit,
               LetExpr, LambdaExpr, AsPattern, ComprehensionExpr, ListRangeExpr, PrefixExpr, GuardExpr, ProcessExpr, HideExpr,
               RenameExpr, ReplicatedExpr>
      node;
  Box<ExprComments> comments = nullptr;      // in definitions of CSPM: kept by csp fmt
};

// The nodes of CSPM alone. What reads programs never meets them.
template <class T, class... Of>
inline constexpr bool kOneOf = (std::is_same_v<T, Of> || ...);
template <class T>
concept CspmExpr = kOneOf<T, LetExpr, LambdaExpr, AsPattern, ComprehensionExpr, ListRangeExpr, PrefixExpr, GuardExpr, ProcessExpr,
                          HideExpr, RenameExpr, ReplicatedExpr>;

// ---- Communications -------------------------------------------------------------------------------------------

// The two spellings of one action are kept apart so that csp fmt prints what was written.
struct SendComm {                 // c <-= e, c!e, P!cons(a, b), c!(a, b)
  ExprBox channel;                // a channel expression or a process name with subscripts
  std::optional<Name> shape;      // cons; values are then its arguments
  std::vector<ExprBox> values;    // one, or several for a tuple message; none only with a shape
  bool newsqueak = false;         // written with <-=
};
struct ReceiveComm {              // <-c, x := <-c, x, ok = <-c, c?x, P?cons(x, y), c?(x, y), c?_
  ExprBox channel;
  std::optional<Name> shape;
  std::vector<ExprBox> targets;   // lvalues or fresh names (NameExpr "_" ignores); none: the value is dropped
  bool newsqueak = false;         // written with <-
  bool declares = false;          // := (newsqueak only)
  bool has_ok = false;            // the last target is the ok flag
};
struct Comm {
  Span span;
  std::variant<SendComm, ReceiveComm> node;
};

// ---- Statements -----------------------------------------------------------------------------------------------

struct Replicator { Name name; ExprBox set; };  // i: 0..N-1 (set is a RangeExpr, SetLit or a name). A constant subscript of a process,
                                                // `b[0]::`, has no name and twice the same number as its range

struct SkipStmt {};
struct DeclStmt { std::vector<Name> names; TypeBox type; ExprBox value; };  // x: T; x, y: T; x: T = e; a, b := f(x) (type null)
struct AssignStmt { std::vector<ExprBox> targets; ExprBox value; std::optional<BinaryOp> op; };  // op for += and -=
struct CommStmt { Comm comm; };
struct CallStmt { ExprBox call; };                                // a CallExpr
struct BeginStmt { ExprBox call; bool service = false; };         // callee may be a ProgExpr
struct BecomeStmt { ExprBox call; };
struct SelectCase { Span span; Comm comm; Box<Block> body; std::vector<std::string> comments_before; };
struct SelectStmt { bool priority = false; std::vector<SelectCase> cases; std::optional<Span> default_span; Box<Block> default_body; };
struct GuardItem { std::variant<ExprBox, Comm, Box<Stmt>> node; };  // a boolean, a receive in last place, or a declaration `x: T`
struct GuardedCommand { Span span; std::vector<Replicator> replicators; std::vector<GuardItem> guard; Box<Block> body;
                        std::vector<std::string> comments_before; };
struct GuardedStmt { bool repeat = false; std::vector<GuardedCommand> commands; };  // [ ... ] and *[ ... ]
struct ParallelBranch { Span span; Name label; std::vector<Replicator> subscripts; bool service = false; Box<Block> body;
                        std::vector<std::string> comments_before; };
struct ParallelStmt { std::vector<ParallelBranch> branches; };
struct IfStmt { ExprBox condition; Box<Block> then_body; Box<Block> else_body; };  // else null, or a block with one IfStmt for else if
struct WhileStmt { ExprBox condition; Box<Block> body; };
struct ForStmt { Box<Stmt> init; ExprBox condition; Box<Stmt> post; Box<Block> body; };  // each may be null
struct RangeStmt { std::vector<Name> names; bool declares = true; ExprBox over; Box<Block> body; };  // for x := range e
struct BreakStmt {};
struct ContinueStmt {};
struct ReturnStmt { ExprBox value; };                             // null without a value
struct DeferStmt { ExprBox call; };
struct AssertStmt { ExprBox condition; };
struct LabelStmt { Name label; Box<Stmt> body; };
struct BlockStmt { Box<Block> body; };

struct Stmt {
  Span span;
  std::vector<std::string> comments_before;  // whole-line comments, kept by csp fmt; "" is an empty line
  std::string comment_after;                 // a comment behind its end on the same line
  std::variant<SkipStmt, DeclStmt, AssignStmt, CommStmt, CallStmt, BeginStmt, BecomeStmt, SelectStmt, GuardedStmt,
               ParallelStmt, IfStmt, WhileStmt, ForStmt, RangeStmt, BreakStmt, ContinueStmt, ReturnStmt, DeferStmt,
               AssertStmt, LabelStmt, BlockStmt>
      node;
  std::string comment_open;                  // a comment behind what opens it: `while b {  // ...`
  std::vector<std::string> comments_below;   // whole-line comments behind it, when nothing follows in its block
  bool blank_before = false;                 // an empty line stands before it (and its comments)
};

// ---- Top level ------------------------------------------------------------------------------------------------

struct IncludeDecl { std::string path; };
struct ValueDecl { Name name; std::vector<Name> params; ExprBox value; };          // N = 5
struct Constructor { Name name; std::vector<TypeBox> fields; };
struct DatatypeDecl { Name name; std::vector<Constructor> constructors; };
struct NametypeDecl { Name name; TypeBox type; };
struct ChannelDecl { std::vector<Name> names; std::vector<TypeBox> fields; };
struct VarDecl { Name name; TypeBox type; ExprBox value; };
struct ProgDecl { bool service = false; Name name; std::vector<Param> params; TypeBox result; Block body; };

struct InstanceSystem { bool service = false; Name name; std::vector<ExprBox> args; bool has_args = false; };  // P(1), DINING
struct ParallelSystem { ParallelStmt command; };
struct System {
  Span span;
  std::variant<InstanceSystem, ParallelSystem> node;
};
struct SystemDecl { Name name; std::vector<Name> params; System system; };         // DINING = [ ... ]; a bare NAME = P(1) parses
                                                                                   // as ValueDecl and resolve decides
enum class PropertyKind {
  DeadlockFree, LeakFree, RaceFree, ErrorFree, Terminates, CanTerminate, LivelockFree, DivergenceFree,
  Always, Reachable, Outcomes
};
struct PropertyExpr { Span span; PropertyKind kind; std::vector<ExprBox> exprs; ExprBox set; };  // set: outcomes only
struct AssertDecl { bool negated = false; std::vector<Replicator> forall; System system; PropertyExpr property; };

// CSPM. A definition by one equation whose parameters are distinct names, in one group, is a ValueDecl; all others are EquationDecls
// or PatternDecls. Equations of one function follow each other (FDR); a ValueDecl may be one of them.
struct EquationDecl { Name name; std::vector<std::vector<ExprBox>> params; ExprBox value; };  // f(0, x)(<>) = e; groups of patterns
struct PatternDecl { ExprBox pattern; ExprBox value; };                             // (a, b) = e, <x>^xs = e
struct SubtypeDecl { Name name; std::vector<Constructor> constructors; };           // subtype T = A | B.Bool
struct TransparentDecl { bool external = false; std::vector<Name> names; };         // transparent diamond, normal
struct PrintDecl { ExprBox value; };                                                // print e
struct TimedDecl { ExprBox duration; std::vector<Box<Decl>> decls; };               // Timed(f) { ... }
enum class SemanticModel { None, T, F, FD };
enum class ProcessPropertyKind { DeadlockFree, DivergenceFree, Deterministic, LivelockFree };  // livelock free: FDR's name for divergence free
struct RefinementDecl {                                                             // assert P [T= Q :[tau priority]: S, else null
  bool negated = false;
  std::vector<Replicator> forall;
  ExprBox specification;
  SemanticModel model = SemanticModel::T;
  ExprBox implementation, tau_priority;
};
struct ProcessAssertDecl {      // assert P \ A :[deadlock free [F]]. An assertion about a bare name or call without a model is an
  bool negated = false;         // AssertDecl; what its name means decides
  std::vector<Replicator> forall;
  ExprBox process;
  ProcessPropertyKind property;
  SemanticModel model = SemanticModel::None;
  ExprBox tau_priority;
  Span property_span, model_span;
};

template <class T>
concept CspmDecl = kOneOf<T, EquationDecl, PatternDecl, SubtypeDecl, TransparentDecl, PrintDecl, TimedDecl, RefinementDecl, ProcessAssertDecl>;

struct Decl {
  Span span;
  std::vector<std::string> comments_before;  // as in Stmt
  std::string comment_after;
  std::variant<IncludeDecl, ValueDecl, DatatypeDecl, NametypeDecl, ChannelDecl, VarDecl, ProgDecl, SystemDecl, AssertDecl,
               EquationDecl, PatternDecl, SubtypeDecl, TransparentDecl, PrintDecl, TimedDecl, RefinementDecl, ProcessAssertDecl>
      node;
  std::string comment_open;
  bool blank_before = false;
};

struct File {
  int file = 0;                              // index in the source map
  std::vector<Decl> decls;
  std::vector<std::string> comments_at_end;
};

}  // namespace csp::ast
