// Runs the tools by the shell; their output goes to files in the folder.
#include "tests/fuzz/spin.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace csp::fuzz {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "csp_spin_XXXXXX").string();
    if (mkdtemp(name.data())) path = name;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

bool run(const Folder& folder, const std::string& command, const std::string& to) {
  return std::system(
             ("cd '" + folder.path.string() + "' && timeout 60 " + command + " >" + to + " 2>&1").c_str()) ==
         0;
}

SpinAnswer failed(const Folder& folder, const std::string& tool, const std::string& output) {
  SpinAnswer answer;
  answer.failed = true;
  answer.problem = tool + ": " + text_of(folder.path / output).substr(0, 2000);
  return answer;
}

}  // namespace

SpinAnswer ask_spin(const std::string& promela) {
  const Folder folder;
  std::ofstream(folder.path / "model.pml") << promela;
  if (!run(folder, "spin -a model.pml", "spin.out") || !fs::exists(folder.path / "pan.c"))
    return failed(folder, "spin -a", "spin.out");
  if (!run(folder, "cc -O0 -w -DSAFETY -DNOREDUCE -DMEMLIM=1000 -o pan pan.c", "cc.out"))
    return failed(folder, "cc", "cc.out");
  const bool ended = run(folder, "./pan -c0 -m1000000 -w20", "pan.out");
  const std::string said = text_of(folder.path / "pan.out");
  SpinAnswer answer;
  bool full = false;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    const auto contains = [&](const char* part) { return line.find(part) != std::string::npos; };
    if (!line.starts_with("pan:")) continue;
    answer.deadlock = answer.deadlock || contains("invalid end state");
    if (!contains("assertion violated")) continue;
    full = full || contains("tag_full");
    answer.error = answer.error || contains("tag_error");
    answer.always_violated = answer.always_violated || contains("tag_always");
    answer.reachable_reached = answer.reachable_reached || contains("tag_reachable");
  }
  const auto contains = [&](const char* part) { return said.find(part) != std::string::npos; };
  if (full) {
    answer.problem = "more channels, captured variables or processes than the translation has room for";
  } else if (contains("max search depth too small") || contains("out of memory") ||
             contains("reached -DMEMLIM") || !contains("State-vector")) {
    answer.problem = "a limit of the verifier";
  } else if (!ended && !contains("errors:")) {
    return failed(folder, "pan", "pan.out");
  }
  return answer;
}

}  // namespace csp::fuzz
