// Tokens -> top-level declarations: where a newline ends one, which brackets belong together, what is nested too deep.
#pragma once

#include <optional>
#include <vector>

#include "frontend/diagnostic.h"
#include "frontend/lex.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// The tokens of one declaration (no END) and the first thing wrong with them.
struct Chunk {
  std::vector<Token> tokens;
  std::optional<Diagnostic> problem;  // brackets or nesting; the parser must not see such a chunk
};

// Brackets may be nested this deep.
inline constexpr int kMaxBrackets = 200;

// Open brackets, operators of a chain (a + b + ...), `else if`s and the like may together be nested this deep: the syntax
// tree is at most so deep, whatever the input.
inline constexpr int kMaxNesting = 1000;

// Cuts the tokens of a file into declarations by the rules of docs/language.md, section 1. A declaration that plainly
// starts at the left margin (`prog NAME (`, `channel`, ...) ends the one before even if a bracket is open there.
std::vector<Chunk> layout(const SourceFile& source, int file, const std::vector<Token>& tokens);

}  // namespace csp
