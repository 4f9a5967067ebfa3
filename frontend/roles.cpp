// Contextual keywords and tokens with two meanings: docs/language.md, section 1.
//
// Everything is decided from the token before ("does a value end here?"), the open brackets, and a short look ahead, so
// that the grammar needs one token of lookahead and scripts that use our keywords as names stay valid.
#include "frontend/roles.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

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
      {"nametype", {Tok::NAMETYPE, kTop}}, {"include", {Tok::INCLUDE, kTop}}, {"forall", {Tok::FORALL, kTop}},
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
    case Tok::BAD_STRING: case Tok::BAD_CHAR:
      return true;
    default:
      return false;
  }
}

class Roles {
 public:
  Roles(const SourceFile& source, std::vector<Token>& tokens) : source_(source), in_(tokens) {}

  std::vector<bool> run() {
    prog_ = starts_prog(0);
    types_ = !in_.empty() && (word(0, "var") || word(0, "nametype") || word(0, "channel") || word(0, "datatype"));
    assertion_ = word(0, "assert");
    for (at_ = 0; at_ < in_.size(); ++at_) {
      Token token = in_[at_];
      retype(token);
      out_.push_back(token);
      programs_.push_back(prog_);
    }
    in_ = std::move(out_);
    return std::move(programs_);
  }

 private:
  struct Open {
    Tok opener;        // by role
    bool prog_before;  // whether we were in a prog outside it
  };

  bool word(std::size_t at, std::string_view text) const {
    return at < in_.size() && in_[at].type == Tok::NAME && in_[at].text(source_) == text;
  }
  Tok type(std::size_t at) const { return at < in_.size() ? in_[at].type : Tok::END; }
  Tok before() const { return out_.empty() ? Tok::SEMI : out_.back().type; }

  bool value_before() const { return ends_value(before()) && !(block_end_ && !out_.empty()); }

  bool starts_prog(std::size_t at) const {
    if (word(at, "service") && word(at + 1, "prog")) ++at;
    return word(at, "prog") && type(at + 1) == Tok::NAME &&
           (type(at + 2) == Tok::LPAREN || type(at + 2) == Tok::LBRACE);
  }

  void retype(Token& token) {
    const bool value = value_before();
    bool ends_block = false;
    switch (token.type) {
      case Tok::NAME:
        retype_word(token);
        break;
      case Tok::LT:
        // A receive may start a line; a comparison with a negative number does not.
        if (!value || (prog_ && at_ > 0 && in_[at_ - 1].end_line < token.line && touches_minus())) less(token);
        break;
      case Tok::GT:
        greater(token);
        break;
      case Tok::STAR:
        if (prog_ && type(at_ + 1) == Tok::LBRACK) token.type = Tok::REPEAT;
        break;
      case Tok::LBRACE:
        if (!value) token.type = brace();
        push(token.type);
        break;
      case Tok::LBRACK:
        if (!value) token.type = bracket();
        push(token.type);
        if (token.type == Tok::LPAR) prog_ = true;
        break;
      case Tok::LPAREN:
        push(token.type);
        break;
      case Tok::RPAREN:
      case Tok::RBRACK:
      case Tok::RBRACE:
        ends_block = pop();
        break;
      case Tok::SEMI:
        drop_angles();
        break;
      default:
        break;
    }
    block_end_ = ends_block;
  }

  void retype_word(Token& token) {
    const std::string_view text = token.text(source_);
    if (value_before() && text == "is" && type(at_ + 1) == Tok::NAME) {
      token.type = Tok::IS;
      return;
    }
    if (property_word(token, text) || type_word(token, text)) return;
    const auto found = keywords().find(text);
    if (found != keywords().end() && (found->second.where & (prog_ ? kProg : kTop)) != 0) {
      token.type = found->second.type;
    }
    if (text == "prog" && starts_prog(at_)) token.type = Tok::PROG;
    if (at_ == 0 && text == "service" && starts_prog(0)) token.type = Tok::SERVICE;
    if (at_ == 0 && text == "var" && type(1) == Tok::NAME && type(2) == Tok::COLON) token.type = Tok::VAR;
    if (prog_ && text == "any" && type(at_ + 1) == Tok::LPAREN) token.type = Tok::ANY;
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

  // Words that are keywords only where a type may stand.
  bool type_word(Token& token, std::string_view text) {
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
  bool property_word(Token& token, std::string_view text) {
    if (!assertion_ || at_ < 2 || type(at_ - 1) != Tok::LBRACK || type(at_ - 2) != Tok::COLON) return false;
    token.type = text == "always"      ? Tok::ALWAYS
                 : text == "reachable" ? Tok::REACHABLE
                 : text == "outcomes"  ? Tok::OUTCOMES
                                       : Tok::PROPWORD;
    return true;
  }

  bool returns_nothing() const {
    switch (type(at_ + 1)) {
      case Tok::SEMI: case Tok::RBRACE: case Tok::RBRACK: case Tok::BOX: case Tok::PARBAR: case Tok::END:
        return true;
      default:
        return word(at_ + 1, "case") || word(at_ + 1, "default");
    }
  }

  bool touches_minus() const { return type(at_ + 1) == Tok::MINUS && touch(in_[at_], in_[at_ + 1]); }

  void less(Token& token) {
    if (prog_ && touches_minus()) {
      join(token, Tok::RECEIVE);
    } else {
      token.type = Tok::LANGLE;
      push(token.type);
    }
  }

  void greater(Token& token) {
    if (!open_.empty() && open_.back().opener == Tok::LANGLE) {
      token.type = Tok::RANGLE;
      open_.pop_back();
    } else if (type(at_ + 1) == Tok::EQ && touch(in_[at_], in_[at_ + 1])) {
      join(token, Tok::GE);
    }
  }

  // Makes one token of this and the next.
  void join(Token& token, Tok type) {
    const Token& next = in_[++at_];
    token.type = type;
    token.end = next.end;
    token.end_line = next.end_line;
    token.end_column = next.end_column;
  }

  // A `{` that follows no value.
  Tok brace() const {
    switch (before()) {
      case Tok::SEMI: case Tok::LBRACE: case Tok::RBRACE: case Tok::RBRACK: case Tok::ARROW: case Tok::DCOLON:
      case Tok::STRUCT: case Tok::SELECT: case Tok::FOR: case Tok::SKIPS: case Tok::BREAK: case Tok::CONTINUE:
        return before() == Tok::ARROW && !prog_ ? Tok::LSET : Tok::LBRACE;
      case Tok::ELSE:
        return else_of_value_ || !prog_ ? Tok::LSET : Tok::LBRACE;
      case Tok::COLON:
        return prog_ && (ends_case() || holds_statements()) ? Tok::LBRACE : Tok::LSET;
      default:
        return Tok::LSET;
    }
  }

  // Whether the colon just passed ends a `case` or `default` of a select: statements follow.
  bool ends_case() const {
    int depth = 0;
    for (std::size_t i = out_.size() - 1; i-- > 0;) {
      switch (out_[i].type) {
        case Tok::RPAREN: case Tok::RBRACK: case Tok::RBRACE: case Tok::RANGLE:
          ++depth;
          break;
        case Tok::LPAREN: case Tok::LBRACK: case Tok::LBRACE: case Tok::LANGLE: case Tok::LSET: case Tok::LGUARD: case Tok::LPAR:
          if (--depth < 0) return false;
          break;
        case Tok::PROG:
          if (depth == 0) return false;  // the colon is the one before its result
          break;
        case Tok::SEMI: case Tok::COLON:
          if (depth == 0) return false;
          break;
        case Tok::CASE: case Tok::DEFAULT:
          if (depth == 0) return true;
          break;
        default:
          break;
      }
    }
    return false;
  }

  // Whether the braces that open here, behind a label or the name in a declaration, hold statements: nothing, something that
  // a set cannot hold, or else no list and no range (tests/regress/block-or-set.csp).
  bool holds_statements() const {
    int depth = 0;
    bool set = false;
    for (std::size_t i = at_; i < in_.size(); ++i) {
      switch (in_[i].type) {
        case Tok::LPAREN: case Tok::LBRACK: case Tok::LBRACE:
          if (++depth > 1 && in_[i].type == Tok::LBRACE) return true;
          break;
        case Tok::RPAREN: case Tok::RBRACK: case Tok::RBRACE:
          if (--depth == 0)
            return i == at_ + 1 || (!set && in_[i - 1].type == Tok::RPAREN && in_[at_ + 1].type == Tok::NAME);
          break;
        case Tok::COMMA: case Tok::DOTDOT:
          set = set || depth == 1;
          break;
        case Tok::SEMI: case Tok::EQ: case Tok::ASSIGN: case Tok::SENDTO: case Tok::BANG: case Tok::QUEST:
        case Tok::PLUSEQ: case Tok::MINUSEQ: case Tok::COLON:
          return true;
        case Tok::NAME: {
          const auto found = keywords().find(in_[i].text(source_));
          if (depth == 1 && found != keywords().end() && found->second.where == kProg) return true;
          break;
        }
        default:
          break;
      }
    }
    return true;
  }

  // A `[` that follows no value.
  Tok bracket() const {
    if (type(at_ + 1) == Tok::NAME && type(at_ + 2) == Tok::DCOLON) return Tok::LPAR;
    if (type(at_ + 1) == Tok::NAME && type(at_ + 2) == Tok::LBRACK) {
      int depth = 0;
      for (std::size_t i = at_ + 2; i < in_.size(); ++i) {
        if (in_[i].type == Tok::LBRACK) ++depth;
        if (in_[i].type == Tok::RBRACK && --depth == 0) {
          if (type(i + 1) == Tok::DCOLON) return Tok::LPAR;
          break;
        }
      }
    }
    return prog_ ? Tok::LGUARD : Tok::LBRACK;
  }

  void push(Tok opener) { open_.push_back({opener, prog_}); }

  void drop_angles() {
    while (!open_.empty() && open_.back().opener == Tok::LANGLE) open_.pop_back();
  }

  // Closes the innermost bracket; tells whether a block or a command ended.
  bool pop() {
    drop_angles();
    if (open_.empty()) return false;
    const Open closed = open_.back();
    open_.pop_back();
    prog_ = closed.prog_before;
    return closed.opener == Tok::LBRACE || closed.opener == Tok::LGUARD || closed.opener == Tok::LPAR;
  }

  const SourceFile& source_;
  std::vector<Token>& in_;
  std::vector<Token> out_;
  std::vector<bool> programs_;
  std::vector<Open> open_;
  std::size_t at_ = 0;          // the token in hand
  bool prog_ = false;           // in a prog or parallel command
  bool types_ = false;          // in a declaration that holds types
  bool assertion_ = false;
  bool block_end_ = false;      // the last token closed a block or command, not a value
  bool else_of_value_ = false;  // the last token is the `else` of `if b then x else y`
  int thens_ = 0;               // `then`s that wait for their `else`
};

}  // namespace

std::vector<bool> assign_roles(const SourceFile& source, std::vector<Token>& tokens) {
  return Roles(source, tokens).run();
}

bool is_keyword(std::string_view word) { return keywords().contains(word); }

}  // namespace csp
