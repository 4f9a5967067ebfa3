// Where declarations end. Works on plain lexer tokens; a word is still a NAME here and `<` is only a sign.
#include "frontend/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

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

// An operator that has something on both sides.
bool infix(Tok type) {
  switch (type) {
    case Tok::ARROW: case Tok::SENDTO: case Tok::ASSIGN: case Tok::DCOLON: case Tok::COLON: case Tok::PLUSEQ:
    case Tok::MINUSEQ: case Tok::EQEQ: case Tok::NE: case Tok::LE: case Tok::LT: case Tok::GT: case Tok::EQ:
    case Tok::DOTDOT: case Tok::DOT: case Tok::COMMA: case Tok::BOX: case Tok::PARBAR: case Tok::BAR: case Tok::BANG:
    case Tok::QUEST: case Tok::PLUS: case Tok::MINUS: case Tok::STAR: case Tok::SLASH: case Tok::PERCENT:
    case Tok::CARET: case Tok::AT: case Tok::AMPAMP: case Tok::AMP: case Tok::BACKSLASH:
      return true;
    default:
      return false;
  }
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
      take(token);
    }
    finish();
    return std::move(chunks_);
  }

 private:
  struct Open {
    Token token;
    int indent = 0;  // column at which the opener's line starts
    int chain = 0;   // what is nested at this level without brackets
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
    if (one_of(word, {"channel", "datatype", "nametype"})) return type(at + 1) == Tok::NAME;
    if (word == "include") return type(at + 1) == Tok::STRING;
    if (word != "assert") return false;
    for (std::size_t i = at + 1; type(i) != Tok::END && tokens_[i].line == tokens_[at].line; ++i) {
      if (tokens_[i].type == Tok::COLON && type(i + 1) == Tok::LBRACK) return true;
    }
    return false;
  }

  bool ends_here(bool new_line) const {
    const Token& token = tokens_[at_];
    if (!new_line) return open_.empty() && tokens_[at_ - 1].type == Tok::RBRACE && starts_prog(at_);
    if (token.column == 1 && starts_declaration(at_)) return true;
    // Behind an error what is open says little; the margin says more.
    if (token.column == 1 && token.type == Tok::NAME && chunk_.problem) return true;
    return open_.empty() && angles_ == 0 && !goes_on_after(at_ - 1) && !goes_on_with(at_);
  }

  // Whether the token before a newline asks for more.
  bool goes_on_after(std::size_t at) const {
    if (tokens_[at].type == Tok::GT && closed_angle_) return false;
    if (tokens_[at].type == Tok::NAME) {
      return one_of(text(at), {"and", "or", "not", "if", "then", "else", "let", "within", "assert", "channel",
                               "datatype", "nametype", "include"});
    }
    return infix(tokens_[at].type) || tokens_[at].type == Tok::HASH;
  }

  // Whether the first token of a line belongs to the line before.
  bool goes_on_with(std::size_t at) const {
    const Tok token = tokens_[at].type;
    if (infix(token) || closes(token)) return true;
    if (token == Tok::NAME) return one_of(text(at), {"and", "or", "then", "else", "within"});
    if (token == Tok::LBRACE) return starts_prog_chunk() && !body_seen_;
    return token == Tok::LBRACK && bracket_goes_on(at);
  }

  bool starts_prog_chunk() const {
    const Token& first = chunk_.tokens.front();
    const std::string_view word = first.text(source_);
    return first.type == Tok::NAME && (word == "prog" || word == "service");
  }

  // `[|`, `[[`, `[>`, `[T=`, `[X||Y]`: an infix operator of the process algebra, not a command.
  bool bracket_goes_on(std::size_t at) const {
    const bool near = touch(tokens_[at], tokens_[at + 1]);
    const Tok next = type(at + 1);
    if (near && (next == Tok::BAR || next == Tok::LBRACK || next == Tok::GT)) return true;
    if (near && next == Tok::NAME && type(at + 2) == Tok::EQ && touch(tokens_[at + 1], tokens_[at + 2])) return true;
    int depth = 0;
    bool bars = false;
    for (std::size_t i = at; type(i) != Tok::END; ++i) {
      if (opens(tokens_[i].type)) ++depth;
      if (closes(tokens_[i].type) && --depth == 0) return bars;
      if (depth == 1 && tokens_[i].type == Tok::DCOLON) return false;
      if (depth == 1 && tokens_[i].type == Tok::PARBAR) bars = true;
    }
    return false;
  }

  void take(const Token& token) {
    chunk_.tokens.push_back(token);
    const bool timeout = token.type == Tok::LBRACK && type(at_ + 1) == Tok::GT && touch(token, tokens_[at_ + 1]);
    if (opens(token.type) && !timeout) {  // `[>` is an operator
      if (open_.empty() && token.type == Tok::LBRACE) body_seen_ = true;
      open_.push_back({token, indent_, 0});
    } else if (closes(token.type)) {
      close(token);
    }
    angle(token);
    count(token);
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
    const Open& opener = open_.back();
    const bool first_on_line = token.column == indent_ && opener.token.line < token.line;
    if (first_on_line && token.column < opener.indent && !early_) early_ = {opener.token, token};
    open_.pop_back();
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
  void angle(const Token& token) {
    closed_angle_ = false;
    if (token.type == Tok::LT && !operand_) ++angles_;
    if (token.type == Tok::GT && angles_ > 0) {
      --angles_;
      closed_angle_ = true;
    }
    if (token.type == Tok::SEMI || opens(token.type) || closes(token.type)) angles_ = 0;
    const bool word = token.type == Tok::NAME &&
                      !one_of(token.text(source_), {"and", "or", "not", "if", "then", "else", "within"});
    operand_ = word || closes(token.type) || closed_angle_ || token.type == Tok::INT || token.type == Tok::CHAR ||
               token.type == Tok::STRING;
  }

  // Adds up what would make the syntax tree deep.
  void count(const Token& token) {
    if (chunk_.problem) return;
    int& chain = open_.empty() ? chain_ : open_.back().chain;
    const bool starts_anew = token.type == Tok::COMMA || token.type == Tok::SEMI || token.type == Tok::BOX ||
                             token.type == Tok::PARBAR || token.type == Tok::ARROW;
    const bool deepens = infix(token.type) || token.type == Tok::HASH || closes(token.type) ||
                         (token.type == Tok::NAME && one_of(token.text(source_), {"not", "and", "or", "if", "else", "of"}));
    const bool after_block = chunk_.tokens.size() > 1 && chunk_.tokens[chunk_.tokens.size() - 2].type == Tok::RBRACE;
    if (starts_anew || (after_block && token.type == Tok::NAME && !is_name(at_, "else"))) {
      nesting_ -= chain;
      chain = 0;
    } else if (deepens) {
      ++chain;
      ++nesting_;
    }
    recount();
    if (static_cast<int>(open_.size()) > kMaxBrackets || nesting_ > kMaxNesting) {
      const bool brackets = static_cast<int>(open_.size()) > kMaxBrackets;
      fail("E0205", span_of(file_, token), "this declaration is nested too deeply", "the limit is reached here");
      chunk_.problem->help = brackets ? fmt::format("at most {} brackets may be open", kMaxBrackets)
                                      : fmt::format("at most {} operators and brackets may be nested", kMaxNesting);
    }
  }

  // Brackets that closed take their chains with them.
  void recount() {
    if (!closes(tokens_[at_].type)) return;
    nesting_ = chain_ + static_cast<int>(open_.size());
    for (const Open& open : open_) nesting_ += open.chain;
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
      if (early_) {
        note(fmt::format("this `{}` closes it, but stands too far left to belong to it", sign_of(early_->second.type)),
             early_->second);
      } else if (tokens_[at_].type != Tok::END) {
        note("the next declaration starts here", tokens_[at_]);
      }
    }
    chunks_.push_back(std::move(chunk_));
    chunk_ = {};
    open_.clear();
    early_.reset();
    angles_ = chain_ = nesting_ = 0;
    body_seen_ = operand_ = false;
  }

  const SourceFile& source_;
  const int file_;
  const std::vector<Token>& tokens_;
  std::size_t at_ = 0;  // the token in hand
  std::vector<Chunk> chunks_;
  Chunk chunk_;                                       // the declaration being collected
  std::vector<Open> open_;                            // its open brackets
  std::optional<std::pair<Token, Token>> early_;      // the first pair whose closer stands left of its opener's line
  int indent_ = 0;                                    // column of the current line's first token
  int angles_ = 0;                                    // open `<`
  int chain_ = 0, nesting_ = 0;                       // chain outside brackets; all together
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
