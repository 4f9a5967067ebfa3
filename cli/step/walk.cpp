// Telling choices apart.
#include "cli/step/walk.h"

#include <algorithm>
#include <map>

namespace csp {

void tell_apart(std::vector<WalkChoice>& choices, const std::vector<std::vector<std::string>>& effects) {
  std::map<std::string, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < choices.size(); ++i) groups[choices[i].label].push_back(i);
  for (const auto& [label, group] : groups) {
    if (group.size() < 2) continue;
    const auto common = [&](const std::string& effect) {
      return std::all_of(group.begin(), group.end(), [&](std::size_t i) {
        return std::find(effects[i].begin(), effects[i].end(), effect) != effects[i].end();
      });
    };
    for (const std::size_t i : group) {
      std::string text;
      for (const std::string& effect : effects[i])
        if (!common(effect)) text += (text.empty() ? "" : ", ") + effect;
      if (!text.empty()) choices[i].label += " (then " + text + ")";
    }
  }
  std::map<std::string, int> seen;  // what is still the same gets a number
  for (WalkChoice& choice : choices)
    if (const int n = ++seen[choice.label]; n > 1) choice.label += " #" + std::to_string(n);
}

}  // namespace csp
