// Reading files and cutting text.
#include "tests/models/texts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace csp::model_test {

namespace fs = std::filesystem;

std::string trimmed(const std::string& text) {
  const std::size_t from = text.find_first_not_of(" \t\n");
  if (from == std::string::npos) return "";
  return text.substr(from, text.find_last_not_of(" \t\n") - from + 1);
}

std::string collapsed(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> list;
  std::size_t from = 0;
  for (std::size_t at; (at = text.find(separator, from)) != std::string::npos; from = at + separator.size())
    list.push_back(trimmed(text.substr(from, at - from)));
  list.push_back(trimmed(text.substr(from)));
  return list;
}

std::size_t occurrences(const std::string& text, const std::string& piece) {
  std::size_t n = 0;
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) ++n;
  return n;
}

std::string read_text(const std::string& path) {
  std::ifstream in(fs::path(CSP_SOURCE_DIR) / path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> read_lines(const std::string& path) {
  std::istringstream in(read_text(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> models() {
  std::vector<std::string> list;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(CSP_SOURCE_DIR) / "models"))
    if (entry.path().extension() == ".csp")
      list.push_back(fs::relative(entry.path(), CSP_SOURCE_DIR).string());
  std::sort(list.begin(), list.end());
  return list;
}

}  // namespace csp::model_test
