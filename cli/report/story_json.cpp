// Names instead of numbers, lines instead of spans.
#include "cli/report/story_json.h"

namespace csp {

Json values_of(const std::vector<StoryChange>& changes) {
  Json object = Json::object();
  for (const StoryChange& change : changes) object[change.name] = change.value;
  return object;
}

namespace {

const char* name_of(Standing standing) {
  switch (standing) {
    case Standing::Stuck:
      return "stuck";
    case Standing::AtRest:
      return "at rest";
    case Standing::Members:
      return "waits for members";
    case Standing::Waits:
      return "waits";
  }
  return "";
}

}  // namespace

Json story_json(const StoryBlock& block, const Story& story) {
  Json object;
  object["waits"] = Json::array();
  for (const StoryWait& wait : block.waits) {
    Json on = Json::array();
    for (const Pid pid : wait.on) on.push_back(story.name(pid));
    object["waits"].push_back({{"process", story.name(wait.pid)},
                               {"standing", name_of(wait.standing)},
                               {"action", wait.action},
                               {"line", wait.span.line},
                               {"file", wait.span.file},
                               {"reason", wait.reason},
                               {"on", std::move(on)}});
  }
  object["cycle"] = Json::array();
  for (const Pid pid : block.cycle) object["cycle"].push_back(story.name(pid));
  object["go_runtime"] = block.go_runtime;
  return object;
}

Json story_json(const StoryAccess& access, const Story& story) {
  return {{"process", story.name(access.pid)},
          {"action", access.action},
          {"line", access.span.line},
          {"file", access.span.file},
          {"write", access.write},
          {"locks", access.locks}};
}

Json story_json(const StoryError& error, const Story& story) {
  Json object = {{"process", story.name(error.pid)},
                 {"action", error.operation},
                 {"line", error.span.line},
                 {"message", error.message},
                 {"values", values_of(error.values)}};
  if (error.cause)
    object["cause"] = {{"step", error.cause->step + 1},
                       {"process", story.name(error.cause->pid)},
                       {"line", error.cause->span.line},
                       {"text", error.cause->text}};
  return object;
}

void add_end(Json& object, const Story& story) {
  if (story.loop) object["loop"] = *story.loop + 1;
  for (const StoryChosen& c : story.chosen) {
    Json one = {
        {"process", story.name(c.pid)}, {"line", c.span.line}, {"action", c.action}, {"value", c.value}};
    if (c.step) one["step"] = *c.step + 1;
    object["chosen"].push_back(std::move(one));
  }
  if (story.block) object["block"] = story_json(*story.block, story);
  if (story.race)
    object["race"] = {
        {"variable", story.race->variable},
        {"accesses", {story_json(story.race->first, story), story_json(story.race->second, story)}}};
  if (story.error) object["error"] = story_json(*story.error, story);
}

}  // namespace csp
