// Lines and their indentation.
//
// A statement that starts a line in a block stands 4 columns right of the line whose statement opened the block, a declaration at the
// margin. In a command of 1978 that starts at column c:
//
//   *[ guard ->               [ guard -> statement        [ a:: P()
//        statement;          [] guard ->                 || b:: Q()
//        statement                statement               ]
//   [] guard -> statement     ]
//    ]
//
// or, if the first statement stands behind the `->`, under that one if it did. Every other line is the continuation of something, and
// keeps its distance to the line that this something started. Where a word stands further right than a space, and under or over
// another word, or is a comment, it keeps its column if it can: that is a table made by hand. A table that fell apart in one pass is none
// in the next, so passes are repeated until nothing changes.
#include "frontend/format.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "frontend/format_impl.h"
#include "frontend/layout.h"
#include "frontend/lex.h"
#include "frontend/roles.h"

namespace csp {

using namespace format_impl;

namespace {

constexpr int kPasses = 100;  // at most so many tables fall apart one after the other

Word word_of(const SourceFile& source, const Token& token) {
  Word out;
  out.type = token.type;
  out.text = token.text(source);
  while (!out.text.empty() && (out.text.back() == ' ' || out.text.back() == '\t' || out.text.back() == '\r')) out.text.remove_suffix(1);
  out.line = token.line;
  out.column = token.column;
  out.end_line = token.end_line;
  out.end_column = token.end_column;
  return out;
}

// Does a value end with the word, so that a `-` behind it is an operator?
bool ends_value(const Word& word) {
  switch (word.type) {
    case Tok::NAME: case Tok::INT: case Tok::CHAR: case Tok::STRING: case Tok::TRUE: case Tok::FALSE:
      return true;
    default:
      return closes(word.type) && word.type != Tok::REXC;
  }
}

std::vector<Word> read(const SourceFile& source) {
  std::vector<Word> out;
  const Lexed lexed = lex(source, 0);
  auto comment = lexed.comments.begin();
  const auto comments_until = [&](std::size_t at) {
    for (; comment != lexed.comments.end() && comment->begin < at; ++comment) {
      out.push_back(word_of(source, *comment));
      out.back().comment = true;
    }
  };
  std::vector<std::size_t> open;
  for (Chunk& chunk : layout(source, 0, lexed.tokens)) {
    const std::vector<bool> program = assign_roles(source, chunk.tokens);
    bool first = true;
    bool value = false;  // the token before ends one
    for (std::size_t i = 0; i < chunk.tokens.size(); ++i) {
      const Token& token = chunk.tokens[i];
      if (token.begin == token.end) {  // NEWDEF
        value = false;
        continue;
      }
      comments_until(token.begin);
      Word word = word_of(source, token);
      word.program = program[i];
      word.declaration = first;
      const bool sign = word.type == Tok::MINUS || word.type == Tok::HASH || word.type == Tok::BACKSLASH;
      word.prefix = sign && !value;
      if (closes(word.type) && !open.empty()) {
        word.opener = open.back();
        open.pop_back();
      }
      word.inside = open.empty() ? Tok::END : out[open.back()].type;
      if (opens(word.type)) open.push_back(out.size());
      out.push_back(word);
      value = ends_value(word);
      first = false;
    }
    open.clear();
  }
  comments_until(source.text().size() + 1);
  return out;
}

// ---- Indentation -----------------------------------------------------------------------------------------------

class Layout {
 public:
  explicit Layout(const std::vector<Word>& words) : words_(words) {}

  std::string run() {
    for (at_ = 0; at_ < words_.size(); ++at_) {
      const Word& word = words_[at_];
      if (word.declaration) {
        open_.clear();
        statement_ = Start{word.column, 0, true};
      }
      if (at_ == 0 || word.line > words_[at_ - 1].end_line)
        start_line();
      else
        space();
      step();
      out_ += word.text;
      now_ = word.line == word.end_line ? now_ + word.end_column - word.column : word.end_column - 1;
    }
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  // Where a line, statement or declaration began: its column in the text before, and now; `line` if a line began with it.
  struct Start {
    int before = 1, now = 0;
    bool line = false;
  };
  struct Open {
    Tok type = Tok::END;
    int column = 0;       // of the bracket, now
    Start outer;          // the statement that the bracket is in
    Start body;           // of a guarded command: the first statement, if it stands behind `->`
    bool block = false;   // of statements
    bool select = false;  // the block of a select
    bool repeat = false;  // of a repetitive command
    bool guard = false;   // of a guarded command: between `[` or `[]` and `->`
    bool fresh = false;   // a statement may start
  };

  const Open* inner() const { return open_.empty() ? nullptr : &open_.back(); }

  // ---- Lines

  void start_line() {
    const Word& word = words_[at_];
    if (at_ > 0) out_ += word.line > words_[at_ - 1].end_line + 1 ? "\n\n" : "\n";
    const int column = word.comment ? comment_column(word) : column_of(word);
    out_.append(static_cast<std::size_t>(column), ' ');
    now_ = column;
    line_ = Start{word.column, column, true};
    if (const Open* in = inner(); in && in->fresh && !word.comment) statement_ = line_;
  }

  int column_of(const Word& word) const {
    if (word.declaration) return 0;
    const Open* in = inner();
    if (!in) return relative(word);
    if (in->block && in->outer.line) {
      const bool branch = in->select && (word.type == Tok::CASE || word.type == Tok::DEFAULT);
      if (word.type == Tok::RBRACE || branch) return in->outer.now;
      if (in->fresh) return in->outer.now + 4;
    }
    if (in->type == Tok::LGUARD || in->type == Tok::LPAR) {
      if (word.type == Tok::RBRACK) return in->column;
      if (word.type == Tok::BOX || word.type == Tok::PARBAR) return std::max(in->column - 1, 0);
      if (in->type == Tok::LGUARD && in->fresh)
        return in->body.before == word.column ? in->body.now : in->column + (in->repeat ? 4 : 5);
    }
    return relative(word);
  }

  // A comment stands where the word behind it does, if that is a statement.
  int comment_column(const Word& word) const {
    const Open* in = inner();
    std::size_t next = at_;
    while (next < words_.size() && words_[next].comment) ++next;
    const bool last = next == words_.size() || words_[next].declaration;
    if (!in) return last ? 0 : relative(word);
    if (in->block && in->outer.line && in->fresh) return in->outer.now + (!last && words_[next].type == Tok::CASE ? 0 : 4);
    const bool statement = !last && in->fresh && !closes(words_[next].type) && words_[next].type != Tok::BOX;
    return statement ? column_of(words_[next]) : relative(word);
  }

  // As far from where its statement began as it was.
  int relative(const Word& word) const { return std::max(word.column - statement_.before + statement_.now, 0); }

  // ---- Spaces

  void space() {
    const Word& word = words_[at_];
    const int least = word.comment ? 2 : space_before(words_, at_) == Space::One ? 1 : 0;
    const int kept = word.column - line_.before + line_.now;  // its column, moved with the line
    const int gap = word.column - words_[at_ - 1].end_column;
    const bool as_not = words_[at_ - 1].type == Tok::ASSERT && gap == 5;  // as wide as `assert not`
    const bool wide = gap >= 2 && (word.comment || as_not || in_table());
    const int spaces = wide ? std::max({kept - now_, least, 1}) : least;
    out_.append(static_cast<std::size_t>(spaces), ' ');
    now_ += spaces;
  }

  // Does a word of another line of the paragraph, behind its first one, stand at this column?
  bool in_table() const {
    const Word& word = words_[at_];
    const auto matches = [&](std::size_t i) {
      return i > 0 && words_[i].line != word.line && words_[i].column == word.column && words_[i - 1].end_line == words_[i].line;
    };
    for (std::size_t i = at_; i > 0 && word.line - words_[i].line <= kTable; --i) {
      if (words_[i].line > words_[i - 1].end_line + 1) break;
      if (matches(i - 1)) return true;
    }
    for (std::size_t i = at_ + 1; i < words_.size() && words_[i].line - word.line <= kTable; ++i) {
      if (words_[i].line > words_[i - 1].end_line + 1) break;
      if (matches(i)) return true;
    }
    return false;
  }

  // ---- Structure

  // What the word, which stands at now_, closes, opens and starts.
  void step() {
    const Word& word = words_[at_];
    if (word.comment) return;
    if (closes(word.type) && !open_.empty()) {
      const bool statements = open_.back().block || open_.back().type == Tok::LGUARD || open_.back().type == Tok::LPAR;
      statement_ = open_.back().outer;
      open_.pop_back();
      if (!open_.empty() && !open_.back().guard) open_.back().fresh = statements;
      return;
    }
    Open* in = open_.empty() ? nullptr : &open_.back();
    const bool goes_on = word.type == Tok::ELSE || word.type == Tok::LPAREN || word.type == Tok::SEMI;
    if (in && in->fresh && !goes_on && now_ != line_.now) {
      statement_ = Start{word.column, now_, false};
      if (in->body.before == 0) in->body = statement_;
    }
    if (in) in->fresh = false;
    if (opens(word.type)) {
      const Word* before = at_ > 0 ? &words_[at_ - 1] : nullptr;
      Open next;
      next.type = word.type;
      next.column = now_;
      next.outer = statement_;
      next.block = word.type == Tok::LBRACE && word.program && !(before && before->type == Tok::STRUCT);
      next.select = next.block && before && before->type == Tok::SELECT;
      next.repeat = before && before->type == Tok::REPEAT;
      next.guard = word.type == Tok::LGUARD;
      next.fresh = next.block;
      open_.push_back(next);
      return;
    }
    if (!in) return;
    const bool command = in->type == Tok::LGUARD;
    if (command && word.type == Tok::BOX) in->guard = true;
    if (word.type == Tok::SEMI) in->fresh = (in->block || command || in->type == Tok::LPAR) && !in->guard;
    if (command && in->guard && word.type == Tok::ARROW) {
      in->guard = false;
      in->fresh = true;
      in->body.before = 0;
    }
    if (in->type == Tok::LPAR && word.type == Tok::DCOLON) in->fresh = true;
    if (in->select && word.type == Tok::COLON && ends_case()) in->fresh = true;
  }

  // Is the colon at `at_` the one behind `case c <-= e` or `default`?
  bool ends_case() const {
    for (std::size_t i = at_; i-- > 0;) {
      if (words_[i].type == Tok::CASE || words_[i].type == Tok::DEFAULT) return true;
      if (words_[i].type == Tok::SEMI || words_[i].type == Tok::COLON) return false;
    }
    return false;
  }

  static constexpr int kTable = 40;  // so many lines away a word looks for its table

  const std::vector<Word>& words_;
  std::size_t at_ = 0;
  int now_ = 0;      // the column at which the next character goes
  Start line_, statement_;
  std::vector<Open> open_;
  std::string out_;
};

}  // namespace

std::optional<std::string> format(const SourceFile& source) {
  const std::vector<Word> original = read(source);
  std::string text = source.text();
  for (int pass = 0; pass < kPasses; ++pass) {
    const SourceFile current(source.path(), text);
    const std::vector<Word> words = read(current);
    const auto same = [](const Word& a, const Word& b) { return a.type == b.type && a.text == b.text; };
    if (!std::equal(words.begin(), words.end(), original.begin(), original.end(), same)) return std::nullopt;
    std::string next = Layout(words).run();
    if (next == text) return text;
    text = std::move(next);
  }
  return std::nullopt;
}

}  // namespace csp
