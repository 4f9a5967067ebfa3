// Completions and the manual page. Values of an option that are alternatives (`bfs|dfs|random`) are
// completed, too.
#include "cli/shell.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "cli/option_table.h"

namespace csp {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts{""};
  for (const char c : text)
    if (c == at)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<std::string> names_of(const OptionRow& row) { return split(row.names, ','); }

std::vector<std::string> verbs() {
  std::vector<std::string> list;
  for (const VerbRow& verb : verb_table()) list.push_back(verb.name);
  return list;
}

std::vector<std::string> options_of(Verb verb) {
  std::vector<std::string> list;
  for (const OptionRow& row : option_table())
    if (row.applies_to(verb))
      for (const std::string& name : names_of(row)) list.push_back(name);
  list.push_back("--help");
  return list;
}

// The alternatives that an option's value is one of; empty if it is free.
std::vector<std::string> values_of(const OptionRow& row) {
  const std::vector<std::string> parts = split(row.value, '|');
  return parts.size() > 1 ? parts : std::vector<std::string>();
}

enum class Files { None, Any, Folders };

Files files_of(const OptionRow& row) {
  if (row.value == "FILE" || row.value == "PATH") return Files::Any;
  return row.value == "DIR" ? Files::Folders : Files::None;
}

constexpr const char* kGlobal = "--help --version --completions --man-page --help-page";

std::string bash() {
  std::string text =
      "# bash completion for csp\n_csp() {\n  local cur=${COMP_WORDS[COMP_CWORD]} "
      "prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]}\n";
  text += fmt::format(
      "  if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W \"{} {}\" -- \"$cur\")); return; "
      "fi\n",
      joined(verbs()), kGlobal);
  text +=
      "  if [[ $verb == --completions ]]; then COMPREPLY=($(compgen -W \"bash zsh fish\" -- \"$cur\")); "
      "return; fi\n";
  text += "  case $verb:$prev in\n";
  for (const VerbRow& verb : verb_table())
    for (const OptionRow& row : option_table()) {
      if (!row.applies_to(verb.verb) || row.value.empty()) continue;
      const char* how = files_of(row) == Files::Any       ? "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")"
                        : files_of(row) == Files::Folders ? "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")"
                                                          : "";
      const std::string words =
          fmt::format("COMPREPLY=($(compgen -W \"{}\" -- \"$cur\"))", joined(values_of(row)));
      for (const std::string& name : names_of(row))
        text += fmt::format("    {}:{}) {}; return ;;\n", verb.name, name, *how ? how : words);
    }
  text += "  esac\n  if [[ $cur == -* ]]; then\n    case $verb in\n";
  for (const VerbRow& verb : verb_table())
    text += fmt::format("      {}) COMPREPLY=($(compgen -W \"{}\" -- \"$cur\")) ;;\n", verb.name,
                        joined(options_of(verb.verb)));
  return text +
         "    esac\n    return\n  fi\n"
         "  mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"; compgen -f -X '!*.csp' -- \"$cur\")\n}\n"
         "complete -o filenames -F _csp csp\n";
}

// In zsh and fish a help text stands in single quotes.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out;
}

std::string zsh() {
  std::string text = "#compdef csp\n_csp() {\n  local -a verbs\n  verbs=(\n";
  for (const VerbRow& verb : verb_table())
    text += fmt::format("    '{}:{}'\n", verb.name, quoted(verb.summary));
  text += fmt::format(
      "  )\n  if ((CURRENT == 2)); then _describe verb verbs; compadd -- {}; return; fi\n  case $words[2] "
      "in\n"
      "    --completions) compadd bash zsh fish ;;\n",
      kGlobal);
  for (const VerbRow& verb : verb_table()) {
    text += fmt::format("    {})\n      _arguments -S \\\n", verb.name);
    for (const OptionRow& row : option_table()) {
      if (!row.applies_to(verb.verb)) continue;
      std::string help;
      for (const char c : quoted(row.help))
        help += c == '[' || c == ']' || c == ':' ? std::string("\\") + c : std::string(1, c);
      const auto values = values_of(row);
      const std::string action = !values_of(row).empty()           ? "(" + joined(values_of(row)) + ")"
                                 : files_of(row) == Files::Any     ? "_files"
                                 : files_of(row) == Files::Folders ? "_files -/"
                                                                   : " ";
      const std::string value = row.value.empty() ? "" : ":" + split(row.value, '|').front() + ":" + action;
      for (const std::string& name : names_of(row))
        text += fmt::format("        '{}{}{}[{}]{}' \\\n", row.repeats ? "*" : "", name,
                            !value.empty() && name.starts_with("--") ? "=" : "", help, value);
    }
    text += "        '--help[print what the options are]' \\\n";
    text += "        '*:model:_files -g \"*.csp(-.)\"' ;;\n";
  }
  return text + "  esac\n}\n_csp \"$@\"\n";
}

std::string fish() {
  std::string text = "# fish completion for csp\n";
  for (const VerbRow& verb : verb_table())
    text += fmt::format("complete -c csp -n __fish_use_subcommand -f -a {} -d '{}'\n", verb.name,
                        quoted(verb.summary));
  for (const std::string& name : split(kGlobal, ' '))
    text += fmt::format("complete -c csp -n __fish_use_subcommand -f -l {}{}\n", name.substr(2),
                        name == "--completions" ? " -x -a 'bash zsh fish'" : "");
  for (const VerbRow& verb : verb_table())
    for (const OptionRow& row : option_table()) {
      if (!row.applies_to(verb.verb)) continue;
      text += fmt::format("complete -c csp -n '__fish_seen_subcommand_from {}'", verb.name);
      for (const std::string& name : names_of(row))
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (files_of(row) == Files::Folders)
        text += " -x -a '(__fish_complete_directories)'";
      else if (!row.value.empty())
        text += files_of(row) == Files::Any ? " -r" : " -x";
      if (!values_of(row).empty()) text += " -a '" + joined(values_of(row)) + "'";
      text += fmt::format(" -d '{}'\n", quoted(row.help));
    }
  return text;
}

// A hyphen is a minus sign, a leading dot or quote is text, in troff.
std::string troff(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '-' ? "\\-" : c == '\\' ? "\\e" : std::string(1, c);
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

}  // namespace

std::optional<std::string> completions(const std::string& shell) {
  if (shell == "bash") return bash();
  if (shell == "zsh") return zsh();
  if (shell == "fish") return fish();
  return std::nullopt;
}

std::string man_page() {
  std::string text =
      ".TH CSP 1 \"\" \"csp " CSP_VERSION
      "\" \"User Commands\"\n.SH NAME\ncsp \\- check models of concurrent programs\n.SH SYNOPSIS\n";
  for (const VerbRow& verb : verb_table())
    text += fmt::format(".B csp {}\n[\\fIOPTION\\fR]... \\fI{}\\fR\n.br\n", verb.name, troff(verb.operands));
  text +=
      ".SH DESCRIPTION\nA model is a file of programs and processes that communicate, with assertions about "
      "them. "
      "\\fBcsp\\fR decides the assertions by looking at every interleaving, or shows the shortest run that "
      "goes wrong.\n";
  for (const VerbRow& verb : verb_table()) {
    text += fmt::format(".SH \"CSP {}\"\n{}.\n", troff(verb.name), troff(verb.summary));
    for (const OptionRow& row : option_table()) {
      if (!row.applies_to(verb.verb)) continue;
      std::string names;
      for (const std::string& name : names_of(row))
        names += (names.empty() ? "" : ", ") + ("\\fB" + troff(name) + "\\fR");
      text += fmt::format(".TP\n{}{}\n{}\n", names,
                          row.value.empty() ? "" : " \\fI" + troff(row.value) + "\\fR", troff(row.help));
    }
  }
  return text +
         ".SH \"EXIT STATUS\"\n0 every assertion is as stated, 1 some is not, 2 the input is wrong, 3 a "
         "limit was reached, 4 a defect in csp.\n";
}

}  // namespace csp
