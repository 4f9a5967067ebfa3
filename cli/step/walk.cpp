// Telling choices apart.
#include "cli/step/walk.h"

#include <algorithm>
#include <map>
#include <set>

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

Connections waiting_of(const WalkState& state) {
  Connections network;
  std::vector<std::size_t> nodes;
  for (const WalkPlace& p : state.places) nodes.push_back(network.node(p.who, "process"));
  for (std::size_t i = 0; i < state.places.size(); ++i)
    for (const std::string& on : state.places[i].on) {
      const std::string& why = state.places[i].waits;
      const std::size_t text = state.places[i].on.size() > 1 ? std::string::npos : why.find(": ");
      network.add({nodes[i], network.node(on, "process"),
                   why.empty()                 ? state.places[i].at
                   : text == std::string::npos ? ""
                                               : why.substr(text + 2),
                   true, false});
    }
  // An edge is part of a cycle if its end leads back to its beginning.
  for (Connections::Edge& edge : network.edges) {
    std::set<std::size_t> reached{edge.to};
    for (bool grows = true; grows;) {
      grows = false;
      for (const Connections::Edge& e : network.edges)
        if (reached.count(e.from) && reached.insert(e.to).second) grows = true;
    }
    edge.in_cycle = reached.count(edge.from) > 0;
  }
  return network;
}

}  // namespace csp
