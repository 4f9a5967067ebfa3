// Local scopes and the analysis of captures.
#include "frontend/resolve.h"

#include <algorithm>

namespace csp {

Variable* Scopes::find(std::string_view name) const {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
    for (auto it = level->rbegin(); it != level->rend(); ++it)
      if ((*it)->name == name) return *it;
  return nullptr;
}

Variable* Scopes::find_innermost(std::string_view name) const {
  if (levels_.empty()) return nullptr;
  for (auto it = levels_.back().rbegin(); it != levels_.back().rend(); ++it)
    if ((*it)->name == name) return *it;
  return nullptr;
}

void Scopes::add(Variable* variable) { levels_.back().push_back(variable); }

void Scopes::names(std::vector<std::string>& out) const {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
    for (const Variable* variable : *level) out.push_back(variable->name);
}

void Captures::declared(const Variable* variable) { depth_[variable] = loops_[variable->owner].size(); }

int Captures::loop_of(const Variable* variable) const {
  const auto stack = loops_.find(variable->owner);
  const auto depth = depth_.find(variable);
  if (stack == loops_.end() || depth == depth_.end() || stack->second.size() <= depth->second) return 0;
  return stack->second[depth->second];
}

void Captures::used(Variable* variable, ProgInfo* user) {
  if (!variable->owner || variable->owner == user) return;
  variable->captured = true;
  for (ProgInfo* prog = user; prog && prog != variable->owner; prog = prog->parent)
    if (std::find(prog->captures.begin(), prog->captures.end(), variable) == prog->captures.end())
      prog->captures.push_back(variable);
  const int loop = loop_of(variable);
  if (loop != 0 && early_[variable].contains(loop)) variable->shared = true;
}

void Captures::assigned(Variable* variable, ProgInfo* user) {
  if (!variable->owner) return;
  used(variable, user);
  if (variable->owner != user || variable->captured) variable->shared = true;
  if (const int loop = loop_of(variable); loop != 0) early_[variable].insert(loop);
}

}  // namespace csp
