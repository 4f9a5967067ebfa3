// csp trace --format html: one page that needs nothing but itself.
#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "cli/output.h"
#include "cli/report/report.h"
#include "cli/report/trace_page.h"

namespace csp {
namespace {

class HtmlReport : public Report {
 public:
  explicit HtmlReport(std::string output) : output_(std::move(output)) {}

  void loaded(const FileResult& file, const std::vector<Statement>&) override { print_problems(file); }

  void checked(const FileResult& file, const AssertionResult& result) override {
    print_problems(file, result);
    page_.add(file, result);
  }

  void file(const FileResult& file) override {
    text_ = page_.page(file.sources, "");
    sources_ = file.sources;
  }

  void end() override {
    if (output_.empty())
      fmt::print("{}", text_);
    else
      write_file(output_, text_, sources_);
  }

 private:
  TracePage page_;
  SourceMap sources_;
  std::string output_, text_;
};

}  // namespace

std::unique_ptr<Report> html_report(const Options& options) {
  return std::make_unique<HtmlReport>(options.output);
}

}  // namespace csp
