// The wording of lexical errors.
#include "frontend/lex_problems.h"

#include <fmt/format.h>

#include <cctype>
#include <string>

#include "frontend/lex.h"

namespace csp {
namespace {

Diagnostic error(std::string code, const Span& span, std::string message, std::string label = {},
                 std::string help = {}) {
  return {Severity::Error, std::move(code), span, std::move(message), std::move(label), {}, std::move(help)};
}

struct Lookalike {
  char32_t value;
  std::string_view name, instead;
};

// Characters that word processors, papers and web pages put where ours belong.
constexpr Lookalike kLookalikes[] = {
    {0x201C, "a typographic quotation mark", "\""},
    {0x201D, "a typographic quotation mark", "\""},
    {0x2018, "a typographic quotation mark", "'"},
    {0x2019, "a typographic quotation mark", "'"},
    {0x2013, "a dash", "-"},
    {0x2014, "a dash", "-"},
    {0x2212, "a minus sign", "-"},
    {0x00A0, "a space that does not break", " "},
    {0xFEFF, "a byte order mark in the middle of the text", ""},
    {0x200B, "a space without width", ""},
    {0x2192, "an arrow", "->"},
    {0x2190, "an arrow", "<-"},
    {0x2264, "a sign", "<="},
    {0x2265, "a sign", ">="},
    {0x2260, "a sign", "!="},
    {0x25A1, "a box", "[]"},
    {0x2227, "a sign", "and"},
    {0x2228, "a sign", "or"},
    {0x00AC, "a sign", "not"},
    {0x2225, "a sign", "||"},
    {0x00D7, "a sign", "*"},
    {0x27E8, "a bracket", "<"},
    {0x27E9, "a bracket", ">"},
};

Diagnostic stray(const Span& span, std::string_view text, char32_t value) {
  const std::string shown = value < 0x20 || value == 0xA0 || value == 0xFEFF || value == 0x200B
                                ? fmt::format("U+{:04X}", static_cast<unsigned>(value))
                                : fmt::format("`{}`", text);
  for (const Lookalike& known : kLookalikes) {
    if (known.value != value) continue;
    return error("E0103", span, fmt::format("{} is {}, which the language does not use", shown, known.name),
                 "not a token",
                 known.instead.empty()  ? "remove it"
                 : known.instead == " " ? "use an ordinary space"
                                        : fmt::format("write `{}`", known.instead));
  }
  if (value == '`') return error("E0103", span, "a back quote is not used", "not a token", "characters are written 'a', strings \"a\"");
  if (value >= 0x80) {
    return error("E0103", span, fmt::format("unexpected character {}", shown), "not a token",
                 "names are made of the letters a to z and A to Z, digits, `_`, and primes at the end");
  }
  return error("E0103", span, fmt::format("unexpected character {}", shown), "not a token");
}

std::optional<Diagnostic> bad_escape(int file, const Token& token, std::string_view text) {
  int column = token.column;
  for (std::size_t at = token.begin; at < token.end; at += utf8_at(text, at).length, ++column) {
    if (text[at] != '\\') continue;
    ++at;
    ++column;
    if (at >= token.end || std::string_view("nt\\'\"0").find(text[at]) == std::string_view::npos) {
      const std::string_view shown = at < text.size() ? text.substr(at, utf8_at(text, at).length) : "";
      return error("E0109", Span{file, token.line, column - 1, token.line, column + 1},
                   fmt::format("there is no escape `\\{}`", shown), "unknown escape",
                   "the escapes are \\n \\t \\\\ \\' \\\" \\0");
    }
  }
  return std::nullopt;
}

}  // namespace

Diagnostic too_large(int file, std::size_t bytes) {
  return error("E0101", Span{file, 0, 0, 0, 0},
               fmt::format("the file has {} bytes; at most {} MB are read", bytes, kMaxSourceBytes >> 20));
}

Diagnostic bad_byte(const Span& span, const Utf8Char& c) {
  if (c.valid) {
    return error("E0102", span, fmt::format("a control character (U+{:04X}) in the text", static_cast<unsigned>(c.value)),
                 "not allowed", "remove it");
  }
  return error("E0102", span, fmt::format("byte 0x{:02X} is not valid UTF-8", static_cast<unsigned>(c.value)),
               "not UTF-8", "save the file as UTF-8");
}

Diagnostic no_text(const Diagnostic& first) {
  Diagnostic result = error("E0102", first.span, "this does not look like a text file", "first strange byte");
  result.notes.push_back({first.message, {}});
  return result;
}

Diagnostic open_comment(int file, const Token& token, std::string_view text) {
  const Span span{file, token.line, token.column, token.line, token.column + 2};
  Diagnostic result = error("E0104", span, "this comment is never closed", "it starts here");
  const bool nested = text.substr(token.begin, 2) == "{-";
  result.help = nested ? "close it with `-}`; each `{-` inside needs its own" : "close it with `*/`";
  if (nested && token.begin + 2 < text.size() && std::isdigit(static_cast<unsigned char>(text[token.begin + 2]))) {
    result.help = "`{-` starts a comment; for a set that begins with a negative number write `{ -`";
  }
  return result;
}

std::optional<Diagnostic> token_problem(int file, const Token& token, std::string_view text) {
  const Span span = span_of(file, token);
  switch (token.type) {
    case Tok::STRAY:
      return stray(span, text.substr(token.begin, token.end - token.begin), utf8_at(text, token.begin).value);
    case Tok::BAD_STRING: {
      const Span start{file, token.line, token.column, token.line, token.column + 1};
      return error("E0105", start, "this string is not closed on its line", "it starts here", "close it with `\"`");
    }
    case Tok::BAD_CHAR:
      if (token.end - token.begin == 2) return error("E0106", span, "a character literal holds one character", "empty");
      if (token.end - token.begin == 1) {
        return error("E0106", span, "this character literal is not closed", "it starts here",
                     "a character is written 'a'");
      }
      return error("E0106", span, "a character literal holds one character", "more than one",
                   fmt::format("for a string write \"{}\"", text.substr(token.begin + 1, token.end - token.begin - 2)));
    case Tok::CHAR:
    case Tok::STRING:
      return bad_escape(file, token, text);
    case Tok::INT: {
      const std::string_view digits = text.substr(token.begin, token.end - token.begin);
      const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
      const std::string_view value = digits.substr(zeros);
      if (value.size() > 19 || (value.size() == 19 && value > "9223372036854775807")) {
        return error("E0107", span, "this number does not fit in 64 bits", "too large");
      }
      if (token.end < text.size()) {
        const auto next = static_cast<unsigned char>(text[token.end]);
        if (std::isalpha(next) || next == '_') {
          return error("E0107", span, "a number runs into a name", "the number ends here",
                       "a name starts with a letter or `_`");
        }
      }
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace csp
