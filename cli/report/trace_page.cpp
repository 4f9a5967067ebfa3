// One page for the findings of one file. The look and the behaviour are in page/; here the findings become
// the data that its script reads, and the text that is left without scripts.
#include "cli/report/trace_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/report/columns.h"
#include "cli/report/page_assets.h"
#include "cli/report/process_words.h"
#include "cli/report/words.h"

namespace csp {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

std::string filled(const std::string& page, const std::map<std::string, std::string>& parts) {
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = std::min(page.find('@', at), page.size());
    out.append(page, at, open - at);
    const std::size_t close = open < page.size() ? page.find('@', open + 1) : std::string::npos;
    const auto part =
        close == std::string::npos ? parts.end() : parts.find(page.substr(open + 1, close - open - 1));
    if (part != parts.end()) {
      out += part->second;
      at = close + 1;
    } else {
      if (open < page.size()) out += '@';
      at = open + 1;
    }
  }
  return out;
}

std::string escaped(std::string text) {
  replace_all(text, "&", "&amp;");
  replace_all(text, "<", "&lt;");
  replace_all(text, ">", "&gt;");
  replace_all(text, "\"", "&quot;");
  return text;
}

std::string in_script(const Json& data) {
  std::string text = data.dump(-1, ' ', false, Json::error_handler_t::replace);
  replace_all(text, "<", "\\u003c");
  return text;
}

namespace {
Json processes_of(const Story& story) {
  Json list = Json::array();
  for (const StoryProcess& p : story.processes) {
    Json one = {{"name", p.name}, {"shown", p.shown}, {"service", p.service}};
    if (p.created) one["created"] = *p.created;
    if (p.ended) one["ended"] = *p.ended;
    if (p.ended_at_start) one["ended_at_start"] = true;
    list.push_back(std::move(one));
  }
  return list;
}

Json changes_of(const std::vector<StoryChange>& changes) {
  Json list = Json::array();
  for (const StoryChange& c : changes) {
    list.push_back({{"name", c.name}, {"value", c.value}});
    if (c.object) list.back()["object"] = *c.object;
  }
  return list;
}

Json places_of(const std::vector<StoryPlace>& places, const Story& story) {
  Json list = Json::array();
  for (const StoryPlace& p : places)
    list.push_back(
        {{"process", story.name(p.pid)}, {"action", p.action}, {"line", p.span.line}, {"file", p.span.file}});
  return list;
}

Json step_of(const StoryStep& step, const Story& story) {
  Json events = Json::array(), holds = Json::array();
  for (const StoryEvent& e : step.events)
    events.push_back({{"process", story.name(e.pid)},
                      {"action", e.action},
                      {"line", e.place().line},
                      {"file", e.place().file},
                      {"changes", changes_of(e.changes)},
                      {"starts", e.starts},
                      {"ends", e.ends},
                      {"fails", e.fails}});
  for (const StoryHold& h : step.holds) holds.push_back({{"process", story.name(h.pid)}, {"lock", h.lock}});
  return {{"events", std::move(events)},
          {"buffers", changes_of(step.buffers)},
          {"holds", std::move(holds)},
          {"places", places_of(step.places, story)}};
}

Json start_of(const Story& story) {
  Json locals = Json::array();
  for (const auto& [pid, change] : story.initial.locals)
    locals.push_back({{"process", story.name(pid)}, {"name", change.name}, {"value", change.value}});
  return {{"places", places_of(story.initial.places, story)},
          {"locals", std::move(locals)},
          {"shared", changes_of(story.initial.shared)},
          {"buffers", changes_of(story.initial.buffers)}};
}

// What the last state has to do with the property.
std::string end_words(const ToldFinding& told) {
  if (told.process) return "";
  switch (told.finding.kind) {
    case FindingKind::NotAlways:
      return "Here the expression of the assertion is false.";
    case FindingKind::Reached:
      return "Here the expression of the assertion is true.";
    case FindingKind::UnexpectedOutcome:
    case FindingKind::MissingOutcome: {
      std::string values;
      for (const StoryChange& v : told.story.values) values += (values.empty() ? "" : ", ") + v.value;
      return values.empty() ? "" : "The outcome: " + values + ".";
    }
    case FindingKind::Deadlock:
    case FindingKind::Leak:
    case FindingKind::Race:
    case FindingKind::Error:
    case FindingKind::EndlessRun:
    case FindingKind::CannotEnd:
      break;
  }
  return "";
}

Json finding_of(const ToldFinding& told, const std::string& title, int line, const SourceMap& sources) {
  const Story& story = told.story;
  Json object = {{"title", title},
                 {"summary", summary(told, sources)},
                 {"line", line},
                 {"processes", processes_of(story)},
                 {"start", start_of(story)}};
  std::vector<std::string> lines =
      told.process ? sentences(*told.process, sources) : chosen_integers(story, sources);
  if (const std::string end = end_words(told); !end.empty()) lines.push_back(end);
  object["sentences"] = lines;
  if (told.process) object["together"] = true;
  object["steps"] = Json::array();
  for (const StoryStep& step : story.steps) object["steps"].push_back(step_of(step, story));
  add_end(object, story);
  return object;
}

}  // namespace

void TracePage::add(const FileResult& file, const AssertionResult& result) {
  for (const Instance& instance : result.instances)
    for (const ToldFinding& told : instance.findings) {
      const std::string words = result.as_stated() ? result.statement.words() : result.statement.negation();
      const std::string title = instance.values.empty() ? words : words + " (" + instance.values + ")";
      findings_.push_back(finding_of(told, title, result.line, file.sources));
      text_ += told_in_columns(result.statement, instance, told, file.sources, 120) + "\n";
      if (title_.empty()) title_ = title;
    }
}

std::string TracePage::page(const SourceMap& all, const std::string& index) const {
  Json sources = Json::array();
  for (int i = 0; i < all.size(); ++i)
    sources.push_back({{"path", all.file(i).path()}, {"text", all.file(i).text()}});
  const std::string title = title_.empty() ? "There is no run to show" : title_;
  const Json data = {{"findings", findings_}, {"sources", std::move(sources)}};
  const std::string back =
      index.empty() ? "" : fmt::format("<p id=\"up\"><a href=\"{}\">All assertions</a></p>\n", index);
  return filled(page_asset("page.html"), {{"TITLE", escaped(title)},
                                          {"BACK", back},
                                          {"STYLE", page_asset("page.css")},
                                          {"SCRIPT", page_asset("page.js")},
                                          {"TEXT", escaped(text_.empty() ? title + ".\n" : text_)},
                                          {"DATA", in_script(data)}});
}

}  // namespace csp
