// Program: the network of components that a model denotes. The frontend makes it; the explicit engine, the solver and the
// reference interpreter read it; nobody changes it. It is the contract, so it changes slowly.
//
// A system starts as one process running Program::root. A process is a stack of frames; a frame is a control point (NodeId)
// in a Proc's flow graph and the values of its locals. Nodes are either local (they touch nothing outside the process) or
// interactions (is_interaction). Everything outside processes is an *object*: channel, timer, lock, shared variable, group.
// Expressions are pure and see only the frame's locals; every access to something shared is a node of its own.
//
// Steps (semantics.md rule 1): from an interaction, a process runs on through local nodes to its next interaction. A node
// whose evaluation fails (division, bounds, range, nil call) is an interaction too: the process stops before it, and
// the failure is a step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "checker/core/span.h"
#include "checker/core/type.h"
#include "checker/core/value.h"

namespace csp {

using ProcId = int;   // index into Program::procs
using NodeId = int;   // index into Program::nodes
using ExprId = int;   // index into Program::exprs
using LocalId = int;  // index into Proc::locals

// ---- Expressions ----------------------------------------------------------------------------------------------

enum class ExprKind : std::uint8_t {
  Const,        // value
  Local,        // number: LocalId
  Global,       // number: index into Program::globals; the Ref of that object
  Neg, Not,     // args[0]
  Add, Sub, Mul, Div, Mod,       // Div truncates toward zero, Mod has the dividend's sign; errors: division by zero
  Eq, Ne, Lt, Le, Gt, Ge,        // Eq and Ne structural
  And, Or, If,                   // short circuit; If: condition, then, else
  Index,        // args[0][args[1]]; error: index out of bounds
  Field,        // component `number` of struct or tuple args[0]
  DataField,    // field `number` (from 0) of datatype value args[0]; error: no such field
  Is,           // args[0] has constructor tag `number`
  MakeSeq,      // struct, tuple, array or list of args
  MakeData,     // tag `number`, fields args
  MakeClosure,  // proc `number`, captured values args
  Length, Concat, Head, Tail, Null, Elem,  // of lists and arrays; Elem(x, s); errors: head or tail of an empty list
  RangeSeq,     // the list <args[0]..args[1]>
  Member,       // number of the member of group value args[0] with label index `number`, subscripts args[1..]; error: no such process
  PeerChan,     // the rendezvous channel in group args[0] from member args[1] to member args[2]: Ref(group, from << 16 | to)
  // Only in properties; they look at a whole state (see Property):
  StateVar,     // content of the Var object args[0]
  StateLength,  // number of values in the buffer of channel args[0]
  StateClosed,  // channel args[0] is closed
  StateLocal,   // LocalId `number` of the first frame of `process`, if that frame runs `proc`; else undefined
  StateEnded,   // `process` has terminated
  StateAt       // the control point of some frame of `process` is one of `nodes`
};

struct Expr {
  ExprKind kind = ExprKind::Const;
  TypeId type = kNone;          // for printing
  Span span;
  std::int64_t number = 0;
  Value value;                  // Const
  std::vector<ExprId> args;
  int process = kNone;          // State*: kNone is the root process, else the member number in the root's first group
  ProcId proc = kNone;          // StateLocal
  std::vector<NodeId> nodes;    // StateAt
};

// ---- Places ---------------------------------------------------------------------------------------------------

struct PathStep {
  ExprId index = kNone;         // an array index (error: out of bounds), or
  int field = kNone;            // a struct field or tuple component
};

struct Place {                  // a part of a local variable
  LocalId local = 0;
  std::vector<PathStep> path;
  TypeId check = kNone;         // what is stored must fit this type (error: out of range); kNone: no check needed
};

// ---- Nodes ----------------------------------------------------------------------------------------------------

struct Replicator {             // binds a local to each value of a list in turn
  LocalId local = 0;
  ExprId set = kNone;           // a Seq value
};

struct Callee {
  ProcId proc = kNone;          // known prog, or
  ExprId closure = kNone;       // a Closure value (its captured values come first); error: nil prog
  std::vector<ExprId> args;     // evaluated left to right where the node stands
};

// Local nodes.

struct Assign { Place target; ExprId value; NodeId next = kNone; };
struct Branch { ExprId condition; NodeId then_next = kNone, else_next = kNone; };
struct Option { std::vector<Replicator> replicators; ExprId enabled = kNone; NodeId next = kNone; };
struct Choose { std::vector<Option> options; NodeId otherwise = kNone; };    // internal choice among the enabled options, in order of
                                                                     // (option, replicator values); none enabled: otherwise
struct AnyValue { Place target; ExprId set; NodeId next = kNone; };          // internal choice of a value of a Seq (not empty); kNone: any integer
enum class ObjectKind : std::uint8_t { Chan, Timer, Ticker, Mutex, RwMutex, Cond, Once, WaitGroup, Var, Group };
struct NewObject {              // Chan: arg capacity (error: negative). Cond: arg its mutex. Var: arg initial value.
  Place target;
  ObjectKind kind;
  TypeId type = kNone;          // Chan: of the messages; Var: of the content
  ExprId arg = kNone;
  std::string name;             // of the variable it was made for, for reports; may be empty
  NodeId next = kNone;
};
struct MakeZero { Place target; TypeId type; std::vector<ExprId> sizes; NodeId next = kNone; };  // zero value with a new object for each
                                // lock in it (in order of position); sizes: for arrays of unknown size, outermost first
struct Call { Callee callee; std::optional<Place> result; NodeId next = kNone; };  // pushes a frame; error: stack bound
struct Become { Callee callee; };                                    // replaces the frame
struct Return { ExprId value = kNone; };                             // after the frame's deferred calls; the last frame: terminates
struct Defer { Callee callee; NodeId next = kNone; };
struct Recover { Place result; NodeId next = kNone; };                       // in a call that a panicking frame deferred: stops the panic
                                                                     // (that frame then returns its zero result), true; else false

// Interactions.

enum class PatternKind : std::uint8_t {
  Whole,        // any message that is not of a shape
  Tuple,        // a Seq with as many items as targets
  Shape         // Data with this tag and as many fields as targets
};
struct Pattern {
  PatternKind kind = PatternKind::Whole;
  int tag = 0;
  std::vector<std::optional<Place>> targets;  // Whole: none or one
};
enum class AltKind : std::uint8_t { Send, Receive, Tau };
struct Alt {
  AltKind kind = AltKind::Tau;                // Tau: always ready (a boolean guard, or timeout)
  Span span;
  std::vector<Replicator> replicators;        // one alternative per combination of values, in order
  ExprId enabled = kNone;                     // boolean guard; kNone: true
  ExprId channel = kNone;
  bool peer = false;                          // the channel is a PeerChan
  ExprId value = kNone;                       // Send
  Pattern pattern;                            // Receive
  std::optional<Place> ok;                    // Receive: false if the zero value came from a closed channel
  TypeId type = kNone;                        // of the message; the zero value of a closed channel
  NodeId next = kNone;
  std::string text;                           // as Node::text: `x := <-c`; a replicated guard's as it was written
};
enum class CommMode : std::uint8_t {
  Command,      // one alternative; error if it names a terminated peer; send on a closed channel is an error
  Select,       // waits; any ready alternative
  Default,      // select with default: rule 6; `otherwise` is the default branch
  Guarded       // 1978: rule 9; an alternative fails when its guard is false, its peer has terminated, or its channel is closed and
                // drained; when all have failed: otherwise
};
struct Comm {
  CommMode mode = CommMode::Command;
  bool priority = false;                      // pri select
  std::vector<Alt> alts;
  NodeId otherwise = kNone;
};
struct Read { ExprId object; std::vector<PathStep> path; Place target; bool atomic = false; NodeId next = kNone; };
struct Write { ExprId object; std::vector<PathStep> path; ExprId value; TypeId check = kNone; bool atomic = false; NodeId next = kNone; };
enum class RmwOp : std::uint8_t { Add, Swap, Cas };  // Add gives the new value, Swap the old one, Cas whether it was stored
struct Rmw { RmwOp op; ExprId object; std::vector<PathStep> path; std::vector<ExprId> args; TypeId check = kNone;
             std::optional<Place> result; NodeId next = kNone; };  // atomic read-modify-write; Cas: args old, new
enum class SyncOp : std::uint8_t {
  Lock, Unlock, TryLock,                      // mutex; TryLock: result bool
  RLock, RUnlock, RwAnnounce, RwAcquire, RwUnlock,  // rwmutex; a write lock is RwAnnounce, then RwAcquire
  CondWait, CondSleep, CondRelock,            // wait: release and queue; asleep until woken; take the lock again
  CondSignal, CondBroadcast,
  OnceEnter, OnceExit,                        // Enter: `next` runs the function, `other` skips it; blocks while it runs
  WgAdd, WgWait, WgSleep,                     // Wait: at zero goes to `other`, else queues and goes to `next` (WgSleep)
  Close, Cancel,                              // Cancel: close without error if closed already
  ChanLength, ChanCapacity, ChanIsClosed,     // result
  TimerStop, TimerReset                       // result bool
};
struct Sync { SyncOp op; ExprId object; ExprId arg = kNone; std::optional<Place> result; NodeId next = kNone; NodeId other = kNone; };
struct Begin { Callee callee; bool service = false; NodeId next = kNone; };
struct ParBranch {
  std::string label;
  std::vector<Replicator> subscripts;         // each set a RangeSeq
  Callee callee;                              // args may use the subscripts, ParallelStart::group and ::member
  bool service = false;
};
struct ParallelStart {          // Creates a Group and its members, numbered in order of (branch, subscripts). The group value is
  std::vector<ParBranch> branches;            // Seq[Ref group, Seq[base, lo1, n1, lo2, n2 ...] per branch]: member = base + position
  LocalId group = 0;                          // local that receives the group value
  LocalId member = 0;                         // local that holds the member's number while its args are evaluated
  NodeId next = kNone;                        // a Join
};
struct Join { ExprId group; NodeId next = kNone; };   // waits until all members have terminated
enum class ErrorKind : std::uint8_t {
  Panic, Assertion, Range, Division, Bounds, EmptyList, NoField, NoProcess, NilCall, NilObject, Stack, NoGuard,
  PeerTerminated, SendClosed, CloseClosed, CloseNil, NotLocked, NegativeCapacity, NegativeCounter, WaitGroupMisuse,
  WaitGroupReused, NotATimer, NoReturn, EmptyChoice
};
struct Fail { ErrorKind kind; std::string message; };  // panic, failed assert, no guard true, end of a prog without return

struct Node {
  Span span;
  ProcId proc = kNone;
  bool observed = false;        // a label that the property names: a step of its own even if local (rule 2)
  std::string text;             // the statement in short, for traces: `ch <-= 1`, `begin child`
  std::variant<Assign, Branch, Choose, AnyValue, NewObject, MakeZero, Call, Become, Return, Defer, Recover,  // local
               Comm, Read, Write, Rmw, Sync, Begin, ParallelStart, Join, Fail>                               // interactions
      op;
};

// ---- The program ----------------------------------------------------------------------------------------------

struct Local {
  std::string name;             // as in the source; hidden ones (temporaries, groups) are empty
  TypeId type = kNone;
  bool shared = false;          // holds the Ref of a Var object: captured by an anonymous prog, or named by the property
};

struct Proc {
  std::string name;             // `worker`; an anonymous prog: the enclosing prog's name and its line, `main:12`
  Span span;
  std::vector<Local> locals;    // parameters first (captured values before those of the source)
  int params = 0;
  TypeId result = kNone;
  NodeId entry = kNone;
  bool service = false;         // every process that runs it as its first frame is a service
};

enum class Environment : std::uint8_t { None, Sends, Receives };

struct Global {                 // object number = index in Program::globals
  std::string name;
  Span span;
  ObjectKind kind = ObjectKind::Chan;
  TypeId type = kNone;          // Chan: of the messages; Var: of the content
  std::int64_t capacity = 0;    // Chan
  Value init;                   // Var
  bool declared = false;        // a top-level `channel`: its communications are observable
  Environment environment = Environment::None;  // rule 25: who is at the other end of an open declared channel
};

struct Program {
  Types types;
  std::vector<Proc> procs;
  std::vector<Node> nodes;
  std::vector<Expr> exprs;
  std::vector<Global> globals;
  ProcId root = kNone;
  std::vector<Value> root_args;
  bool root_service = false;
  bool root_parallel = false;   // the root is a parallel command: its ParallelStart at the entry is part of the initial state, and the
                                // root process itself is not shown
  int stack_bound = 256;        // frames
  std::vector<std::string> files;  // Span::file -> path
};

// Is the node an interaction by kind? (A Guarded Comm whose guards are all false, or which has only enabled Tau alternatives,
// is passed locally; a local node whose evaluation fails is stopped at: both depend on the frame.)
bool is_interaction(const Node&);

// Checks the invariants above that a frontend could break (ids in range, Join after ParallelStart, ...); empty if all is well.
std::string malformed(const Program&);

}  // namespace csp
