// The parts of a story as JSON, for the reports that need them.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "checker/certify/story.h"

namespace csp {

using Json = nlohmann::ordered_json;

Json values_of(const std::vector<StoryChange>&);  // an object: name to value
Json story_json(const StoryBlock&, const Story&);
Json story_json(const StoryAccess&, const Story&);
Json story_json(const StoryError&, const Story&);

}  // namespace csp
