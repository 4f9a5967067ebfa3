// csp play: the states of a small system and what can happen in them, in a page that walks through them.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/report/columns.h"
#include "cli/report/page_assets.h"
#include "cli/report/story_json.h"
#include "cli/report/trace_page.h"
#include "cli/step/explored.h"
#include "cli/step/opened.h"

namespace csp {
namespace {

constexpr std::size_t kMostStates = 500;  // without --max-states

Json states_of(const Explored& all, const SourceMap& sources) {
  Json list = Json::array();
  for (const Explored::State& one : all.states) {
    const WalkState& seen = one.seen;
    Json state = {{"remark", seen.remark}, {"choices", Json::array()}, {"places", Json::array()}};
    for (std::size_t i = 0; i < seen.choices.size(); ++i) {
      const WalkChoice& c = seen.choices[i];
      Json choice = {{"label", c.label}};
      std::string where;
      for (const Span& span : c.spans) where += (where.empty() ? "" : ", ") + place(sources, span);
      if (!where.empty()) choice["where"] = where;
      if (c.inner) choice["inner"] = true;
      if (one.to[i]) choice["to"] = *one.to[i];
      state["choices"].push_back(std::move(choice));
    }
    for (const WalkPlace& p : seen.places) {
      Json place_json = {{"who", p.who}, {"at", p.at}, {"where", place(sources, p.span)}, {"waits", p.waits}};
      place_json["values"] = values_of(p.values);
      state["places"].push_back(std::move(place_json));
    }
    state["shared"] = values_of(seen.shared);
    list.push_back(std::move(state));
  }
  return list;
}

// The choices of the counterexample, from the start.
Json guide_of(Walk& walk) {
  Json list = Json::array();
  for (auto next = walk.guide(); !next.empty(); next = walk.guide()) {
    list.push_back(next.front());
    walk.take(next.front());
  }
  while (walk.back()) continue;
  return list;
}

// For readers without scripts: the states as a list.
std::string as_text(const Json& states) {
  std::string text;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::string remark = states[i]["remark"].get<std::string>();
    text += fmt::format("state {}{}\n", i, remark.empty() ? "" : ": " + remark);
    for (const Json& c : states[i]["choices"])
      text += fmt::format(
          "  {} -> {}\n", c["label"].get<std::string>(),
          c.contains("to") ? "state " + std::to_string(c["to"].get<std::size_t>()) : "(left out)");
  }
  return text;
}

}  // namespace

ExitCode play_command(const Options& options) {
  OpenedWalk opened;
  if (const auto problem = open_walk(options, opened)) return *problem;
  try {
    const Budget budget = budget_of(options);
    const Explored all =
        explored(*opened.walk, options.max_states ? options.max_states : kMostStates, budget);
    Json states = states_of(all, opened.sources);
    const std::string text = as_text(states);
    const Json data = {{"title", opened.title},
                       {"guide", guide_of(*opened.walk)},
                       {"guideText", opened.guide},
                       {"cut", all.cut},
                       {"states", std::move(states)}};
    const std::string page =
        filled(page_asset("play.html"), {{"TITLE", escaped(opened.title)},
                                         {"STYLE", page_asset("index.css") + page_asset("play.css")},
                                         {"SCRIPT", page_asset("play.js")},
                                         {"TEXT", escaped(text)},
                                         {"DATA", in_script(data)}});
    if (all.cut)
      fmt::print(stderr, "csp: only a part of {} is in the page (--max-states allows more)\n", opened.title);
    if (options.output.empty())
      fmt::print("{}", page);
    else
      write_file(options.output, page, opened.sources);
  } catch (const WalkFailure& failure) {
    fmt::print(stderr, "csp: {} cannot be looked at: {}\n", opened.title, failure.reason);
    return ExitCode::Limit;
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "csp: {}\n", error.what());
    return ExitCode::BadInput;
  }
  return ExitCode::AsStated;
}

}  // namespace csp
