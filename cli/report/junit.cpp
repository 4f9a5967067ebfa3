// csp check --format junit: the XML that continuous integration systems read (the schema of the Jenkins xUnit
// plugin). A suite for each file, a case for each assertion: a failure if it is not as stated, an error if it
// could not be decided or the model is wrong.
#include <fmt/format.h>

#include <string>

#include "cli/report/report.h"
#include "cli/report/words.h"

namespace csp {
namespace {

// Text for XML 1.0: what it cannot hold becomes a question mark.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return out;
}

std::string problem(const char* tag, const std::string& type, const std::string& message,
                    const std::string& text) {
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", tag, escaped(type),
                     escaped(message), escaped(text));
}

class JunitReport : public Report {
 public:
  void file(const FileResult& file) override {
    std::string cases;
    std::size_t tests = 0, failures = 0, errors = 0;
    double seconds = 0;
    if (!file.good()) {
      ++tests, ++errors;
      std::string text = file.unreadable;
      for (const Diagnostic& d : file.diagnostics.list())
        text += fmt::format("{}{}:{}:{}: {}: {}", text.empty() ? "" : "\n", file.path, d.span.line,
                            d.span.column, d.code, d.message);
      cases +=
          fmt::format("    <testcase classname=\"{}\" name=\"the model\" time=\"0\">\n{}    </testcase>\n",
                      escaped(file.path), problem("error", "model", "the model is wrong", text));
    }
    for (const AssertionResult& result : file.assertions) {
      ++tests;
      seconds += result.seconds;
      std::string inside;
      if (result.status() == ExitCode::NotAsStated) {
        ++failures;
        std::string text;
        for (const Instance& instance : result.instances)
          for (const ToldFinding& told : instance.findings)
            text +=
                (instance.values.empty() ? "" : instance.values + ": ") + summary(told, file.sources) + "\n";
        inside = problem("failure", "assertion", result.statement.negation(), text);
      } else if (result.status() != ExitCode::AsStated) {
        ++errors;
        inside = problem("error", result.defect.empty() ? "unknown" : "defect",
                         result.defect.empty() ? result.reason : result.defect, "");
      }
      cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">\n{}    </testcase>\n",
                           escaped(file.path), escaped(result.statement.words()), result.seconds, inside);
    }
    suites_ += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n{}  "
        "</testsuite>\n",
        escaped(file.path), tests, failures, errors, seconds, cases);
  }

  void end() override {
    fmt::print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n{}</testsuites>\n", suites_);
  }

 private:
  std::string suites_;
};

}  // namespace

std::unique_ptr<Report> junit_report() { return std::make_unique<JunitReport>(); }

}  // namespace csp
