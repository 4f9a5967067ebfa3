// Walking folders and reading files.
#include "cli/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace csp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargest = 16'000'000;  // bytes; keeps /dev/zero and the like from filling the memory

std::string reason_of(const std::error_code& error) {
  if (error == std::errc::no_such_file_or_directory) return "no such file or folder";
  std::string text = error.message();
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

void walk(const std::string& folder, Inputs& inputs) {
  std::error_code error;
  std::vector<std::string> found;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().extension() == ".csp" && it->is_regular_file(ignored))
      found.push_back(it->path().string());
  }
  if (error) inputs.problems.emplace_back(folder, reason_of(error));
  if (!error && found.empty()) inputs.problems.emplace_back(folder, "there is no .csp file in this folder");
  std::sort(found.begin(), found.end());
  inputs.files.insert(inputs.files.end(), found.begin(), found.end());
}

}  // namespace

Inputs find_inputs(const std::vector<std::string>& operands) {
  Inputs inputs;
  for (const std::string& operand : operands) {
    std::error_code error;
    const fs::file_status status = fs::status(operand, error);
    if (status.type() == fs::file_type::not_found) {
      inputs.problems.emplace_back(operand, "no such file or folder");
    } else if (error) {
      inputs.problems.emplace_back(operand, reason_of(error));
    } else if (status.type() == fs::file_type::directory) {
      walk(operand, inputs);
    } else {
      inputs.files.push_back(operand);
    }
  }
  return inputs;
}

std::variant<std::string, ReadError> read_file(const std::string& path) {
  const auto failure = [] { return ReadError{reason_of(std::error_code(errno, std::generic_category()))}; };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return failure();
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, n);
    if (text.size() > kLargest) return ReadError{"this is larger than any model (16 MB)"};
  }
  if (std::ferror(file.get())) return failure();
  return text;
}

}  // namespace csp
