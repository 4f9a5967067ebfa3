// The way from a file to its results.
#include "cli/run.h"

#include <fmt/format.h>

#include <chrono>
#include <new>
#include <utility>

#include "checker/explore/check.h"
#include "cli/signals.h"
#include "frontend/load.h"
#include "frontend/lower.h"

namespace csp {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<Override> overrides_of(const Options& options) {
  std::vector<Override> list;
  for (const auto& [name, value] : options.defines) list.push_back({name, value});
  return list;
}

bool picked(const Claim& claim, const std::string& only) {
  return only.empty() || claim.text.find(only) != std::string::npos ||
         claim.words().find(only) != std::string::npos;
}

// All choices of the forall variables, the last variable fastest; one empty choice without forall.
std::vector<std::vector<Value>> choices(const std::vector<std::vector<Value>>& sets) {
  std::vector<std::vector<Value>> all = {{}};
  for (const std::vector<Value>& set : sets) {
    std::vector<std::vector<Value>> longer;
    for (const std::vector<Value>& start : all)
      for (const Value& value : set) {
        longer.push_back(start);
        longer.back().push_back(value);
      }
    all = std::move(longer);
  }
  return all;
}

std::string names_and_values(const AssertInfo& assertion, const Types& types,
                             const std::vector<Value>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i)
    text += fmt::format("{}{} = {}", i ? ", " : "", assertion.assertion->forall[i].name.text,
                        show(types, kNone, values[i]));
  return text;
}

// A forall holds if every instance does, fails if one does, and is unknown otherwise.
void conclude(AssertionResult& result) {
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
    const std::optional<Model> model = load(file.sources, path, overrides_of(options_), file.diagnostics);
    std::vector<std::pair<const AssertInfo*, Claim>> chosen;
    std::vector<Claim> claims;
    if (model) {
      for (const AssertInfo& assertion : model->assertions) {
        Claim claim =
            make_claim(assertion.text, static_cast<PropertyKind>(assertion.assertion->property.kind));
        if (!picked(claim, options_.only)) {
          ++file.passed_over;
          continue;
        }
        claims.push_back(claim);
        chosen.emplace_back(&assertion, std::move(claim));
      }
    }
    report_.loaded(file, claims);
    for (auto& [assertion, claim] : chosen) {
      file.assertions.push_back(decide(*model, *assertion, claim));
      progress_.erase();
      report_.checked(file, file.assertions.back());
    }
    report_.file(file);
    return file;
  }

 private:
  AssertionResult decide(const Model& model, const AssertInfo& assertion, const Claim& claim) {
    AssertionResult result;
    result.claim = claim;
    result.line = assertion.decl->span.line;
    const auto start = Clock::now();
    Budget budget;
    budget.max_states = options_.max_states;
    budget.max_memory_bytes = options_.max_memory;
    budget.max_depth = options_.max_depth;
    budget.timeout_seconds = options_.timeout;
    budget.interrupt = &interrupted();
    budget.report = [this](const Progress& progress) { progress_.show(progress); };
    budget.start = start;
    progress_.start(claim.words());
    for (const std::vector<Value>& values : choices(assertion.forall_sets)) {
      Instance instance;
      instance.values = names_and_values(assertion, model.types, values);
      try {
        const Check check = lower(model, assertion, values);
        decide_instance(check, budget, instance, result);
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

  void decide_instance(const Check& lowered, const Budget& budget, Instance& instance,
                       AssertionResult& result) {
    const auto& [program, property] = lowered;
    instance.verdict = check(program, property, options_.engine, budget);
    for (const Finding& finding : instance.verdict.findings) {
      Replayed replayed =
          replay(program, property, finding, {options_.engine.merge, options_.engine.resolve});
      if (!replayed.ok()) {
        result.defect = fmt::format("{}the counterexample does not replay: {}",
                                    instance.values.empty() ? "" : instance.values + ": ", replayed.mismatch);
        return;
      }
      ToldFinding told{finding, std::move(replayed.story), "", replayed.not_confirmed};
      if (!finding.values.is_nil()) told.outcome = show(program.types, kNone, finding.values);
      instance.findings.push_back(std::move(told));
    }
    for (const Value& outcome : instance.verdict.outcomes)
      instance.outcomes.push_back(show(program.types, kNone, outcome));
  }

  const Options& options_;
  ProgressLine& progress_;
  Report& report_;
};

}  // namespace

FileResult check_file(const std::string& path, const Options& options, ProgressLine& progress,
                      Report& report) {
  return FileRun(options, progress, report).run(path);
}

}  // namespace csp
