// The texts made from the option table: --help and docs/options.md.
#include <fmt/format.h>

#include "cli/option_table.h"
#include "cli/terminal.h"

namespace csp {
namespace {

constexpr const char* kStatus[] = {"every assertion is as stated", "some assertion is not as stated",
                                   "the input is wrong: a model, an option or a file",
                                   "a limit was reached before an answer",
                                   "a defect in csp: a trace that does not replay, or an unexpected failure"};

std::string status_table() {
  std::string text = "Exit status:\n";
  for (int i = 0; i < 5; ++i) text += fmt::format("  {}  {}\n", i, kStatus[i]);
  return text + "If several apply: 4, then 2, 1, 3, 0.\n";
}

std::string left_side(const OptionRow& row) {
  std::string names;
  for (char c : row.names) names += c == ',' ? ", " : std::string(1, c);
  return row.value.empty() ? names : names + " " + row.value;
}

// The help of an option beside its name, which takes `indent` columns.
std::string beside(const std::string& text, std::size_t indent) {
  std::string out;
  for (const std::string& line : broken(text, 100 - indent))
    out += (out.empty() ? "" : "\n" + std::string(indent, ' ')) + line;
  return out;
}

const VerbRow& row_of(Verb verb) {
  for (const VerbRow& row : verb_table())
    if (row.verb == verb) return row;
  return verb_table().front();
}

// Calls title(group) before the first row of a group and item(row) for each row of the verb.
template <class Title, class Item>
void for_options(Verb verb, Title title, Item item) {
  std::string group;
  for (const OptionRow& row : option_table()) {
    if (!row.applies_to(verb)) continue;
    if (row.group != group) title(row.group);
    group = row.group;
    item(row);
  }
}

}  // namespace

std::string help_text() {
  std::string text = "csp: checks models of concurrent programs\n\nUsage: csp VERB [OPTION]... FILE...\n\n";
  for (const VerbRow& verb : verb_table())
    text += fmt::format("  csp {:<6} {:<16} {}\n", verb.name, verb.operands, verb.summary);
  text +=
      "\n  csp VERB --help     the options of a verb\n  csp --help-page     all options as a page "
      "(docs/options.md)\n"
      "  csp --man-page      the same as a manual page\n"
      "  csp --completions bash|zsh|fish\n"
      "  csp --version\n\n";
  return text + status_table();
}

std::string help_text(Verb verb) {
  const VerbRow& row = row_of(verb);
  std::string text = fmt::format("csp {}: {}\n\nUsage: csp {} [OPTION]... {}\n", row.name, row.summary,
                                 row.name, row.operands);
  for_options(
      verb, [&](const std::string& group) { text += "\n" + group + "\n"; },
      [&](const OptionRow& o) { text += fmt::format("  {:<24}  {}\n", left_side(o), beside(o.help, 28)); });
  return text + fmt::format("\n  {:<24}  {}\n\n", "-h, --help", "print this text") + status_table();
}

std::string options_page() {
  std::string text =
      "# Options\n\nMade by `csp --help-page` from the table in cli/option_table.cpp; a test compares the "
      "two.\n";
  for (const VerbRow& verb : verb_table()) {
    text += fmt::format("\n## csp {}\n\n`csp {} [OPTION]... {}`: {}.\n", verb.name, verb.name, verb.operands,
                        verb.summary);
    for_options(
        verb.verb, [&](const std::string& group) { text += fmt::format("\n{}\n\n", group); },
        [&](const OptionRow& o) { text += fmt::format("* `{}`: {}\n", left_side(o), o.help); });
  }
  text += "\n## Exit status\n\n| status | meaning |\n|---|---|\n";
  for (int i = 0; i < 5; ++i) text += fmt::format("| {} | {} |\n", i, kStatus[i]);
  return text + "\nIf several apply, the first of 4, 2, 1, 3, 0 is given.\n";
}

}  // namespace csp
