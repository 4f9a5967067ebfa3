// The parts of print.h: expressions and types as text with places where a line may be broken, statements as lines.
// Private to print*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/ast.h"

namespace csp {

// A space at which a line may be broken. It never occurs in a source text: control characters are refused there.
inline constexpr char kBreak = '\x01';

// The text with its breaks as plain spaces.
std::string joined(std::string_view text);

// ---- print_expr.cpp: text with breaks --------------------------------------------------------------------------

// How tightly an expression binds, from docs/language.md section 5; an operand that binds less gets brackets.
enum Level { kLoosest, kOr, kAnd, kNot, kCompare, kAdd, kMul, kUnary, kConcat, kReceive, kPostfix };

class Printer {
 public:
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
  void comments(const std::vector<std::string>& list, int indent);
  void mark(std::string_view comment);
  void append(std::string_view text) { out_ += text; }
  void blank() { out_ += '\n'; }
  std::string take() { return std::move(out_); }

 private:
  std::string prog_value(const ast::ProgExpr& prog);
  std::string binary(const ast::BinaryExpr& expr, int level);
  void body(std::string_view head, const ast::Block& block, std::string_view tail, int indent, std::string_view open = {});
  void node(const ast::Stmt& stmt, int indent, const std::string& label);
  void if_statement(const ast::IfStmt& stmt, std::string head, int indent, std::string_view open);
  void select_branch(const std::string& head, const ast::Block& block, int indent);
  void select(const ast::SelectStmt& stmt, const std::string& label, int indent, std::string_view open);
  void guarded(const ast::GuardedStmt& stmt, const std::string& label, int indent, std::string_view open);
  std::string guard(const ast::GuardedCommand& command);
  std::string label(const ast::ParallelBranch& branch);

  std::string out_;
  int depth_ = 0;  // indentation at which the statement in hand stands, for progs inside expressions
};

}  // namespace csp
