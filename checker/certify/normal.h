// States without what can never matter again: terminated processes, locals that are dead, objects that nobody
// can reach; numbered anew. And equality up to renumbering, for lassos: a run that comes back to such a state
// can go round for ever.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "checker/certify/state.h"
#include "checker/core/program.h"

namespace csp::reference {

// Which locals a prog may still read at each node: the textbook backward analysis.
class Liveness {
 public:
  explicit Liveness(const Program&);
  bool before(NodeId node, LocalId local) const {
    return in_[static_cast<std::size_t>(node)][static_cast<std::size_t>(local)];
  }
  bool after(NodeId node, LocalId local) const {
    return out_[static_cast<std::size_t>(node)][static_cast<std::size_t>(local)];
  }

 private:
  std::vector<std::vector<bool>> in_, out_;
};

// The process without the values that it cannot read any more: dead locals, the place and locals of frames that are
// leaving. Two processes with equal live parts go on in the same way.
Process live_part(const Program&, const Liveness&, Process);

struct Normal {
  State state;
  std::vector<Pid> pids;  // by new number: the process it was
};

class Normalizer {
 public:
  explicit Normalizer(const Program& program) : program_(program), liveness_(program) {}

  // Processes keep their order; objects are numbered as they are met. O(size of the state).
  Normal normal(const State&) const;

  // Are the two equal up to the numbers of processes and created objects, garbage aside? Nothing if that was
  // too hard to find out.
  std::optional<bool> same(const State&, const State&) const;

 private:
  const Program& program_;
  Liveness liveness_;
};

}  // namespace csp::reference
