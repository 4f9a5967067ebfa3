// Files and pieces of text, as the tests of models use them.
#pragma once

#include <string>
#include <vector>

namespace csp::model_test {

std::string trimmed(const std::string&);
// Runs of blanks and line breaks become one blank; none at the ends.
std::string collapsed(const std::string&);
// At every ` | ` (any separator), each piece trimmed.
std::vector<std::string> split(const std::string& text, const std::string& separator);
std::size_t occurrences(const std::string& text, const std::string& piece);

std::string read_text(const std::string& path);                // relative to the repository
std::vector<std::string> read_lines(const std::string& path);  // the same, line by line
std::vector<std::string> models();  // models/**.csp, sorted, relative to the repository

}  // namespace csp::model_test
