// Names that people know from Go and its packages, and what stands for them here.
#pragma once

#include <string_view>

namespace csp {

// The help for a name that is not declared: what to write instead. Empty for a name that is none of these.
std::string_view foreign_name(std::string_view name);

}  // namespace csp
