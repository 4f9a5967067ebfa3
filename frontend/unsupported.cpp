// Parts of CSPM that are recognised and refused by name.
#include "frontend/unsupported.h"

#include <fmt/format.h>

namespace csp {
namespace {

bool starts_with(const SourceFile& source, const std::vector<Token>& tokens, std::string_view word) {
  return tokens.size() > 1 && tokens[0].type == Tok::NAME && tokens[0].text(source) == word &&
         tokens[1].type == Tok::NAME;
}

Diagnostic say(const Span& where, std::string message, std::string label, std::string help = "") {
  return {Severity::Error, "E0217", where, std::move(message), std::move(label), {}, std::move(help)};
}

}  // namespace

bool opens_module(const SourceFile& source, const std::vector<Token>& tokens) {
  return starts_with(source, tokens, "module");
}

bool ends_module(const SourceFile& source, const std::vector<Token>& tokens) {
  return tokens.size() == 1 && tokens[0].type == Tok::NAME && tokens[0].text(source) == "endmodule";
}

std::optional<Diagnostic> unsupported(const SourceFile& source, int file, const std::vector<Token>& tokens,
                                      const std::vector<bool>& in_prog) {
  if (opens_module(source, tokens) || starts_with(source, tokens, "instance")) {
    const bool module = tokens[0].text(source) == "module";
    return say(span_of(file, tokens[0], tokens[1]), "modules are not supported",
               module ? "this module is not read" : "an instance of a module",
               "put the declarations into a file of their own and include it");
  }
  // f, g :: (Int) -> Proc
  std::size_t at = 0;
  while (at + 1 < tokens.size() && tokens[at].type == Tok::NAME && tokens[at + 1].type == Tok::COMMA) at += 2;
  if (at + 1 < tokens.size() && tokens[at].type == Tok::NAME && tokens[at + 1].type == Tok::DCOLON) {
    return say(span_of(file, tokens[0], tokens[at + 1]), "type annotations are not supported",
               "an annotation", "types are found without them; remove this line");
  }
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (in_prog[i] || !touch(tokens[i], tokens[i + 1])) continue;
    if (tokens[i].type == Tok::LPAREN && tokens[i + 1].type == Tok::BAR) {
      return say(span_of(file, tokens[i], tokens[i + 1]), "maps are not supported", "a map starts here",
                 "a map can be written as a set of pairs, or as a function");
    }
    const bool scope = tokens[i].type == Tok::NAME && tokens[i + 1].type == Tok::DCOLON &&
                       i + 2 < tokens.size() && tokens[i + 2].type == Tok::NAME &&
                       touch(tokens[i + 1], tokens[i + 2]);
    if (scope) {
      return say(span_of(file, tokens[i], tokens[i + 2]), "modules are not supported",
                 "a name from a module");
    }
  }
  return std::nullopt;
}

}  // namespace csp
