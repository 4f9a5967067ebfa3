// Syntax tree -> code: binds names to slots, finds what each function and continuation captures, decides what
// is delayed. The tree has been checked (infer.h), so nothing can go wrong here that is the author's fault.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/cspm/script.h"

namespace csp::cspm {

// Can its evaluation not run for long, once its variables have values?
bool is_short(const ast::Expr& e);

class Compiler {
 public:
  // is_process: whether the type of an expression (a name or a call) is Proc.
  Compiler(Script& script, std::function<bool(const ast::Expr&)> is_process)
      : script_(script), is_process_(std::move(is_process)) {}

  // ---- Units of the top level ----
  Unit* definition(const Definition& d);        // for a pattern: gives the tuple of the names bound
  Unit* set_of_type(const ast::Type& type);     // gives the set of its values
  Unit* subtype(const ast::SubtypeDecl& decl);  // gives the set of its values
  // An expression, with values given for these variables: the parameters of the unit.
  Unit* expression(const ast::Expr& e, const std::vector<ast::Name>& variables = {});

 private:
  // A unit that is being compiled.
  struct Binding {
    int slot = 0;
    int member = -1;  // >= 0: a definition of the scope in `slot`
  };
  struct Level {
    Unit* unit = nullptr;
    Level* around = nullptr;    // null: the top level
    LetGroup* group = nullptr;  // the unit is a definition of it, and sees it as captured value 0
    const std::map<std::string, int>* members = nullptr;  // of the group
    std::vector<std::vector<std::pair<std::string, Binding>>> scopes;
  };
  bool find(Level* level, std::string_view name, Access& out);
  static int capture(std::vector<Access>& captures, const Access& a);
  int new_slot() { return level_->unit->slots++; }
  void bind(const std::string& name, Binding binding) { level_->scopes.back().emplace_back(name, binding); }
  void push() { level_->scopes.emplace_back(); }
  void pop() { level_->scopes.pop_back(); }
  Unit* new_unit(std::string name, Span span);
  Unit* nested(const ast::Expr& body, bool process);  // without parameters
  void body(Unit* unit, const Definition& d);
  Unit* set_unit(Span span, const std::function<Code*(const ast::Expr& place)>& make_body);

  // ---- Expressions (compile.cpp) ----
  Code* make(Op op, const ast::Expr& e, std::vector<Code*> kids = {});
  Code* constant(const ast::Expr& e, Val v);
  Code* expr(const ast::Expr& e);
  Code* expr(const ast::ExprBox& e) { return expr(*e); }
  std::vector<Code*> all(const std::vector<ast::ExprBox>& list);
  Code* name(const ast::Expr& e, const ast::Name& n);
  Code* call(const ast::Expr& e, const ast::CallExpr& x);
  Code* set_literal(const ast::Expr& e, const std::vector<ast::ExprBox>& items);
  Code* let(const ast::Expr& e, const ast::LetExpr& x);
  Code* lambda(const ast::Expr& e, const ast::LambdaExpr& x);
  Code* type_expr(const ast::Expr& e);
  Code* type(const ast::Type& t, const ast::Expr& place);
  void close(Code* code);

  Code* node(const ast::Expr& e, const ast::IntLit& x) { return constant(e, Val::integer(x.value)); }
  Code* node(const ast::Expr& e, const ast::BoolLit& x) { return constant(e, Val::boolean(x.value)); }
  Code* node(const ast::Expr& e, const ast::CharLit& x) { return constant(e, Val::character(x.value)); }
  Code* node(const ast::Expr& e, const ast::StringLit& x) { return constant(e, string_sequence(x.value)); }
  Code* node(const ast::Expr& e, const ast::NameExpr& x) { return name(e, x.name); }
  Code* node(const ast::Expr& e, const ast::CallExpr& x) { return call(e, x); }
  Code* node(const ast::Expr& e, const ast::DotExpr& x);
  Code* node(const ast::Expr& e, const ast::DotApply& x) {
    return make(Op::Dot, e, {expr(x.base), expr(x.arg)});
  }
  Code* node(const ast::Expr& e, const ast::UnaryExpr& x);
  Code* node(const ast::Expr& e, const ast::BinaryExpr& x);
  Code* node(const ast::Expr& e, const ast::IfExpr& x);
  Code* node(const ast::Expr& e, const ast::ListLit& x) { return make(Op::Seq, e, all(x.items)); }
  Code* node(const ast::Expr& e, const ast::SetLit& x) { return set_literal(e, x.items); }
  Code* node(const ast::Expr& e, const ast::RangeExpr& x);
  Code* node(const ast::Expr& e, const ast::TupleLit& x) { return make(Op::Tuple, e, all(x.items)); }
  Code* node(const ast::Expr& e, const ast::LetExpr& x) { return let(e, x); }
  Code* node(const ast::Expr& e, const ast::LambdaExpr& x) { return lambda(e, x); }
  Code* node(const ast::Expr& e, const ast::ComprehensionExpr& x);
  Code* node(const ast::Expr& e, const ast::ListRangeExpr& x) {
    return make(Op::SeqRange, e, {expr(x.lo), expr(x.hi)});
  }
  Code* node(const ast::Expr& e, const ast::AsPattern&) { return constant(e, Val()); }  // not an expression
  template <class Other>
  Code* node(const ast::Expr& e, const Other&) {  // refused by the check: forms of programs
    return constant(e, Val());
  }

  // ---- Processes (compile_process.cpp) ----
  Code* node(const ast::Expr& e, const ast::PrefixExpr& x);
  Code* node(const ast::Expr& e, const ast::GuardExpr& x);
  Code* node(const ast::Expr& e, const ast::ProcessExpr& x);
  Code* node(const ast::Expr& e, const ast::HideExpr& x);
  Code* node(const ast::Expr& e, const ast::RenameExpr& x);
  Code* node(const ast::Expr& e, const ast::ReplicatedExpr& x);
  std::vector<Qualifier> qualifiers(const std::vector<ast::Qualifier>& list);  // binds in the innermost scope
  std::vector<Pair> pairs(const std::vector<ast::Link>& links);

  // ---- Patterns (compile_pattern.cpp) ----
  Pattern pattern(const ast::Expr& e);  // binds its variables in the innermost scope
  void dot_parts(const ast::Expr& e, std::vector<Pattern>& out);
  void sequence_parts(const ast::Expr& e, Pattern& out);

  Script& script_;
  std::function<bool(const ast::Expr&)> is_process_;
  Level* level_ = nullptr;
};

// The names that a pattern binds, in order; a name of a channel or constructor stands for itself.
void bound_names(const ast::Expr& pattern, const std::function<bool(const std::string&)>& is_atom,
                 std::vector<ast::Name>& out);

}  // namespace csp::cspm
