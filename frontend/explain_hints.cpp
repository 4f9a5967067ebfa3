// What people write who come from Go, C, Pascal or Hoare's paper, and what they meant.
#include "frontend/explain_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "frontend/explain.h"
#include "frontend/explain_site.h"
#include "frontend/roles.h"
#include "frontend/suggest.h"

namespace csp {
namespace {

class Slips : private SlipSite {
 public:
  Slips(const SourceFile& source, int file, const std::vector<Token>& tokens, const std::vector<bool>& in_prog,
        const Stuck& stuck)
      : SlipSite(source, file, tokens, in_prog, stuck) {}

  std::optional<Diagnostic> find() {
    for (const auto slip : {&Slips::operators, &Slips::foreign_words, &Slips::channels, &Slips::types, &Slips::guards,
                            &Slips::bodies, &Slips::keywords_as_names, &Slips::declarations, &Slips::semicolon,
                            &Slips::statements}) {
      if (auto found = (this->*slip)()) return found;
    }
    return std::nullopt;
  }

  std::optional<Diagnostic> foreign() {
    if (auto found = foreign_words()) return found;
    return channels();
  }

 private:
  Found operators() { return operator_slip(*this); }

  // Words of other languages at the start of a statement or declaration.
  Found foreign_words() {
    for (std::size_t i = 0; i + 1 < at_ && i < tokens_.size(); ++i) {
      if (word(i, "go") && word(i + 1, "func")) {
        return say("E0207", i, i + 1, "a process is started with `begin`", "`go func` of Go",
                   "write `begin prog() { ... }()`");
      }
      if (word(i, "func") && type(i + 1) == Tok::LPAREN && type(i + 2) != Tok::END) {
        return say("E0207", i, i, "an anonymous program is written with `prog`", "`func` of Go",
                   "write `prog(x: T): R { ... }`");
      }
    }
    if (type(at_) == Tok::ELSE) {
      return say("E0201", at_, at_, "this `else` belongs to no `if`", "no `if` before this",
                 "between `}` and `else` stands no `;`");
    }
    // The parser sticks at the word behind: `go f()` is a name and then another.
    for (std::size_t i = at_ > 0 ? at_ - 1 : 0; i <= at_ && i < tokens_.size(); ++i) {
      if (type(i) != Tok::NAME) continue;
      const std::string_view what = text(i);
      const bool at_start = i == 0 || type(i - 1) == Tok::SEMI || type(i - 1) == Tok::LBRACE || type(i - 1) == Tok::ARROW ||
                            type(i - 1) == Tok::RBRACE || type(i - 1) == Tok::COLON || type(i - 1) == Tok::DCOLON ||
                            type(i - 1) == Tok::RBRACK || type(i - 1) == Tok::EQ || type(i - 1) == Tok::ASSIGN ||
                            tokens_[i - 1].end_line < tokens_[i].line;
      const Tok next = type(i + 1);
      const bool before_word = next == Tok::NAME || next == Tok::PROG;
      if (!at_start) continue;
      if (what == "go" && before_word) {
        return say("E0207", i, i, "a process is started with `begin`", "`go` of Go",
                   word(i + 1, "func") ? "write `begin prog() { ... }()`" : "write `begin f()`");
      }
      if ((what == "func" || what == "proc" || what == "def" || what == "fn" || what == "process" || what == "function") &&
          (next == Tok::NAME || next == Tok::LPAREN) && (next != Tok::LPAREN || what == "func") && !(i == at_ && expects(Tok::COLON))) {
        return say("E0207", i, i, fmt::format("`{}` is not a keyword here", what), "another language's keyword",
                   "a program is declared `prog NAME(x: T) { ... }`");
      }
      if (what == "var" && next == Tok::NAME) return variable(i);
      if ((what == "let" || what == "const") && next == Tok::NAME) {
        return say("E0207", i, i, fmt::format("`{}` is not a keyword here", what), "another language's keyword",
                   in_prog() ? "declare with `x := e;` or `x: T = e;`" : "a constant is defined `N = 5`");
      }
      if (what == "type" && next == Tok::NAME) {
        return say("E0207", i, i, "`type` is not a keyword", "another language's keyword",
                   "name a type with `nametype T = ...` or `datatype T = ...`");
      }
      if (what == "import" || (what == "include" && in_prog())) {
        return say("E0207", i, i, "other files are included at the top level", "not a keyword here",
                   "write `include \"file.csp\"`");
      }
      if (what == "switch" && in_prog()) return switches(i);
      if ((what == "do" || what == "loop" || what == "elif" || what == "elsif" || what == "try" || what == "alt") && in_prog()) {
        return say("E0207", i, i, fmt::format("`{}` is not a keyword", what), "another language's keyword",
                   what == "alt"    ? "write `[ b -> S [] c -> T ]`, or `select { ... }`"
                   : what == "try"    ? "an error is caught by a deferred prog that calls `recover()`"
                   : what[0] == 'e'   ? "write `else if`"
                                      : "write `while e { ... }` or `for { ... }`");
      }
    }
    return std::nullopt;
  }

  Found switches(std::size_t at) {
    return say("E0207", at, at, "`switch` is not a keyword", "another language's keyword",
               "write `if ... else if ...`, or a guarded command `[ b -> S [] c -> T ]`");
  }

  Found variable(std::size_t at) {
    if (!in_prog()) {
      return say("E0207", at, at + 1, "a shared variable is declared with a type behind `:`", "the type is missing",
                 fmt::format("write `var {}: T`", text(at + 1)));
    }
    const bool typed = type(at + 2) == Tok::NAME;
    return say("E0207", at, typed ? at + 2 : at + 1, "inside a prog variables are declared without `var`",
               "another language's declaration",
               typed ? fmt::format("write `{}: {};`", text(at + 1), text(at + 2))
                     : fmt::format("write `{}: T;` or `{} := e;`", text(at + 1), text(at + 1)));
  }

  // Go's forms of channel operations.
  Found channels() {
    if (!in_prog()) return std::nullopt;
    for (std::size_t i = at_ > 1 ? at_ - 2 : 0; i <= at_; ++i) {
      if (type(i) == Tok::LT && type(i + 1) == Tok::MINUS && touch(tokens_[i], tokens_[i + 1]) && !in_rule("ifStatement")) {
        return say("E0216", i, i + 1, "a send is written `<-=`", "this compares with a negative number",
                   "write `c <-= e`; a receive is written `x = <-c`");
      }
    }
    if (at_ > 0 && (word(at_ - 1, "make") || word(at_, "make"))) return make(word(at_, "make") ? at_ : at_ - 1);
    for (std::size_t i = at_ > 3 ? at_ - 4 : 0; i <= at_; ++i) {
      if (word(i, "make") && type(i + 1) == Tok::LPAREN) return make(i);
    }
    return std::nullopt;
  }

  Found make(std::size_t at) {
    return say("E0207", at, at, "channels, arrays and locks are made with `mk`", "`make` of Go",
               "write `mk(chan of T)`, or `mk(chan[n] of T)` for one with a buffer");
  }

  Found types() {
    const std::size_t before = at_ > 0 ? at_ - 1 : 0;
    const bool chan = type(before) == Tok::CHAN || (word(before, "chan") && at_ > 0);
    if (chan && !expects(Tok::COLON)) {
      return say("E0207", before, before, "the type of a channel is `chan of T`", "expected `of` after this",
                 type(at_) == Tok::NAME ? fmt::format("write `chan of {}`", text(at_)) : "write `chan of T`");
    }
    if (expects(Tok::OF)) {
      return say("E0201", before, before, "expected `of` and the type of the elements", "expected `of` after this",
                 type(at_) == Tok::NAME ? fmt::format("write `of {}`", text(at_)) : "");
    }
    if (at_ > 0 && word(at_ - 1, "map") && (text(at_) == "of" || type(at_) == Tok::LBRACK)) {
      return say("E0207", at_ - 1, at_ - 1, "there are no maps", "another language's type",
                 "write `array[n] of T`, with the keys 0..n-1");
    }
    if (type(at_) == Tok::LBRACK && at_ + 2 < tokens_.size() && type(at_ + 1) == Tok::RBRACK) {
      return say("E0207", at_, at_ + 1, "an array type is written `array[n] of T`", "another language's type", "");
    }
    if (type(at_) == Tok::BOX && expects(Tok::CHAN)) {
      return say("E0207", at_, at_, "there are no slices", "another language's type",
                 "write `list of T`, or `array[n] of T`");
    }
    // `x int` as a parameter or field.
    if (type(at_) == Tok::NAME && (in_rule("param") || in_rule("progParam")) && expects(Tok::COLON) && at_ > 0 &&
        type(at_ - 1) == Tok::NAME) {
      return say("E0201", at_ - 1, at_, "a parameter is written with `:` before its type", "expected `:` between these",
                 fmt::format("write `{}: {}`", text(at_ - 1), text(at_)));
    }
    if ((type(at_) == Tok::COMMA || type(at_) == Tok::RPAREN) && in_rule("param") && expects(Tok::COLON) && at_ > 0) {
      return say("E0201", at_ - 1, at_ - 1, "this parameter has no type", "expected `: T` after this",
                 fmt::format("write `{}: T`; each parameter has a type of its own", text(at_ - 1)));
    }
    return std::nullopt;
  }

  Found guards() {
    if (in_rule("command") && expects(Tok::ARROW) && at_ > 0 && type(at_) != Tok::EQ) {
      const bool closes = type(at_) == Tok::BOX || type(at_) == Tok::RBRACK;
      if (closes || tokens_[at_].line > tokens_[at_ - 1].end_line || type(at_) == Tok::LBRACE || type(at_) == Tok::COLON) {
        return say("E0201", at_ - 1, at_ - 1, "a guard is followed by `->` and what to do", "expected `->` after this",
                   type(at_) == Tok::COLON ? "write `->` in place of `:`" : "write `guard -> statement`");
      }
    }
    if (type(at_) == Tok::LT && at_ > 0 && type(at_ - 1) == Tok::EQ && touch(tokens_[at_ - 1], tokens_[at_])) {
      return say("E0206", at_ - 1, at_, "`=<` is not an operator of this language", "not an operator", "write `<=`");
    }
    if (at_ > 0 && type(at_) == Tok::GT && type(at_ - 1) == Tok::EQ && touch(tokens_[at_ - 1], tokens_[at_])) {
      return say("E0206", at_ - 1, at_, "`=>` is not an operator of this language", "not an operator",
                 "behind a guard write `->`; \"at least\" is `>=`");
    }
    if (at_ > 0 && type(at_) == Tok::GT && type(at_ - 1) == Tok::LT && touch(tokens_[at_ - 1], tokens_[at_])) {
      return say("E0206", at_ - 1, at_, "`<>` is the empty list, not \"unequal\"", "not an operator", "write `!=`");
    }
    return std::nullopt;
  }

  // What follows a condition, or `begin`.
  Found bodies() {
    for (std::size_t i = at_; in_prog() && i-- > 0 && type(i) != Tok::SEMI && type(i) != Tok::RBRACE;) {
      if (type(i) != Tok::BEGIN || (type(i + 1) != Tok::LSET && type(i + 1) != Tok::LBRACE)) continue;
      return say("E0213", i, i + 1, "`begin` starts a prog that is called", "`prog()` is missing between these",
                 "write `begin prog() { ... }()`");
    }
    if (type(at_) == Tok::CASE && in_prog()) {
      for (std::size_t i = at_; i-- > 0 && type(i) != Tok::SEMI && type(i) != Tok::RBRACE;) {
        if (word(i, "switch")) return switches(i);
      }
    }
    if (!expects(Tok::LBRACE) || !in_prog()) return std::nullopt;
    std::size_t head = std::min(at_, tokens_.size()) - 1;
    while (head > 0 && type(head) != Tok::IF && type(head) != Tok::WHILE && type(head) != Tok::FOR && type(head) != Tok::SEMI &&
           type(head) != Tok::LBRACE && type(head) != Tok::RBRACE) {
      --head;
    }
    if (type(head) == Tok::FOR && expects(Tok::ASSIGN)) {
      return say("E0207", head, head, "a `for` has three parts, or a `range`, or nothing", "not followed by any of these",
                 "write `while` for a loop with a condition");
    }
    if (type(at_) == Tok::THEN) {
      return say("E0207", at_, at_, "the statement `if` has no `then`", "expected `{`",
                 "write `if e { ... } else { ... }`; `if b then x else y` is an expression");
    }
    if ((type(head) == Tok::IF || type(head) == Tok::WHILE) && !expects(Tok::EQ) && at_ < tokens_.size()) {
      const bool statement = type(at_) == Tok::NAME || is_keyword(text(at_)) || type(at_) == Tok::COLON;
      if (!statement) return std::nullopt;
      return say("E0201", at_, at_, fmt::format("the body of `{}` stands in braces", text(head)), "expected `{`",
                 fmt::format("write `{} e {{ ... }}`", text(head)));
    }
    return std::nullopt;
  }

  Found keywords_as_names() {
    const bool used_as_name = type(at_) == Tok::COLON || type(at_) == Tok::EQ || type(at_) == Tok::ASSIGN || type(at_) == Tok::DOT;
    if (used_as_name && at_ > 0 && in_prog() && type(at_ - 1) != Tok::NAME && is_keyword(text(at_ - 1)) && type(at_ - 1) != Tok::DEFAULT &&
        type(at_ - 1) != Tok::TRUE && type(at_ - 1) != Tok::FALSE) {
      return say("E0201", at_ - 1, at_ - 1, fmt::format("`{}` is a keyword here and cannot be a name", text(at_ - 1)),
                 "expected a name", "");
    }
    if (starts_type(type(at_)) && expects(Tok::HASH)) {
      return say("E0211", at_, at_, "a type stands where a value is needed", "this starts a type",
                 "to make a value of this type write `mk(...)`");
    }
    const bool name_wanted = expects(Tok::NAME) && type(at_) != Tok::NAME && is_keyword(text(at_));
    if (!name_wanted || expects(Tok::HASH)) return std::nullopt;
    return say("E0201", at_, at_, fmt::format("`{}` is a keyword here and cannot be a name", text(at_)),
               "expected a name", "");
  }

  Found declarations() {
    if (at_ >= tokens_.size() && stuck_.rules.front() == "block" && !in_rule("statements") && expects(Tok::LBRACE)) {
      return say("E0214", at_ - 1, at_ - 1, "this prog has no body", "expected `{ ... }` after this", "");
    }
    if (type(0) == Tok::NAME && !in_prog() && type(at_) != Tok::ASSIGN && !defines()) {
      if (type(1) == Tok::EQEQ) {
        return say("E0206", 1, 1, "`==` compares; a definition and an assignment use `=`", "this compares", "write `=`");
      }
      return no_declaration();
    }
    if (at_ >= tokens_.size() && !in_prog() && type(at_ - 1) == Tok::SEMI) {
      return say("E0201", at_ - 1, at_ - 1, "a declaration at the top level ends with its line, not with `;`", "not needed",
                 "remove the `;`");
    }
    if (type(at_) == Tok::SEMI && !in_prog()) {
      return say("E0201", at_, at_, "a declaration at the top level ends with its line, not with `;`", "not needed",
                 "remove the `;`");
    }
    if (type(at_) == Tok::SEMI && expects(Tok::END)) {
      return say("E0201", at_, at_, "a declaration ends without `;`", "not needed", "remove the `;`");
    }
    if (auto found = property()) return found;
    for (std::size_t i = at_ > 1 ? at_ - 2 : at_; type(0) == Tok::ASSERT && i < at_; ++i) {
      if (type(i) != Tok::LBRACK || i < 2 || type(i - 1) == Tok::COLON) continue;
      return say("E0201", i - 1, i - 1, "an assertion names a property", "expected `:[property]` after this",
                 "write `assert SYSTEM :[deadlock free]`");
    }
    if (type(0) == Tok::ASSERT && expects(Tok::COLON)) {
      const std::size_t last = at_ > 0 ? at_ - 1 : 0;
      return say("E0201", last, last, "an assertion names a property", "expected `:[property]` after this",
                 "write `assert SYSTEM :[deadlock free]`");
    }
    return std::nullopt;
  }

  // Words behind `:[` that no property begins with.
  Found property() const {
    std::size_t first = at_;
    while (first > 0 && type(first - 1) != Tok::LBRACK && type(first - 1) != Tok::RBRACK) --first;
    const bool wrong = type(first) == Tok::PROPWORD || type(first) == Tok::OUTCOMES;
    if (!wrong || first < 2 || type(first - 2) != Tok::COLON || first >= at_) return std::nullopt;
    return say("E0212", first, at_ - 1, "this is no property", "unknown property", std::string(kProperties));
  }

  // Whether there is a `=` at all.
  bool defines() const {
    return std::any_of(tokens_.begin(), tokens_.end(), [](const Token& one) { return one.type == Tok::EQ; });
  }

  Found no_declaration() const {
    const std::vector<std::string> known = {"assert", "channel", "datatype", "nametype", "include", "prog", "service", "var"};
    const auto near = suggest(text(0), known);
    std::string help = "at the top level stand definitions `NAME = ...`, and prog, channel, datatype, nametype, var, include, assert, print";
    if (near) help = fmt::format("did you mean `{}`?", *near);
    if (text(0) == "service" || text(0) == "system") help = "write `service prog NAME() { ... }`, or `NAME = [ a:: P() || ... ]`";
    if (word(1, "prog") || text(0) == "prog") help = "write `prog NAME(x: T) { ... }`";
    return say("E0215", 0, 0, "no declaration starts here", "expected a declaration", std::move(help));
  }

  // An operator behind a place: an expression on its own.
  Found statements() {
    const bool operation = at_ > 0 && in_prog() && expects(Tok::SENDTO) && expects(Tok::ASSIGN);
    if (!operation || at_ >= tokens_.size()) return std::nullopt;
    switch (type(at_)) {
      case Tok::PLUS: case Tok::MINUS: case Tok::STAR: case Tok::SLASH: case Tok::PERCENT: case Tok::LT: case Tok::GT:
      case Tok::LE: case Tok::GE: case Tok::NE: case Tok::CARET: case Tok::AND: case Tok::OR: case Tok::IS:
        return say("E0208", at_ - 1, at_, "this expression is not a statement", "does nothing by itself", "");
      default:
        return std::nullopt;
    }
  }

  static bool starts_type(Tok type) {
    return type == Tok::ARRAY || type == Tok::LIST || type == Tok::CHAN || type == Tok::STRUCT;
  }

  // Two statements on end: the first lacks its `;`.
  Found semicolon() {
    if (at_ == 0 || !in_prog() || !in_rule("statements")) return std::nullopt;
    const bool next_statement = type(at_) == Tok::NAME || is_keyword(text(at_)) || type(at_) == Tok::RECEIVE;
    const bool ended = expects(Tok::SEMI) && expects(Tok::RBRACE) && tokens_[at_ - 1].end_line < tokens_[std::min(at_, tokens_.size() - 1)].line;
    if (!next_statement || !ended) return std::nullopt;
    const Token& before = tokens_[at_ - 1];
    Diagnostic d;
    d.code = "E0204";
    d.span = Span{file_, before.end_line, before.end_column, before.end_line, before.end_column + 1};
    d.message = "expected `;` after this statement";
    d.label = "expected `;` here";
    return d;
  }
};

}  // namespace

std::optional<Diagnostic> known_slip(const SourceFile& source, int file, const std::vector<Token>& tokens,
                                     const std::vector<bool>& in_prog, const Stuck& stuck) {
  return Slips(source, file, tokens, in_prog, stuck).find();
}

std::optional<Diagnostic> foreign_form(const SourceFile& source, int file, const std::vector<Token>& tokens,
                                       const std::vector<bool>& in_prog, std::size_t at) {
  const Stuck stuck{at, {}, {}};
  return Slips(source, file, tokens, in_prog, stuck).foreign();
}

}  // namespace csp
