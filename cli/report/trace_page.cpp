// One page for the findings of one file. The look and the behaviour are in page/; here the findings become
// the data that its script reads, and the text that is left without scripts.
#include "cli/report/trace_page.h"

#include <fmt/format.h>

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

Json step_of(const StoryStep& step, const Story& story) {
  Json events = Json::array(), holds = Json::array();
  for (const StoryEvent& e : step.events)
    events.push_back({{"process", story.name(e.pid)},
                      {"action", e.action},
                      {"line", e.span.line},
                      {"file", e.span.file},
                      {"changes", values_of(e.changes)},
                      {"starts", e.starts},
                      {"ends", e.ends},
                      {"fails", e.fails}});
  for (const StoryHold& h : step.holds) holds.push_back({{"process", story.name(h.pid)}, {"lock", h.lock}});
  return {{"events", std::move(events)}, {"buffers", values_of(step.buffers)}, {"holds", std::move(holds)}};
}

Json finding_of(const ToldFinding& told, const std::string& title, const SourceMap& sources) {
  const Story& story = told.story;
  Json object = {{"title", title}, {"summary", summary(told, sources)}, {"processes", processes_of(story)}};
  if (told.process) {
    object["sentences"] = sentences(*told.process, sources);
    object["together"] = true;
  }
  if (!story.chosen.empty()) object["sentences"] = chosen_integers(story, sources);
  object["steps"] = Json::array();
  for (const StoryStep& step : story.steps) object["steps"].push_back(step_of(step, story));
  add_end(object, story);
  object["values"] = Json::array();
  for (const StoryChange& value : story.values) object["values"].push_back(value.value);
  return object;
}

}  // namespace

void TracePage::add(const FileResult& file, const AssertionResult& result) {
  for (const Instance& instance : result.instances)
    for (const ToldFinding& told : instance.findings) {
      const std::string words = result.as_stated() ? result.statement.words() : result.statement.negation();
      const std::string title = instance.values.empty() ? words : words + " (" + instance.values + ")";
      findings_.push_back(finding_of(told, title, file.sources));
      text_ += told_in_columns(result.statement, instance, told, file.sources, 120) + "\n";
      if (title_.empty()) title_ = title;
    }
}

std::string TracePage::page(const SourceMap& all, const std::string& index) const {
  Json sources = Json::array();
  for (int i = 0; i < all.size(); ++i)
    sources.push_back({{"path", all.file(i).path()}, {"text", all.file(i).text()}});
  const std::string title = title_.empty() ? "There is no run to show" : title_;
  std::string page = page_asset("page.html");
  const Json data = {{"findings", findings_}, {"sources", std::move(sources)}};
  replace_all(page, "@TITLE@", escaped(title));
  replace_all(
      page, "@BACK@",
      index.empty() ? "" : fmt::format("<p id=\"up\"><a href=\"{}\">All assertions</a></p>\n", index));
  replace_all(page, "@STYLE@", page_asset("page.css"));
  replace_all(page, "@SCRIPT@", page_asset("page.js"));
  replace_all(page, "@TEXT@", escaped(text_.empty() ? title + ".\n" : text_));
  replace_all(page, "@DATA@", in_script(data));
  return page;
}

}  // namespace csp
