// Questions that every reader of a Program asks.
#include "checker/core/program.h"

namespace csp {

bool is_interaction(const Node& node) {
  return std::holds_alternative<Comm>(node.op) || std::holds_alternative<Read>(node.op) ||
         std::holds_alternative<Write>(node.op) || std::holds_alternative<Rmw>(node.op) ||
         std::holds_alternative<Sync>(node.op) || std::holds_alternative<Begin>(node.op) ||
         std::holds_alternative<ParallelStart>(node.op) || std::holds_alternative<Join>(node.op) ||
         std::holds_alternative<Fail>(node.op);
}

}  // namespace csp
