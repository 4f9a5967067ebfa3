// Reading UTF-8 one character at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace csp {

struct Utf8Char {
  char32_t value = 0;
  std::size_t length = 1;  // in bytes
  bool valid = false;      // false: a byte that starts no character; length is 1
};

// The character at a byte offset. Precondition: at < text.size().
Utf8Char utf8_at(std::string_view text, std::size_t at);

// Appends a character. Precondition: a Unicode scalar value.
void utf8_append(std::string& text, char32_t value);

}  // namespace csp
