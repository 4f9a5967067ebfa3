// Running dot: its input is a temporary file, its output a pipe. It is ended when the budget is used up.
#include "cli/report/drawing.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

extern char** environ;

namespace csp {
namespace {

// A file that is there as long as the object.
class Temporary {
 public:
  explicit Temporary(const std::string& text)
      : path_((std::filesystem::temp_directory_path() / "csp-graph-XXXXXX").string()) {
    const int file = mkstemp(path_.data());
    if (file < 0) return;
    there_ = true;
    written_ = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(file);
  }
  ~Temporary() {
    if (there_) std::remove(path_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  bool written() const { return written_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool there_ = false, written_ = false;
};

// dot with its output in a pipe; nothing if it cannot be started.
std::optional<pid_t> start_dot(const std::string& path, int& output) {
  std::array<int, 2> pipe{};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0) return std::nullopt;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string name = "dot", format = "-Tsvg", input = path;
  std::array<char*, 4> arguments = {name.data(), format.data(), input.data(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "dot", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe[1]);
  output = pipe[0];
  if (!failed) return child;
  close(output);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> svg_of(const std::string& dot, const Budget& budget, std::string& reason) {
  const Temporary input(dot);
  if (!input.written()) {
    reason = "a temporary file could not be written";
    return std::nullopt;
  }
  int output = -1;
  const auto child = start_dot(input.path(), output);
  if (!child) {
    reason = "dot of Graphviz, which draws the picture, could not be run (Debian: apt install graphviz)";
    return std::nullopt;
  }
  std::string out, stopped;
  std::array<char, 1 << 16> buffer{};
  while ((stopped = budget.exhausted({})).empty()) {
    pollfd waiting{output, POLLIN, 0};
    if (poll(&waiting, 1, 100) <= 0) continue;
    const ssize_t n = read(output, buffer.data(), buffer.size());
    if (n <= 0) break;
    out.append(buffer.data(), static_cast<std::size_t>(n));
  }
  if (!stopped.empty()) kill(*child, SIGKILL);
  close(output);
  int status = 0;
  waitpid(*child, &status, 0);
  if (stopped.empty() && status == 0 && !out.empty()) return out;
  reason = stopped.empty() ? "dot of Graphviz refused the graph" : "dot was not done in time: " + stopped;
  return std::nullopt;
}

}  // namespace csp
