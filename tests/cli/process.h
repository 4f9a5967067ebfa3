// Runs the csp binary as a user does and gives back what it printed and its exit status.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace csp::cli_test {

struct Run {
  int status = -1;  // exit status; 128 + signal if a signal ended it
  std::string out, err;
  long peak_kilobytes = 0;  // of resident memory
};

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct RunOptions {
  int interrupt_after_ms = 0;  // send SIGINT that long after the start; 0: do not
  std::string folder;          // working directory; empty: ours
  std::string input;           // what it finds on standard input
  std::string output;          // where its standard output goes; empty: to Run::out
};

// Precondition: the output fits in memory. Ends the process after 60 seconds (status 137).
Run run_csp(const std::vector<std::string>& arguments, const RunOptions& = {});

// The same in a terminal of 100 columns: each line of keys is typed when the prompt "> " is there. `out` is
// all that the terminal was sent.
Run run_csp_in_terminal(const std::vector<std::string>& arguments, const std::vector<std::string>& keys,
                        const std::vector<std::string>& environment = {});

// A folder of its own for one test, removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path() const { return path_.string(); }
  std::string write(const std::string& name, const std::string& text) const;  // gives the path of the file

 private:
  std::filesystem::path path_;
};

}  // namespace csp::cli_test
