// What shells and manuals need to know of the command line, from the same table as the parser.
#pragma once

#include <optional>
#include <string>

namespace csp {

// A completion script for bash, zsh or fish; nothing for another name.
std::optional<std::string> completions(const std::string& shell);

// The manual page csp(1), in the man macros of troff.
std::string man_page();

}  // namespace csp
