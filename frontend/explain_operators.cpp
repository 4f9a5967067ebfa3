// Operators that people write who come from C or Go.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/explain_site.h"

namespace csp {

namespace {

// Is the parser stuck behind `x: T` of a guard?
bool in_declaration(const SlipSite& site) {
  if (!site.in_rule("command")) return false;
  for (std::size_t i = site.at_; i-- > 0;) {
    if (site.type(i) == Tok::COLON) return true;
    if (site.type(i) == Tok::SEMI || site.type(i) == Tok::BOX || site.type(i) == Tok::LGUARD || site.type(i) == Tok::RPAREN ||
        site.type(i) == Tok::ARROW)
      return false;
  }
  return false;
}

}  // namespace

std::optional<Diagnostic> operator_slip(const SlipSite& site) {
  if (site.type(site.at_) == Tok::AMPAMP) {
    return site.say("E0206", site.at_, site.at_, "`&&` is not an operator of this language",
                    "not an operator", "write `and`");
  }
  if (site.type(site.at_) == Tok::PARBAR && site.in_prog()) {
    return site.say("E0206", site.at_, site.at_,
                    "`||` separates the branches of a parallel command; it is not a boolean operator",
                    "not an operator", "write `or`");
  }
  if (site.type(site.at_) == Tok::PARBAR && site.expects(Tok::LALPHA)) {
    return site.say("E0206", site.at_, site.at_, "`||` between processes says what they share",
                    "the alphabets are missing",
                    "write `P [A || B] Q`, or `P [| A |] Q` for what both take part in, or `P ||| Q`");
  }
  if (site.type(site.at_) == Tok::BAR && site.type(site.at_ + 1) == Tok::LBRACK && !site.in_prog() &&
      touch(site.tokens_[site.at_], site.tokens_[site.at_ + 1])) {
    return site.say("E0206", site.at_, site.at_ + 1, "`|[` is not an operator of this language",
                    "not an operator", "write `P [| A |] Q`");
  }
  if (site.type(site.at_) == Tok::BANG && site.expects(Tok::NOT)) {
    return site.say("E0206", site.at_, site.at_, "`!` sends; it is not a boolean operator", "not an operator",
                    "write `not`");
  }
  if (site.type(site.at_) == Tok::AMP || site.type(site.at_) == Tok::BAR ||
      site.type(site.at_) == Tok::TILDE || site.type(site.at_) == Tok::BACKSLASH) {
    if (site.in_prog()) {
      return site.say("E0206", site.at_, site.at_,
                      fmt::format("`{}` is not an operator of programs", site.text(site.at_)),
                      "not an operator",
                      site.type(site.at_) == Tok::AMP   ? "for \"and\" write `and`"
                      : site.type(site.at_) == Tok::BAR ? "for \"or\" write `or`"
                                                        : "");
    }
  }
  for (std::size_t i = site.at_ > 1 ? site.at_ - 1 : 0; i <= site.at_; ++i) {
    if (site.type(i) == Tok::PLUS && site.type(i + 1) == Tok::PLUS &&
        touch(site.tokens_[i], site.tokens_[i + 1])) {
      return site.say("E0206", i, i + 1, "`++` is not an operator of this language", "not an operator",
                      "to increment write `x += 1`");
    }
  }
  for (const Tok compound : {Tok::STAR, Tok::SLASH, Tok::PERCENT}) {
    for (std::size_t i = site.at_ > 0 ? site.at_ - 1 : 0; i <= site.at_; ++i) {
      if (site.type(i) != compound || site.type(i + 1) != Tok::EQ ||
          !touch(site.tokens_[i], site.tokens_[i + 1]))
        continue;
      return site.say("E0206", i, i + 1,
                      fmt::format("`{}=` is not an operator of this language", site.text(i)),
                      "not an operator", fmt::format("write `x = x {} e`", site.text(i)));
    }
  }
  if (site.type(site.at_) == Tok::EQ && site.at_ > 0 && site.type(site.at_ - 1) == Tok::EQEQ) {
    return site.say("E0206", site.at_ - 1, site.at_, "`===` is not an operator of this language",
                    "not an operator", "write `==`");
  }
  if (site.type(site.at_) == Tok::EQ && in_declaration(site)) {
    return site.say("E0209", site.at_, site.at_, "a declaration in a guard gives no value", "expected `;` or `->` before this",
                    "assign behind the `->`, or declare the variable before the command");
  }
  if (site.type(site.at_) == Tok::EQ && site.in_prog() && !site.expects(Tok::EQ) && site.expects(Tok::EQEQ)) {
    return site.say("E0206", site.at_, site.at_, "`=` assigns; a condition compares with `==`",
                    "this assigns", "write `==`");
  }
  if (site.type(site.at_) == Tok::EQEQ && site.expects(Tok::EQ)) {
    return site.say("E0206", site.at_, site.at_, "`==` compares; a definition and an assignment use `=`",
                    "this compares", "write `=`");
  }
  if (site.type(site.at_) == Tok::EQEQ && site.in_prog() && site.expects(Tok::ASSIGN)) {
    return site.say("E0206", site.at_, site.at_, "`==` compares; to assign write `=`", "this compares",
                    "write `=`");
  }
  if (site.type(site.at_) == Tok::EQ && !site.in_prog() && site.expects(Tok::THEN)) {
    return site.say("E0206", site.at_, site.at_, "`=` defines; a condition compares with `==`",
                    "this defines", "write `==`");
  }
  const bool prefixed = std::any_of(site.tokens_.begin(), site.tokens_.end(),
                                    [](const Token& t) { return t.type == Tok::ARROW; });
  if (site.type(site.at_) == Tok::BAR && !site.in_prog() && prefixed && site.expects(Tok::BOX)) {
    return site.say("E0206", site.at_, site.at_, "`|` is no choice between processes", "not an operator",
                    "Hoare's choice `a -> P | b -> Q` is written `a -> P [] b -> Q`");
  }
  if (site.at_ > 0 && !site.in_prog() && site.text(site.at_ - 1) == ">" && site.at_ < site.tokens_.size()) {
    // <x | x <- s, x > 2>
    const Tok behind = site.type(site.at_);
    const bool operand = behind == Tok::INT || behind == Tok::NAME || behind == Tok::LPAREN;
    for (std::size_t i = 0; operand && i + 1 < site.at_; ++i) {
      if (site.text(i) != "<") continue;
      return site.say("E0201", site.at_ - 1, site.at_ - 1, "this `>` ends the sequence", "the end of `<...`",
                      "a comparison in a sequence stands in parentheses: <x | x <- s, (x > 2)>");
    }
  }
  if (site.type(site.at_) == Tok::ASSIGN && !site.in_prog()) {
    return site.say("E0206", site.at_, site.at_, "a definition at the top level is written with `=`",
                    "`:=` is for programs", "write `=`");
  }
  if (site.type(site.at_) == Tok::ASSIGN && site.expects(Tok::EQ)) {
    return site.say("E0206", site.at_, site.at_, "a declaration with a type takes its value with `=`",
                    "`:=` finds the type itself", "write `x: T = e` or `x := e`");
  }
  if (site.type(site.at_) == Tok::QUEST && site.in_prog() && !site.expects(Tok::QUEST)) {
    return site.say("E0216", site.at_, site.at_, "`?` receives as a statement, not inside an expression",
                    "not an operator", "as an expression a receive is written `<-c`");
  }
  return std::nullopt;
}

}  // namespace csp
