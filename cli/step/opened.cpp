// Choosing what to walk through.
#include "cli/step/opened.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/commands/expressions.h"
#include "cli/engines.h"
#include "cli/processes.h"
#include "cli/progress.h"
#include "cli/report/report.h"
#include "cli/report/words.h"
#include "cli/run.h"
#include "cli/step/process_walk.h"
#include "cli/step/program_walk.h"
#include "frontend/load.h"
#include "frontend/lower.h"

namespace csp {
namespace {

// A person takes the time that it takes.
Budget unhurried(Budget budget) {
  budget.timeout_seconds = 0;
  return budget;
}

class Opening {
 public:
  Opening(const Options& options, OpenedWalk& out)
      : options_(options), out_(out), budget_(budget_of(options)) {}

  std::optional<ExitCode> run() {
    const std::string& path = options_.paths.front();
    const bool given = options_.paths.size() > 1;
    LoadOptions how{given, evaluation_limits(options_, budget_)};
    if (given) out_.title = options_.paths[1];
    const std::string text = given ? name_system(options_.paths[1], how) : "";
    out_.model = load(out_.sources, path, overrides_of(options_), diagnostics_, how);
    if (!out_.model) return problem();
    try {
      return given ? process(text) : assertion();
    } catch (const WalkFailure& failure) {
      fmt::print(stderr, "csp: {} cannot be stepped through: {}\n", out_.title, failure.reason);
      return ExitCode::BadInput;
    }
  }

 private:
  std::optional<ExitCode> process(const std::string& text) {
    Diagnostics found;
    auto lowered =
        lower_expressions(*out_.model, out_.sources, {text}, found, evaluation_limits(options_, budget_));
    if (const auto wrong = stopped_or_wrong(found, lowered.has_value())) return wrong;
    out_.terms = lowered->terms;
    walk_term(lowered->processes.front(), nullptr);
    return std::nullopt;
  }

  // A program by itself is walked through as one: with its lines and variables.
  void walk_term(TermId term, const ToldProcess* guide) {
    Terms& terms = *out_.terms;
    const TermId head = [&] {
      try {
        return terms.head(term);
      } catch (const EvaluationError& error) {
        throw WalkFailure{error.failure.message};
      }
    }();
    out_.program = terms[head].kind == TermKind::Instance && !guide;
    if (out_.program)
      out_.walk = std::make_unique<ProgramWalk>(*terms.instance(terms[head].payload).program, Property{},
                                                std::nullopt);
    else
      out_.walk = std::make_unique<ProcessWalk>(terms, term, out_.title, unhurried(budget_), guide);
  }

  std::optional<ExitCode> assertion() {
    const AssertInfo* chosen = nullptr;
    std::size_t others = 0;
    for (const AssertInfo& info : out_.model->assertions) {
      if (!picked(statement_of(info), options_.only)) continue;
      if (chosen)
        ++others;
      else
        chosen = &info;
    }
    if (!chosen) {
      fmt::print(stderr, "csp: {}\n",
                 options_.only.empty() ? "the file has no assertion: name a PROCESS of it"
                                       : "no assertion contains " + options_.only);
      return ExitCode::BadInput;
    }
    const Statement statement = statement_of(*chosen);
    out_.title = statement.system;
    if (others > 0)
      out_.note = fmt::format("The system of `{}`; there {} {} more ({}).", statement.text,
                              others == 1 ? "is" : "are", count(others, "assertion"),
                              options_.only.empty() ? "--only TEXT picks one, and its counterexample"
                                                    : "a longer --only TEXT picks one");
    if (options_.only.empty()) return first_instance(*chosen);
    return with_counterexample(*chosen, statement);
  }

  std::optional<ExitCode> first_instance(const AssertInfo& info) {
    if (instances(info) == 0) throw WalkFailure{"its `forall` is over an empty set"};
    return open(info, 0, Instance{});
  }

  // The first instance with a finding, and that finding as the guide.
  std::optional<ExitCode> with_counterexample(const AssertInfo& info, const Statement& statement) {
    ProgressLine progress;
    Budget budget = budget_;
    budget.report = [&](const Progress& p) { progress.show(p); };
    std::string reason;
    for (std::size_t i = 0; i < instances(info); ++i) {
      Instance instance;
      progress.start(statement.words());
      Diagnostics found;
      const std::string defect =
          decide(*out_.model, info, forall_values(info, i), options_, budget, instance, found);
      progress.erase();
      if (const auto wrong = stopped_or_wrong(found, true)) return wrong;
      if (!defect.empty()) {
        fmt::print(stderr, "csp: a defect in csp, please report it: {}\n", defect);
        return ExitCode::Internal;
      }
      if (!instance.findings.empty()) {
        if (!instance.values.empty()) out_.title += " with " + instance.values;
        return open(info, i, instance);
      }
      if (instance.verdict.answer == Answer::Unknown) reason = instance.verdict.reason;
    }
    out_.note += fmt::format("{}There is no counterexample to follow{}.", out_.note.empty() ? "" : " ",
                             reason.empty() ? "" : " (unknown: " + reason + ")");
    return first_instance(info);
  }

  std::optional<ExitCode> open(const AssertInfo& info, std::size_t number, const Instance& decided) {
    const ToldFinding* told = decided.findings.empty() ? nullptr : &decided.findings.front();
    if (told) out_.guide = summary(*told, out_.sources);
    Diagnostics found;
    if (about_processes(info)) {
      auto lowered = lower_process(*out_.model, info, forall_values(info, number), found,
                                   evaluation_limits(options_, budget_));
      if (const auto wrong = stopped_or_wrong(found, lowered.has_value())) return wrong;
      out_.terms = lowered->terms;
      out_.title = process_claim(info).implementation;
      walk_term(lowered->question.process, told ? &*told->process : nullptr);
      return std::nullopt;
    }
    auto lowered = lower(*out_.model, info, forall_values(info, number), found);
    if (const auto wrong = stopped_or_wrong(found, lowered.has_value())) return wrong;
    std::optional<Trace> trace;
    if (told && told->finding.kind != FindingKind::MissingOutcome) trace = told->finding.trace;
    out_.program = true;
    out_.walk = std::make_unique<ProgramWalk>(std::move(lowered->program), std::move(lowered->property),
                                              std::move(trace));
    return std::nullopt;
  }

  std::optional<ExitCode> stopped_or_wrong(const Diagnostics& found, bool there) {
    if (const std::string limit = limit_or_mistakes(found, budget_, diagnostics_); !limit.empty()) {
      fmt::print(stderr, "csp: {}, while the script was evaluated\n", limit);
      return ExitCode::Limit;
    }
    if (!there || diagnostics_.has_errors()) return problem();
    return std::nullopt;
  }

  ExitCode problem() {
    FileResult file;
    file.path = options_.paths.front();
    file.sources = std::move(out_.sources);
    file.diagnostics = std::move(diagnostics_);
    print_problems(file);
    return ExitCode::BadInput;
  }

  const Options& options_;
  OpenedWalk& out_;
  Budget budget_;
  Diagnostics diagnostics_;
};

}  // namespace

std::optional<ExitCode> open_walk(const Options& options, OpenedWalk& out) {
  return Opening(options, out).run();
}

}  // namespace csp
