// The checker's class, shared by the typecheck_*.cpp files (one per group of constructs below). Types are
// checked in both directions: check() infers with a hint, expect() compares with what the context wants. An
// expression whose error was reported has type kNone, which agrees with everything, so that one mistake gives
// one message.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "frontend/constant.h"
#include "frontend/diagnostic.h"
#include "frontend/model.h"
#include "frontend/resolve.h"
#include "frontend/typecheck.h"
#include "frontend/typecheck_cspm.h"
#include "frontend/typecheck_types.h"

namespace csp {

class Checker {
 public:
  Checker(Model& model, const OverrideDecls& overrides, const EvaluationLimits& limits, Diagnostics& diagnostics)
      : model_(model),
        overrides_(overrides),
        diagnostics_(diagnostics),
        types_(model.types),
        cspm_(model, types_, overrides, limits, diagnostics) {}

  void run();

 private:
  // ---- The top level (typecheck_top.cpp, typecheck_define.cpp) ----
  enum class Stage { New, Visiting, Done };
  struct Entry {  // a name of the top level
    Span span;
    const ast::Decl* decl = nullptr;
    Binding binding;  // known from the start, except for nametypes
    Stage stage = Stage::New;
  };
  void collect(const ast::Decl& decl, const ast::Decl* previous);
  static bool same_function(const ast::Decl& decl, const ast::Decl* previous);  // equations of one function
  Entry* enter(const ast::Name& name, const ast::Decl& decl, Binding binding);
  bool is_system(const ast::ValueDecl& decl) const;
  const Binding* top(std::string_view name, const Span& use);  // resolved on demand; null: no such name
  void resolve(Entry& entry, const std::string& name, const Span& use);
  void define(const ast::Decl& decl, const ast::ValueDecl& value, Constant& constant);
  void define_nametype(Entry& entry, const ast::NametypeDecl& decl);
  void define_datatype(const ast::DatatypeDecl& decl);
  void define_channel(const ast::Decl& decl, const ast::ChannelDecl& channel);
  void define_var(const ast::VarDecl& decl);
  void define_signature(const ast::ProgDecl& decl);
  void check_overrides();
  bool sort_halves();  // decides what is a system, a constant, a definition of CSPM; false if CSPM has errors
  void cycle(const Entry& entry, const std::string& name, const Span& use);

  // ---- Systems and assertions (typecheck_system.cpp, typecheck_property.cpp) ----
  // Systems with parameters get the types of these from their first instance; `rest` takes those without one.
  SystemInfo* check_system(const ast::Decl& decl, bool rest, const std::vector<TypeId>& param_types = {});
  SystemInfo& new_system(std::string name, const Span& span, const ast::Decl& decl);
  void instance(SystemInfo& info, const ast::Name& name, const std::vector<ast::ExprBox>& args, bool has_args,
                const Span& span);
  void instance_args(SystemInfo& info, const ast::Name& name, const Span& span);
  void check_assertion(const ast::Decl& decl, const ast::AssertDecl& assertion);
  bool forall(const std::vector<ast::Replicator>&, AssertInfo& info);

  // ---- Processes (typecheck_process.cpp) ----
  void collect_cspm(const ast::Decl& decl, const ast::Decl* previous);
  void collect_patterns(const ast::Decl& decl);
  Binding cspm_binding(const std::string& name, const Span& use);  // as a constant, if it can be one
  bool about_process(const ast::AssertDecl& assertion) const;
  void process_assertion(const ast::Decl& decl, const ast::AssertDecl& assertion);
  using ProcessVariables = std::vector<std::pair<ast::Name, cspm::Ty*>>;
  std::optional<ProcessVariables> process_variables(const std::vector<ast::Replicator>&, AssertInfo&);
  void process_assertion(const ast::Decl& decl, const ast::RefinementDecl& refinement);
  void process_assertion(const ast::Decl& decl, const ast::ProcessAssertDecl& assertion);
  void check_print(const ast::Decl& decl, const ast::PrintDecl& print);
  void check_instances();  // arguments of progs and systems in processes
  void check_property(const ast::PropertyExpr& property);
  void check_outcomes(const ast::PropertyExpr& property);
  void before_run(const ast::Expr& e, std::string_view what);  // reports if it depends on a run
  TypeId property_call(const ast::Expr& e, const ast::CallExpr& x, Builtin op);
  std::optional<TypeId> process_variable(const ast::Expr& e, const ast::DotExpr& dot);
  struct Process {  // a process that a property names
    const ast::ParallelBranch* branch = nullptr;
    ProgInfo* prog = nullptr;  // what it runs
  };
  const ast::ParallelStmt* root_command() const;
  bool is_process(const ast::Expr& e) const;
  std::string variable_of_process(std::string_view name) const;
  std::optional<Process> process(const ast::Expr& e);
  ProgInfo* only_call(const ast::Block& body) const;
  bool has_member(const ast::ParallelBranch&, const ast::IndexExpr&) const;
  bool has_label(const ProgInfo* prog, const std::string& label, std::vector<std::string>& known) const;

  // ---- Types (typecheck_type.cpp) ----
  enum class Sizes { Constant, Runtime };  // may array sizes and capacities be worked out during a run?
  TypeId type(const ast::Type& t, Sizes sizes = Sizes::Constant);
  TypeId named_type(const ast::Name& name);
  TypeId range_type(const ast::Type& t, const ast::RangeType& range);
  TypeId set_type(const ast::Expr& set);
  TypeId struct_type(const ast::StructType& structure, TypeId into);
  std::optional<Value> constant_value(const ast::Expr& e, std::string_view what);

  // ---- Progs and statements (typecheck_prog.cpp, typecheck_stmt.cpp, typecheck_control.cpp) ----
  struct Frame {  // the prog whose body is being read
    ProgInfo* prog = nullptr;
    Frame* outer = nullptr;
    int loops = 0;
    bool returns = false;        // has a return, or never comes to its end
    std::optional<Span> defers;  // the first defer
    std::vector<Span> becomes;
    std::map<std::string, Span> labels;
    std::set<std::string> unknown;  // unknown names reported already
  };
  ProgInfo* new_prog(std::string name, Span span);
  Variable* declare(const ast::Name& name, TypeId type, bool parameter = false);
  void prog_body(ProgInfo& prog);
  void read_params(ProgInfo& prog, const std::vector<ast::Param>& params);
  TypeId prog_type(const ProgInfo& prog);
  void block(const ast::Block& body, bool scope = true);
  void loop_body(const std::function<void()>& body);
  void statement(const ast::Stmt& s);
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
  void stmt(const ast::Stmt&, const ast::BlockStmt&);
  bool labelled_assignment(const ast::Stmt& s, const ast::DeclStmt& d);
  void declare_typed(const ast::Stmt& s, const ast::DeclStmt& d, Sizes sizes);
  void declare_inferred(const ast::Stmt& s, const ast::DeclStmt& d);
  bool may_declare(const std::vector<ast::Name>& names, const ast::Expr* value);
  void add_label(const ast::Name& name);
  void require_bool(const ast::ExprBox& e, std::string_view what);
  void jump(const ast::Stmt& s, std::string_view word);
  void parallel(const ast::ParallelStmt& command);
  Variable* replicator(const ast::Replicator& r, bool range_only);

  // ---- Communications (typecheck_comm.cpp, typecheck_message.cpp) ----
  enum class CommPlace { Statement, Guard };
  void comm(const ast::Comm& c, CommPlace place);
  void send(const ast::Comm& c, const ast::SendComm& s);
  void receive(const ast::Comm& c, const ast::ReceiveComm& r, CommPlace place);
  struct Partner {                 // who is at the other end
    bool process = false;          // a process name; else a channel
    TypeId message = kNone;        // of a channel; kNone: unknown
    std::optional<Span> declared;  // of the channel's name
  };
  std::optional<Partner> partner(const ast::ExprBox& channel, bool newsqueak);
  bool process_name(const ast::ExprBox& channel);
  bool shape_is_function(const ast::Comm& c, const ast::Name& shape, bool sends, bool process);
  void shape_on_channel(const ast::Name& shape, const Partner& partner, bool sends);
  void note_shape(const ast::Name& shape, const std::vector<TypeId>& fields, const std::vector<Span>& spans);
  void targets(const ast::ReceiveComm& r, const std::vector<TypeId>& wanted, bool process);
  void receive_target(const ast::ReceiveComm& r, const ast::ExprBox& target, TypeId message, bool process,
                      std::vector<Variable*>& out);

  // ---- Expressions (typecheck_expr.cpp, typecheck_operator.cpp, typecheck_data.cpp) ----
  TypeId check(const ast::ExprBox& e, TypeId hint = kNone);  // infers; records the type
  bool expect(const ast::ExprBox& e, TypeId want, std::string_view what = "this",
              const DiagnosticNote& note = {});   // checks against `want`; false if reported
  void check_after_error(const ast::ExprBox& e);  // its place is wrong already; finds errors inside it
  bool agrees(const ast::Expr& e, TypeId actual, TypeId want, std::string_view what,
              const DiagnosticNote& note);
  TypeId value_of(const ast::Expr& e, const Binding& binding, const ast::Name& name);
  TypeId infer(const ast::Expr& e, const ast::IntLit&, TypeId);
  TypeId infer(const ast::Expr& e, const ast::BoolLit&, TypeId);
  TypeId infer(const ast::Expr& e, const ast::CharLit&, TypeId);
  TypeId infer(const ast::Expr& e, const ast::StringLit&, TypeId);
  TypeId infer(const ast::Expr& e, const ast::NilLit&, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::NameExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::CallExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::IndexExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::DotExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::DotApply& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::UnaryExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::BinaryExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::IfExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::IsExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::ReceiveExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::ProgExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::MkExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::AnyExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::ListLit& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::SetLit& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::RangeExpr& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::TupleLit& x, TypeId hint);
  TypeId infer(const ast::Expr& e, const ast::CspmExpr auto&, TypeId) { return no_communication(e, "an expression of CSPM"); }
  TypeId items(const ast::Expr& e, const std::vector<ast::ExprBox>& all, TypeId hint, std::string_view what);
  std::pair<TypeId, TypeId> both(const ast::ExprBox& left, const ast::ExprBox& right, TypeId hint);
  bool needs_hint(const ast::Expr& e) const;
  TypeId equality(const ast::Expr& e, const ast::BinaryExpr& x);
  TypeId ordering(const ast::Expr& e, const ast::BinaryExpr& x);
  TypeId arithmetic(const ast::BinaryExpr& x);
  TypeId concatenation(const ast::Expr& e, const ast::BinaryExpr& x, TypeId hint);
  void operand(const ast::ExprBox& e, std::string_view op, TypeId want);
  bool construction(const ast::Expr& e, ConstructorUse& use);
  TypeId construct(const ast::Expr& e, ConstructorUse use);
  TypeId field(const ast::Expr& e, const ast::DotExpr& x, TypeId base);
  TypeId no_communication(const ast::Expr& e, std::string_view what);

  // ---- Calls (typecheck_call.cpp, typecheck_builtin.cpp) ----
  enum class Use { Value, Statement, Begin, Become, Defer };
  TypeId call(const ast::Expr& e, const ast::CallExpr& x, TypeId hint, Use use);
  TypeId call_prog(const ast::Expr& e, const ast::CallExpr& x, ProgInfo& prog, Use use);
  TypeId call_value(const ast::Expr& e, const ast::CallExpr& x, TypeId type, Use use);
  TypeId call_builtin(const ast::Expr& e, const ast::CallExpr& x, Builtin op, TypeId hint, Use use);
  TypeId call_struct(const ast::Expr& e, const ast::CallExpr& x, TypeId type);
  TypeId call_list(const ast::CallExpr& x, Builtin op, TypeId hint);
  std::optional<TypeId> call_method(const ast::Expr& e, const ast::CallExpr& x, const ast::DotExpr& dot,
                                    Use use);
  std::optional<TypeId> call_atomic(const ast::Expr& e, const ast::CallExpr& x, const ast::DotExpr& dot);
  bool arguments(const ast::Expr& e, const ast::CallExpr& x, std::size_t least, std::size_t most,
                 std::string_view name);
  void call_args(const ast::Expr& e, const std::vector<ast::ExprBox>& args, const std::vector<TypeId>& params,
                 const std::string& name, const ProgInfo* prog);
  TypeId result_of(const ast::Expr& e, TypeId result, Use use, std::string_view name);
  TypeId place(const ast::ExprBox& e);  // of a place that may be assigned
  void mark_assigned(const ast::ExprBox& place);

  // ---- Names (typecheck_name.cpp) ----
  std::optional<Binding> look_up(const ast::Name& name);  // resolves, marks captures; nothing: unknown
  void unknown(const ast::Name& name, std::string_view what, std::vector<std::string> candidates,
               std::string fallback = {});  // the help when no name is near
  std::vector<std::string> visible_names() const;
  std::string describe(const Binding& binding) const;  // "a variable", "a prog"
  std::optional<Span> declared_at(const Binding& binding) const;
  bool label_exists(std::string_view name) const;
  void collect_labels(const ast::Block& body);
  void collect_labels(const ast::ParallelStmt& command);

  // ---- After all bodies (typecheck_finish.cpp, typecheck_meeting.cpp) ----
  void finish();
  void spread_process_names();
  void check_messages();

  Diagnostic& error(std::string code, const Span& span, std::string message, std::string label = {});
  static void note(Diagnostic& d, std::string message, const Span& span) {
    d.notes.push_back({std::move(message), span});
  }

  struct Place {  // where a problem was reported
    std::string code;
    int file, line, column, end_line, end_column;
    auto operator<=>(const Place&) const = default;
  };
  std::set<Place> reported_;
  Diagnostic ignored_;  // takes what would be reported twice

  Model& model_;
  const OverrideDecls& overrides_;
  Diagnostics& diagnostics_;
  TypeTable types_;
  CspmSide cspm_;
  std::map<std::string, Entry, std::less<>> entries_;  // the top level
  std::set<std::string> labels_;  // of all parallel commands of the files
  Scopes scopes_;
  Captures captures_;
  Frame* frame_ = nullptr;  // null at the top level
  bool in_property_ = false;
  bool in_guard_ = false;
  bool after_error_ =
      false;  // the place of an expression is wrong already: what depends on it is not reported
  const SystemInfo* property_system_ = nullptr;
  struct ShapeUse {
    std::vector<TypeId> fields;
    std::vector<Span> spans;
  };
  std::map<std::pair<std::string, std::size_t>, ShapeUse> shapes_;
  struct Edge {
    ProgInfo* from;
    ProgInfo* to;
  };
  std::vector<Edge> calls_;   // P calls Q in its own process
  std::vector<Edge> begins_;  // P begins Q inside a parallel command
  struct Message {            // P!e, P?x without a shape
    const void* comm = nullptr;  // the ast::SendComm or ast::ReceiveComm
    std::string label;
    bool sent = false;
    std::vector<TypeId> parts;
    Span span;
  };
  std::vector<Message> messages_;
  std::unordered_map<const ProgInfo*, std::set<std::size_t>> messages_of_;
  struct Talk {  // the unnamed messages from one process of a command to another
    std::string from, to;
    std::set<std::size_t> sends, receives;  // indices of messages_
  };
  enum class Fit { Meet, Apart, Wrong };  // Apart: by their numbers of parts
  void note_message(const void* comm, const ast::ExprBox& process, bool sent, std::vector<TypeId> parts, const Span& span);
  Fit fit(const Message& sent, const Message& received) const;
  std::string shown(const Message& message) const;
  std::vector<Talk> talks() const;
  bool unmatched(const Talk& talk);
  bool ambiguous(const Talk& talk);
  struct Started {
    ProgInfo* prog;
    Span span;
  };
  std::vector<Started> begun_;  // by begin, outside every parallel command
  std::unordered_map<const ProgInfo*, std::map<std::string, Span>>
      free_names_;  // free process names of a prog
  std::unordered_map<const ProgInfo*, std::map<std::string, Span>> labels_of_;  // L: in its body
  std::unordered_map<const ProgInfo*, const ast::ParallelStmt*> command_of_;    // of the body of a branch
  std::vector<std::pair<ProgInfo*, Span>> recovers_;
  std::unordered_set<const ProgInfo*> deferred_;
  bool defers_values_ = false;  // some `defer v()` where v is a prog value
};

}  // namespace csp
