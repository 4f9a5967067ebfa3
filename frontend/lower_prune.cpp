// Reachability in each prog's flow graph from its entry.
#include "frontend/lower_prune.h"

#include "checker/core/walk.h"

namespace csp {

std::vector<NodeId> prune(Program& program) {
  std::vector<NodeId> fresh(program.nodes.size(), kNone);
  std::vector<NodeId> work;
  auto reach = [&](NodeId id) {
    if (id == kNone || fresh[static_cast<std::size_t>(id)] != kNone) return;
    fresh[static_cast<std::size_t>(id)] = 0;
    work.push_back(id);
  };
  for (const Proc& proc : program.procs) reach(proc.entry);
  while (!work.empty()) {
    const Node& n = program.nodes[static_cast<std::size_t>(work.back())];
    work.pop_back();
    for_each_successor(n, [&](const NodeId& next) { reach(next); });
  }
  NodeId count = 0;
  for (NodeId& id : fresh)
    if (id != kNone) id = count++;
  std::vector<Node> kept;
  kept.reserve(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < fresh.size(); ++i)
    if (fresh[i] != kNone) kept.push_back(std::move(program.nodes[i]));
  program.nodes = std::move(kept);
  auto renumber = [&](NodeId& id) {
    if (id != kNone) id = fresh[static_cast<std::size_t>(id)];
  };
  for (Node& n : program.nodes) for_each_successor(n, renumber);
  for (Proc& proc : program.procs) renumber(proc.entry);
  return fresh;
}

}  // namespace csp
