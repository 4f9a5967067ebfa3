// Text -> tokens and comments, without any view of context.
#pragma once

#include <vector>

#include "frontend/diagnostic.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// A lexical error and where it stands; layout decides which are shown, so that a declaration has at most one.
struct LexProblem {
  std::size_t at = 0;  // byte offset
  Diagnostic diagnostic;
};

struct Lexed {
  std::vector<Token> tokens;         // in order of the text; the last is END
  std::vector<Token> comments;       // in order of the text
  std::vector<LexProblem> problems;  // in order of the text
};

// The largest text that is read, in bytes.
inline constexpr std::size_t kMaxSourceBytes = 4u << 20;

// After this many problems lexing goes on without noting more.
inline constexpr std::size_t kMaxLexProblems = 1000;

// Never fails: a stray character is dropped, after an unterminated comment the text counts as ended, and a text that is
// too large or no text at all has no tokens but END. Each of these is a problem.
Lexed lex(const SourceFile& source, int file);

}  // namespace csp
