// Sizes beyond which no engine goes.
#pragma once

#include <cstdint>

namespace csp {

inline constexpr std::int64_t kMostMembers = 60'000;  // processes of one parallel command

}  // namespace csp
