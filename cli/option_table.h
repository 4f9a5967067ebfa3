// The verbs and options as data: one row each. The parser, --help and docs/options.md are made from these
// rows.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace csp {

struct VerbRow {
  Verb verb;
  std::string name;
  std::string operands;  // as in the usage line
  std::string summary;   // one line
};

struct OptionRow {
  std::string names;  // "--only", or "-i,--in-place"
  std::string value;  // what follows, as in the help: "TEXT"; empty for a switch
  std::vector<Verb> verbs;
  std::string group;  // title in the help
  std::string help;
  void (*set)(Options&, const std::string& value);  // throws std::invalid_argument with what was expected
  bool repeats = false;

  bool applies_to(Verb) const;
};

const std::vector<VerbRow>& verb_table();
const std::vector<OptionRow>& option_table();

std::string help_text();      // of csp
std::string help_text(Verb);  // of one verb

}  // namespace csp
