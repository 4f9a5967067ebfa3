// Syntax errors in words.
#include "frontend/explain.h"

#include <fmt/format.h>

namespace csp {

std::string expectation(const std::vector<Tok>& expected) { return expected.empty() ? "something" : "something else"; }

Diagnostic explain(const SourceFile& source, int file, const std::vector<Token>& tokens,
                   const std::vector<bool>& in_prog, const Stuck& stuck) {
  (void)in_prog;
  const Token& at = stuck.at < tokens.size() ? tokens[stuck.at] : tokens.back();
  Diagnostic d;
  d.code = "E0201";
  d.span = span_of(file, at);
  d.message = fmt::format("unexpected `{}`", at.text(source));
  d.label = fmt::format("expected {}", expectation(stuck.expected));
  return d;
}

}  // namespace csp
