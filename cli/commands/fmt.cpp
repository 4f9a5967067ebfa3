// csp fmt: models in canonical layout, on standard output, in place, or only compared.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "cli/commands/commands.h"
#include "cli/inputs.h"
#include "cli/report/report.h"
#include "frontend/format.h"
#include "frontend/parse.h"

namespace csp {
namespace {

// The text of one file in canonical layout, or why there is none; errors of the file are printed.
std::variant<std::string, ExitCode> canonical(const std::string& path, std::string text) {
  FileResult file;
  file.path = path;
  const int index = file.sources.add(path, std::move(text));
  parse(file.sources, index, file.diagnostics);
  print_problems(file);
  if (!file.good()) return ExitCode::BadInput;
  std::optional<std::string> out = format(file.sources.file(index));
  if (out) return std::move(*out);
  fmt::print(stderr, "csp: {}: the layout would change what is read, which is a defect of csp; the file is left as it is\n", path);
  return ExitCode::Internal;
}

ExitCode unreadable(const std::string& path, const std::string& reason) {
  fmt::print(stderr, "csp: {}: {}\n", path, reason);
  return ExitCode::BadInput;
}

ExitCode write(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  return out ? ExitCode::AsStated : unreadable(path, "cannot be written");
}

ExitCode format_file(const std::string& path, const Options& options) {
  const auto read = read_file(path);
  if (const auto* error = std::get_if<ReadError>(&read)) return unreadable(path, error->reason);
  const std::string& before = std::get<std::string>(read);
  const auto layout = canonical(path, before);
  if (const auto* failed = std::get_if<ExitCode>(&layout)) return *failed;
  const auto* after = &std::get<std::string>(layout);
  if (options.only_check) {
    if (*after == before) return ExitCode::AsStated;
    fmt::print("{}: not in canonical layout\n", path);
    return ExitCode::NotAsStated;
  }
  if (options.in_place) return *after == before ? ExitCode::AsStated : write(path, *after);
  fmt::print("{}", *after);
  return ExitCode::AsStated;
}

}  // namespace

ExitCode fmt_command(const Options& options) {
  const Inputs inputs = find_inputs(options.paths);
  ExitCode status = ExitCode::AsStated;
  for (const auto& [operand, reason] : inputs.problems) status = worse(status, unreadable(operand, reason));
  for (const std::string& path : inputs.files) status = worse(status, format_file(path, options));
  return status;
}

}  // namespace csp
