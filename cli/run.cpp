// The way from a file to its results.
#include "cli/run.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <new>
#include <utility>

#include "cli/engines.h"
#include "cli/inputs.h"
#include "cli/processes.h"
#include "cli/signals.h"
#include "frontend/load.h"
#include "frontend/lower.h"
#include "frontend/process.h"

namespace csp {

bool picked(const Statement& statement, const std::string& only) {
  return only.empty() || statement.text.find(only) != std::string::npos ||
         statement.words().find(only) != std::string::npos;
}

namespace {

using Clock = std::chrono::steady_clock;

// A forall holds if every instance does, fails if one does, and is unknown otherwise.
void conclude(AssertionResult& result) {
  if (result.diagnostics.has_errors()) {
    result.answer = Answer::Unknown;
    result.reason = "the model is wrong: " + result.diagnostics.list().front().message;
    return;
  }
  bool fails = false, unknown = false;
  for (const Instance& instance : result.instances) {
    fails |= instance.verdict.answer == Answer::Fails;
    if (instance.verdict.answer != Answer::Unknown) continue;
    if (!unknown)
      result.reason = (instance.values.empty() ? "" : instance.values + ": ") + instance.verdict.reason;
    unknown = true;
  }
  result.answer = fails ? Answer::Fails : unknown ? Answer::Unknown : Answer::Holds;
  if (result.answer != Answer::Unknown) result.reason.clear();
}

class FileRun {
 public:
  FileRun(const Options& options, ProgressLine& progress, Report& report)
      : options_(options), progress_(progress), report_(report) {}

  FileResult run(const std::string& path) {
    FileResult file;
    file.path = path;
    const std::optional<Model> model = load(file.sources, path, overrides_of(options_), file.diagnostics,
                                            {false, evaluation_limits(options_, budget_of(options_))});
    file.loaded = model.has_value();
    std::vector<std::pair<const AssertInfo*, Statement>> chosen;
    std::vector<Statement> statements;
    if (model) {
      for (const AssertInfo& assertion : model->assertions) {
        Statement statement = statement_of(assertion);
        if (!picked(statement, options_.only)) {
          ++file.passed_over;
          continue;
        }
        statements.push_back(statement);
        chosen.emplace_back(&assertion, std::move(statement));
      }
    }
    if (model && options_.only.empty()) print(*model, file);
    report_.loaded(file, statements);
    for (auto& [assertion, statement] : chosen) {
      file.assertions.push_back(check(*model, *assertion, statement));
      progress_.erase();
      report_.checked(file, file.assertions.back());
    }
    report_.file(file);
    return file;
  }

 private:
  AssertionResult check(const Model& model, const AssertInfo& assertion, const Statement& statement) {
    AssertionResult result;
    result.statement = statement;
    result.line = assertion.decl->span.line;
    const auto start = Clock::now();
    Budget budget = budget_of(options_);
    budget.report = [this](const Progress& progress) { progress_.show(progress); };
    budget.start = start;
    progress_.start(statement.words());
    for (std::size_t i = 0; i < instances(assertion); ++i) {
      Instance instance;
      try {
        const std::string defect = decide(model, assertion, forall_values(assertion, i), options_, budget,
                                          instance, result.diagnostics);
        if (!defect.empty()) result.defect = (instance.values.empty() ? "" : instance.values + ": ") + defect;
        if (result.diagnostics.has_errors()) break;
      } catch (const std::bad_alloc&) {
        instance.verdict = Verdict{};
        instance.verdict.reason = "out of memory";
      }
      const bool stop = options_.engine.first && instance.verdict.answer == Answer::Fails;
      result.instances.push_back(std::move(instance));
      if (stop || !result.defect.empty()) break;
    }
    conclude(result);
    result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return result;
  }

  // What is printed is worked out before anything is checked.
  void print(const Model& model, FileResult& file) const {
    const Budget budget = budget_of(options_);
    for (Printed& line : print_values(model, evaluation_limits(options_, budget))) {
      if (line.failure) {
        Diagnostics found;
        csp::report(*line.failure, found);
        line.limit = limit_or_mistakes(found, budget, file.diagnostics);
        if (line.limit.empty()) continue;  // a mistake in the script
      }
      file.prints.push_back(std::move(line));
    }
  }

  const Options& options_;
  ProgressLine& progress_;
  Report& report_;
};

}  // namespace

Statement statement_of(const AssertInfo& assertion) {
  // The words for properties of processes are made as those of deadlock: "P is deterministic".
  const PropertyKind kind = about_processes(assertion)
                                ? PropertyKind::DeadlockFree
                                : static_cast<PropertyKind>(assertion.assertion->property.kind);
  return make_statement(assertion.text, kind);
}

FileResult check_file(const std::string& path, const Options& options, ProgressLine& progress,
                      Report& report) {
  return FileRun(options, progress, report).run(path);
}

ExitCode check_files(const Options& options, Report& report) {
  const Inputs inputs = find_inputs(options.paths);
  ProgressLine progress;
  ExitCode status = ExitCode::AsStated;
  std::size_t picked = 0, passed_over = 0;
  for (const auto& [operand, reason] : inputs.problems) {
    FileResult file;
    file.path = operand;
    file.unreadable = reason;
    report.loaded(file, {});
    report.file(file);
    status = worse(status, file.status());
  }
  for (const std::string& path : inputs.files) {
    const FileResult file = check_file(path, options, progress, report);
    picked += file.assertions.size();
    passed_over += file.passed_over;
    status = worse(status, file.status());
  }
  report.end();
  if (picked == 0 && passed_over > 0) {
    fmt::print(stderr, "csp: no assertion contains {}\n", options.only);
    status = worse(status, ExitCode::BadInput);
  }
  return status;
}

}  // namespace csp
