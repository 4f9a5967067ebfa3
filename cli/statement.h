// An assertion in words: "finishRequest(0) is not leak free" for `not finishRequest(0) :[leak free]`.
#pragma once

#include <string>

#include "checker/core/property.h"

namespace csp {

struct Statement {
  std::string text;      // canonical, as in the file: "not forall n: 0..3 @ P(n) :[leak free]"
  std::string forall;    // "n in 0..3"; empty without forall
  std::string system;    // "P(n)"
  std::string property;  // "leak free", "always x > 0"
  bool negated = false;
  PropertyKind kind = PropertyKind::DeadlockFree;

  std::string words() const;     // the whole statement
  std::string negation() const;  // what is so if the statement is wrong
};

// Takes the text of an assertion (with or without the word assert) apart. Precondition: the text is that of a
// well-formed assertion.
Statement make_statement(const std::string& text, PropertyKind kind);

}  // namespace csp
