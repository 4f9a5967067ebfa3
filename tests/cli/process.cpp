// Starting the csp binary: fork, exec, read both outputs.
#include "tests/cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace csp::cli_test {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

[[noreturn]] void execute(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  std::string name = "csp";
  argv.push_back(name.data());
  for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  execv(CSP_BINARY, argv.data());
  _exit(127);
}

[[noreturn]] void become(const std::vector<std::string>& arguments, const std::string& out,
                         const std::string& err, const std::string& in, const std::string& folder) {
  dup2(open(in.c_str(), O_RDONLY), STDIN_FILENO);
  dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
  dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(126);
  execute(arguments);
}

}  // namespace

Run run_csp(const std::vector<std::string>& arguments, const RunOptions& options) {
  const Folder scratch;
  const std::string out = options.output.empty() ? scratch.path() + "/out" : options.output;
  const std::string err = scratch.path() + "/err";
  const std::string in = scratch.write("in", options.input);
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) become(arguments, out, err, in, options.folder);
  int status = 0;
  bool interrupted = false, killed = false;
  rusage usage{};
  while (wait4(child, &status, WNOHANG, &usage) == 0) {
    const auto passed = std::chrono::steady_clock::now() - start;
    if (options.interrupt_after_ms > 0 && !interrupted &&
        passed > std::chrono::milliseconds(options.interrupt_after_ms)) {
      kill(child, SIGINT);
      interrupted = true;
    }
    if (!killed && passed > std::chrono::seconds(60)) {
      kill(child, SIGKILL);
      killed = true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  Run run;
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.peak_kilobytes = usage.ru_maxrss;
  if (options.output.empty()) run.out = text_of(out);
  run.err = text_of(err);
  return run;
}

Run run_csp_in_terminal(const std::vector<std::string>& arguments, const std::vector<std::string>& keys,
                        const std::vector<std::string>& environment) {
  winsize size{};
  size.ws_row = 50;
  size.ws_col = 100;
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) throw std::runtime_error("forkpty failed");
  if (child == 0) {
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    for (const std::string& variable : environment) {
      const std::size_t equals = variable.find('=');
      setenv(variable.substr(0, equals).c_str(), variable.substr(equals + 1).c_str(), 1);
    }
    execute(arguments);
  }
  Run run;
  std::size_t typed = 0, seen = 0;
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    if (std::chrono::steady_clock::now() - start > std::chrono::seconds(60)) kill(child, SIGKILL);
    pollfd ready{terminal, POLLIN, 0};
    if (poll(&ready, 1, 200) > 0) {
      char buffer[4096];
      const ssize_t n = read(terminal, buffer, sizeof buffer);
      if (n <= 0) break;  // the child has closed it
      run.out.append(buffer, static_cast<std::size_t>(n));
      continue;
    }
    // It is quiet: the prompt is there if there is one since what was typed last.
    if (run.out.find("> ", seen) == std::string::npos || typed == keys.size()) continue;
    seen = run.out.size();
    const std::string& line = keys[typed++];
    if (write(terminal, line.data(), line.size()) < 0) break;
  }
  int status = 0;
  waitpid(child, &status, 0);
  close(terminal);
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "csp-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file.string();
}

}  // namespace csp::cli_test
