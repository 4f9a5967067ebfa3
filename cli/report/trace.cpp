// The report of `csp trace` for people: every finding of every assertion in columns.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/report/columns.h"
#include "cli/report/report.h"
#include "cli/report/words.h"
#include "cli/terminal.h"

namespace csp {
namespace {

class TraceText : public Report {
 public:
  explicit TraceText(const Options& options) : width_(terminal_width(STDOUT_FILENO, 100)) {
    if (options.engine.order == SearchOrder::Random)
      fmt::print("search: random, seed {}\n", options.engine.seed);
  }

  void loaded(const FileResult& file, const std::vector<Statement>&) override { print_problems(file); }

  void checked(const FileResult& file, const AssertionResult& result) override {
    if (!first_) fmt::print("\n");
    first_ = false;
    if (!result.defect.empty())
      fmt::print("{}: a defect in csp, please report it: {}\n", result.statement.words(), result.defect);
    print_problems(file, result);
    bool told = false;
    for (const Instance& instance : result.instances) {
      for (const ToldFinding& finding : instance.findings) {
        if (told) fmt::print("\n");
        told = true;
        fmt::print("{}", told_in_columns(result.statement, instance, finding, file.sources, width_));
      }
    }
    if (!told && result.defect.empty()) print_without(result);
    for (const Instance& instance : result.instances)
      if (!instance.outcomes.empty()) print_outcomes(instance);
    if (const std::string text = compressions(result); !text.empty()) fmt::print("  {}\n", text);
    for (const std::string& note : notes(result)) fmt::print("  {}\n", note);
    std::fflush(stdout);
  }

  void file(const FileResult& file) override {
    if (file.good() && file.assertions.empty() && file.passed_over == 0)
      fmt::print("{}: no assertions\n", file.path);
  }

 private:
  void print_outcomes(const Instance& instance) const {
    std::string list;
    for (const std::string& outcome : instance.outcomes) list += (list.empty() ? "" : " ") + outcome;
    fmt::print("  {}{}:\n{}\n", instance.values.empty() ? "" : instance.values + ": ",
               count(instance.outcomes.size(), "outcome"), wrapped(list, 4, width_));
  }

  // No finding: there is nothing to show, and why.
  static void print_without(const AssertionResult& result) {
    if (result.answer == Answer::Unknown) {
      fmt::print("{}: unknown, {}\n", result.statement.words(), result.reason);
      return;
    }
    const std::string truth = result.as_stated() ? result.statement.words() : result.statement.negation();
    fmt::print("{}: there is no run to show ({})\n", truth, count(result.states(), "state"));
  }

  std::size_t width_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<Report> trace_text_report(const Options& options) {
  return std::make_unique<TraceText>(options);
}

}  // namespace csp
