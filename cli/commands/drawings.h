// The pictures of a report: the systems of a model's assertions, as far as they are small.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/report/folder.h"

namespace csp {

// Of the model in a file: for a process its transition system; for a program its network, and what it can do
// from state to state. None if the model is wrong.
std::vector<Drawing> drawings_of(const Options&, const std::string& path);

}  // namespace csp
