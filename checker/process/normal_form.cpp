// The subset construction and what its nodes accept.
#include "checker/process/normal_form.h"

#include <algorithm>
#include <deque>
#include <iterator>

namespace csp {
namespace {

bool contained(const std::vector<EventId>& a, const std::vector<EventId>& b) {
  return std::includes(b.begin(), b.end(), a.begin(), a.end());
}

}  // namespace

std::vector<std::vector<EventId>> minimal_acceptances(std::vector<std::vector<EventId>> all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  std::vector<std::vector<EventId>> minimal;
  for (std::vector<EventId>& candidate : all)
    if (std::none_of(minimal.begin(), minimal.end(), [&](const auto& m) { return contained(m, candidate); }))
      minimal.push_back(std::move(candidate));
  std::sort(minimal.begin(), minimal.end());
  return minimal;
}

std::size_t NormalForm::Hash::operator()(const std::vector<StateGraph::Id>& set) const {
  std::size_t h = set.size();
  for (const StateGraph::Id s : set) h = (h ^ s) * 0x9e3779b97f4a7c15ULL + (h >> 31);
  return h;
}

NormalForm::NormalForm(StateGraph& graph, SemanticModel model) : graph_(graph), model_(model) {
  add({graph.start()});
}

// The node of the τ-closure of these states.
NormalForm::Node NormalForm::add(std::vector<StateGraph::Id> closure) {
  ++stamp_;
  const auto enter = [&](StateGraph::Id s) {
    if (stamps_.size() <= s) stamps_.resize(std::max<std::size_t>(graph_.size(), s + 1));
    return std::exchange(stamps_[s], stamp_) != stamp_;
  };
  std::erase_if(closure, [&](StateGraph::Id s) { return !enter(s); });
  std::vector<EventId> events;
  for (std::size_t i = 0; i < closure.size(); ++i)
    for (const StateGraph::Edge& e : graph_.out(closure[i])) {
      if (e.event != kTau) {
        if (events.empty() || events.back() != e.event) events.push_back(e.event);
      } else if (enter(e.to)) {
        closure.push_back(e.to);
      }
    }
  std::sort(closure.begin(), closure.end());
  const auto [at, fresh] = numbers_.emplace(std::move(closure), static_cast<Node>(nodes_.size()));
  if (!fresh) return at->second;
  Kept node;
  node.states = at->first;
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  node.next.assign(events.size(), kNotYet);
  node.events = std::move(events);
  if (model_ == SemanticModel::FD)
    node.divergent = std::any_of(node.states.begin(), node.states.end(),
                                 [&](StateGraph::Id s) { return graph_.diverges(s); });
  bytes_ += sizeof(Kept) + 8 * node.states.size() + 8 * node.events.size() + 64;
  nodes_.push_back(std::move(node));
  return at->second;
}

NormalForm::Node NormalForm::after(Node n, EventId event) {
  const std::vector<EventId>& events = nodes_[n].events;
  const auto at = std::lower_bound(events.begin(), events.end(), event);
  if (at == events.end() || *at != event) return kNoNode;
  const auto i = static_cast<std::size_t>(at - events.begin());
  if (nodes_[n].next[i] != kNotYet) return nodes_[n].next[i];
  std::vector<StateGraph::Id> kernel;
  for (const StateGraph::Id s : nodes_[n].states)
    for (const StateGraph::Edge& e : graph_.out(s))
      if (e.event == event) kernel.push_back(e.to);
  const Node next = add(std::move(kernel));
  return nodes_[n].next[i] = next;
}

const std::vector<std::vector<EventId>>& NormalForm::acceptances(Node n) {
  if (nodes_[n].accepts_known) return nodes_[n].acceptances;
  std::vector<std::vector<EventId>> all;
  for (const StateGraph::Id s : nodes_[n].states) {
    if (graph_.ticks(s)) {
      all.push_back({kTick});
    } else if (graph_.stable(s)) {
      std::vector<EventId> offers;
      for (const StateGraph::Edge& e : graph_.out(s))
        if (offers.empty() || offers.back() != e.event) offers.push_back(e.event);
      all.push_back(std::move(offers));
    }
  }
  Kept& node = nodes_[n];
  node.acceptances = minimal_acceptances(std::move(all));
  for (const auto& a : node.acceptances) bytes_ += 24 + 4 * a.size();
  node.accepts_known = true;
  return node.acceptances;
}

}  // namespace csp
