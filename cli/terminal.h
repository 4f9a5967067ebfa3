// What we need to know about the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace csp {

bool is_terminal(int descriptor);

// Columns of the terminal behind the descriptor; `otherwise` if it is none.
std::size_t terminal_width(int descriptor, std::size_t otherwise);

// Colours are wanted: a terminal, and NO_COLOR is not set.
bool wants_color(int descriptor);

// Columns that a UTF-8 text takes (code points; none of ours is wide).
std::size_t columns_of(const std::string&);

// The text cut to `width` columns, with ".." at the end where something is missing.
std::string cut(const std::string& text, std::size_t width);

// Text from a file that may be anything, for a terminal: control characters as `?`, cut to `width` columns.
std::string harmless(const std::string& text, std::size_t width);

// The text broken at spaces into lines of at most `width` columns (a longer word is a line of its own); at
// least one line.
std::vector<std::string> broken(const std::string& text, std::size_t width);

// The text filled with spaces to `width` columns.
std::string padded(const std::string& text, std::size_t width);

}  // namespace csp
