// From the operands of the command line to files and their texts.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace csp {

struct Inputs {
  std::vector<std::string> files;  // in the order of the operands; those of a folder sorted
  std::vector<std::pair<std::string, std::string>> problems;  // operand, what is wrong with it
};

// The files themselves, and every *.csp below the folders (links to folders are not followed).
Inputs find_inputs(const std::vector<std::string>& operands);

struct ReadError {
  std::string reason;
};  // "no such file", "permission denied", ...
std::variant<std::string, ReadError> read_file(const std::string& path);

}  // namespace csp
