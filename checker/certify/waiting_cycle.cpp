// The shortest cycle of waiting, by Boost.Graph: breadth first from every process that waits, until an edge leads back to it.
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <map>

#include "checker/certify/waits.h"

namespace csp::reference {

namespace {
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
}  // namespace

std::vector<Pid> waiting_cycle(const std::vector<StoryWait>& waits) {
  std::map<Pid, Vertex> vertex;
  for (const StoryWait& wait : waits) vertex.try_emplace(wait.pid, vertex.size());
  Graph graph(vertex.size());
  for (const StoryWait& wait : waits)
    for (Pid on : wait.on)
      if (const auto to = vertex.find(on); to != vertex.end()) boost::add_edge(vertex.at(wait.pid), to->second, graph);
  std::vector<Pid> best;
  for (const StoryWait& start : waits) {
    if (start.standing == Standing::Members) continue;
    const Vertex from = vertex.at(start.pid);
    std::vector<Vertex> parents(vertex.size(), boost::graph_traits<Graph>::null_vertex());
    std::vector<std::size_t> distances(vertex.size(), 0);
    boost::breadth_first_search(
        graph, from,
        boost::visitor(boost::make_bfs_visitor(std::pair(boost::record_predecessors(parents.data(), boost::on_tree_edge()),
                                                         boost::record_distances(distances.data(), boost::on_tree_edge())))));
    // The nearest process that waits for `start` closes the cycle.
    const Vertex none = boost::graph_traits<Graph>::null_vertex();
    Vertex last = none;
    std::vector<Pid> pid(vertex.size());
    for (const auto& [p, v] : vertex) {
      pid[v] = p;
      const bool reached = v == from || parents[v] != none;
      if (reached && boost::edge(v, from, graph).second && (last == none || distances[v] < distances[last])) last = v;
    }
    if (last == none) continue;
    std::vector<Pid> cycle;
    for (Vertex v = last; v != from; v = parents[v]) cycle.push_back(pid[v]);
    cycle.push_back(start.pid);
    std::reverse(cycle.begin(), cycle.end());
    if (best.empty() || cycle.size() < best.size()) best = cycle;
  }
  return best;
}

}  // namespace csp::reference
