// "Did you mean ...": the known name nearest to a misspelt one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace csp {

// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; counts bytes.
// Gives up above `limit` and returns limit + 1.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// The candidate nearest to `name`: another case, or at most a third of its length away (at least 1). The first of
// equals wins. Nothing when none is near, and never `name` itself.
std::optional<std::string> suggest(std::string_view name, std::span<const std::string> candidates);

}  // namespace csp
