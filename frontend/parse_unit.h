// The tokens of one declaration -> syntax tree, through the generated parser. Private to parse.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "frontend/ast.h"
#include "frontend/diagnostic.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// What the generated parser knows when it is stuck.
struct Stuck {
  std::size_t at = 0;          // index of the token it cannot take; tokens.size() at the end
  std::vector<Tok> expected;   // what it could take instead
  std::vector<std::string> rules;  // the grammar rules it is in, innermost first
};

// The generated parser, made once for a file because its start is dear.
class UnitParser {
 public:
  UnitParser(const SourceFile& source, int file);
  ~UnitParser();

  // Parses tokens that have their roles. Gives a declaration, or nothing and the error in `problem`.
  std::optional<ast::Decl> parse(const std::vector<Token>& tokens, const std::vector<bool>& in_prog,
                                 Diagnostic& problem);

 private:
  struct Machine;
  const SourceFile& source_;
  const int file_;
  std::unique_ptr<Machine> machine_;
};

}  // namespace csp
