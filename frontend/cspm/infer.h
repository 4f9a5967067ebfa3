// Names and types of the CSPM half, before anything runs. Every error names the use and what it contradicts.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/cspm/free_names.h"
#include "frontend/cspm/script.h"
#include "frontend/cspm/unify.h"
#include "frontend/diagnostic.h"

namespace csp::cspm {

// A prog or system that is used as a process: its arguments are checked against its parameters by the other
// half.
struct InstanceUse {
  int name = 0;  // index into Script::instances
  Span span;
  std::vector<const ast::Expr*> args;
  std::vector<Ty*> types;  // of the arguments
  bool called = false;     // written with arguments
};

class Inference {
 public:
  // `script` has the names of instances already; the others are entered here.
  Inference(Script& script, Diagnostics& diagnostics);

  // ---- Use, in this order ----
  void declare(const ast::Decl& decl);  // every declaration of the CSPM half, in order of the text
  void override_value(const std::string& name, const ast::Expr& value);  // -D
  void run();                                                            // infers all definitions
  Ty* expression(const ast::Expr& e, const std::vector<std::pair<ast::Name, Ty*>>& variables, Ty* expected,
                 std::string_view what);  // of an assertion; expected may be null

  Ty* element(const ast::Type& t);  // of the set that a type denotes
  void report_to(Diagnostics& diagnostics) { diagnostics_ = &diagnostics; }

  // ---- Results ----
  Types& types() { return types_; }
  bool is_process(const ast::Expr& e) const;
  Ty* type_of(const std::string& name) const;  // of a name of the top level; null: unknown
  const std::vector<Definition>& all_definitions() const { return definitions_; }
  const std::vector<InstanceUse>& instances() const { return uses_; }
  struct AtomDecl {  // of each atom of the script
    const std::vector<ast::TypeBox>* fields = nullptr;
    std::vector<Ty*> types;  // the element type of each
  };
  const std::vector<AtomDecl>& atom_decls() const { return atom_decls_; }
  struct SetDecl {  // a nametype or subtype
    ast::Name name;
    const ast::Type* type = nullptr;
    const ast::SubtypeDecl* subtype = nullptr;
  };
  const std::vector<SetDecl>& set_decls() const { return set_decls_; }
  const ast::Expr* overridden(const std::string& name) const;
  Ty* fresh(Span origin) { return types_.var(origin, level_); }
  Ty* simple(TyKind kind, Span origin) { return types_.make(kind, origin); }

 private:
  // ---- The top level (infer.cpp) ----
  struct Unit {  // what is inferred together with what it needs in a circle
    enum class Kind { Definition, Channel, Datatype, Set } kind = Kind::Definition;
    std::size_t index = 0;
    std::vector<std::string> binds;
    std::vector<std::size_t> needs;
    const ast::Decl* decl = nullptr;
  };
  void enter(const ast::Name& name, Meaning meaning);
  void find_needs();
  void infer_group(const std::vector<std::size_t>& group);
  void infer_unit(const Unit& unit);
  void infer_set(const SetDecl& decl);
  void infer_definition(const Definition& d);
  void infer_clauses(const Definition& d, Ty* self);
  void no_twice(std::size_t mark);
  std::vector<Ty*> field_types(const std::vector<ast::TypeBox>& fields, std::size_t first_atom,
                               std::size_t atoms);
  Ty* element(const ast::Expr& e);
  Ty* clause(const Clause& c);
  void generalise(Ty* t, int depth = 0);
  void too_large(const Span& span, std::string_view what);

  // ---- Names ----
  struct Local {
    std::string name;
    Ty* type;
    Span span;
  };
  Ty* name(const ast::Expr& e, const ast::Name& n);
  Ty* instantiate(Ty* t);
  Ty* builtin_type(int number, Span origin);
  Ty* unknown(const ast::Name& n);
  void suggest_channel(const ast::Name& n, bool fields);  // help for an event just found unknown

  // ---- Expressions (infer_expr.cpp, infer_process.cpp) ----
  Ty* infer(const ast::Expr& e);
  Ty* infer(const ast::ExprBox& e) { return infer(*e); }
  // The type must be this; `what` says for the message what the place is: "the condition".
  void expect(const ast::Expr& e, Ty* want, std::string_view what);
  void expect(const ast::Expr& e, TyKind want, std::string_view what) {
    expect(e, simple(want, e.span), what);
  }
  void expect_set(const ast::ExprBox& e, std::string_view what);  // of events
  void same(const ast::Expr& e, Ty* want, Ty* actual, std::string_view what);
  void able(const ast::Expr& e, Ty* t, Constraint c, std::string_view what);
  void report(const Mismatch& m, Span span, Ty* want, Ty* actual, std::string_view what);
  void note_subject(Diagnostic& d);
  Ty* items(const std::vector<ast::ExprBox>& list, std::string_view what, Span origin);
  void qualifiers(const std::vector<ast::Qualifier>& list, bool sequences);
  Ty* pattern(const ast::Expr& e);  // binds its variables
  Ty* pattern_name(const ast::Name& n);
  int open_parts(const ast::Expr& e) const;  // of a pattern with `^`: those whose length is not known
  Ty* join(Ty* left, Ty* right, const Span& place, const Span& whole, const ast::Expr& base);
  Ty* call(const ast::Expr& e, const ast::CallExpr& x);
  void let(const ast::LetExpr& x);
  void links(const std::vector<ast::Link>& list);
  Ty* extendable(const ast::Expr& e, Ty* result, std::string_view what);

  Ty* node(const ast::Expr& e, const ast::IntLit&) { return simple(TyKind::Int, e.span); }
  Ty* node(const ast::Expr& e, const ast::BoolLit&) { return simple(TyKind::Bool, e.span); }
  Ty* node(const ast::Expr& e, const ast::CharLit&) { return simple(TyKind::Char, e.span); }
  Ty* node(const ast::Expr& e, const ast::StringLit&);
  Ty* node(const ast::Expr& e, const ast::NameExpr& x) { return name(e, x.name); }
  Ty* node(const ast::Expr& e, const ast::CallExpr& x) { return call(e, x); }
  Ty* node(const ast::Expr& e, const ast::DotExpr& x);
  Ty* node(const ast::Expr& e, const ast::DotApply& x);
  Ty* node(const ast::Expr& e, const ast::UnaryExpr& x);
  Ty* node(const ast::Expr& e, const ast::BinaryExpr& x);
  Ty* node(const ast::Expr& e, const ast::IfExpr& x);
  Ty* node(const ast::Expr& e, const ast::ListLit& x);
  Ty* node(const ast::Expr& e, const ast::SetLit& x);
  Ty* node(const ast::Expr& e, const ast::RangeExpr& x);
  Ty* node(const ast::Expr& e, const ast::TupleLit& x);
  Ty* node(const ast::Expr& e, const ast::LetExpr& x);
  Ty* node(const ast::Expr& e, const ast::LambdaExpr& x);
  Ty* node(const ast::Expr& e, const ast::ComprehensionExpr& x);
  Ty* node(const ast::Expr& e, const ast::ListRangeExpr& x);
  Ty* node(const ast::Expr& e, const ast::PrefixExpr& x);
  Ty* node(const ast::Expr& e, const ast::GuardExpr& x);
  Ty* node(const ast::Expr& e, const ast::ProcessExpr& x);
  Ty* node(const ast::Expr& e, const ast::HideExpr& x);
  Ty* node(const ast::Expr& e, const ast::RenameExpr& x);
  Ty* node(const ast::Expr& e, const ast::ReplicatedExpr& x);
  template <class Other>
  Ty* node(const ast::Expr& e, const Other&) {
    return not_cspm(e);
  }
  Ty* not_cspm(const ast::Expr& e);

  Script& script_;
  Diagnostics* diagnostics_;
  Types types_;
  Unifier unifier_;
  int level_ = 0;
  std::map<std::string, Ty*, std::less<>>
      top_;  // types of names of the top level, once inferred or being inferred
  std::vector<Definition> definitions_;
  std::vector<const ast::Decl*> pending_;  // declarations of definitions, in order
  std::vector<Unit> units_;
  std::vector<AtomDecl> atom_decls_;
  std::vector<SetDecl> set_decls_;
  std::map<std::string, const ast::Expr*> overrides_;
  std::vector<Local> locals_;
  std::unordered_map<const ast::Expr*, Ty*> type_of_;  // of names and calls
  std::vector<InstanceUse> uses_;
  Names atoms_;
  std::set<std::array<int, 5>> reported_;
  const ast::Name* subject_ = nullptr;  // the channel of the communication in hand
};

}  // namespace csp::cspm
