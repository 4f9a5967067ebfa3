// Runs the generated lexer over a text. ANTLR counts code points; our tokens count bytes.
#include "frontend/lex.h"

#include <string>
#include <utility>

#include "antlr4-runtime.h"
#include "frontend/lex_problems.h"
#include "frontend/utf8.h"
#include "grammar/CspLexer.h"

namespace csp {
namespace {

// More bad bytes than this and the file is taken to be no text at all.
constexpr std::size_t kMaxBadBytes = 8;

// Byte offsets of code points; the identity for plain ASCII.
class Offsets {
 public:
  explicit Offsets(std::string_view text) {
    for (const char c : text) ascii_ = ascii_ && static_cast<unsigned char>(c) < 0x80;
    if (ascii_) return;
    for (std::size_t at = 0; at < text.size(); at += utf8_at(text, at).length) bytes_.push_back(at);
    bytes_.push_back(text.size());
  }

  std::size_t operator[](std::size_t code_point) const { return ascii_ ? code_point : bytes_[code_point]; }

 private:
  bool ascii_ = true;
  std::vector<std::size_t> bytes_;
};

// A copy of the text in which bad bytes are spaces; each is a problem.
std::string cleaned(const SourceFile& source, int file, std::vector<LexProblem>& problems) {
  std::string text = source.text();
  int line = 1, column = 1;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Char c = utf8_at(text, at);
    const bool control = c.valid && c.value < 0x20 && c.value != '\t' && c.value != '\n' && c.value != '\r' &&
                         c.value != '\f';
    if (!c.valid || control || c.value == 0x7F) {
      problems.push_back({at, bad_byte(Span{file, line, column, line, column + 1}, c)});
      if (problems.size() > kMaxBadBytes) return text;
      text[at] = ' ';
    }
    at += c.length;
    ++column;
    if (c.value == '\n') {
      ++line;
      column = 1;
    }
  }
  return text;
}

// Line and column behind a token that may run over several lines.
void set_end(Token& token, std::string_view text) {
  token.end_line = token.line;
  token.end_column = token.column;
  for (std::size_t at = token.begin; at < token.end; at += utf8_at(text, at).length) {
    ++token.end_column;
    if (text[at] == '\n') {
      ++token.end_line;
      token.end_column = 1;
    }
  }
}

}  // namespace

Lexed lex(const SourceFile& source, int file) {
  using csp_grammar::CspLexer;
  Lexed result;
  Token end{Tok::END, 0, 0, 1, 1, 1, 1};
  if (source.text().size() > kMaxSourceBytes) {
    result.problems.push_back({0, too_large(file, source.text().size())});
    result.tokens.push_back(end);
    return result;
  }
  const std::string text = cleaned(source, file, result.problems);
  if (result.problems.size() > kMaxBadBytes) {
    LexProblem first = std::move(result.problems.front());
    first.diagnostic = no_text(first.diagnostic);
    result.problems.assign(1, std::move(first));
    result.tokens.push_back(end);
    return result;
  }
  const Offsets offsets(text);
  antlr4::ANTLRInputStream input(text);
  CspLexer lexer(&input);
  lexer.removeErrorListeners();
  for (;;) {
    const std::unique_ptr<antlr4::Token> raw = lexer.nextToken();
    Token token;
    token.type = raw->getType() == antlr4::Token::EOF ? Tok::END : static_cast<Tok>(raw->getType());
    token.begin = offsets[raw->getStartIndex()];
    token.end = token.type == Tok::END ? text.size() : offsets[raw->getStopIndex() + 1];
    token.line = static_cast<int>(raw->getLine());
    token.column = static_cast<int>(raw->getCharPositionInLine()) + 1;
    set_end(token, text);
    const bool open_nested = token.type == Tok::END && lexer.mode != 0;
    if (open_nested || token.type == Tok::OPEN_C_COMMENT) {
      result.problems.push_back({token.begin, open_comment(file, token, text)});
      token.type = Tok::END;
    }
    if (raw->getChannel() == CspLexer::COMMENTS) {
      result.comments.push_back(token);
      continue;
    }
    if (auto problem = token_problem(file, token, text); problem && result.problems.size() < kMaxLexProblems) {
      // Neighbouring strays are one mistake.
      const bool again = token.type == Tok::STRAY && !result.problems.empty() &&
                         result.problems.back().at + 4 >= token.begin;
      if (!again) result.problems.push_back({token.begin, std::move(*problem)});
    }
    if (token.type == Tok::STRAY) continue;
    result.tokens.push_back(token);
    if (token.type == Tok::END) break;
  }
  std::stable_sort(result.problems.begin(), result.problems.end(),
                   [](const LexProblem& a, const LexProblem& b) { return a.at < b.at; });
  return result;
}

}  // namespace csp
