// Which locals may still be read: the classical backward analysis over each prog's flow graph. A dead local is dropped from the local state,
// so that states that differ only in values never used again are one state.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "checker/core/program.h"

namespace csp {

class Liveness {
 public:
  using Kept = std::vector<std::pair<ProcId, LocalId>>;
  // `kept`: locals that a property looks at, live throughout. O(nodes * locals) per pass; a few passes per prog.
  Liveness(const Program&, const Kept& kept);

  // May the local be read at or after the node (before it is assigned)?
  bool live_at(NodeId node, LocalId local) const { return at_[index(node)][index(local)]; }
  // The same for what follows the node: for frames that wait in the call at that node.
  bool live_after(NodeId node, LocalId local) const { return after_[index(node)][index(local)]; }
  // Does a property look at it?
  bool kept(ProcId proc, LocalId local) const { return std::find(kept_.begin(), kept_.end(), std::pair(proc, local)) != kept_.end(); }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  Kept kept_;
  std::vector<std::vector<bool>> at_;
  std::vector<std::vector<bool>> after_;
};

}  // namespace csp
