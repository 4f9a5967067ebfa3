// The wording of lexical errors.
#pragma once

#include <optional>
#include <string_view>

#include "frontend/diagnostic.h"
#include "frontend/token.h"
#include "frontend/utf8.h"

namespace csp {

Diagnostic too_large(int file, std::size_t bytes);
Diagnostic bad_byte(const Span& span, const Utf8Char& c);

// What to say instead of many bad bytes; takes the diagnostic of the first.
Diagnostic no_text(const Diagnostic& first);

// An unterminated comment that starts at `token`.
Diagnostic open_comment(int file, const Token& token, std::string_view text);

// What is wrong with a token by itself: a stray character, a broken literal, an escape or number that does not exist.
std::optional<Diagnostic> token_problem(int file, const Token& token, std::string_view text);

}  // namespace csp
