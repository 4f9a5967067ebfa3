// ANTLR's parse tree -> syntax tree, for one declaration. Private to the parser: build_*.cpp, parse_unit.cpp.
//
// The grammar is wider than the language (see grammar/CspParser.g4); what is too much is refused here by throwing
// SyntaxError, so that a declaration has at most one error.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "antlr4-runtime.h"
#include "frontend/ast.h"
#include "frontend/diagnostic.h"
#include "frontend/source.h"
#include "frontend/token.h"
#include "grammar/CspParser.h"

namespace csp {

// Thrown and caught inside the parser only.
struct SyntaxError {
  Diagnostic diagnostic;
};

class Builder {
 public:
  using P = csp_grammar::CspParser;

  // `tokens` are those the parser read; an ANTLR token's index is an index into them.
  Builder(const SourceFile& source, int file, const std::vector<Token>& tokens)
      : source_(source), file_(file), tokens_(tokens) {}

  // The declaration. Throws SyntaxError.
  ast::Decl declaration(P::DeclarationContext* context);

 private:
  using Ctx = antlr4::ParserRuleContext;
  using Node = antlr4::tree::TerminalNode;

  // ---- build.cpp: places, names, errors
  Span span(const Ctx* context) const;
  Span span(Node* node) const;
  Span span(Node* from, Node* to) const;
  std::string_view text(Node* node) const;
  ast::Name name(Node* node) const;
  std::vector<ast::Name> names(P::NamesContext* context) const;
  [[noreturn]] void fail(std::string code, const Span& where, std::string message, std::string label = {},
                         std::string help = {}) const;
  template <class T>
  ast::ExprBox make(const Span& where, T node) const {
    return std::make_shared<ast::Expr>(ast::Expr{where, std::move(node), nullptr});
  }
  template <class T>
  ast::TypeBox make_type(const Span& where, T node) const {
    return std::make_shared<ast::Type>(ast::Type{where, std::move(node)});
  }

  // ---- build_expr.cpp
  ast::ExprBox expr(P::ExprContext* context);
  ast::ExprBox binary(P::BinaryExprContext* context);
  ast::ExprBox postfixed(const Ctx* whole, P::AtomContext* head, const std::vector<P::PostfixContext*>& tail);
  ast::ExprBox apply(ast::ExprBox base, P::PostfixContext* context, const Span& where);
  ast::ExprBox atom(P::AtomContext* context);
  ast::ExprBox word(Node* node) const;
  ast::ExprBox literal(Node* node) const;
  ast::ExprBox set_literal(P::ItemsContext* items, const Span& where);
  ast::ExprBox prog_value(P::ProgValueContext* context);
  ast::ExprBox value(P::ItemContext* context);            // an item that must be a value
  ast::ExprBox domain(P::ItemContext* context);           // an item that must be a set, lo..hi among them
  std::vector<ast::ExprBox> values(P::ItemsContext* context);  // may be null: none
  std::string string_value(Node* node) const;

  // ---- build_term.cpp: the terms of the top level
  // An operator, a prefix, or an operand with its suffixes. Operators have a `sign`, those of a term an `infix` too.
  struct Item {
    P::PrefixContext* prefix = nullptr;
    P::OperandContext* operand = nullptr;
    P::InfixContext* infix = nullptr;
    Node* sign = nullptr;
  };
  using Items = std::vector<Item>;
  // An expression with the brackets around it, or a communication c!x?y that waits for its `->`.
  struct Part {
    ast::ExprBox expr;
    Span span;
    std::vector<ast::PrefixField> fields;
  };
  ast::ExprBox term(P::TermContext* context);
  ast::ExprBox chain(Ctx* context);
  ast::ExprBox whole(const Items& items);
  void flatten(P::OperandContext* context, Items& items);
  void flatten(P::InfixContext* context, Items& items);
  Part climb(const Items& items, std::size_t& at, int min);
  Part combined(Part left, const Item& op, const Items& items, std::size_t& at);
  Part prefixed(P::PrefixContext* context, const Items& items, std::size_t& at);
  ast::ExprBox settled(Part part) const;
  ast::ExprBox dotted(ast::ExprBox base, ast::ExprBox arg, const Span& where) const;
  ast::PrefixField input(P::InputInfixContext* context);
  void brackets(P::InfixContext* infix, ast::ProcessExpr& process);
  ast::ReplicatedExpr replicated(P::PrefixContext* context);

  // ---- build_primary.cpp
  ast::ExprBox primary(P::PrimaryContext* context);
  ast::ExprBox suffixed(ast::ExprBox base, P::SuffixContext* context, const Span& where);
  ast::ExprBox set(P::PrimaryContext* context, const Span& where);
  ast::ExprBox list(P::PrimaryContext* context, const Span& where);
  ast::ExprBox domain(P::EntryContext* context);
  void no_type(P::EntryContext* context) const;
  std::vector<ast::ExprBox> values(P::EntriesContext* context);  // may be null: none
  std::vector<ast::Qualifier> qualifiers(P::QualifiersContext* context);  // may be null: none
  std::vector<ast::Link> links(P::LinksContext* context, Tok sign);
  ast::ExprBox patterned(P::TermContext* context);
  void pattern(const ast::ExprBox& e) const;

  // ---- build_type.cpp
  ast::TypeBox type(P::ItemContext* context);
  ast::TypeBox type(P::KeywordTypeContext* context);
  ast::TypeBox type(P::ExprContext* context);
  ast::TypeBox type(P::AtomContext* context);
  ast::TypeBox prog_type(P::ProgValueContext* context);
  std::vector<ast::Param> params(P::ParamsContext* context);  // may be null: none
  std::vector<ast::Param> prog_params(P::ProgValueContext* context);
  std::vector<ast::TypeBox> fields(P::FieldsContext* context);  // A.B.{0..3} of a channel
  ast::TypeBox field(P::FieldContext* context);
  ast::TypeBox product(P::FieldsContext* context);  // the same as one type
  ast::TypeBox type(P::OperandContext* context);
  ast::TypeBox type(P::PrimaryContext* context);
  ast::TypeBox type(P::EntryContext* context);
  std::vector<ast::Replicator> replicators(P::ReplicatorsContext* context);
  ast::Replicator subscript(P::SubscriptContext* context);

  // ---- build_action.cpp: the statements made of expressions and signs
  struct Action {
    Span span;
    std::vector<P::ExprContext*> exprs;  // what stands before the sign; empty if `place` is set
    std::vector<ast::ExprBox> lefts;     // the same, built
    P::TailContext* tail = nullptr;      // null without a sign
  };
  Action action(P::SimpleContext* context);
  Action action(P::CommContext* context);
  ast::ExprBox place(P::PlaceContext* context);
  ast::ExprBox receive(P::ReceiveContext* context);
  ast::Stmt statement(Action action);
  std::optional<ast::Comm> communication(const Action& action);
  ast::SendComm send(const Action& action, P::ExprContext* message, bool newsqueak);
  ast::ReceiveComm receive(const Action& action, P::ExprContext* pattern);
  std::vector<ast::Name> declared(const Action& action) const;
  void assignable(const ast::ExprBox& target) const;
  const ast::ExprBox& only_left(const Action& action, std::string_view what) const;

  // ---- build_stmt.cpp
  ast::Box<ast::Block> block(P::BlockContext* context);
  ast::Box<ast::Block> statements(P::StatementsContext* context);
  ast::Stmt statement(P::StatementContext* context);
  ast::Stmt named(P::NamedStmtContext* context);
  ast::Stmt declare_several(P::DeclareStmtContext* context);
  ast::Stmt keyworded(P::KeywordedContext* context);
  ast::Stmt if_statement(P::IfStatementContext* context);
  ast::Stmt for_statement(P::ForStmtContext* context);
  ast::Stmt select_statement(P::SelectStmtContext* context);
  ast::GuardedCommand command(P::CommandContext* context);
  ast::ParallelStmt parallel(P::ParallelContext* context);
  ast::ExprBox call(P::ExprContext* context, std::string_view word);

  // ---- build_decl.cpp
  void constructors(P::DatatypeDeclContext* context, ast::Decl& decl);

  // ---- build_define.cpp
  void definition(P::DefinitionContext* context, ast::Decl& decl);
  void equation(P::EquationContext* context, ast::Decl& decl);

  // ---- build_assert.cpp
  void assertion(P::AssertDeclContext* context, ast::Decl& decl);
  void refinement(P::AssertDeclContext* context, P::OptionContext* property_option, ast::ExprBox tau_priority, ast::Decl& decl);
  void plain_subject(P::AssertDeclContext* context) const;
  std::optional<ast::System> subject(P::AssertDeclContext* context);
  ast::SemanticModel model(std::string_view letters, const Span& where) const;
  std::string property_words(P::PropertyContext* context) const;
  ast::PropertyExpr property(P::PropertyContext* context);

  const SourceFile& source_;
  const int file_;
  const std::vector<Token>& tokens_;
};

}  // namespace csp
