// csp play: the states of a small system and what can happen in them, in a page that walks through them.
#include <fmt/format.h>

#include <cstdio>
#include <unordered_map>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/report/columns.h"
#include "cli/report/page_assets.h"
#include "cli/report/story_json.h"
#include "cli/report/trace_page.h"
#include "cli/step/opened.h"

namespace csp {
namespace {

constexpr std::size_t kMostStates = 500;  // without --max-states

// Looks at every state once, depth first, by taking choices and going back.
class Exploring {
 public:
  Exploring(Walk& walk, const SourceMap& sources, std::size_t most)
      : walk_(walk), sources_(sources), most_(most) {}

  Json states() {
    struct Open {
      std::size_t index, next;
    };
    std::vector<Open> stack{{*enter(), 0}};
    while (!stack.empty()) {
      Open& top = stack.back();
      Json& choices = states_[top.index]["choices"];
      if (top.next == choices.size()) {
        stack.pop_back();
        if (!stack.empty()) walk_.back();
        continue;
      }
      Json& choice = choices[top.next];
      walk_.take(top.next++);
      const auto known = numbers_.find(walk_.number());
      if (known != numbers_.end()) {
        choice["to"] = known->second;
        walk_.back();
      } else if (const auto fresh = enter()) {
        states_[top.index]["choices"][top.next - 1]["to"] = *fresh;
        stack.push_back({*fresh, 0});
      } else {  // no room for it
        cut_ = true;
        walk_.back();
      }
    }
    return std::move(states_);
  }
  bool cut() const { return cut_; }

 private:
  std::optional<std::size_t> enter() {
    if (states_.size() >= most_) return std::nullopt;
    const std::size_t index = states_.size();
    numbers_[walk_.number()] = index;
    const WalkState& now = walk_.now();
    Json state = {{"remark", now.remark}, {"choices", Json::array()}, {"places", Json::array()}};
    for (const WalkChoice& c : now.choices) {
      Json one = {{"label", c.label}};
      std::string where;
      for (const Span& span : c.spans) where += (where.empty() ? "" : ", ") + place(sources_, span);
      if (!where.empty()) one["where"] = where;
      if (c.inner) one["inner"] = true;
      state["choices"].push_back(std::move(one));
    }
    for (const WalkPlace& p : now.places) {
      Json one = {{"who", p.who}, {"at", p.at}, {"where", place(sources_, p.span)}, {"waits", p.waits}};
      one["values"] = values_of(p.values);
      state["places"].push_back(std::move(one));
    }
    state["shared"] = values_of(now.shared);
    states_.push_back(std::move(state));
    return index;
  }

  Walk& walk_;
  const SourceMap& sources_;
  std::size_t most_;
  Json states_ = Json::array();
  std::unordered_map<std::size_t, std::size_t> numbers_;
  bool cut_ = false;
};

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
    Exploring exploring(*opened.walk, opened.sources, options.max_states ? options.max_states : kMostStates);
    Json states = exploring.states();
    const std::string text = as_text(states);
    const Json data = {{"title", opened.title},
                       {"guide", guide_of(*opened.walk)},
                       {"guideText", opened.guide},
                       {"cut", exploring.cut()},
                       {"states", std::move(states)}};
    const std::string page =
        filled(page_asset("play.html"), {{"TITLE", escaped(opened.title)},
                                         {"STYLE", page_asset("index.css") + page_asset("play.css")},
                                         {"SCRIPT", page_asset("play.js")},
                                         {"TEXT", escaped(text)},
                                         {"DATA", in_script(data)}});
    if (exploring.cut())
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
