// Running dot: its input is a temporary file, its output a pipe.
#include "cli/report/drawing.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace csp {

std::optional<std::string> svg_of(const std::string& dot) {
  std::string path = (std::filesystem::temp_directory_path() / "csp-graph-XXXXXX").string();
  const int file = mkstemp(path.data());
  if (file < 0) return std::nullopt;
  const bool written = write(file, dot.data(), dot.size()) == static_cast<ssize_t>(dot.size());
  close(file);
  std::string out;
  if (std::FILE* pipe = written ? popen(("dot -Tsvg '" + path + "' 2>/dev/null").c_str(), "r") : nullptr) {
    std::array<char, 4096> buffer{};
    for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      out.append(buffer.data(), n);
    if (pclose(pipe) != 0) out.clear();
  }
  std::remove(path.c_str());
  if (out.empty()) return std::nullopt;
  return out;
}

}  // namespace csp
