// The space between two words of a line.
//
// Around an operator of values (`+`, `*`, `^`, `<`, ...) the author may leave out the space, on both sides: `N-1`, `2*i + 1`. All else
// is decided here.
#include "frontend/format_impl.h"

namespace csp::format_impl {

bool opens(Tok type) {
  switch (type) {
    case Tok::LPAREN: case Tok::LBRACE: case Tok::LBRACK: case Tok::LSET: case Tok::LGUARD: case Tok::LPAR: case Tok::LANGLE:
    case Tok::LEVENTS: case Tok::LSHARE: case Tok::LREN: case Tok::LALPHA: case Tok::LLINK: case Tok::LSYNC: case Tok::LSYNCI:
      return true;
    default:
      return false;
  }
}

bool closes(Tok type) {
  switch (type) {
    case Tok::RPAREN: case Tok::RBRACE: case Tok::RBRACK: case Tok::RANGLE: case Tok::REVENTS: case Tok::RSHARE: case Tok::REXC:
    case Tok::RREN: case Tok::RSYNC: case Tok::RSYNCI:
      return true;
    default:
      return false;
  }
}

namespace {

// Operators of values around which the space is the author's.
bool loose(Tok type) {
  switch (type) {
    case Tok::PLUS: case Tok::MINUS: case Tok::STAR: case Tok::SLASH: case Tok::PERCENT: case Tok::CARET: case Tok::LT: case Tok::GT:
    case Tok::LE: case Tok::GE: case Tok::EQEQ: case Tok::NE: case Tok::TIE: case Tok::ATAT:
      return true;
    default:
      return false;
  }
}

// Brackets whose contents stand apart from them: `{ S }`, `[ G -> S ]`, `P [| A |] Q`.
bool roomy(Tok opener) {
  return opener == Tok::LBRACE || opener == Tok::LGUARD || opener == Tok::LPAR || opener == Tok::LSHARE || opener == Tok::LSYNC ||
         opener == Tok::LSYNCI;
}

// Brackets whose contents may stand apart from them.
bool free(Tok opener) {
  return opener == Tok::LALPHA || opener == Tok::LLINK || opener == Tok::LEVENTS || opener == Tok::LSET;
}

// A value, so that `(` and `[` behind it are arguments and subscripts.
bool value(const Word& word) {
  switch (word.type) {
    case Tok::NAME: case Tok::INT: case Tok::CHAR: case Tok::STRING: case Tok::RPAREN: case Tok::RREN: case Tok::MK: case Tok::ANY:
    case Tok::ARRAY: case Tok::CHAN: case Tok::PROG: case Tok::TIMED: case Tok::RBRACE: case Tok::RBRACK:
      return true;
    default:
      return false;
  }
}

Space author(const Word& before, const Word& word) {
  return word.column > before.end_column ? Space::One : Space::None;
}

// Around an operator: a space on both sides if there is one on either.
Space around(const std::vector<Word>& words, std::size_t at) {
  const auto apart = [&](std::size_t left) {
    const Word &a = words[left], &b = words[left + 1];
    return a.end_line != b.line || a.comment || b.comment || b.column > a.end_column;
  };
  const bool left = at > 0 && apart(at - 1), right = at + 1 < words.size() && apart(at);
  return left || right ? Space::One : Space::None;
}

}  // namespace

Space space_before(const std::vector<Word>& words, std::size_t at) {
  const Word &before = words[at - 1], &word = words[at];
  if (before.comment || word.comment) return Space::One;
  // What would join to something else, `- -` or `< -`, keeps its space.
  const auto mark = [](char c) { return std::string_view("-/*|<>=:+\\~&@").find(c) != std::string_view::npos; };
  if (mark(before.text.back()) && mark(word.text.front()) && author(before, word) == Space::One) return Space::One;
  if (before.text.back() == '{' && (word.text.front() == '-' || word.text.front() == '|')) return author(before, word);
  // Punctuation.
  if (word.type == Tok::COMMA) return Space::None;
  if (before.type == Tok::COMMA) return Space::One;
  if (word.type == Tok::SEMI && word.program) return Space::None;
  if (word.type == Tok::SEMI || before.type == Tok::SEMI) return Space::One;
  if (word.type == Tok::DOT || before.type == Tok::DOT || word.type == Tok::DOTDOT || before.type == Tok::DOTDOT) return Space::None;
  if (word.type == Tok::DCOLON) return Space::None;
  if (before.type == Tok::DCOLON) return Space::One;
  // `x: T`, `c, d : T`, `?x:A`, `:[deadlock free]`.
  if (before.type == Tok::COLON && word.type == Tok::LBRACK) return Space::None;
  if (word.type == Tok::COLON) {
    if (at + 1 < words.size() && words[at + 1].type == Tok::LBRACK && !word.program) return Space::One;
    return word.program ? Space::None : author(before, word);
  }
  if (before.type == Tok::COLON) return before.program ? Space::One : author(before, word);
  // Communications.
  if (word.type == Tok::BANG || word.type == Tok::QUEST || word.type == Tok::DOLLAR || before.type == Tok::BANG ||
      before.type == Tok::QUEST || before.type == Tok::DOLLAR || before.type == Tok::RECEIVE)
    return Space::None;
  // Brackets.
  if (opens(before.type) && closes(word.type)) return before.type == Tok::LBRACE ? Space::One : Space::None;
  const Tok bracket = opens(before.type) ? before.type : closes(word.type) ? words[word.opener].type : Tok::END;
  if (bracket != Tok::END) return roomy(bracket) ? Space::One : free(bracket) ? author(before, word) : Space::None;
  if (word.type == Tok::LREN) return Space::None;
  if (word.type == Tok::LPAREN || word.type == Tok::LBRACK) {
    const bool shut = closes(before.type) && roomy(words[before.opener].type);
    if (before.type == Tok::RBRACE && shut) return Space::None;  // a call of an anonymous prog
    if (word.type == Tok::LBRACK && !word.program && before.type == Tok::NAME) return author(before, word);  // deadlock free [F]
    return value(before) && !shut ? Space::None : Space::One;
  }
  if (before.type == Tok::REPEAT) return Space::None;
  // Operators.
  if (before.prefix) return before.type == Tok::BACKSLASH ? author(before, word) : Space::None;
  if (word.prefix) return Space::One;
  if (word.type == Tok::PARBAR && word.inside == Tok::LALPHA) return around(words, at);
  if (before.type == Tok::PARBAR && before.inside == Tok::LALPHA) return around(words, at - 1);
  if (loose(word.type)) return around(words, at);
  if (loose(before.type)) return around(words, at - 1);
  return Space::One;
}

}  // namespace csp::format_impl
