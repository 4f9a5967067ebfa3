// The parts of print.h: expressions and types as text with places where a line may be broken, statements as lines.
// Private to print*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/ast.h"
#include "frontend/precedence.h"

namespace csp {

// A space at which a line may be broken; one at which it must be (behind or before a comment); one at which it is broken
// if the whole is too long for a line (before the operators that a definition is made of). They never occur in a source
// text: control characters are refused there.
inline constexpr char kBreak = '\x01';
inline constexpr char kHard = '\x02';
inline constexpr char kStrong = '\x03';

// The text with its breaks as plain spaces.
std::string joined(std::string_view text);

// ---- print_expr.cpp: text with breaks --------------------------------------------------------------------------

// `+`, `and`, ...

class Printer {
 public:
  // A declaration as lines, with its comments.
  void declaration(const ast::Decl& decl);
  void declarations(const std::vector<ast::Box<ast::Decl>>& list, int indent);

  std::string expr(const ast::Expr& expr, int level = kLoosest);
  std::string domain(const ast::Expr& set);  // where a set is expected: a range without braces
  std::string exprs(const std::vector<ast::ExprBox>& list, int level = kLoosest);
  std::string type(const ast::Type& type);
  std::string types(const std::vector<ast::TypeBox>& list);
  std::string fields(const std::vector<ast::TypeBox>& list);  // A.B.(0..N-1)
  std::string field(const ast::Type& type);
  std::string params(const std::vector<ast::Param>& list);
  std::string replicators(const std::vector<ast::Replicator>& list);
  std::string names(const std::vector<ast::Name>& list);
  std::string comm(const ast::Comm& comm);

  // ---- print_term.cpp: terms of CSPM
  std::string term(const ast::Expr& expr, int level = kLoosest, bool tail = true);
  std::string terms(const std::vector<ast::ExprBox>& list);
  // Whether types and instances are printed with terms, as at the top level, or as in programs.
  void terms_in_types(bool on) { terms_ = on; }
  void with_comments(bool on) { with_comments_ = on; }

  // ---- print_stmt.cpp: lines
  // A statement on one line without its `;`; nothing if it has comments or holds blocks.
  std::optional<std::string> flat(const ast::Stmt& stmt);
  std::optional<std::string> flat(const ast::Block& block);
  // `head S; T` on one line if it fits, with the comment behind T; else the head, and the statements below it.
  void headed(const std::string& head, const ast::Block& block, int indent, int inner, std::string_view end,
              std::string_view open);
  // Lines of statements at an indentation, each with its `;`.
  void block(const ast::Block& block, int indent);
  void stmt(const ast::Stmt& stmt, int indent, bool first);
  void parallel(const ast::ParallelStmt& command, std::string_view head, std::string_view tail, int indent,
                std::string_view open = {});
  std::string parallel_flat(const ast::ParallelStmt& command, bool& possible);
  // A text with breaks as lines of at most kPrintWidth columns; those after the first are indented by 4 more.
  void line(int indent, std::string_view text);
  // `head = value` as lines.
  void definition(int indent, const std::string& head, const ast::Expr& value);
  void comments(const std::vector<std::string>& list, int indent);
  void mark(std::string_view comment);
  void append(std::string_view text) { out_ += text; }
  void blank() { out_ += '\n'; }
  std::string take() { return std::move(out_); }

 private:
  std::string term_of(const ast::Expr& e, const ast::CallExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::IndexExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::DotExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::DotApply& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::UnaryExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::BinaryExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::IsExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::AsPattern& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::ListLit& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::ListRangeExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::SetLit& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::RangeExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::TupleLit& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::ComprehensionExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::IfExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::LambdaExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::LetExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::ReplicatedExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::PrefixExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::GuardExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::HideExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::RenameExpr& x, int level, bool tail);
  std::string term_of(const ast::Expr& e, const ast::ProcessExpr& x, int level, bool tail);
  // Names, literals, and what only programs have.
  template <class T>
  std::string term_of(const ast::Expr& e, const T&, int level, bool) { return program_expr(e, level); }
  std::string dotted(const ast::Expr& base, const std::string& field, int level);
  std::string list_item(const ast::Expr& e);
  std::string list_items(const std::vector<ast::ExprBox>& list);
  std::string range_text(const ast::RangeExpr& x);
  std::string around_set(ast::ProcessOp op, const ast::Expr& set);  // [|A|], [|A|>, [+A+], /+A+\ .
  std::string qualifiers(const std::vector<ast::Qualifier>& list, bool in_list);
  std::string links(const std::vector<ast::Link>& list, const std::vector<ast::Qualifier>& conditions, std::string_view between);
  static std::string lines_before(const ast::ExprComments& comments);
  std::string beside(const ast::ExprComments& comments, const std::string& text) const;

  std::string program_expr(const ast::Expr& expr, int level);
  std::string prog_value(const ast::ProgExpr& prog);
  std::string binary(const ast::BinaryExpr& expr, int level);
  void broken(int indent, int further, std::string_view text);
  void body(std::string_view head, const ast::Block& block, std::string_view tail, int indent, std::string_view open = {});
  void node(const ast::Stmt& stmt, int indent, const std::string& label);
  void if_statement(const ast::IfStmt& stmt, std::string head, int indent, std::string_view open);
  void select_branch(const std::string& head, const ast::Block& block, int indent);
  void select(const ast::SelectStmt& stmt, const std::string& label, int indent, std::string_view open);
  void guarded(const ast::GuardedStmt& stmt, const std::string& label, int indent, std::string_view open);
  std::string guard(const ast::GuardedCommand& command);
  std::string label(const ast::ParallelBranch& branch);

  std::string out_;
  int depth_ = 0;  // indentation at which the statement or definition in hand stands, for what holds lines of its own
  bool spine_ = false;         // the term to come is what a definition is made of
  bool terms_ = false;         // expressions are terms of CSPM
  bool with_comments_ = true;  // print the comments inside terms
};

}  // namespace csp
