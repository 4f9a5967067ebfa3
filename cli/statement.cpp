// Wording of assertions.
#include "cli/statement.h"

#include <fmt/format.h>

#include <string_view>

namespace csp {
namespace {

std::string_view without(std::string_view text, std::string_view start) {
  if (text.starts_with(start)) text.remove_prefix(start.size());
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "n: 0..3, b: {1, 2}" as "n in 0..3, b in {1, 2}": the colons that stand outside brackets.
std::string replicators_in_words(std::string_view text) {
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c == ':' && depth == 0) {
      out += " in";
    } else {
      out += c;
    }
  }
  return out;
}

std::string words_of(const Statement& statement, bool negated) {
  const std::string& system = statement.system;
  const std::string& property = statement.property;
  // A negated forall denies the whole; otherwise the negation goes into the sentence.
  if (!statement.forall.empty()) {
    Statement instance = statement;
    instance.forall.clear();
    return fmt::format("{}for all {}: {}", negated ? "not " : "", statement.forall,
                       words_of(instance, false));
  }
  if (property.empty()) return (negated ? "not " : "") + system;  // a refinement
  switch (statement.kind) {
    case PropertyKind::DeadlockFree:
    case PropertyKind::LeakFree:
    case PropertyKind::RaceFree:
    case PropertyKind::ErrorFree:
    case PropertyKind::LivelockFree:
    case PropertyKind::DivergenceFree:
      return fmt::format("{} is {}{}", system, negated ? "not " : "", property);
    case PropertyKind::Terminates:
      return system + (negated ? " does not always terminate" : " terminates");
    case PropertyKind::CanTerminate:
      return system + (negated ? " cannot" : " can") + " always terminate";
    case PropertyKind::Always:
      return fmt::format("{}always {} in {}", negated ? "not " : "", without(property, "always"), system);
    case PropertyKind::Reachable:
      return fmt::format("{} is {}reachable in {}", without(property, "reachable"), negated ? "not " : "",
                         system);
    case PropertyKind::Outcomes: {
      const std::string_view rest = without(property, "outcomes");
      const std::size_t equals = rest.rfind(") = ");
      if (equals == std::string_view::npos)
        return fmt::format("{} {} {}", system,
                           negated ? "does not have exactly the outcomes" : "has exactly the outcomes", rest);
      return fmt::format("the outcomes {} of {} are {}exactly {}", rest.substr(0, equals + 1), system,
                         negated ? "not " : "", rest.substr(equals + 4));
    }
  }
  return statement.text;
}

}  // namespace

std::string Statement::words() const { return words_of(*this, negated); }
std::string Statement::negation() const { return words_of(*this, !negated); }

Statement make_statement(const std::string& text, PropertyKind kind) {
  Statement statement;
  statement.kind = kind;
  std::string_view rest = trimmed(without(trimmed(text), "assert "));
  statement.text = std::string(rest);
  if (rest.starts_with("not ")) {
    statement.negated = true;
    rest = without(rest, "not ");
  }
  const std::size_t at = rest.starts_with("forall ") ? rest.find('@') : std::string_view::npos;
  if (at != std::string_view::npos) {
    statement.forall = replicators_in_words(trimmed(rest.substr(7, at - 7)));
    rest = trimmed(rest.substr(at + 1));
  }
  const std::size_t property = rest.rfind(":[");
  if (property == std::string_view::npos || !rest.ends_with(']')) {
    statement.system = std::string(rest);
    return statement;
  }
  statement.system = std::string(trimmed(rest.substr(0, property)));
  statement.property = std::string(trimmed(rest.substr(property + 2, rest.size() - property - 3)));
  return statement;
}

}  // namespace csp
