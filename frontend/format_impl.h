// What format.cpp and format_space.cpp share: the words of a text, each with its place. Private to format*.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "frontend/token.h"

namespace csp::format_impl {

// A token or a comment.
struct Word {
  Tok type = Tok::END;          // by role
  std::string_view text;
  int line = 0, column = 0;     // where it stood
  int end_line = 0, end_column = 0;
  bool comment = false;
  bool program = false;         // in a prog or a parallel command
  bool declaration = false;     // the first word of a declaration
  bool prefix = false;          // a `-`, `#` or `\` that stands before its operand
  std::size_t opener = 0;       // of a closing bracket: the word that opened it
  Tok inside = Tok::END;        // the innermost bracket around it, END if none
};

// The spaces before `words[at]`, which stands on the line of the word before it.
enum class Space { None, One, Author };  // Author: one if there was any
Space space_before(const std::vector<Word>& words, std::size_t at);

// Whether the word opens or closes a bracket, by role.
bool opens(Tok type);
bool closes(Tok type);

}  // namespace csp::format_impl
