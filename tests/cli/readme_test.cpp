// The example of the README is real: its model is checked, and what csp prints is what the README shows.
// Times are not compared.
#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

struct Block {
  std::string language, text;
};

std::vector<Block> blocks_of(const std::string& path) {
  std::ifstream in(path);
  std::vector<Block> blocks;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      if (!inside) blocks.push_back({line.substr(3), ""});
      inside = !inside;
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

std::string without_times(const std::string& text) {
  return std::regex_replace(text, std::regex("  +[0-9.]+ m?s "), "  T ");
}

// "csp trace a.csp --only 'x y'" -> {"trace", "a.csp", "--only", "x y"}
std::vector<std::string> arguments_of(const std::string& command) {
  std::vector<std::string> list;
  bool quoted = false, word = false;
  for (const char c : command) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      word = false;
      continue;
    } else {
      if (!word) list.emplace_back();
      list.back() += c;
    }
    if (c == '\'' && !word) list.emplace_back();
    word = true;
  }
  if (!list.empty()) list.erase(list.begin());
  return list;
}

TEST_CASE("the README shows what csp prints") {
  const Folder folder;
  RunOptions there;
  there.folder = folder.path();
  int models = 0, commands = 0;
  for (const Block& block : blocks_of(std::string(CSP_SOURCE_DIR) + "/README.md")) {
    if (block.language == "csp") {
      folder.write(models == 0 ? "request.csp" : "buffer.csp", block.text);
      ++models;
    }
    if (!block.text.starts_with("$ csp ")) continue;
    std::istringstream in(block.text);
    std::string line, command, expected;
    const auto compare = [&] {
      if (command.empty()) return;
      const Run run = run_csp(arguments_of(command), there);
      CHECK_MESSAGE(without_times(run.out) == without_times(expected), command << " prints:\n" << run.out);
      ++commands;
    };
    while (std::getline(in, line)) {
      if (line.starts_with("$ ")) {
        compare();
        command = line.substr(2);
        expected.clear();
      } else {
        expected += line + "\n";
      }
    }
    compare();
  }
  CHECK(models == 2);
  CHECK(commands == 3);
}

}  // namespace
}  // namespace csp::cli_test
