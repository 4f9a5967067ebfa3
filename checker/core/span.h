// A place in the model's text. Lines and columns count from 1; line 0 means "no place".
#pragma once

namespace csp {

struct Span {
  int file = 0;        // index into the list of loaded files
  int line = 0;        // first character
  int column = 0;      // in characters (code points)
  int end_line = 0;    // one past the last character
  int end_column = 0;

  bool known() const { return line > 0; }
  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace csp
