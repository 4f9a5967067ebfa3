// Syntax errors in words. First the slips of people who come from Go, C or Pascal (explain_hints.cpp), then what the
// parser expected, in groups: a set of tokens that can start an expression is "an expression".
#include "frontend/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "frontend/explain_hints.h"

namespace csp {
namespace {

// How a single token is called; empty for tokens that are never worth a mention.
std::string_view called(Tok type) {
  switch (type) {
    case Tok::END: return "the end of the declaration";
    case Tok::NAME: return "a name";
    case Tok::STRING: return "a string";
    case Tok::ARROW: return "`->`";
    case Tok::COLON: return "`:`";
    case Tok::DCOLON: return "`::`";
    case Tok::EQ: return "`=`";
    case Tok::DOTDOT: return "`..`";
    case Tok::DOT: return "`.`";
    case Tok::COMMA: return "`,`";
    case Tok::SEMI: return "`;`";
    case Tok::LPAREN: return "`(`";
    case Tok::RPAREN: return "`)`";
    case Tok::LBRACE: return "`{`";
    case Tok::RBRACE: return "`}`";
    case Tok::LBRACK: return "`[`";
    case Tok::RBRACK: return "`]`";
    case Tok::LGUARD: return "`[`";
    case Tok::BOX: return "`[]`";
    case Tok::PARBAR: return "`||`";
    case Tok::BAR: return "`|`";
    case Tok::AT: return "`@`";
    case Tok::RANGLE: return "`>`";
    case Tok::OF: return "`of`";
    case Tok::THEN: return "`then`";
    case Tok::ELSE: return "`else`";
    case Tok::PROG: return "`prog`";
    case Tok::CASE: return "`case`";
    case Tok::DEFAULT: return "`default`";
    case Tok::SELECT: return "`select`";
    case Tok::PROPWORD: return "a property such as `deadlock free`";
    case Tok::WITHIN: return "`within`";
    case Tok::NEWDEF: return "a definition on a new line";
    case Tok::FROM: return "`<-`";
    case Tok::TIE: return "`<->`";
    case Tok::REVENTS: return "`|}`";
    case Tok::RSHARE: return "`|]`";
    case Tok::RREN: return "`]]`";
    default: return "";
  }
}

bool starts_expression(Tok type) {
  switch (type) {
    case Tok::INT: case Tok::CHAR: case Tok::STRING: case Tok::TRUE: case Tok::FALSE: case Tok::NAME: case Tok::LPAREN:
    case Tok::LSET: case Tok::LANGLE: case Tok::MK: case Tok::ANY: case Tok::PROG: case Tok::RECEIVE: case Tok::MINUS:
    case Tok::HASH: case Tok::NOT: case Tok::IF:
      return true;
    default:
      return false;
  }
}

// What a process may start with, or go on with, nearly everywhere.
bool of_processes(Tok type) {
  switch (type) {
    case Tok::SEMI: case Tok::BOX: case Tok::PARBAR: case Tok::ARROW: case Tok::DOT: case Tok::LPAREN: case Tok::LBRACK:
      return true;
    default:
      return false;
  }
}

bool starts_type(Tok type) {
  return type == Tok::ARRAY || type == Tok::LIST || type == Tok::CHAN || type == Tok::STRUCT;
}

bool has(const std::vector<Tok>& types, Tok type) { return std::find(types.begin(), types.end(), type) != types.end(); }

}  // namespace

std::string expectation(const std::vector<Tok>& expected) {
  std::vector<std::string> parts;
  const bool expression = has(expected, Tok::HASH) && has(expected, Tok::INT);
  const bool statement = has(expected, Tok::SKIPS);
  const bool type = has(expected, Tok::CHAN) && !has(expected, Tok::ICHOICE);
  const bool process = has(expected, Tok::ICHOICE);
  if (has(expected, Tok::SEMI) && !process) parts.emplace_back("`;`");
  if (statement) {
    parts.emplace_back("a statement");
  } else if (type && expression) {
    parts.emplace_back("a type or an expression");
  } else if (expression) {
    parts.emplace_back("an expression");
  }
  // Operators are possible nearly everywhere and say nothing, unless little else is.
  for (const Tok one : expected) {
    if ((expression || statement) && starts_expression(one)) continue;
    if ((expression || statement) && starts_type(one)) continue;
    if (process && of_processes(one)) continue;
    if (one == Tok::SEMI || (statement && (one == Tok::LGUARD || one == Tok::SELECT || one == Tok::LBRACE))) continue;
    const bool operators = has(expected, Tok::STAR);
    if (operators && (one == Tok::DOT || one == Tok::LPAREN || one == Tok::LBRACK)) continue;
    const bool closed_later = (one == Tok::DOTDOT || one == Tok::COMMA || one == Tok::EQ) && operators && expected.size() > 18;
    if (closed_later && one != Tok::COMMA) continue;
    const std::string_view word = called(one);
    if (!word.empty() && std::find(parts.begin(), parts.end(), word) == parts.end()) parts.emplace_back(word);
  }
  if (parts.empty()) return "something else";
  if (parts.size() > 5) parts.resize(5);
  std::string result = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    result += i + 1 == parts.size() ? " or " : ", ";
    result += parts[i];
  }
  return result;
}

Diagnostic explain(const SourceFile& source, int file, const std::vector<Token>& tokens,
                   const std::vector<bool>& in_prog, const Stuck& stuck) {
  if (auto hint = known_slip(source, file, tokens, in_prog, stuck)) return *hint;
  Diagnostic d;
  d.code = "E0201";
  const bool at_end = stuck.at >= tokens.size();
  // What is missing is missed behind the token before, not where the parser noticed.
  const bool misses = stuck.at > 0 && (at_end || tokens[stuck.at].line > tokens[stuck.at - 1].end_line);
  if (misses) {
    const Token& before = tokens[stuck.at - 1];
    d.span = Span{file, before.end_line, before.end_column, before.end_line, before.end_column + 1};
    d.message = fmt::format("expected {} after `{}`", expectation(stuck.expected), before.text(source));
    d.label = "expected here";
  } else {
    d.span = span_of(file, tokens[stuck.at]);
    d.message = fmt::format("unexpected `{}`", tokens[stuck.at].text(source));
    d.label = fmt::format("expected {}", expectation(stuck.expected));
  }
  if (stuck.at == 0) {
    d.code = "E0215";
    d.message = fmt::format("no declaration starts with `{}`", tokens[0].text(source));
    d.label = "expected a declaration";
    d.help = "at the top level stand definitions `NAME = ...`, and prog, channel, datatype, nametype, var, include, assert, print";
  }
  return d;
}

}  // namespace csp
