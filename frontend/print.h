// Syntax tree -> canonical text: the inverse of parse.
#pragma once

#include <string>

#include "frontend/ast.h"

namespace csp {

// Lines are kept to this many columns where the text can be broken.
inline constexpr int kPrintWidth = 100;

// The text of a file, declaration or statement list, ending in a newline (an empty file is empty text). Parsing it
// gives an equal tree (ast_equal.h), with all its comments; printing that tree gives the same text.
std::string print(const ast::File& file);
std::string print(const ast::Decl& decl);
std::string print(const ast::Stmt& stmt);

// One-line forms, without a newline; used in messages and traces.
std::string print(const ast::Expr& expr);     // as in a program
std::string print_term(const ast::Expr& expr);  // as at the top level: what CSPM reads differently has brackets
std::string print(const ast::Type& type);
std::string print(const ast::Comm& comm);
std::string print(const ast::System& system);
std::string print(const ast::PropertyExpr& property);
std::string print_forall(const std::vector<ast::Replicator>&);  // `forall n: 0..3 @ `; empty without variables

}  // namespace csp
