// The report for machines. The shape is an interface: fields may be added, none may change or go.
//   {"files":[{"path","diagnostics":[...],"assertions":[{"text","line","verdict","reason","as_stated","engine","states",
//    "transitions","seconds","bytes_per_state","trace":[{"process","action","line","values"}]}]}]}
// Added to that: "claim" (the assertion in words), "notes", "instances" (forall), "findings" (all of them,
// with what is known of each).
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/report/report.h"
#include "cli/report/story_json.h"
#include "cli/report/words.h"

namespace csp {
namespace {

const char* name_of(Answer answer) {
  switch (answer) {
    case Answer::Holds:
      return "holds";
    case Answer::Fails:
      return "fails";
    case Answer::Unknown:
      return "unknown";
  }
  return "";
}

const char* name_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::Deadlock:
      return "deadlock";
    case FindingKind::Leak:
      return "leak";
    case FindingKind::Race:
      return "race";
    case FindingKind::Error:
      return "error";
    case FindingKind::NotAlways:
      return "not always";
    case FindingKind::Reached:
      return "reached";
    case FindingKind::EndlessRun:
      return "endless run";
    case FindingKind::CannotEnd:
      return "cannot end";
    case FindingKind::UnexpectedOutcome:
      return "unexpected outcome";
    case FindingKind::MissingOutcome:
      return "missing outcome";
  }
  return "";
}

const char* name_of(SearchOrder order) {
  switch (order) {
    case SearchOrder::BreadthFirst:
      return "bfs";
    case SearchOrder::DepthFirst:
      return "dfs";
    case SearchOrder::Random:
      return "random";
  }
  return "";
}

void add_place(Json& object, const SourceMap& sources, const Span& span) {
  if (span.file >= 0 && span.file < sources.size()) object["path"] = sources.file(span.file).path();
  object["line"] = span.line;
  object["column"] = span.column;
  object["end_line"] = span.end_line;
  object["end_column"] = span.end_column;
}

Json json_of(const SourceMap& sources, const Diagnostic& diagnostic) {
  Json object;
  object["severity"] = diagnostic.severity == Severity::Error ? "error" : "warning";
  object["code"] = diagnostic.code;
  object["message"] = diagnostic.message;
  add_place(object, sources, diagnostic.span);
  if (!diagnostic.label.empty()) object["label"] = diagnostic.label;
  if (!diagnostic.help.empty()) object["help"] = diagnostic.help;
  if (!diagnostic.notes.empty()) object["notes"] = Json::array();
  for (const DiagnosticNote& note : diagnostic.notes) {
    Json n;
    n["message"] = note.message;
    if (note.span.known()) add_place(n, sources, note.span);
    object["notes"].push_back(std::move(n));
  }
  return object;
}

Json diagnostics_of(const FileResult& file) {
  Json list = Json::array();
  if (!file.unreadable.empty())
    list.push_back({{"severity", "error"},
                    {"code", ""},
                    {"message", file.unreadable},
                    {"path", file.path},
                    {"line", 0}});
  for (const Diagnostic& diagnostic : file.diagnostics.list())
    list.push_back(json_of(file.sources, diagnostic));
  for (const AssertionResult& result : file.assertions)
    for (const Diagnostic& diagnostic : result.diagnostics.list())
      list.push_back(json_of(file.sources, diagnostic));
  return list;
}
// One entry for each process's share in a step, in order.
Json trace_of(const Story& story, const SourceMap& sources) {
  Json list = Json::array();
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    for (const StoryEvent& event : story.steps[i].events) {
      if (event.action.empty()) continue;
      Json entry;
      entry["step"] = i + 1;
      entry["process"] = story.name(event.pid);
      entry["action"] = event.action;
      const Span& at = event.place();
      entry["line"] = at.line;
      if (at.file > 0 && at.file < sources.size()) entry["path"] = sources.file(at.file).path();
      entry["values"] = values_of(event.changes);
      list.push_back(std::move(entry));
    }
  }
  return list;
}

Json json_of(const ToldFinding& told, const SourceMap& sources) {
  const Story& story = told.story;
  Json object;
  object["kind"] = told.process ? name_of(told.process->kind) : name_of(told.finding.kind);
  object["summary"] = summary(told, sources);
  if (!told.outcome.empty()) object["outcome"] = told.outcome;
  if (!told.not_confirmed.empty()) object["not_confirmed"] = told.not_confirmed;
  object["trace"] = trace_of(story, sources);
  if (told.process) object["process"] = process_json(*told.process);
  add_end(object, story);
  object["values"] = values_of(story.values);
  return object;
}

Json json_of(const Instance& instance, const SourceMap& sources) {
  Json object;
  object["values"] = instance.values;
  object["verdict"] = name_of(instance.verdict.answer);
  object["reason"] = instance.verdict.reason;
  object["states"] = instance.verdict.statistics.states;
  object["transitions"] = instance.verdict.statistics.transitions;
  object["depth"] = instance.verdict.statistics.depth;
  object["local_states"] = instance.verdict.statistics.local_states;
  object["findings"] = Json::array();
  for (const ToldFinding& told : instance.findings) object["findings"].push_back(json_of(told, sources));
  if (!instance.outcomes.empty()) object["outcomes"] = instance.outcomes;
  if (!instance.compressions.empty()) object["compressions"] = Json::array();
  for (const CompressionRecord& c : instance.compressions)
    object["compressions"].push_back({{"part", c.part},
                                      {"method", c.method},
                                      {"states_before", c.states_before},
                                      {"states_after", c.states_after},
                                      {"transitions_before", c.transitions_before},
                                      {"transitions_after", c.transitions_after},
                                      {"seconds", c.seconds}});
  return object;
}

Json json_of(const AssertionResult& result, const SourceMap& sources) {
  Json object;
  object["text"] = result.statement.text;
  object["claim"] = result.statement.words();
  object["line"] = result.line;
  object["verdict"] = name_of(result.answer);
  object["reason"] = result.reason;
  object["as_stated"] = result.as_stated();
  object["engine"] = result.engine();
  object["states"] = result.states();
  object["transitions"] = result.transitions();
  object["seconds"] = result.seconds;
  object["bytes_per_state"] = result.bytes_per_state();
  if (!result.defect.empty()) object["defect"] = result.defect;
  object["notes"] = notes(result);
  object["trace"] = Json::array();
  for (const Instance& instance : result.instances) {
    if (instance.findings.empty()) continue;
    object["trace"] = trace_of(instance.findings.front().story, sources);
    break;
  }
  object["instances"] = Json::array();
  for (const Instance& instance : result.instances) object["instances"].push_back(json_of(instance, sources));
  return object;
}

class JsonReport : public Report {
 public:
  explicit JsonReport(const Options& options) {
    root_["files"] = Json::array();
    root_["search"] = name_of(options.engine.order);
    if (options.engine.order == SearchOrder::Random) root_["seed"] = options.engine.seed;
  }

  void file(const FileResult& file) override {
    Json object;
    object["path"] = file.path;
    object["diagnostics"] = diagnostics_of(file);
    object["assertions"] = Json::array();
    for (const AssertionResult& result : file.assertions)
      object["assertions"].push_back(json_of(result, file.sources));
    if (!file.prints.empty()) object["prints"] = Json::array();
    for (const Printed& p : file.prints)
      object["prints"].push_back(
          {{"line", p.span.line},
           {"expression", p.expression},
           {p.limit.empty() ? "value" : "reason", p.limit.empty() ? p.value : p.limit}});
    root_["files"].push_back(std::move(object));
  }

  // Bytes that are not UTF-8 (of a binary file, in a path) are replaced, not refused.
  void end() override { fmt::print("{}\n", root_.dump(2, ' ', false, Json::error_handler_t::replace)); }

 private:
  Json root_;
};

}  // namespace

std::unique_ptr<Report> json_report(const Options& options) { return std::make_unique<JsonReport>(options); }

}  // namespace csp
