// What the tests of the solver do with other programs.
#pragma once

#include <cstdio>
#include <string>

namespace csp::cli_test {

// What a shell command prints.
inline std::string output(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return text;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe)) text += buffer;
  pclose(pipe);
  return text;
}

}  // namespace csp::cli_test
