// A temporary file beside the target, then a rename. What is no regular file (/dev/stdout) is written
// directly.
#include "cli/output.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace csp {

void write_file(const std::string& path, const std::string& text, const SourceMap& read) {
  std::error_code ignored;
  for (int i = 0; i < read.size(); ++i)
    if (std::filesystem::equivalent(path, read.file(i).path(), ignored))
      throw CannotWrite(fmt::format("cannot write {}: it is the model that was read", path));
  write_file(path, text);
}

void write_file(const std::string& given, const std::string& text) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const std::string path =
      fs::is_symlink(given, ignored) ? fs::weakly_canonical(given, ignored).string() : given;
  const bool direct = fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
  if (fs::is_directory(path, ignored))
    throw CannotWrite(fmt::format("cannot write {}: it is a directory", path));
  const std::string target = direct ? path : path + ".part";
  errno = 0;
  std::ofstream out(target, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    const int reason = errno;
    if (!direct) fs::remove(target, ignored);
    throw CannotWrite(
        fmt::format("cannot write {}: {}", path, reason ? std::strerror(reason) : "the output failed"));
  }
  if (direct) return;
  std::error_code failed;
  fs::rename(target, path, failed);
  if (!failed) return;
  fs::remove(target, ignored);
  throw CannotWrite(fmt::format("cannot write {}: {}", path, failed.message()));
}

}  // namespace csp
