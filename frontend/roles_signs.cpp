// Signs with several roles: brackets, `<`, `>`, `|`, and the operators of CSPM made of signs that touch
// (docs/language.md, section 1, "Tokens with two meanings").
#include "frontend/roles.h"
#include "frontend/roles_impl.h"

namespace csp {

bool Roles::sign(Token& token) {
  switch (token.type) {
    case Tok::LT:
      less(token);
      return false;
    case Tok::GT:
      greater(token);
      return false;
    case Tok::STAR:
      if (prog_ && type(at_ + 1) == Tok::LBRACK) token.type = Tok::REPEAT;
      return false;
    case Tok::LBRACE:
      return brace(token);
    case Tok::LBRACK:
      bracket(token);
      return false;
    case Tok::LPAREN:
      push(token.type);
      return false;
    case Tok::RBRACK:
      if (opener() == Tok::LREN && touching(at_, Tok::RBRACK, Tok::RBRACK)) join(token, Tok::RREN, 2);
      pop();
      return true;
    case Tok::RPAREN:
    case Tok::RBRACE:
      pop();
      return true;
    case Tok::SEMI:
      if (prog_) drop_angles();
      return false;
    case Tok::BAR:
    case Tok::PARBAR:
    case Tok::PLUS:
    case Tok::SLASH:
    case Tok::AT:
      return !prog_ && algebra_sign(token);
    default:
      return false;
  }
}

// The operators of CSPM that no bracket opens, and what closes `{|`, `[|`, `[+` and `/+`.
bool Roles::algebra_sign(Token& token) {
  const Tok inside = opener();
  if (touching(at_, Tok::PARBAR, Tok::BAR)) {
    join(token, Tok::INTERLEAVE, 2);
  } else if (touching(at_, Tok::BAR, Tok::TILDE, Tok::BAR)) {
    join(token, Tok::ICHOICE, 3);
  } else if (touching(at_, Tok::SLASH, Tok::BACKSLASH)) {
    join(token, Tok::INTERRUPT, 2);
  } else if (touching(at_, Tok::AT, Tok::AT)) {
    join(token, Tok::ATAT, 2);
  } else if (touching(at_, Tok::SLASH, Tok::PLUS)) {
    join(token, Tok::LSYNCI, 2);
    push(token.type, false);
  } else if (inside == Tok::LEVENTS && touching(at_, Tok::BAR, Tok::RBRACE)) {
    return closing(token, Tok::REVENTS);
  } else if (inside == Tok::LSHARE && touching(at_, Tok::BAR, Tok::RBRACK)) {
    return closing(token, Tok::RSHARE);
  } else if (inside == Tok::LSHARE && touching(at_, Tok::BAR, Tok::GT)) {
    return closing(token, Tok::REXC);
  } else if (inside == Tok::LSYNC && touching(at_, Tok::PLUS, Tok::RBRACK)) {
    return closing(token, Tok::RSYNC);
  } else if (inside == Tok::LSYNCI && touching(at_, Tok::PLUS, Tok::BACKSLASH)) {
    return closing(token, Tok::RSYNCI);
  } else if (token.type == Tok::BAR && !open_.empty()) {
    open_.back().bar = true;
  }
  return false;
}

bool Roles::closing(Token& token, Tok type) {
  join(token, type, 2);
  pop();
  return true;
}

void Roles::less(Token& token) {
  const bool minus = touching(at_, Tok::LT, Tok::MINUS);
  if (!prog_ && touching(at_, Tok::LT, Tok::ARROW)) {
    join(token, Tok::TIE, 2);
    return;
  }
  // In a prog a receive may start a line; a comparison with a negative number does not.
  const bool new_line = prog_ && minus && at_ > 0 && in_[at_ - 1].end_line < token.line;
  if (value_before() && !new_line) {
    if (!prog_ && minus) join(token, Tok::FROM, 2);
  } else if (prog_ && minus) {
    join(token, Tok::RECEIVE, 2);
  } else {
    token.type = Tok::LANGLE;
    push(token.type);
  }
}

void Roles::greater(Token& token) {
  const bool equal = touching(at_, Tok::GT, Tok::EQ);
  const bool list = !open_.empty() && open_.back().opener == Tok::LANGLE;
  // `<x | x <- s, x >= 3>`: where the conditions of a list stand, `>=` does not close it.
  if (list && !(equal && !prog_ && open_.back().bar)) {
    token.type = Tok::RANGLE;
    open_.pop_back();
  } else if (equal) {
    join(token, Tok::GE, 2);
  }
}

void Roles::join(Token& token, Tok type, std::size_t count) {
  at_ += count - 1;
  const Token& last = in_[at_];
  token.type = type;
  token.end = last.end;
  token.end_line = last.end_line;
  token.end_column = last.end_column;
}

// Returns whether the token closes something: `{||}` is read as two.
bool Roles::brace(Token& token) {
  if (!prog_ && touching(at_, Tok::LBRACE, Tok::PARBAR, Tok::RBRACE)) {
    token.type = Tok::LEVENTS;
    token.end += 1;
    token.end_column += 1;
    out_.push_back(token);
    programs_.push_back(false);
    token = in_[++at_];
    token.begin += 1;
    token.column += 1;
    join(token, Tok::REVENTS, 2);
    no_value_ = false;
    return true;
  }
  if (!prog_ && touching(at_, Tok::LBRACE, Tok::BAR)) {
    join(token, Tok::LEVENTS, 2);
  } else if (!value_before()) {
    token.type = block_or_set();
  }
  push(token.type, token.type != Tok::LBRACE);
  return false;
}

// A `{` that follows no value.
Tok Roles::block_or_set() const {
  if (!prog_) return before() == Tok::STRUCT ? Tok::LBRACE : Tok::LSET;
  switch (before()) {
    case Tok::SEMI:
    case Tok::LBRACE:
    case Tok::RBRACE:
    case Tok::RBRACK:
    case Tok::ARROW:
    case Tok::DCOLON:
    case Tok::SERVICE:
    case Tok::STRUCT:
    case Tok::SELECT:
    case Tok::FOR:
    case Tok::SKIPS:
    case Tok::BREAK:
    case Tok::CONTINUE:
      return Tok::LBRACE;
    case Tok::ELSE:
      return else_of_value_ ? Tok::LSET : Tok::LBRACE;
    case Tok::COLON:
      return ends_case() || holds_statements() ? Tok::LBRACE : Tok::LSET;
    default:
      return Tok::LSET;
  }
}

// Whether the colon just passed ends a `case` or `default` of a select: statements follow.
bool Roles::ends_case() const {
  int depth = 0;
  for (std::size_t i = out_.size() - 1; i-- > 0;) {
    switch (out_[i].type) {
      case Tok::RPAREN:
      case Tok::RBRACK:
      case Tok::RBRACE:
      case Tok::RANGLE:
        ++depth;
        break;
      case Tok::LPAREN:
      case Tok::LBRACK:
      case Tok::LBRACE:
      case Tok::LANGLE:
      case Tok::LSET:
      case Tok::LGUARD:
      case Tok::LPAR:
        if (--depth < 0) return false;
        break;
      case Tok::PROG:
        if (depth == 0) return false;  // the colon is the one before its result
        break;
      case Tok::SEMI:
      case Tok::COLON:
        if (depth == 0) return false;
        break;
      case Tok::CASE:
      case Tok::DEFAULT:
        if (depth == 0) return true;
        break;
      default:
        break;
    }
  }
  return false;
}

// Whether the braces that open here, behind a label or the name in a declaration, hold statements: nothing,
// something that a set cannot hold, or else no list and no range (tests/regress/block-or-set.csp).
bool Roles::holds_statements() const {
  int depth = 0;
  bool set = false;
  for (std::size_t i = at_; i < in_.size(); ++i) {
    switch (in_[i].type) {
      case Tok::LPAREN:
      case Tok::LBRACK:
      case Tok::LBRACE:
        if (++depth > 1 && in_[i].type == Tok::LBRACE) return true;
        break;
      case Tok::RPAREN:
      case Tok::RBRACK:
      case Tok::RBRACE:
        if (--depth == 0)
          return i == at_ + 1 || (!set && in_[i - 1].type == Tok::RPAREN && in_[at_ + 1].type == Tok::NAME);
        break;
      case Tok::COMMA:
      case Tok::DOTDOT:
        set = set || depth == 1;
        break;
      case Tok::SEMI:
      case Tok::EQ:
      case Tok::ASSIGN:
      case Tok::SENDTO:
      case Tok::BANG:
      case Tok::QUEST:
      case Tok::PLUSEQ:
      case Tok::MINUSEQ:
      case Tok::COLON:
        return true;
      case Tok::NAME:
        if (depth == 1 && is_program_keyword(in_[i].text(source_))) return true;
        break;
      default:
        break;
    }
  }
  return true;
}

void Roles::bracket(Token& token) {
  if (!prog_ && algebra_bracket(token)) return;
  if (value_before()) {
    push(token.type);
  } else if (parallel_command()) {
    token.type = Tok::LPAR;
    push(token.type, false);
    prog_ = true;
  } else {
    if (prog_) token.type = Tok::LGUARD;
    push(token.type, !prog_ && before() != Tok::AT);  // || x: A @ [B] P
  }
}

// `[` of an operator of CSPM, alone or with what it touches.
bool Roles::algebra_bracket(Token& token) {
  if (touching(at_, Tok::LBRACK, Tok::GT)) {
    join(token, Tok::SLIDE, 2);
    return true;
  }
  if (assertion_ && touching(at_, Tok::LBRACK, Tok::NAME, Tok::EQ)) {
    join(token, Tok::REFINES, 3);
    return true;
  }
  const bool value = value_before();
  if (touching(at_, Tok::LBRACK, Tok::BAR)) {
    join(token, Tok::LSHARE, 2);
  } else if (touching(at_, Tok::LBRACK, Tok::PLUS)) {
    join(token, Tok::LSYNC, 2);
  } else if (value && touching(at_, Tok::LBRACK, Tok::LBRACK)) {
    join(token, Tok::LREN, 2);
  } else {
    const Tok inside = parallel_command() ? Tok::END : operator_inside();
    if (inside == Tok::END || (inside == Tok::PARBAR && !value)) return false;
    token.type = inside == Tok::TIE ? Tok::LLINK : Tok::LALPHA;
  }
  push(token.type, token.type == Tok::LREN);
  return true;
}

// Whether the brackets that open here hold `||` or `<->` outside of other brackets.
Tok Roles::operator_inside() const {
  int depth = 0;
  Tok found = Tok::END;
  for (std::size_t i = at_; i < in_.size(); ++i) {
    switch (in_[i].type) {
      case Tok::LPAREN:
      case Tok::LBRACE:
      case Tok::LBRACK:
        ++depth;
        break;
      case Tok::RPAREN:
      case Tok::RBRACE:
      case Tok::RBRACK:
        if (--depth == 0) return found;
        break;
      case Tok::PARBAR:
        if (depth == 1) found = Tok::PARBAR;
        break;
      case Tok::LT:
        if (depth == 1 && touching(i, Tok::LT, Tok::ARROW)) return Tok::TIE;
        break;
      default:
        break;
    }
  }
  return Tok::END;
}

// `[ a::`, `[ a[...]::`
bool Roles::parallel_command() const {
  if (type(at_ + 1) != Tok::NAME) return false;
  if (type(at_ + 2) == Tok::DCOLON) return true;
  if (type(at_ + 2) != Tok::LBRACK) return false;
  int depth = 0;
  for (std::size_t i = at_ + 2; i < in_.size(); ++i) {
    if (in_[i].type == Tok::LBRACK) ++depth;
    if (in_[i].type == Tok::RBRACK && --depth == 0) return type(i + 1) == Tok::DCOLON;
  }
  return false;
}

// The innermost bracket that is no `<`.
Tok Roles::opener() const {
  for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
    if (open->opener != Tok::LANGLE) return open->opener;
  }
  return Tok::END;
}

void Roles::drop_angles() {
  while (!open_.empty() && open_.back().opener == Tok::LANGLE) open_.pop_back();
}

// Closes the innermost bracket.
void Roles::pop() {
  drop_angles();
  no_value_ = false;
  if (open_.empty()) return;
  const Open closed = open_.back();
  open_.pop_back();
  prog_ = closed.prog_before;
  no_value_ = !closed.ends_value;
}

}  // namespace csp
