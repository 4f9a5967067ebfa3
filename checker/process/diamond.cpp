// Diamond compression, confluent τ's, and the normal form as a component.
#include <algorithm>
#include <map>

#include "checker/process/lts.h"
#include "checker/process/normal_form.h"

namespace csp {
namespace {

constexpr std::size_t kMostClosed = 20'000'000;  // members of closures

// The states that s reaches by τ's, sorted. `seen` holds a mark for each state.
std::vector<Lts::State> closure(const Lts& lts, Lts::State s, std::vector<Lts::State>& seen) {
  std::vector<Lts::State> reached{s};
  seen[s] = s + 1;
  for (std::size_t i = 0; i < reached.size(); ++i)
    for (const Lts::Edge& e : lts.out(reached[i])) {
      if (e.event != kTau) break;
      if (seen[e.to] == s + 1) continue;
      seen[e.to] = s + 1;
      reached.push_back(e.to);
    }
  std::sort(reached.begin(), reached.end());
  return reached;
}

std::vector<EventId> events(const Lts& lts, Lts::State s) {
  std::vector<EventId> list;
  for (const Lts::Edge& e : lts.out(s))
    if (list.empty() || list.back() != e.event) list.push_back(e.event);
  return list;
}

}  // namespace

// TPC appendix C.2, "diamond elimination": a state gets every event that is possible after τ's, to the states
// that are not reached by τ from another one of them (those can do all that the others can). What it accepts
// was, there, a mark on the state; here it is a τ to one stable state for each minimal acceptance.
Lts diamond(const Lts& original) {
  const Lts lts = factor_tau_loops(original);
  std::vector<std::vector<Lts::Edge>> edges(lts.size());
  std::vector<std::vector<Lts::State>> closures(lts.size());
  std::vector<Lts::State> seen(lts.size(), 0);
  std::size_t members = 0;
  const auto closed = [&](Lts::State s) -> const std::vector<Lts::State>& {
    if (closures[s].empty()) {
      closures[s] = closure(lts, s, seen);
      members += closures[s].size();
    }
    return closures[s];
  };
  // The targets of one event without those that another one reaches by τ.
  const auto maximal = [&](std::vector<Lts::State>& targets) {
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    const std::vector<Lts::State> all = targets;
    std::erase_if(targets, [&](Lts::State t) {
      return std::any_of(all.begin(), all.end(), [&](Lts::State other) {
        return other != t && std::binary_search(closed(other).begin(), closed(other).end(), t);
      });
    });
  };
  std::vector<bool> wanted(lts.size(), false);
  std::vector<Lts::State> queue{lts.start};
  wanted[lts.start] = true;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    if (members > kMostClosed) return lts;
    const Lts::State s = queue[i];
    std::map<EventId, std::vector<Lts::State>> after;
    std::map<std::vector<EventId>, Lts::State> stable;
    bool loops = false;
    for (const Lts::State c : closed(s)) {
      loops = loops || lts.loops(c);
      for (const Lts::Edge& e : lts.out(c))
        if (e.event != kTau) after[e.event].push_back(e.to);
      if (lts.stable(c)) stable.emplace(events(lts, c), c);
    }
    for (auto& [event, targets] : after) {
      maximal(targets);
      for (const Lts::State t : targets) edges[s].push_back({event, -1, t});
    }
    if (!lts.stable(s)) {
      if (loops) edges[s].push_back({kTau, -1, s});
      std::vector<std::vector<EventId>> acceptances;
      for (const auto& [accepts, c] : stable) acceptances.push_back(accepts);
      for (const auto& accepts : minimal_acceptances(std::move(acceptances)))
        edges[s].push_back({kTau, -1, stable.at(accepts)});
    }
    for (const Lts::Edge& e : edges[s])
      if (e.to != Lts::kOmegaState && !wanted[e.to]) {
        wanted[e.to] = true;
        queue.push_back(e.to);
      }
  }
  return build_lts(lts.start, edges);
}

// The largest set of τ's such that each commutes with every other step of its state, closing with at most one
// τ of the set. There are no loops of τ but those of divergent states, so following the set's τ's comes to an
// end.
Lts confluent_chase(const Lts& original) {
  const Lts lts = factor_tau_loops(original);
  std::vector<bool> confluent(lts.edges.size(), false);
  for (Lts::State s = 1; s < lts.size(); ++s)
    for (std::uint32_t i = lts.first[s]; i < lts.first[s + 1]; ++i)
      confluent[i] = lts.edges[i].event == kTau && lts.edges[i].to != s;
  const auto leads = [&](Lts::State u, Lts::State v) {  // u is v, or a τ of the set away from it
    if (u == v) return true;
    for (std::uint32_t i = lts.first[u]; i < lts.first[u + 1] && lts.edges[i].event == kTau; ++i)
      if (confluent[i] && lts.edges[i].to == v) return true;
    return false;
  };
  const auto commutes = [&](Lts::State t, const Lts::Edge& other) {
    if (other.event == kTau && leads(other.to, t)) return true;
    for (const Lts::Edge& e : lts.out(t))
      if (e.event == other.event && leads(other.to, e.to)) return true;
    return false;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (Lts::State s = 1; s < lts.size(); ++s)
      for (std::uint32_t i = lts.first[s]; i < lts.first[s + 1]; ++i) {
        if (!confluent[i]) continue;
        const auto out = lts.out(s);
        const Lts::State t = lts.edges[i].to;
        if ((!lts.loops(s) || lts.loops(t)) &&
            std::all_of(out.begin(), out.end(), [&](const Lts::Edge& e) { return commutes(t, e); }))
          continue;
        confluent[i] = false;
        changed = true;
      }
  }
  std::vector<std::vector<Lts::Edge>> edges(lts.size());
  const auto settle = [&](Lts::State s) {
    for (std::uint32_t i = lts.first[s]; i < lts.first[s + 1]; ++i)
      if (confluent[i]) {
        s = lts.edges[i].to;
        i = lts.first[s] - 1;
      }
    return s;
  };
  for (Lts::State s = 1; s < lts.size(); ++s)
    for (const Lts::Edge& e : lts.out(s)) edges[s].push_back({e.event, e.hidden, settle(e.to)});
  return build_lts(settle(lts.start), edges);
}

// A node of the normal form is a state with the node's events, and a τ to a state for each minimal acceptance
// if one of them is not all events. A divergent node of FD is a τ to itself.
std::optional<Lts> normalise(StateGraph& graph, SemanticModel model, std::size_t most) {
  NormalForm form(graph, model);
  std::vector<std::vector<Lts::Edge>> edges(2);
  std::vector<Lts::State> state_of;  // by node
  const auto state = [&](NormalForm::Node n) {
    while (state_of.size() <= n) {
      state_of.push_back(state_of.empty() ? 1 : static_cast<Lts::State>(edges.size()));
      if (state_of.size() > 1) edges.emplace_back();
    }
    return state_of[n];
  };
  for (NormalForm::Node n = 0; n < form.size(); ++n) {
    if (edges.size() > most) return std::nullopt;
    const Lts::State s = state(n);
    if (form.divergent(n)) {
      edges[s].push_back({kTau, -1, s});
      continue;
    }
    const std::vector<EventId> possible = form.events(n);
    std::vector<Lts::Edge> all;
    for (const EventId e : possible)
      all.push_back({e, -1, e == kTick ? Lts::kOmegaState : state(form.after(n, e))});
    edges[s] = all;
    if (model == SemanticModel::T) continue;
    const std::vector<std::vector<EventId>> acceptances = form.acceptances(n);
    const bool ticks = std::binary_search(possible.begin(), possible.end(), kTick);
    if (!ticks && acceptances.size() == 1 && acceptances[0] == possible) continue;
    if (acceptances.empty()) edges[s].push_back({kTau, -1, s});  // F: never stable
    for (const std::vector<EventId>& acceptance : acceptances) {
      if (acceptance == std::vector<EventId>{kTick}) continue;  // the ✓ of the state itself
      const auto accepting = static_cast<Lts::State>(edges.size());
      edges.emplace_back();
      for (const Lts::Edge& e : all)
        if (std::binary_search(acceptance.begin(), acceptance.end(), e.event)) edges[accepting].push_back(e);
      edges[s].push_back({kTau, -1, accepting});
    }
  }
  return build_lts(1, edges);
}

}  // namespace csp
