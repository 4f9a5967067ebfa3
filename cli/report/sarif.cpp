// csp check --format sarif: SARIF 2.1.0 (OASIS), which code-scanning views read. A result for each assertion
// that is not as stated and for each diagnostic; a counterexample is a code flow with one thread flow for
// each process, its steps numbered in order of the run.
#include <fmt/format.h>

#include <map>
#include <set>
#include <string_view>

#include "cli/report/report.h"
#include "cli/report/story_json.h"
#include "cli/report/words.h"

namespace csp {
namespace {

// A path as a URI reference (RFC 3986): what has a meaning there is written as %XX.
std::string uri_of(const std::string& path) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@";
  std::string out;
  for (const char c : path)
    out += std::string_view(kPlain).find(c) != std::string_view::npos
               ? std::string(1, c)
               : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

Json location_of(const SourceMap& sources, const Span& span, const std::string& path) {
  Json physical;
  const bool known = span.file >= 0 && span.file < sources.size();
  physical["artifactLocation"] = {{"uri", uri_of(known ? sources.file(span.file).path() : path)}};
  if (span.line > 0) {
    Json region = {{"startLine", span.line}};
    if (span.column > 0) region["startColumn"] = span.column;
    if (span.end_line >= span.line && span.end_column > 0) {
      region["endLine"] = span.end_line;
      region["endColumn"] = span.end_column;
    }
    physical["region"] = std::move(region);
  }
  return {{"physicalLocation", std::move(physical)}};
}

// One thread flow for each process that acts, in order of the processes.
Json flow_of(const Story& story, const SourceMap& sources, const std::string& path) {
  std::map<Pid, Json> threads;
  const auto add = [&](Pid pid, const Span& span, const std::string& text, std::size_t order) {
    Json location = location_of(sources, span, path);
    location["message"] = {{"text", story.name(pid) + ": " + text}};
    Json& list = threads.try_emplace(pid, Json::array()).first->second;
    list.push_back({{"location", std::move(location)}, {"executionOrder", order}});
  };
  for (std::size_t i = 0; i < story.steps.size(); ++i)
    for (const StoryEvent& event : story.steps[i].events)
      if (!event.action.empty() && event.place().known()) add(event.pid, event.place(), event.action, i + 1);
  if (story.block)
    for (const StoryWait& wait : story.block->waits)
      if (wait.span.known())
        add(wait.pid, wait.span, wait.action + " (" + wait.reason + ")", story.steps.size() + 1);
  if (story.race)
    for (const StoryAccess* a : {&story.race->first, &story.race->second})
      add(a->pid, a->span,
          fmt::format("{} ({} {}, {})", a->action, a->write ? "writes" : "reads", story.race->variable,
                      locks_held(*a)),
          story.steps.size() + 1);
  Json flows = Json::array();
  for (auto& [pid, list] : threads)
    flows.push_back({{"id", story.name(pid)}, {"locations", std::move(list)}});
  return {{"threadFlows", std::move(flows)}};
}

class SarifReport : public Report {
 public:
  void file(const FileResult& file) override {
    if (!file.unreadable.empty())
      add("unreadable", "error", file.path + ": " + file.unreadable,
          location_of(file.sources, Span{-1, 0, 0, 0, 0}, file.path));
    for (const Diagnostic& d : file.diagnostics.list()) diagnostic(file, d);
    for (const AssertionResult& result : file.assertions) {
      for (const Diagnostic& d : result.diagnostics.list()) diagnostic(file, d);
      assertion(file, result);
    }
  }

  void end() override {
    Json rules = Json::array();
    for (const std::string& id : rules_) rules.push_back({{"id", id}});
    Json driver = {{"name", "csp"}, {"version", CSP_VERSION}, {"rules", std::move(rules)}};
    Json run = {{"tool", {{"driver", std::move(driver)}}},
                {"columnKind", "unicodeCodePoints"},
                {"results", results_}};
    Json root = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}};
    root["runs"] = Json::array({std::move(run)});
    fmt::print("{}\n", root.dump(2, ' ', false, Json::error_handler_t::replace));
  }

 private:
  Json& add(const std::string& rule, const std::string& level, const std::string& text, Json location) {
    rules_.insert(rule);
    results_.push_back({{"ruleId", rule}, {"level", level}, {"message", {{"text", text}}}});
    results_.back()["locations"] = Json::array({std::move(location)});
    return results_.back();
  }

  void diagnostic(const FileResult& file, const Diagnostic& d) {
    add(d.code, d.severity == Severity::Error ? "error" : "warning",
        d.label.empty() ? d.message : d.message + ": " + d.label,
        location_of(file.sources, d.span, file.path));
  }

  void assertion(const FileResult& file, const AssertionResult& result) {
    if (result.status() == ExitCode::AsStated || result.diagnostics.has_errors()) return;
    const Span at{0, result.line, 0, 0, 0};
    if (result.answer == Answer::Unknown || !result.defect.empty()) {
      const std::string why =
          result.defect.empty() ? "not decided: " + result.reason : "a defect in csp: " + result.defect;
      add(result.defect.empty() ? "unknown" : "defect", "warning", result.statement.words() + ": " + why,
          location_of(file.sources, at, file.path));
      return;
    }
    bool told = false;
    for (const Instance& instance : result.instances)
      for (const ToldFinding& finding : instance.findings) {
        told = true;
        Json& entry =
            add("assertion", "error", result.statement.negation() + ": " + summary(finding, file.sources),
                location_of(file.sources, at, file.path));
        Json flow = flow_of(finding.story, file.sources, file.path);  // without steps there is none
        if (!flow["threadFlows"].empty()) entry["codeFlows"] = Json::array({std::move(flow)});
      }
    if (!told)
      add("assertion", "error", result.statement.negation(), location_of(file.sources, at, file.path));
  }

  Json results_ = Json::array();
  std::set<std::string> rules_;
};

}  // namespace

std::unique_ptr<Report> sarif_report() { return std::make_unique<SarifReport>(); }

}  // namespace csp
