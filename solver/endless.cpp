// Strikes out events until those that are left lie on cycles of all their processes.
#include "solver/endless.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace csp::solver {

namespace {

using Place = std::pair<SlotId, StateId>;

// Tarjan's strongly connected components, without recursion: paths in local automata may be long.
class Components {
 public:
  explicit Components(const std::map<Place, std::set<Place>>& edges) : edges_(edges) {
    for (const auto& [place, next] : edges)
      if (!index_.count(place)) visit(place);
  }

  // The edge lies on a cycle.
  bool on_cycle(const Place& from, const Place& to) const {
    const auto a = component_.find(from), b = component_.find(to);
    return a != component_.end() && b != component_.end() && a->second == b->second;
  }

 private:
  struct Visit {
    Place place;
    std::set<Place>::const_iterator next, last;
  };

  void enter(const Place& place) {
    static const std::set<Place> kNothing;
    index_[place] = low_[place] = counter_++;
    open_.push_back(place);
    const auto at = edges_.find(place);
    const std::set<Place>& next = at == edges_.end() ? kNothing : at->second;
    visits_.push_back({place, next.begin(), next.end()});
  }

  void visit(const Place& root) {
    enter(root);
    while (!visits_.empty()) {
      Visit& v = visits_.back();
      if (v.next != v.last) {
        const Place target = *v.next++;
        if (!index_.count(target))
          enter(target);
        else if (!component_.count(target))
          low_[v.place] = std::min(low_[v.place], index_[target]);
        continue;
      }
      const Place place = v.place;
      visits_.pop_back();
      if (low_[place] == index_[place]) {
        while (true) {
          const Place member = open_.back();
          open_.pop_back();
          component_[member] = components_;
          if (member == place) break;
        }
        ++components_;
      }
      if (!visits_.empty()) low_[visits_.back().place] = std::min(low_[visits_.back().place], low_[place]);
    }
  }

  const std::map<Place, std::set<Place>>& edges_;
  std::map<Place, int> index_, low_, component_;
  std::vector<Place> open_;
  std::vector<Visit> visits_;
  int counter_ = 0, components_ = 0;
};

}  // namespace

bool runs_end(const Terms& t, const General& general) {
  std::vector<const Event*> alive;
  for (const Event& e : general.steps().events)
    if (!e.crash) alive.push_back(&e);  // nothing comes after a crash
  // Loop invariant: an event that has been struck out happens finitely often in every run. In an infinite run
  // the events that happen infinitely often are among those that are left; a process that takes part in one
  // again and again goes round by such events, so each of its edges lies on a cycle of them.
  while (!alive.empty()) {
    std::map<Place, std::set<Place>> edges;
    for (const Event* e : alive)
      for (const Mover& m : e->movers)
        if (m.from != kNone)
          for (const GoneOn& way : m.ways) edges[{m.slot, m.from}].emplace(m.slot, way.target);
    const Components components(edges);
    const auto finitely_often = [&](const Event* e) {
      return std::any_of(e->movers.begin(), e->movers.end(), [&](const Mover& m) {
        if (!t.is_true_constant(m.takes_part)) return false;  // it may happen without this one
        if (m.from == kNone) return true;                     // a process comes into being once
        return std::none_of(m.ways.begin(), m.ways.end(), [&](const GoneOn& way) {
          return components.on_cycle({m.slot, m.from}, {m.slot, way.target});
        });
      });
    };
    const auto end = std::remove_if(alive.begin(), alive.end(), finitely_often);
    if (end == alive.end()) return false;
    alive.erase(end, alive.end());
  }
  return true;
}

}  // namespace csp::solver
