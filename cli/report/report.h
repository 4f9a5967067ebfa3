// What a verb's results are told to: one implementation per output format.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/result.h"

namespace csp {

class Report {
 public:
  virtual ~Report() = default;
  virtual void loaded(const FileResult&, const std::vector<Statement>&) {
  }                                                                   // before the first assertion of a file
  virtual void checked(const FileResult&, const AssertionResult&) {}  // as soon as one is decided
  virtual void file(const FileResult&) {}                             // all of a file is known
  virtual void end() {}                                               // all files are
};

// What is wrong with a file, or with an instance of one of its assertions, on standard error.
void print_problems(const FileResult&);
void print_problems(const FileResult&, const AssertionResult&);

std::unique_ptr<Report> check_text_report(const Options&);  // a line per assertion
std::unique_ptr<Report> trace_text_report(const Options&);  // counterexamples and witnesses in columns
std::unique_ptr<Report> json_report(const Options&);
std::unique_ptr<Report> junit_report();               // check, for continuous integration
std::unique_ptr<Report> sarif_report();               // check, for code scanning
std::unique_ptr<Report> html_report(const Options&);  // trace as a page; into Options::output if that is set

}  // namespace csp
