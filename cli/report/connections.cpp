// Drawing a network.
#include "cli/report/connections.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/report/graph.h"
#include "cli/report/story_json.h"

namespace csp {

std::size_t Connections::node(const std::string& name, const std::string& kind) {
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].name == name && nodes[i].kind == kind) return i;
  nodes.push_back({name, kind});
  return nodes.size() - 1;
}

void Connections::add(const Edge& edge) {
  if (std::find(edges.begin(), edges.end(), edge) == edges.end()) edges.push_back(edge);
}

std::string connections_as_dot(const Connections& network, const std::string& title) {
  std::string out = fmt::format("digraph {} {{\n  node [shape=ellipse];\n", quoted_for_dot(title));
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    const Connections::Node& node = network.nodes[i];
    const bool between = node.kind != "process";
    out += fmt::format("  n{} [label={}{}];\n", i, quoted_for_dot(node.name),
                       between ? ", shape=box, style=rounded" : "");
  }
  for (const Connections::Edge& e : network.edges) {
    out += fmt::format("  n{} -> n{} [label={}{}{}];\n", e.from, e.to, quoted_for_dot(e.label),
                       e.directed ? "" : ", dir=none", e.in_cycle ? ", color=red, penwidth=2" : "");
  }
  return out + "}\n";
}

std::string connections_as_json(const Connections& network, const std::string& title) {
  Json root = {
      {"system", title}, {"nodes", Json::array()}, {"edges", Json::array()}, {"reason", network.reason}};
  for (const Connections::Node& node : network.nodes)
    root["nodes"].push_back({{"name", node.name}, {"kind", node.kind}});
  for (const Connections::Edge& e : network.edges)
    root["edges"].push_back({{"from", e.from},
                             {"to", e.to},
                             {"label", e.label},
                             {"directed", e.directed},
                             {"in_cycle", e.in_cycle}});
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace csp
