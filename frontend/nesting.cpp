// Counting how deep a syntax tree becomes, from its tokens.
#include "frontend/nesting.h"

#include <algorithm>

namespace csp {

bool infix(Tok type) {
  switch (type) {
    case Tok::ARROW:
    case Tok::SENDTO:
    case Tok::ASSIGN:
    case Tok::DCOLON:
    case Tok::COLON:
    case Tok::PLUSEQ:
    case Tok::MINUSEQ:
    case Tok::EQEQ:
    case Tok::NE:
    case Tok::LE:
    case Tok::LT:
    case Tok::GT:
    case Tok::EQ:
    case Tok::DOTDOT:
    case Tok::DOT:
    case Tok::COMMA:
    case Tok::BOX:
    case Tok::PARBAR:
    case Tok::BAR:
    case Tok::BANG:
    case Tok::QUEST:
    case Tok::PLUS:
    case Tok::MINUS:
    case Tok::STAR:
    case Tok::SLASH:
    case Tok::PERCENT:
    case Tok::CARET:
    case Tok::AT:
    case Tok::AMPAMP:
    case Tok::AMP:
    case Tok::BACKSLASH:
    case Tok::DOLLAR:
      return true;
    default:
      return false;
  }
}

void Nesting::operand_ends(Level& level) const {
  level.inner = std::max(level.inner, level.right + level.tight);
  level.tight = 0;
}

void Nesting::open() {
  below_ += levels_.back().total();
  levels_.emplace_back();
}

void Nesting::close() {
  if (levels_.size() > 1) {
    levels_.pop_back();
    below_ -= levels_.back().total();
  }
  ++levels_.back().tight;  // f(x)(y)(z)
}

void Nesting::let() {
  ++levels_.back().right;
  lets_.push_back(levels_.back());
}

void Nesting::definition() {
  if (!lets_.empty()) levels_.back() = lets_.back();
}

void Nesting::within() {
  if (lets_.empty()) return;
  definition();
  lets_.pop_back();
}

void Nesting::other(const Token& token, std::string_view text, Tok before, bool touches) {
  Level& level = levels_.back();
  const auto word = [&](std::initializer_list<std::string_view> words) {
    return token.type == Tok::NAME && std::find(words.begin(), words.end(), text) != words.end();
  };
  if (token.type == Tok::COMMA) {
    operand_ends(level);
    if (program_) level = {};
    return;
  }
  if (program_) {
    const bool side_by_side = token.type == Tok::SEMI || token.type == Tok::BOX ||
                              token.type == Tok::PARBAR || token.type == Tok::ARROW;
    if (side_by_side || (before == Tok::RBRACE && token.type == Tok::NAME && !word({"else"}))) {
      level = {};
    } else if (infix(token.type) || token.type == Tok::HASH ||
               word({"not", "and", "or", "if", "else", "of"})) {
      ++level.tight;
    }
    return;
  }
  const bool leans_right =
      token.type == Tok::ARROW || token.type == Tok::AMP || token.type == Tok::AT || word({"if"});
  // `|~|` is counted by its `~`, `[|A|]` and `[A||B]` by their brackets; a single `|` separates.
  const bool loose = token.type == Tok::BOX || token.type == Tok::TILDE || token.type == Tok::BACKSLASH ||
                     token.type == Tok::SEMI || token.type == Tok::PARBAR ||
                     (token.type == Tok::GT && before == Tok::LBRACK && touches);
  if (leans_right) {
    operand_ends(level);
    ++level.right;
  } else if (loose) {
    operand_ends(level);
    level.right = 0;
    ++level.loose;
  } else if ((infix(token.type) && token.type != Tok::BAR) || token.type == Tok::HASH ||
             word({"not", "and", "or", "of"})) {
    ++level.tight;
  }
}

}  // namespace csp
