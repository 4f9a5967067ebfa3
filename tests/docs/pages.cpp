// Reading pages: fences, transcripts, quoted arguments.
#include "tests/docs/pages.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace csp::docs_test {
namespace {

namespace fs = std::filesystem;

Page read(const fs::path& root, const std::string& path) {
  Page page{path, {}};
  std::ifstream in(root / path);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) {
      if (!inside) page.blocks.push_back({line.substr(3), "", number});
      inside = !inside;
    } else if (inside) {
      page.blocks.back().text += line + "\n";
    }
  }
  return page;
}

// `csp trace a.csp --only 'x y'` -> {"trace", "a.csp", "--only", "x y"}
std::vector<std::string> arguments_of(const std::string& command) {
  std::vector<std::string> list;
  bool quoted = false, word = false;
  for (const char c : command) {
    if (c == ' ' && !quoted) {
      word = false;
      continue;
    }
    if (!word) list.emplace_back();
    word = true;
    if (c == '\'')
      quoted = !quoted;
    else
      list.back() += c;
  }
  if (!list.empty()) list.erase(list.begin());
  return list;
}

}  // namespace

std::string Block::file_name() const {
  const std::string mark = "-- file ";
  if (!text.starts_with(mark)) return "";
  return text.substr(mark.size(), text.find('\n') - mark.size());
}

bool Block::transcript() const { return text.starts_with("$ csp "); }

std::vector<Page> pages() {
  const fs::path root = CSP_SOURCE_DIR;
  std::vector<std::string> paths{"README.md"};
  for (const auto& entry : fs::directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") paths.push_back("docs/" + entry.path().filename().string());
  for (const auto& entry : fs::directory_iterator(root / "docs/tutorial"))
    if (entry.path().filename() != "README.md")
      paths.push_back("docs/tutorial/" + entry.path().filename().string());
  std::sort(paths.begin(), paths.end());
  std::vector<Page> list;
  for (const std::string& path : paths) list.push_back(read(root, path));
  return list;
}

std::vector<Command> commands_of(const Block& block) {
  std::vector<Command> list;
  std::istringstream in(block.text);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("$ "))
      list.push_back({line.substr(2), arguments_of(line.substr(2)), ""});
    else
      list.back().shown += line + "\n";
  }
  return list;
}

const Block* model_before(const Page& page, const Block& transcript) {
  const Block* found = nullptr;
  for (const Block& block : page.blocks)
    if (block.language == "csp" && block.line < transcript.line) found = &block;
  return found;
}

}  // namespace csp::docs_test
