// Transition systems as text for other tools.
#include "cli/report/graph.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace csp {
std::string quoted_for_dot(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string graph_as_dot(const ProcessGraph& graph, const Events& events, const std::string& title) {
  std::string out =
      fmt::format("digraph {} {{\n  rankdir=LR;\n  node [shape=circle, label=\"\", width=0.25];\n",
                  quoted_for_dot(title));
  out +=
      fmt::format("  start [shape=none, label={}];\n  start -> s{};\n", quoted_for_dot(title), graph.start);
  for (const ProcessGraph::Edge& e : graph.edges) {
    if (e.event == kTick) out += fmt::format("  s{} [shape=doublecircle];\n", e.to);
    const bool hidden = e.event == kTau && e.hidden >= 0;
    const std::string label = hidden ? fmt::format("τ ({})", events[e.hidden].text) : events[e.event].text;
    out += fmt::format("  s{} -> s{} [label={}{}];\n", e.from, e.to, quoted_for_dot(label),
                       e.event == kTau ? ", style=dashed" : "");
  }
  return out + "}\n";
}

std::string graph_as_aut(const ProcessGraph& graph, const Events& events) {
  std::string out = fmt::format("des ({},{},{})\n", graph.start, graph.edges.size(), graph.states);
  for (const ProcessGraph::Edge& e : graph.edges) {
    const std::string label = e.event == kTau ? "tau" : e.event == kTick ? "tick" : events[e.event].text;
    out += fmt::format("({},{},{})\n", e.from, quoted_for_dot(label), e.to);
  }
  return out;
}

std::string graph_as_json(const ProcessGraph& graph, const Events& events, const std::string& title) {
  nlohmann::ordered_json root = {{"process", title}, {"start", graph.start}, {"states", graph.states}};
  root["transitions"] = nlohmann::ordered_json::array();
  for (const ProcessGraph::Edge& e : graph.edges) {
    nlohmann::ordered_json one = {{"from", e.from}, {"event", events[e.event].text}, {"to", e.to}};
    if (e.hidden >= 0) one["hidden"] = events[e.hidden].text;
    root["transitions"].push_back(std::move(one));
  }
  return root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace csp
