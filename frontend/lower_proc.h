// Lowers one prog. The class is one, its parts are in files by concept: lower_proc (frame), lower_read and
// lower_expr (values), lower_place (what is stored into), lower_call, lower_builtin, lower_golib,
// lower_statement, lower_loop, lower_comm, lower_choice, lower_guard, lower_parallel.
//
// Evaluation order: left to right. An expression that needs interactions leaves their nodes behind it and
// gives a pure expression over locals, usually a hidden one. An operand that may fail is evaluated before
// later operands interact.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "frontend/lower_emit.h"
#include "frontend/lower_unit.h"

namespace csp {

// A variable or a part of one.
struct Access {
  LocalId local = kNone;  // of this frame, or
  ExprId object = kNone;  // a Var object
  std::vector<PathStep> path;
  TypeId type = kNone;
  bool shared() const { return object != kNone; }
};

// The operands of a built-in operation, evaluated.
struct Operands {
  Builtin op = Builtin::Sleep;
  std::vector<ExprId> args;     // the object first, for methods
  std::optional<Access> place;  // of an atomic operation
  bool rw = false;              // Lock, Unlock: of a rwmutex
  bool runs = false;            // Timer: with a prog to run
  std::string message;          // Panic
  TypeId type = kNone;          // of the result
};

// What a guard of a command has become.
struct Guard {
  std::vector<Replicator> replicators;
  ExprId enabled = kNone;  // kNone: always true
};

const ast::Comm* input_of(const ast::GuardedCommand&);  // null: the guard is a condition only

class ProcLowering : public Emitter {
 public:
  ProcLowering(Unit& unit, ProcId id) : Emitter(unit.program, id), unit_(unit) {}

  void build(const Specialisation&);
  void build(const std::function<void(ProcLowering&)>& body);

  // ---- Values (lower_expr.cpp, lower_read.cpp) ----
  ExprId value(const ast::Expr&);
  std::vector<ExprId> values(const std::vector<ast::ExprBox>&);
  // Stores the value into the place; `name` is the variable it is for, to name objects that are made.
  void into(const ast::Expr&, Place target, const std::string& name = {});
  // The value as something of the type: checked at once if it might lie outside.
  ExprId fitted(const ast::Expr&, TypeId target);
  // Goes to one of the labels; `and`, `or` and `not` branch where their operands interact.
  void condition(const ast::Expr&, Label if_true, Label if_false);
  bool surely_fits(const ast::Expr&, TypeId target) const;

  // ---- Operations that hidden progs use too (lower_builtin.cpp, lower_golib.cpp) ----
  // Carries out the operation. Its result is returned (kNone if it has none), or stored in `want` when it
  // takes a node.
  ExprId builtin(const Operands&, const std::optional<Place>& want);
  void sync(SyncOp, ExprId object, ExprId arg = kNone, std::optional<Place> result = std::nullopt);
  void fail(ErrorKind, std::string message);
  void ret() { append(Return{}); }
  void parallel(const ast::ParallelStmt&);  // lower_parallel.cpp

 private:
  // ---- The frame (lower_proc.cpp) ----
  void parameters(const Specialisation&);
  void declare_shared_parameter(const Variable&, LocalId parameter);
  void end_of_body(TypeId result);
  LocalId variable(const Variable&);  // the local of a variable of this frame
  LocalId declare(const Variable&);   // a new local for it (the same one if it is declared again)

  // ---- Parts of expressions ----
  bool effect(const ast::Expr&, const Place& target,
              const std::string& name);  // false: it is pure, nothing was done
  ExprId pure(const ast::Expr&);
  ExprId name_value(const ast::Expr&);
  ExprId dot_value(const ast::Expr&, const ast::DotExpr&);
  ExprId binary_value(const ast::Expr&, const ast::BinaryExpr&);
  ExprId set_value(const ast::Expr&, const ast::SetLit&);
  void branching_value(const ast::Expr&, const Place& target);  // and, or, if with operands that interact
  void any_value(const ast::Expr&, const ast::AnyExpr&, const Place& target);
  void make(const ast::Expr&, const ast::MkExpr&, const Place& target, const std::string& name);
  ExprId keep(ExprId);                              // in a hidden local, evaluated here
  ExprId then(ExprId first, bool later_interacts);  // kept if it may fail and more is to come
  std::vector<ExprId> sizes(
      const ast::Type&);  // of arrays whose size is worked out at run time, outermost first
  ExprId check(ExprId, TypeId target, const ast::Expr* source);

  // ---- Places (lower_place.cpp) ----
  std::optional<Access> access(const ast::Expr&);
  Access variable_access(const Variable&);
  void read(const Access&, const Place& target, const std::string& what, bool atomic = false);
  ExprId current(const Access&, const std::string& what);  // its value now
  void store(const Access&, ExprId value, bool atomic = false);
  Place place_of(const Access&) const;  // pre: not shared
  void assign(const ast::Expr& target, const ast::Expr& value);
  void declare_value(const Variable&, const ast::Expr* value, const ast::Type* type);
  void initial(const Variable&, ExprId value);  // declares it with a value

  // ---- Calls (lower_call.cpp) ----
  Callee callee(const ast::CallExpr&);
  ExprId closure(const ProgInfo&, const Span&, TypeId);
  std::vector<ExprId> surroundings(ProcId);  // captured values and hidden parameters of a proc, as of here
  Operands operands(const ast::CallExpr&, const BuiltinName&);
  Callee deferred(const ast::CallExpr&);  // a callee also for built-in operations
  Callee builtin_callee(const Operands&, const std::string& name);

  // ---- Go's library (lower_golib.cpp) ----
  ExprId once(ExprId object, ExprId function);
  ExprId derived_context(ExprId parent, bool with_timeout);
  ExprId timer(ObjectKind, ExprId function);  // function kNone: nothing to run
  ExprId atomic(const Operands&, const std::optional<Place>& want);

  // ---- Statements ----
  void block(const ast::Block&);
  void block(const ast::Box<ast::Block>& b) {
    if (b) block(*b);
  }
  void statement(const ast::Stmt&);
  void stmt(const ast::Stmt&, const ast::SkipStmt&) {}
  void stmt(const ast::Stmt&, const ast::DeclStmt&);
  void stmt(const ast::Stmt&, const ast::AssignStmt&);
  void stmt(const ast::Stmt&, const ast::CommStmt&);
  void stmt(const ast::Stmt&, const ast::CallStmt&);
  void stmt(const ast::Stmt&, const ast::BeginStmt&);
  void stmt(const ast::Stmt&, const ast::BecomeStmt&);
  void stmt(const ast::Stmt&, const ast::SelectStmt&);
  void stmt(const ast::Stmt&, const ast::GuardedStmt&);
  void stmt(const ast::Stmt&, const ast::ParallelStmt&);
  void stmt(const ast::Stmt&, const ast::IfStmt&);
  void stmt(const ast::Stmt&, const ast::WhileStmt&);
  void stmt(const ast::Stmt&, const ast::ForStmt&);
  void stmt(const ast::Stmt&, const ast::RangeStmt&);
  void stmt(const ast::Stmt&, const ast::BreakStmt&);
  void stmt(const ast::Stmt&, const ast::ContinueStmt&);
  void stmt(const ast::Stmt&, const ast::ReturnStmt&);
  void stmt(const ast::Stmt&, const ast::DeferStmt&);
  void stmt(const ast::Stmt&, const ast::AssertStmt&);
  void stmt(const ast::Stmt&, const ast::LabelStmt&);
  void stmt(const ast::Stmt&, const ast::BlockStmt& s) { block(s.body); }
  void labelled(const std::string& label, const ast::Stmt* body, const std::function<void()>& lower_body);
  void loop_body(const ast::Box<ast::Block>&, Label on_continue, Label on_break);
  void range_channel(const ast::RangeStmt&, const std::optional<Access>& target);
  void range_items(const ast::RangeStmt&, const std::optional<Access>& target);

  // ---- Communications (lower_comm.cpp, lower_choice.cpp) ----
  struct After {  // what is left to do once a receive has happened
    LocalId temp = kNone;
    std::optional<Access> target;        // a shared variable, or
    const Variable* declared = nullptr;  // one to declare
  };
  std::optional<int> tag_of(const void* comm, const std::optional<ast::Name>& shape) const;
  Alt send_alt(const ast::Comm&, const ast::SendComm&);
  Alt receive_alt(const ast::Comm&, const ast::ReceiveComm&, std::vector<After>&);
  Alt alt(const ast::Comm&, std::vector<After>&);
  std::optional<Place> receive_target(const ast::ReceiveComm&, std::size_t index, TypeId part,
                                      std::vector<After>&);
  void after(const std::vector<After>&);
  ExprId channel(const ast::Expr&, bool sending, bool& peer);
  ExprId peer_channel(const ast::Expr&, const ast::Expr& name, bool sending);
  ExprId partner_member(const ast::ParallelStmt&, const std::string& label, LocalId group,
                        const std::vector<ExprId>& subscripts);
  void command(const ast::Comm&);
  void guarded_boolean(const ast::GuardedStmt&, Label on_end);
  void guarded_comm(const ast::GuardedStmt&, Label on_end);

  // ---- Guards of Hoare's commands (lower_guard.cpp) ----
  Guard guard(const ast::GuardedCommand&);
  std::vector<const ast::Expr*> conditions(const ast::GuardedCommand&) const;  // that are not always true
  std::vector<const ast::Expr*> reads_of_input(const ast::GuardedCommand&) const;
  ExprId set_of(const ast::Replicator&);
  LocalId bound_by(const ast::Replicator&);
  bool by_instance(const ast::GuardedCommand&) const;
  ExprId conjunction(const ast::GuardedCommand&);
  std::vector<Replicator> true_instances(const ast::GuardedCommand&);
  void hoist(const ast::Expr&);
  bool hoistable(const ast::Expr&) const;

  // ---- Parallel commands (lower_parallel.cpp) ----
  ParBranch branch(const ast::ParallelStmt&, const ast::ParallelBranch&, LocalId group, LocalId member);
  const ast::CallExpr* simple_branch(const ast::ParallelBranch&) const;
  Replicator subscript(const ast::Replicator&);
  std::optional<std::pair<std::int64_t, std::int64_t>> subscript_bounds(const ast::Replicator&) const;
  void check_parts(const ast::ParallelStmt&);
  void check_number(const ast::ParallelBranch&, const std::vector<Replicator>& subscripts);
  Naming inside(const ast::ParallelStmt&) const;  // what names mean in its branches
  std::vector<ExprId> surroundings(ProcId, const ast::ParallelStmt*, LocalId group, LocalId member);

  struct GroupParameters {
    LocalId group = 0;  // hidden local with the group value
    LocalId self = 0;   // hidden local with the number of this member
  };
  struct Loop {
    Label on_continue;
    Label on_break;
  };

  Unit& unit_;
  const ProgInfo* prog_ = nullptr;  // null: a prog of ours
  Naming naming_;                   // what free process names mean here
  Span instance_;                   // where that was chosen
  std::map<const ast::ParallelStmt*, GroupParameters> groups_;
  std::map<const Variable*, LocalId> locals_;
  std::string object_name_;  // of the variable that an object is being made for
  std::vector<Loop> loops_;  // innermost last
};

}  // namespace csp
