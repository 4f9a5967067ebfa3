// Model: a parsed file with every name bound and every expression typed. typecheck.h makes it, lower.h reads it.
// Facts about the syntax tree are kept beside it, keyed by the address of the tree's node (stable after parsing).
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "checker/core/process_verdict.h"
#include "checker/core/program.h"
#include "checker/core/property.h"
#include "frontend/ast.h"
#include "frontend/source.h"

namespace csp {

struct ProgInfo;
namespace cspm {
class Half;
struct Unit;
}  // namespace cspm

// A local variable or parameter of a prog (a process label's subscript and a replicator's name are variables too).
struct Variable {
  std::string name;
  Span span;
  TypeId type = kNone;
  ProgInfo* owner = nullptr;
  bool parameter = false;
  bool captured = false;   // an inner prog uses it
  bool shared = false;     // captured, and assigned where the capture can see it: lives in a Var object, each access an
                           // interaction; one object per execution of the declaration. The variables of `for i := ...` and of
                           // `for x := range ...` are declared once per loop and assigned in each round.
  bool lock = false;       // holds a reference made at its declaration (mutex, rwmutex, once, waitgroup)
};

struct Constant {          // a top-level definition without parameters that is not a system
  std::string name;
  Span span;
  TypeId type = kNone;
  Value value;             // a set is a sorted Seq
};

struct GlobalInfo {        // a top-level channel or var; becomes Program::globals[index]
  std::string name;
  Span span;
  TypeId type = kNone;     // of the variable; for a channel the Chan type
  bool channel = false;    // declared by `channel`
  Value init;              // var; locks inside are Nil
  int index = 0;
};

struct ConstructorInfo { TypeId type = kNone; int tag = 0; std::vector<TypeId> fields; };

struct ProcessLabel {      // a free process name, bound per instance (rule 29)
  std::string name;
};

enum class Builtin {
  Timeout, Timer, Ticker, Sleep, Stop, Reset, Close, Cap, Panic, Recover, Background, WithCancel, WithTimeout,
  Head, Tail, Null, Elem, Array,
  AtomicLoad, AtomicStore, AtomicAdd, AtomicSwap, AtomicCas,                       // callee is the DotExpr
  Lock, Unlock, TryLock, RLock, RUnlock, CondWait, CondSignal, CondBroadcast,      // callee is the DotExpr
  OnceDo, WgAdd, WgDone, WgWait, CtxDone, CtxErr,
  Closed, Ended, At        // in properties only
};
struct BuiltinName { Builtin op; };
struct StructName { TypeId type; };         // T in T(a, b)
struct SystemName { const ast::Decl* decl; };  // see Model::system_of
struct TypeName { TypeId type; };
struct CspmName {};                         // a definition of CSPM that is no constant of a type that programs have

using Binding = std::variant<std::monostate, Variable*, const Constant*, const GlobalInfo*, ProgInfo*, ConstructorInfo,
                             ProcessLabel, BuiltinName, StructName, SystemName, TypeName, CspmName>;

struct ProgInfo {          // a declared prog, an anonymous prog, or the body of a parallel branch
  std::string name;        // as in Proc::name
  Span span;
  const ast::ProgDecl* decl = nullptr;           // exactly one of these three
  const ast::ProgExpr* expr = nullptr;
  const ast::ParallelBranch* branch = nullptr;
  ProgInfo* parent = nullptr;                    // the prog it stands in; null for a ProgDecl and for branches of a top-level system
  std::vector<Variable*> params;                 // of the source; a branch's are its subscripts
  std::vector<Variable*> captures;               // outer variables it (or a prog inside it) uses
  TypeId result = kNone;
  bool service = false;
  const ast::Block* body = nullptr;
  std::vector<Variable*> locals;                 // all it declares, parameters first, in order of the text
  bool names_processes = false;                  // it, or a prog it calls, has free process names (rule 29)
};

// A system as written in a definition or an assertion, with its names bound. Exactly one of parallel, prog, system is set.
struct SystemInfo {
  std::string name;                              // of the definition; empty in an assertion
  Span span;
  const ast::Decl* decl = nullptr;               // SystemDecl, ValueDecl or AssertDecl
  std::vector<Variable*> params;                 // NAME(n) = ...: have no owner and are no captures; constants of an instance
  const ast::ParallelStmt* parallel = nullptr;   // [ a:: P() || ... ]
  ProgInfo* prog = nullptr;                      // P(args)
  const SystemInfo* system = nullptr;            // NAME(args)
  std::vector<ast::ExprBox> args;                // evaluate() gives their values, once params and forall variables have theirs
  bool service = false;
};

// A datatype value in the text: Point, Circle.3, Circle(3), Circle.(i+1), Box.a.b.
struct ConstructorUse {
  ConstructorInfo constructor;
  std::vector<ast::ExprBox> args;                // typed and bound like others; some are made for names behind a dot
};

// An assertion about processes: what is asked of which expressions. The units take the `forall` variables as arguments.
struct ProcessAssertion {
  ProcessQuestionKind kind = ProcessQuestionKind::Refinement;
  std::optional<SemanticModel> model;            // as written
  bool negated = false;
  const cspm::Unit* specification = nullptr;     // Refinement
  const cspm::Unit* process = nullptr;
  const cspm::Unit* priority = nullptr;          // of :[tau priority]: the set of events
  std::string specification_text, process_text;
  bool has_program = false;                      // a prog or a system takes part
};

struct AssertInfo {
  const ast::Decl* decl = nullptr;
  const SystemInfo* system = nullptr;            // this and the next are null in an assertion about processes
  const ast::AssertDecl* assertion = nullptr;    // (but the latter is set if the assertion is one about a name or a call)
  const std::vector<ast::Replicator>* forall = nullptr;  // of the assertion, perhaps empty
  std::optional<ProcessAssertion> process;
  std::string text;        // canonical text, as in reports: "finishRequest(0) is not leak free" is made from this by the cli; here
                           // `assert not finishRequest(0) :[leak free]` without `assert`
  std::vector<std::vector<Value>> forall_sets;   // values of each replicator of `forall`, in order
};

// A line `print e`.
struct PrintInfo {
  Span span;
  std::string text;
  const cspm::Unit* unit = nullptr;
};

struct Model {
  std::vector<ast::File> files;                  // the main file and its includes
  bool processes = false;                        // asked for: it has a half of CSPM even if nothing in it needs one
  std::vector<ast::File> override_files;         // the values given by -D
  Types types;
  std::deque<Variable> variables;
  std::deque<Constant> constants;
  std::deque<GlobalInfo> globals;
  std::deque<ProgInfo> progs;
  std::deque<SystemInfo> systems;
  std::vector<AssertInfo> assertions;            // in order of the source
  std::vector<PrintInfo> prints;                 // in order of the source
  std::vector<ast::ExprBox> made;                // expressions that stand nowhere in the files
  std::shared_ptr<cspm::Half> cspm;              // null: nothing of CSPM in it, and none asked for; it refers to the syntax trees above

  // Expressions. Without a type: process names, names of progs and functions that are called, `atomic`.
  std::unordered_map<const ast::Expr*, TypeId> type_of;           // of every expression that has a value
  std::unordered_map<const ast::Expr*, Binding> binding_of;       // NameExpr; DotExpr that is a method or atomic.op; IsExpr: its
                                                                  // constructor; in properties DotExpr `phil[i].x`: the variable.
                                                                  // `unit` is a TypeName, as a value the integer 0
  std::unordered_map<const ast::Expr*, ConstructorUse> constructor_of;  // an outermost expression that makes a datatype value;
                                                                  // look here before at the form of the expression
  std::unordered_map<const ast::Type*, TypeId> type_named;        // every type expression in a prog; array[n] with an n that is not
                                                                  // constant: an Array type whose size is kNone; any(lo..hi) with
                                                                  // bounds that are not constant: int

  // Statements.
  std::unordered_map<const ast::Stmt*, std::vector<Variable*>> declared;  // DeclStmt, RangeStmt with declares; per name, null for `_`
  std::unordered_map<const ast::Stmt*, Binding> label_assignment; // DeclStmt `L: x = 3` where x is a variable: the label L and an
                                                                  // assignment to this Variable* or GlobalInfo*; not in `declared`
  std::unordered_map<const ast::ReceiveComm*, std::vector<Variable*>> received;  // per target: the variable it declares, or null
  std::unordered_map<const ast::Replicator*, Variable*> replicator_variable;
  std::unordered_map<const void*, ProgInfo*> prog_of;             // ast::ProgExpr*, ast::ProgDecl*, ast::ParallelBranch*
  std::unordered_map<std::string, int> shape_tag;                 // structured message shapes: index into types.tags
  std::unordered_map<const void*, int> message_tag;               // ast::SendComm*, ast::ReceiveComm* without a shape, where messages of
                                                                  // several types go between two processes: index into types.tags
  std::unordered_map<const ast::Decl*, SystemInfo*> system_of;    // SystemDecl, ValueDecl that is a system, AssertDecl
};

}  // namespace csp
