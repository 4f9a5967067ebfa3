// Text -> syntax tree: lex, cut into declarations, give the tokens their roles, parse each declaration, put the comments
// back. Only lex.cpp, parse_unit.cpp and build*.cpp know ANTLR.
#include "frontend/parse.h"

#include <algorithm>

#include "frontend/comments.h"
#include "frontend/layout.h"
#include "frontend/lex.h"
#include "frontend/parse_unit.h"
#include "frontend/roles.h"
#include "frontend/unsupported.h"

namespace csp {
namespace {

// `i--` in a prog: the comment would silently eat the rest of the line. Gives the first such place.
std::optional<Diagnostic> decrement(const SourceFile& source, int file, const std::vector<Token>& tokens,
                                    const std::vector<bool>& in_prog, const std::vector<Token>& comments) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Tok type = tokens[i].type;
    if (!in_prog[i] || (type != Tok::NAME && type != Tok::RPAREN && type != Tok::RBRACK)) continue;
    const auto comment = std::lower_bound(comments.begin(), comments.end(), tokens[i].end,
                                          [](const Token& one, std::size_t at) { return one.begin < at; });
    if (comment == comments.end() || !touch(tokens[i], *comment) || !comment->text(source).starts_with("--")) continue;
    const Span where{file, comment->line, comment->column, comment->line, comment->column + 2};
    return Diagnostic{Severity::Error, "E0108", where, "`--` directly behind a name starts a comment",
                      "the rest of the line is a comment", {},
                      "to decrement write `x -= 1`; for a comment put a space before `--`"};
  }
  return std::nullopt;
}

}  // namespace

ast::File parse(const SourceMap& sources, int file, Diagnostics& diagnostics) {
  const SourceFile& source = sources.file(file);
  ast::File result;
  result.file = file;
  Lexed lexed = lex(source, file);
  std::vector<Chunk> chunks = layout(source, file, lexed.tokens);
  auto problem = lexed.problems.begin();
  UnitParser parser(source, file);
  const int before = diagnostics.errors();
  bool module = false;  // inside a module, which is not read
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    Chunk& chunk = chunks[i];
    if (diagnostics.errors() - before >= kMaxSyntaxErrors) {
      diagnostics.last().notes.push_back({"there are many errors; the rest of the file was not looked at", {}});
      break;
    }
    const std::size_t end = i + 1 < chunks.size() ? chunks[i + 1].tokens.front().begin : source.text().size() + 1;
    const bool broken = problem != lexed.problems.end() && problem->at < end;
    if (broken) diagnostics.add(std::move(problem->diagnostic));
    while (problem != lexed.problems.end() && problem->at < end) ++problem;
    if (module) {
      module = !ends_module(source, chunk.tokens);
      continue;
    }
    if (broken) continue;
    module = opens_module(source, chunk.tokens);
    if (chunk.problem) {
      diagnostics.add(std::move(*chunk.problem));
      continue;
    }
    const std::vector<bool> in_prog = assign_roles(source, chunk.tokens);
    auto found = decrement(source, file, chunk.tokens, in_prog, lexed.comments);
    if (!found) found = unsupported(source, file, chunk.tokens, in_prog);
    if (found) {
      diagnostics.add(std::move(*found));
      continue;
    }
    Diagnostic error;
    if (auto decl = parser.parse(chunk.tokens, in_prog, error)) {
      result.decls.push_back(std::move(*decl));
    } else {
      diagnostics.add(std::move(error));
    }
  }
  if (problem != lexed.problems.end() && chunks.empty()) diagnostics.add(std::move(problem->diagnostic));
  attach_comments(source, lexed.tokens, lexed.comments, result);
  return result;
}

}  // namespace csp
