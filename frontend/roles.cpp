// Contextual keywords: docs/language.md, section 1.
//
// Everything is decided from the token before ("does a value end here?"), the open brackets, and a short look ahead, so
// that the grammar needs one token of lookahead and scripts that use our keywords as names stay valid.
#include "frontend/roles.h"

#include <string_view>
#include <unordered_map>

#include "frontend/roles_impl.h"

namespace csp {
namespace {

enum Where : unsigned { kTop = 1, kProg = 2 };

struct Keyword {
  Tok type;
  unsigned where;
};

const std::unordered_map<std::string_view, Keyword>& keywords() {
  static const std::unordered_map<std::string_view, Keyword> table = {
      {"assert", {Tok::ASSERT, kTop | kProg}}, {"channel", {Tok::CHANNEL, kTop}}, {"datatype", {Tok::DATATYPE, kTop}},
      {"nametype", {Tok::NAMETYPE, kTop}}, {"include", {Tok::INCLUDE, kTop}},
      {"if", {Tok::IF, kTop | kProg}}, {"then", {Tok::THEN, kTop | kProg}}, {"else", {Tok::ELSE, kTop | kProg}},
      {"let", {Tok::LET, kTop}}, {"within", {Tok::WITHIN, kTop}}, {"true", {Tok::TRUE, kTop | kProg}},
      {"false", {Tok::FALSE, kTop | kProg}}, {"and", {Tok::AND, kTop | kProg}}, {"or", {Tok::OR, kTop | kProg}},
      {"not", {Tok::NOT, kTop | kProg}}, {"skip", {Tok::SKIPS, kProg}}, {"begin", {Tok::BEGIN, kProg}},
      {"become", {Tok::BECOME, kProg}}, {"select", {Tok::SELECT, kProg}}, {"case", {Tok::CASE, kProg}},
      {"default", {Tok::DEFAULT, kProg}}, {"pri", {Tok::PRI, kProg}}, {"while", {Tok::WHILE, kProg}},
      {"for", {Tok::FOR, kProg}}, {"range", {Tok::RANGE, kProg}}, {"break", {Tok::BREAK, kProg}},
      {"continue", {Tok::CONTINUE, kProg}}, {"return", {Tok::RETURN, kProg}}, {"defer", {Tok::DEFER, kProg}},
      {"mk", {Tok::MK, kProg}}, {"prog", {Tok::PROG, kProg}}, {"service", {Tok::SERVICE, kProg}},
      {"chan", {Tok::CHAN, kProg}}, {"of", {Tok::OF, kProg}}, {"struct", {Tok::STRUCT, kProg}},
  };
  return table;
}

// Whether a value can end with this token, so that an operator, a subscript or arguments may follow.
bool ends_value(Tok type) {
  switch (type) {
    case Tok::NAME: case Tok::INT: case Tok::CHAR: case Tok::STRING: case Tok::TRUE: case Tok::FALSE: case Tok::RPAREN:
    case Tok::RBRACK: case Tok::RBRACE: case Tok::RANGLE: case Tok::CHAN: case Tok::ARRAY: case Tok::MK: case Tok::ANY:
    case Tok::REVENTS: case Tok::RREN: case Tok::BAD_STRING: case Tok::BAD_CHAR:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool Roles::value_before() const { return ends_value(before()) && !(no_value_ && !out_.empty()); }

bool Roles::starts_prog(std::size_t at) const {
  if (word(at, "service") && word(at + 1, "prog")) ++at;
  return word(at, "prog") && type(at + 1) == Tok::NAME && (type(at + 2) == Tok::LPAREN || type(at + 2) == Tok::LBRACE);
}

bool Roles::starts_declaration() const {
  return out_.empty() || before() == Tok::NEWDEF || before() == Tok::LET || (before() == Tok::LBRACE && !prog_);
}

std::vector<bool> Roles::run() {
  prog_ = starts_prog(0);
  types_ = word(0, "var") || word(0, "nametype") || word(0, "channel") || word(0, "datatype") || word(0, "subtype");
  assertion_ = word(0, "assert");
  for (at_ = 0; at_ < in_.size(); ++at_) {
    Token token = in_[at_];
    if (token.definition && before() != Tok::LET && before() != Tok::LBRACE) {
      Token mark = token;
      mark.type = Tok::NEWDEF;
      mark.end = mark.begin;
      mark.end_line = mark.line;
      mark.end_column = mark.column;
      out_.push_back(mark);
      programs_.push_back(false);
      no_value_ = false;
    }
    retype(token);
    out_.push_back(token);
    programs_.push_back(prog_);
  }
  in_ = std::move(out_);
  return std::move(programs_);
}

void Roles::retype(Token& token) {
  if (token.type == Tok::NAME) {
    retype_word(token);
    no_value_ = false;
  } else if (!sign(token)) {
    no_value_ = false;
  }
}

void Roles::retype_word(Token& token) {
  const std::string_view text = token.text(source_);
  if (value_before() && text == "is" && type(at_ + 1) == Tok::NAME) {
    token.type = Tok::IS;
    return;
  }
  if (property_word(token, text) || type_word(token, text)) return;
  const auto found = keywords().find(text);
  if (found != keywords().end() && (found->second.where & (prog_ ? kProg : kTop)) != 0) token.type = found->second.type;
  if (text == "prog" && starts_prog(at_)) token.type = Tok::PROG;
  if (starts_declaration()) declaration_word(token, text);
  if (prog_ && text == "any" && type(at_ + 1) == Tok::LPAREN) token.type = Tok::ANY;
  if (assertion_ && (before() == Tok::ASSERT || before() == Tok::NOT) && text == "forall") token.type = Tok::FORALL;
  if (assertion_ && text == "service" && type(at_ + 1) == Tok::NAME) token.type = Tok::SERVICE;
  if (token.type == Tok::THEN) ++thens_;
  if (token.type == Tok::ELSE && thens_ > 0) {
    --thens_;
    else_of_value_ = true;
  } else {
    else_of_value_ = false;
  }
  if (token.type == Tok::RETURN && returns_nothing()) token.type = Tok::RETURN_ALONE;
}

// Words that start a declaration and are names elsewhere.
void Roles::declaration_word(Token& token, std::string_view text) {
  const Tok next = type(at_ + 1);
  if (at_ == 0 && text == "service" && starts_prog(0)) token.type = Tok::SERVICE;
  if (at_ == 0 && text == "var" && next == Tok::NAME && type(2) == Tok::COLON) token.type = Tok::VAR;
  if (text == "subtype" && next == Tok::NAME) token.type = Tok::SUBTYPE;
  if ((text == "transparent" || text == "external") && next == Tok::NAME) token.type = Tok::TRANSPARENT;
  if (at_ == 0 && text == "print" && !defines()) token.type = Tok::PRINT;
  if (at_ == 0 && text == "Timed" && braces_behind()) token.type = Tok::TIMED;
}

bool Roles::defines() const {
  int depth = 0;
  for (std::size_t i = 0; i < in_.size(); ++i) {
    const Tok one = type(i);
    if (one == Tok::LPAREN || one == Tok::LBRACE || one == Tok::LBRACK || word(i, "let")) ++depth;
    if (one == Tok::RPAREN || one == Tok::RBRACE || one == Tok::RBRACK || word(i, "within")) --depth;
    const bool at_least = i > 0 && type(i - 1) == Tok::GT && touch(in_[i - 1], in_[i]);  // >=
    if (one == Tok::EQ && depth == 0 && !at_least) return true;
  }
  return false;
}

bool Roles::braces_behind() const {
  int depth = 0;
  for (std::size_t i = at_ + 1; i < in_.size(); ++i) {
    if (type(i) == Tok::LPAREN) ++depth;
    if (type(i) == Tok::RPAREN && --depth == 0) return type(i + 1) == Tok::LBRACE;
    if (depth == 0) return false;
  }
  return false;
}

// Words that are keywords only where a type may stand.
bool Roles::type_word(Token& token, std::string_view text) {
  if (!prog_ && !types_) return false;
  const Tok next = type(at_ + 1);
  if (text == "array" && next == Tok::LBRACK) {
    token.type = Tok::ARRAY;
  } else if (text == "list" && word(at_ + 1, "of")) {
    token.type = Tok::LIST;
  } else if (text == "chan" && (next == Tok::LBRACK || word(at_ + 1, "of"))) {
    token.type = Tok::CHAN;
  } else if (text == "struct" && next == Tok::LBRACE) {
    token.type = Tok::STRUCT;
  } else if (text == "of" && (before() == Tok::CHAN || before() == Tok::LIST || before() == Tok::RBRACK)) {
    token.type = Tok::OF;
  } else if (text == "prog" && next == Tok::LPAREN) {
    token.type = Tok::PROG;
  } else {
    return false;
  }
  return true;
}

// The words behind `:[` of an assertion.
bool Roles::property_word(Token& token, std::string_view text) {
  if (!assertion_ || at_ < 2 || type(at_ - 1) != Tok::LBRACK || type(at_ - 2) != Tok::COLON) return false;
  token.type = text == "always"      ? Tok::ALWAYS
               : text == "reachable" ? Tok::REACHABLE
               : text == "outcomes"  ? Tok::OUTCOMES
                                     : Tok::PROPWORD;
  return true;
}

bool Roles::returns_nothing() const {
  switch (type(at_ + 1)) {
    case Tok::SEMI: case Tok::RBRACE: case Tok::RBRACK: case Tok::BOX: case Tok::PARBAR: case Tok::END:
      return true;
    default:
      return word(at_ + 1, "case") || word(at_ + 1, "default");
  }
}

std::vector<bool> assign_roles(const SourceFile& source, std::vector<Token>& tokens) {
  return Roles(source, tokens).run();
}

bool is_keyword(std::string_view word) { return keywords().contains(word); }

bool is_program_keyword(std::string_view word) {
  const auto found = keywords().find(word);
  return found != keywords().end() && found->second.where == kProg;
}

}  // namespace csp
