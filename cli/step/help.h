// The commands of csp step by name.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace csp {

enum class StepCommand { Take, Follow, Run, Undo, Redo, Restart, Where, List, Trace, Save, Load, Help, Quit };

std::optional<StepCommand> step_command(const std::string& word);  // by its name or its letter
std::vector<const char*> step_command_names();
std::string step_help();

}  // namespace csp
