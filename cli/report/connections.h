// Who has to do with whom: a small graph of processes and what they meet in, for pictures and other tools.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace csp {

struct Connections {
  struct Node {
    std::string name;
    std::string
        kind;  // "process", "environment", or what is between processes: "channel", "lock", "variable", ...
  };
  struct Edge {
    std::size_t from = 0, to = 0;
    std::string label;      // `ch`, "waits to send on ch"
    bool directed = true;   // what passes, or who waits, goes from `from` to `to`
    bool in_cycle = false;  // waiting: part of a cycle
    friend bool operator==(const Edge&, const Edge&) = default;
  };
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::string reason;  // not empty: a limit was reached, and there may be more

  std::size_t node(const std::string& name, const std::string& kind);  // made if it is new
  void add(const Edge&);                                               // if it is new
};

std::string connections_as_dot(const Connections&, const std::string& title);
// {"system", "nodes": [{"name", "kind"}], "edges": [{"from", "to", "label", "directed", "in_cycle"}],
// "reason"}
std::string connections_as_json(const Connections&, const std::string& title);

}  // namespace csp
