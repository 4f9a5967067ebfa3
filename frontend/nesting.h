// How deep the syntax tree of a declaration may become, counted from its tokens, so that no input makes the
// code that walks trees run out of stack.
#pragma once

#include <string_view>
#include <vector>

#include "frontend/token.h"

namespace csp {

// Whether the token is an operator with something on both sides, or a part of one.
bool infix(Tok type);

// Fed with the tokens of one declaration in order.
class Nesting {
 public:
  // Programs and CSPM are counted differently: in a program `->`, `;`, `[]` and `||` separate things that
  // stand side by side, in a process each of them is a node above the others.
  explicit Nesting(bool program = false) : program_(program), levels_(1) {}

  void open();
  void close();
  // Any token that neither opens nor closes a bracket. `text` is for names; `touches`: the token before
  // touches it.
  void other(const Token& token, std::string_view text, Tok before, bool touches);
  // A definition inside `let` begins; `let` itself and `within`.
  void definition();
  void let();
  void within();

  int brackets() const { return static_cast<int>(levels_.size()) - 1; }
  int depth() const { return below_ + brackets() + levels_.back().total(); }

 private:
  // What is nested at one level of brackets without brackets of its own. Chains of loose operators (P [] Q []
  // R) lean to the left, so all of them lie above the deepest of their operands.
  struct Level {
    int loose = 0;  // operators of processes
    int right = 0;  // what leans to the right since the last of them: `->`, `&`, `if`, `let`, `@`
    int tight = 0;  // operators of expressions since the last of those
    int inner = 0;  // the deepest operand before
    int total() const { return loose + (inner > right + tight ? inner : right + tight); }
  };

  void operand_ends(Level& level) const;

  bool program_;
  std::vector<Level> levels_;
  std::vector<Level> lets_;  // the level as it was at each open `let`
  int below_ = 0;            // totals of all levels but the last
};

}  // namespace csp
