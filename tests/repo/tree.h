// The files of the repository as the tests of tests/repo see them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace csp::repo {

namespace fs = std::filesystem;

inline fs::path root() { return CSP_SOURCE_DIR; }

inline std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Our folders at the top: not hidden ones, not build folders.
inline std::vector<std::string> folders() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(root())) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name[0] != '.' && !name.starts_with("build")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// All files below our folders and in the top folder, relative to the top, sorted.
inline std::vector<std::string> files() {
  std::vector<std::string> names;
  for (const std::string& folder : folders())
    for (const auto& entry : fs::recursive_directory_iterator(root() / folder))
      if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), root()).string());
  for (const auto& entry : fs::directory_iterator(root()))
    if (entry.is_regular_file() && entry.path().filename() != ".git")  // a file in a linked worktree
      names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

inline bool has_extension(const std::string& name, std::initializer_list<const char*> extensions) {
  const std::string extension = fs::path(name).extension().string();
  return std::any_of(extensions.begin(), extensions.end(), [&](const char* e) { return extension == e; });
}

}  // namespace csp::repo
