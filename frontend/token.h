// A token as lexer, layout and roles hand it on: what it is and where it stands.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "checker/core/span.h"
#include "frontend/source.h"
#include "grammar/csp_tokens.h"

namespace csp {

struct Token {
  Tok type = Tok::END;
  std::size_t begin = 0;  // byte offset of the first character
  std::size_t end = 0;    // byte offset one past the last
  int line = 0;           // of the first character, from 1
  int column = 0;         // in code points, from 1
  int end_line = 0;
  int end_column = 0;     // one past the last character
  bool definition = false;  // starts a definition on a line of its own inside `let` or `Timed`

  std::string_view text(const SourceFile& source) const {
    return std::string_view(source.text()).substr(begin, end - begin);
  }
};

inline Span span_of(int file, const Token& token) {
  return Span{file, token.line, token.column, token.end_line, token.end_column};
}

// From the first character of `from` to the last of `to`.
inline Span span_of(int file, const Token& from, const Token& to) {
  return Span{file, from.line, from.column, to.end_line, to.end_column};
}

// Whether nothing stands between two tokens.
inline bool touch(const Token& left, const Token& right) { return left.end == right.begin; }

}  // namespace csp
