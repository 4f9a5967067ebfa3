// The state of the pass that gives tokens their roles; see roles.h. Private to roles*.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

class Roles {
 public:
  Roles(const SourceFile& source, std::vector<Token>& tokens) : source_(source), in_(tokens) {}

  std::vector<bool> run();

 private:
  struct Open {
    Tok opener;        // by role
    bool prog_before;  // whether we were in a prog outside it
    bool ends_value;   // whether a value ends with its closer
    bool bar = false;  // a `|` stood at its level
  };

  // ---- What stands around
  Tok type(std::size_t at) const { return at < in_.size() ? in_[at].type : Tok::END; }
  bool word(std::size_t at, std::string_view text) const {
    return at < in_.size() && in_[at].type == Tok::NAME && in_[at].text(source_) == text;
  }
  // Whether the tokens from `at` are of these types and touch each other.
  template <class... T>
  bool touching(std::size_t at, T... types) const {
    std::size_t i = at;
    return ((type(i) == types && (i == at || touch(in_[i - 1], in_[i])) && ++i) && ...);
  }
  Tok before() const { return out_.empty() ? Tok::SEMI : out_.back().type; }
  bool value_before() const;
  Tok opener() const;
  bool starts_prog(std::size_t at) const;
  bool starts_declaration() const;
  bool defines() const;        // a `=` stands outside all brackets
  bool braces_behind() const;  // `Timed(...) {`

  // ---- roles.cpp: words
  void retype(Token& token);
  void retype_word(Token& token);
  void declaration_word(Token& token, std::string_view text);
  bool type_word(Token& token, std::string_view text);
  bool property_word(Token& token, std::string_view text);
  bool returns_nothing() const;

  // ---- roles_signs.cpp: signs
  bool sign(Token& token);  // whether it closes something
  bool algebra_sign(Token& token);
  bool closing(Token& token, Tok type);
  void less(Token& token);
  void greater(Token& token);
  bool brace(Token& token);
  Tok block_or_set() const;
  bool ends_case() const;
  bool holds_statements() const;
  void bracket(Token& token);
  bool algebra_bracket(Token& token);
  bool parallel_command() const;
  Tok operator_inside() const;  // PARBAR, TIE or END

  void push(Tok opener, bool ends_value = true) { open_.push_back({opener, prog_, ends_value}); }
  void drop_angles();
  void pop();
  void join(Token& token, Tok type, std::size_t count);  // makes one token of this and the next ones

  const SourceFile& source_;
  std::vector<Token>& in_;
  std::vector<Token> out_;
  std::vector<bool> programs_;
  std::vector<Open> open_;
  std::size_t at_ = 0;  // the token in hand
  bool prog_ = false;   // in a prog or parallel command
  bool types_ = false;  // in a declaration that holds types
  bool assertion_ = false;
  bool no_value_ = false;  // the last token closed a block, a command or brackets of an operator, not a value
  bool else_of_value_ = false;  // the last token is the `else` of `if b then x else y`
  int thens_ = 0;               // `then`s that wait for their `else`
};

}  // namespace csp
