// Where declarations end. Works on plain lexer tokens; a word is still a NAME here and `<` is only a sign.
#include "frontend/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "frontend/nesting.h"

namespace csp {
namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool opens(Tok type) { return type == Tok::LPAREN || type == Tok::LBRACK || type == Tok::LBRACE; }
bool closes(Tok type) { return type == Tok::RPAREN || type == Tok::RBRACK || type == Tok::RBRACE; }

Tok closer_of(Tok opener) {
  return opener == Tok::LPAREN ? Tok::RPAREN : opener == Tok::LBRACK ? Tok::RBRACK : Tok::RBRACE;
}

std::string_view sign_of(Tok closer) {
  return closer == Tok::RPAREN ? ")" : closer == Tok::RBRACK ? "]" : "}";
}

class Layout {
 public:
  Layout(const SourceFile& source, int file, const std::vector<Token>& tokens)
      : source_(source), file_(file), tokens_(tokens) {}

  std::vector<Chunk> run() {
    for (at_ = 0; tokens_[at_].type != Tok::END; ++at_) {
      const Token& token = tokens_[at_];
      const bool new_line = at_ == 0 || tokens_[at_ - 1].end_line < token.line;
      if (new_line) indent_ = token.column;
      if (!chunk_.tokens.empty() && ends_here(new_line)) finish();
      if (chunk_.tokens.empty()) start();
      const bool definition = new_line && in_definitions() && !goes_on();
      if (definition) {
        operand_ = false;
        nesting_.definition();
      }
      take(token);
      chunk_.tokens.back().definition = definition;
    }
    finish();
    return std::move(chunks_);
  }

 private:
  using Angles = std::vector<bool>;  // open `<`; whether a `|` stood behind them
  struct Open {
    Token token;
    int indent = 0;      // column at which the opener's line starts
    Angles angles;       // open `<` around it
    bool infix = false;  // the brackets are part of an operator: [A||B], [|A|], [c <-> d], @ [A]
  };
  // A `let` that waits for its `within`, or the braces of `Timed(f) { }`: definitions stand on lines of their own.
  struct Definitions {
    Token token;
    std::size_t brackets = 0;  // open around the definitions
    std::size_t angles = 0;    // and open `<`
  };

  std::string_view text(std::size_t at) const { return tokens_[at].text(source_); }
  bool is_name(std::size_t at, std::string_view word) const {
    return at < tokens_.size() && tokens_[at].type == Tok::NAME && text(at) == word;
  }
  Tok type(std::size_t at) const { return at < tokens_.size() ? tokens_[at].type : Tok::END; }

  // `prog NAME (`, `prog NAME {`, `service prog`.
  bool starts_prog(std::size_t at) const {
    if (is_name(at, "service") && is_name(at + 1, "prog")) ++at;
    return is_name(at, "prog") && type(at + 1) == Tok::NAME &&
           (type(at + 2) == Tok::LPAREN || type(at + 2) == Tok::LBRACE);
  }

  // Whether the token plainly starts a declaration, whatever is open.
  bool starts_declaration(std::size_t at) const {
    if (tokens_[at].type != Tok::NAME) return false;
    if (starts_prog(at)) return true;
    const std::string_view word = text(at);
    if (one_of(word, {"channel", "datatype", "nametype", "subtype", "transparent", "external"})) return type(at + 1) == Tok::NAME;
    if (word == "include") return type(at + 1) == Tok::STRING;
    if (word != "assert") return false;
    for (std::size_t i = at + 1; type(i) != Tok::END && tokens_[i].line == tokens_[at].line; ++i) {
      if (tokens_[i].type == Tok::COLON && type(i + 1) == Tok::LBRACK) return true;
      if (refines(i)) return true;
    }
    return false;
  }

  bool ends_here(bool new_line) const {
    const Token& token = tokens_[at_];
    if (!new_line) return open_.empty() && tokens_[at_ - 1].type == Tok::RBRACE && starts_prog(at_);
    if (token.column == 1 && starts_declaration(at_) && !in_timed()) return true;
    // Behind an error what is open says little; the margin says more.
    if (token.column == 1 && token.type == Tok::NAME && chunk_.problem) return true;
    return open_.empty() && angles_.empty() && lets_.empty() && !goes_on();
  }

  // Whether a new line at this place can start a definition of a `let` or `Timed`.
  bool in_definitions() const { return !lets_.empty() && lets_.back().brackets == open_.size() && angles_.size() == lets_.back().angles; }
  bool in_timed() const { return !lets_.empty() && lets_.front().token.type == Tok::LBRACE; }

  bool goes_on() const { return goes_on_after(at_ - 1) || goes_on_with(at_); }

  // Whether a definition starts at this line: a `=` stands in it outside all brackets.
  bool defines(std::size_t at) const {
    int depth = 0;
    for (std::size_t i = at; type(i) != Tok::END && tokens_[i].line == tokens_[at].line; ++i) {
      if (opens(tokens_[i].type)) ++depth;
      if (closes(tokens_[i].type)) --depth;
      const bool at_least = i > at && type(i - 1) == Tok::GT && touch(tokens_[i - 1], tokens_[i]);  // >=
      if (tokens_[i].type == Tok::EQ && depth == 0 && !at_least) return true;
    }
    return false;
  }

  // `[T=` and its like, in one piece.
  bool refines(std::size_t at) const {
    return type(at) == Tok::LBRACK && type(at + 1) == Tok::NAME && type(at + 2) == Tok::EQ && touch(tokens_[at], tokens_[at + 1]) &&
           touch(tokens_[at + 1], tokens_[at + 2]);
  }

  // Whether the token before a newline asks for more.
  bool goes_on_after(std::size_t at) const {
    if (tokens_[at].type == Tok::GT && closed_angle_) return false;
    if (tokens_[at].type == Tok::RBRACK) return closed_infix_;
    // `P ; Q`, but not the `;` that other languages put behind a definition.
    if (tokens_[at].type == Tok::SEMI) return !program_ && !defines(at + 1);
    if (tokens_[at].type == Tok::NAME) {
      return one_of(text(at), {"and", "or", "not", "if", "then", "else", "let", "within", "assert", "channel",
                               "datatype", "nametype", "subtype", "transparent", "external", "include"});
    }
    return infix(tokens_[at].type) || tokens_[at].type == Tok::HASH;
  }

  // Whether the first token of a line belongs to the line before.
  bool goes_on_with(std::size_t at) const {
    const Tok token = tokens_[at].type;
    if (token == Tok::LT) return touch(tokens_[at], tokens_[at + 1]) && (type(at + 1) == Tok::MINUS || type(at + 1) == Tok::ARROW);
    if (infix(token) || closes(token)) return true;
    if (token == Tok::SEMI) return !program_;
    if (token == Tok::NAME) return one_of(text(at), {"and", "or", "then", "else", "within"});
    if (token == Tok::LBRACE) return starts_prog_chunk() && !body_seen_;
    return token == Tok::LBRACK && bracket_goes_on(at);
  }

  bool starts_prog_chunk() const {
    const Token& first = chunk_.tokens.front();
    const std::string_view word = first.text(source_);
    return first.type == Tok::NAME && (word == "prog" || word == "service");
  }

  // `[|`, `[[`, `[>`, `[+`, `[T=`, `[X||Y]`, `[c<->d]`: an infix operator of the process algebra, not a command.
  bool bracket_goes_on(std::size_t at) const {
    const bool near = touch(tokens_[at], tokens_[at + 1]);
    const Tok next = type(at + 1);
    if (near && (next == Tok::BAR || next == Tok::LBRACK || next == Tok::GT || next == Tok::PLUS)) return true;
    return refines(at) || operator_inside(at);
  }

  // Whether the brackets that open here hold `||` or `<->`, and so are an operator.
  bool operator_inside(std::size_t at) const {
    int depth = 0;
    bool found = false;
    for (std::size_t i = at; type(i) != Tok::END; ++i) {
      if (opens(tokens_[i].type)) ++depth;
      if (closes(tokens_[i].type) && --depth == 0) return found;
      if (depth != 1) continue;
      if (tokens_[i].type == Tok::DCOLON) return false;
      if (tokens_[i].type == Tok::PARBAR || tie(i)) found = true;
    }
    return false;
  }

  bool tie(std::size_t at) const {
    return type(at) == Tok::LT && type(at + 1) == Tok::ARROW && touch(tokens_[at], tokens_[at + 1]);
  }

  void start() {
    program_ = starts_prog(at_);
    timed_ = is_name(at_, "Timed") && type(at_ + 1) == Tok::LPAREN;
    nesting_ = Nesting(program_);
  }

  void take(const Token& token) {
    const bool touches = !chunk_.tokens.empty() && touch(chunk_.tokens.back(), token);
    const Tok before = chunk_.tokens.empty() ? Tok::END : chunk_.tokens.back().type;
    chunk_.tokens.push_back(token);
    closed_infix_ = false;
    const bool exception = token.type == Tok::GT && before == Tok::BAR && touches && !open_.empty() && open_.back().infix;
    // `[>` and `[T=` are operators without a closing bracket.
    const bool operator_sign = token.type == Tok::LBRACK && ((type(at_ + 1) == Tok::GT && touch(token, tokens_[at_ + 1])) || refines(at_));
    if (opens(token.type) && !operator_sign) {
      open(token, before);
    } else if (closes(token.type)) {
      close(token);
      nesting_.close();
    } else if (exception) {  // [|A|>
      angles_ = open_.back().angles;
      closed_infix_ = true;
      open_.pop_back();
      nesting_.close();
    } else {
      word(token);
      nesting_.other(token, token.text(source_), before, touches);
    }
    angle(token, exception);
    limit(token);
  }

  void open(const Token& token, Tok before) {
    if (open_.empty() && token.type == Tok::LBRACE) body_seen_ = true;
    const Tok next = type(at_ + 1);
    const bool share = touch(token, tokens_[at_ + 1]) && (next == Tok::BAR || next == Tok::PLUS);
    const bool infix = token.type == Tok::LBRACK && !program_ && (share || before == Tok::AT || operator_inside(at_));
    open_.push_back({token, indent_, std::exchange(angles_, {}), infix});
    nesting_.open();
    if (timed_ && token.type == Tok::LBRACE && open_.size() == 1 && before == Tok::RPAREN) lets_.push_back({token, 1, 0});
  }

  // `let` and `within`.
  void word(const Token& token) {
    if (program_ || token.type != Tok::NAME) return;
    if (token.text(source_) == "let") {
      lets_.push_back({token, open_.size(), angles_.size()});
      nesting_.let();
    } else if (token.text(source_) == "within" && !lets_.empty() && lets_.back().token.type == Tok::NAME) {
      lets_.pop_back();
      nesting_.within();
    }
  }

  void close(const Token& token) {
    if (open_.empty()) {
      fail("E0203", span_of(file_, token), fmt::format("unexpected `{}`", sign_of(token.type)),
           "no bracket is open here");
      return;
    }
    if (closer_of(open_.back().token.type) != token.type) {
      mismatch(token);
      return;
    }
    const Open opener = open_.back();
    closed_infix_ = opener.infix;
    const bool first_on_line = token.column == indent_ && opener.token.line < token.line;
    if (first_on_line && token.column < opener.indent && !early_) early_ = {opener.token, token};
    angles_ = opener.angles;
    open_.pop_back();
    end_lets(token);
  }

  // A closing bracket also ends the definitions inside it.
  void end_lets(const Token& token) {
    while (!lets_.empty() && lets_.back().brackets > open_.size()) {
      if (lets_.back().token.type == Tok::NAME) {
        fail("E0218", span_of(file_, lets_.back().token), "this `let` has no `within`", "its definitions start here");
        note(fmt::format("this `{}` closes what it stands in", token.text(source_)), token);
      }
      lets_.pop_back();
    }
  }

  void mismatch(const Token& token) {
    const Token opener = open_.back().token;
    const std::string_view wanted = sign_of(closer_of(opener.type));
    const auto match = std::find_if(open_.rbegin(), open_.rend(),
                                    [&](const Open& o) { return closer_of(o.token.type) == token.type; });
    if (match == open_.rend()) {
      fail("E0203", span_of(file_, token), fmt::format("unexpected `{}`", sign_of(token.type)),
           "no such bracket is open here");
      return;
    }
    fail("E0203", span_of(file_, token), fmt::format("`{}` does not close `{}`", sign_of(token.type), opener.text(source_)),
         fmt::format("expected `{}`", wanted));
    note(fmt::format("this `{}` is still open", opener.text(source_)), opener);
    open_.erase(std::prev(match.base()), open_.end());
  }

  // A `<` where a value is expected opens a list.
  void angle(const Token& token, bool exception) {
    closed_angle_ = false;
    if (token.type == Tok::LT && !operand_) angles_.push_back(false);
    if (token.type == Tok::BAR && !angles_.empty()) angles_.back() = true;
    // `<x | x <- s, x >= 3>`: the first `>` is part of an operator.
    const bool at_least = !angles_.empty() && angles_.back() && type(at_ + 1) == Tok::EQ && touch(token, tokens_[at_ + 1]);
    if (token.type == Tok::GT && !angles_.empty() && !exception && !at_least) {
      angles_.pop_back();
      closed_angle_ = true;
    }
    if (token.type == Tok::SEMI && program_) angles_.clear();
    const bool statement = chunk_.tokens.size() == 1 && one_of(token.text(source_), {"print", "assert"});
    const bool word = token.type == Tok::NAME && !statement &&
                      !one_of(token.text(source_), {"and", "or", "not", "if", "then", "else", "let", "within"});
    operand_ = word || (closes(token.type) && !closed_infix_) || closed_angle_ || token.type == Tok::INT || token.type == Tok::CHAR ||
               token.type == Tok::STRING;
  }

  void limit(const Token& token) {
    if (chunk_.problem || (nesting_.brackets() <= kMaxBrackets && nesting_.depth() <= kMaxNesting)) return;
    const bool brackets = nesting_.brackets() > kMaxBrackets;
    fail("E0205", span_of(file_, token), "this declaration is nested too deeply", "the limit is reached here");
    chunk_.problem->help = brackets ? fmt::format("at most {} brackets may be open", kMaxBrackets)
                                    : fmt::format("at most {} operators and brackets may be nested", kMaxNesting);
  }

  void fail(std::string code, const Span& span, std::string message, std::string label) {
    if (chunk_.problem) {
      ignored_ = true;
      return;
    }
    chunk_.problem = Diagnostic{Severity::Error, std::move(code), span, std::move(message), std::move(label), {}, {}};
    ignored_ = false;
  }

  void note(std::string message, const Token& token) {
    if (!ignored_) chunk_.problem->notes.push_back({std::move(message), span_of(file_, token)});
  }

  void finish() {
    if (chunk_.tokens.empty()) return;
    if (!open_.empty() && !chunk_.problem) {
      const Token opener = early_ ? early_->first : open_.back().token;
      fail("E0202", span_of(file_, opener), fmt::format("this `{}` is never closed", opener.text(source_)), "opened here");
      if (opener.type == Tok::LBRACK && std::any_of(chunk_.tokens.begin(), chunk_.tokens.end(), [&](const Token& t) {
            return t.type == Tok::EQ && touch(opener, t);
          })) {
        chunk_.problem->help = "a refinement names its model: `[T=`, `[F=` or `[FD=`";
      }
      if (early_) {
        note(fmt::format("this `{}` closes it, but stands too far left to belong to it", sign_of(early_->second.type)),
             early_->second);
      } else if (tokens_[at_].type != Tok::END) {
        note("the next declaration starts here", tokens_[at_]);
      }
    }
    if (!lets_.empty() && lets_.back().token.type == Tok::NAME && !chunk_.problem) {
      fail("E0218", span_of(file_, lets_.back().token), "this `let` has no `within`", "its definitions start here");
      if (tokens_[at_].type != Tok::END) note("the next declaration starts here", tokens_[at_]);
    }
    chunks_.push_back(std::move(chunk_));
    chunk_ = {};
    open_.clear();
    lets_.clear();
    early_.reset();
    angles_.clear();
    body_seen_ = operand_ = false;
  }

  const SourceFile& source_;
  const int file_;
  const std::vector<Token>& tokens_;
  std::size_t at_ = 0;  // the token in hand
  std::vector<Chunk> chunks_;
  Chunk chunk_;                                       // the declaration being collected
  std::vector<Open> open_;                            // its open brackets
  std::vector<Definitions> lets_;                     // what holds definitions
  Nesting nesting_;                                   // how deep the tree becomes
  std::optional<std::pair<Token, Token>> early_;      // the first pair whose closer stands left of its opener's line
  int indent_ = 0;                                    // column of the current line's first token
  Angles angles_;                                     // open `<` at this level of brackets
  bool program_ = false, timed_ = false;              // the declaration is a prog, or Timed(f) { }
  bool closed_infix_ = false;                         // the last token closed brackets that are part of an operator
  bool closed_angle_ = false;                         // the last token was a `>` that closes a list
  bool operand_ = false;                              // the last token ends a value
  bool body_seen_ = false;                            // a `{` was opened outside other brackets
  bool ignored_ = false;                              // the last fail() came after a first one
};

}  // namespace

std::vector<Chunk> layout(const SourceFile& source, int file, const std::vector<Token>& tokens) {
  return Layout(source, file, tokens).run();
}

}  // namespace csp
