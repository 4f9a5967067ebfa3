// The parts of a story as JSON, for the reports that need them.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "checker/certify/story.h"
#include "cli/process_told.h"

namespace csp {

using Json = nlohmann::ordered_json;

Json values_of(const std::vector<StoryChange>&);  // an object: name to value
Json story_json(const StoryBlock&, const Story&);
Json story_json(const StoryAccess&, const Story&);
Json story_json(const StoryError&, const Story&);

// How a run ends, as far as it has one of these: "loop", "block", "race", "error"; and "chosen", what
// any(int) gave.
void add_end(Json& object, const Story&);

// A finding about processes, beside the story that it shares with findings about programs: {"specification",
// "process", "trace": the visible events, "run", "other": [{"event","visible","by"}], "loop", "event",
// "offers", "allowed", "needs"}; what a kind does not have is left out.
Json process_json(const ToldProcess&);
const char* name_of(ProcessFindingKind);  // "trace", "refusal", ...

}  // namespace csp
