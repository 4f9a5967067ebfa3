// The report of `csp check` for people: per file a block with a line for each assertion, and a closing line.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/report/report.h"
#include "cli/report/words.h"
#include "cli/terminal.h"

namespace csp {
namespace {

constexpr std::size_t kWidest = 76;  // columns of a statement; longer ones are cut
constexpr const char* kIndent = "          ";

// The text in quotes for a shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string plain_name(const std::string& path) {
  const bool safe =
      path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,") ==
      std::string::npos;
  return safe ? path : quoted(path);
}

class CheckText : public Report {
 public:
  explicit CheckText(const Options& options) : options_(options), color_(wants_color(STDOUT_FILENO)) {
    if (options.engine.order == SearchOrder::Random)
      fmt::print("search: random, seed {}\n", options.engine.seed);
  }

  void loaded(const FileResult& file, const std::vector<Statement>& statements) override {
    print_problems(file);
    if (!file.loaded || (statements.empty() && file.passed_over > 0)) return;
    heading_ = file.path + "\n";
    if (!options_.quiet) head();
    for (const Printed& line : file.prints) {
      unknown_prints_ += !line.limit.empty();
      fmt::print("  {}{}{}\n", line.expression,
                 line.limit.empty() ? " = " : ": unknown: ", line.limit.empty() ? line.value : line.limit);
    }
    if (statements.empty() && file.prints.empty() && !options_.quiet) fmt::print("  no assertions\n");
    width_ = 0;
    for (const Statement& statement : statements) width_ = std::max(width_, columns_of(statement.words()));
    width_ = std::min(width_, kWidest);
    std::fflush(stdout);
  }

  void checked(const FileResult& file, const AssertionResult& result) override {
    ++assertions_;
    as_stated_ += result.status() == ExitCode::AsStated;
    if (options_.quiet && result.status() == ExitCode::AsStated) return print_problems(file, result);
    head();
    fmt::print("  {}  {}  {:>14}  {:>9}  {}\n", mark(result),
               padded(cut(result.statement.words(), width_), width_), count(result.states(), "state"),
               duration(result.seconds), result.engine());
    if (result.status() != ExitCode::AsStated) explain(file, result);
    for (const std::string& line : instances_that_differ(result)) fmt::print("{}{}\n", kIndent, line);
    for (const std::string& note : notes(result)) fmt::print("{}{}\n", kIndent, note);
    if (options_.verbose) measures(result);
    std::fflush(stdout);
    not_as_stated_ += result.status() == ExitCode::NotAsStated;
    unknown_ += result.status() == ExitCode::Limit;
    wrong_ += result.status() == ExitCode::BadInput;
    defects_ += result.status() == ExitCode::Internal;
    print_problems(file, result);
  }

  void file(const FileResult& file) override {
    bad_files_ += !file.loaded;
    bad_prints_ += file.loaded && !file.good();
  }

  void end() override {
    if (options_.quiet && as_stated_ == assertions_ && bad_files_ + bad_prints_ + unknown_prints_ == 0)
      return;
    std::string line = fmt::format("{}, {} as stated", count(assertions_, "assertion"), as_stated_);
    if (not_as_stated_) line += fmt::format(", {} not as stated", not_as_stated_);
    if (unknown_) line += fmt::format(", {} unknown", unknown_);
    if (wrong_) line += fmt::format(", {} wrong", wrong_);
    if (defects_) line += fmt::format(", {} with a defect in csp", defects_);
    if (bad_files_) line += fmt::format("; {} could not be checked", count(bad_files_, "file"));
    if (unknown_prints_) line += fmt::format("; {} unknown", count(unknown_prints_, "printed value"));
    if (bad_prints_) line += fmt::format("; a `print` went wrong in {}", count(bad_prints_, "file"));
    fmt::print("{}\n", line);
  }

 private:
  void head() {
    fmt::print("{}", heading_);
    heading_.clear();
  }

  // --verbose: how large the search was.
  static void measures(const AssertionResult& result) {
    std::uint64_t depth = 0, local = 0;
    for (const Instance& instance : result.instances) {
      depth = std::max(depth, instance.verdict.statistics.depth);
      local += instance.verdict.statistics.local_states;
    }
    fmt::print("{}{}, depth {}, {}", kIndent, count(result.transitions(), "transition"), depth,
               count(local, "local state"));
    if (result.states() >= 1000) fmt::print(", {:.1f} bytes per state", result.bytes_per_state());
    fmt::print("\n");
    if (const std::string text = compressions(result); !text.empty()) fmt::print("{}{}\n", kIndent, text);
  }

  std::string mark(const AssertionResult& result) const {
    const auto colored = [&](const char* code, const char* text) {
      return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
    };
    switch (result.status()) {
      case ExitCode::AsStated:
        return colored("32", "ok  ");
      case ExitCode::NotAsStated:
        return colored("1;31", "FAIL");
      case ExitCode::Limit:
        return colored("33", "?   ");
      case ExitCode::BadInput:
        return colored("1;31", "!   ");
      case ExitCode::Internal:
        return colored("1;35", "BUG ");
    }
    return "";
  }

  void explain(const FileResult& file, const AssertionResult& result) const {
    if (!result.defect.empty()) {
      fmt::print("{}a defect in csp, please report it: {}\n", kIndent, result.defect);
      return;
    }
    if (result.answer == Answer::Unknown) {
      fmt::print("{}{}{}\n", kIndent, result.diagnostics.has_errors() ? "" : "unknown: ", result.reason);
      return;
    }
    if (result.answer == Answer::Holds || result.statement.kind == PropertyKind::Reachable) {
      fmt::print("{}but {}\n", kIndent, cut(result.statement.negation(), 2 * kWidest));
    }
    const auto first = std::find_if(result.instances.begin(), result.instances.end(),
                                    [](const Instance& i) { return !i.findings.empty(); });
    if (first == result.instances.end()) return;
    const std::string where = first->values.empty() ? "" : first->values + ": ";
    fmt::print("{}\n", wrapped(where + summary(first->findings.front(), file.sources), columns_of(kIndent),
                               width_of_terminal_));
    if (first->findings.size() > 1)
      fmt::print("{}and {}\n", kIndent, count(first->findings.size() - 1, "other finding"));
    fmt::print("{}csp trace {} --only {}\n", kIndent, plain_name(file.path), quoted(result.statement.text));
  }

  const Options& options_;
  std::string heading_;  // the name of the file, until it has been printed
  bool color_;
  std::size_t width_of_terminal_ = terminal_width(STDOUT_FILENO, 110);
  std::size_t width_ = 0;  // of the statements of the file at hand
  std::size_t assertions_ = 0, as_stated_ = 0, not_as_stated_ = 0, unknown_ = 0, wrong_ = 0, defects_ = 0,
              bad_files_ = 0, bad_prints_ = 0, unknown_prints_ = 0;
};

}  // namespace

std::unique_ptr<Report> check_text_report(const Options& options) {
  return std::make_unique<CheckText>(options);
}

}  // namespace csp
