// Expanding a network into a graph, as far as it is asked for.
#include "checker/process/state_graph.h"

#include <algorithm>

#include "checker/process/component_maker.h"
#include "checker/semantics/fault.h"

namespace csp {
namespace {

constexpr std::uint64_t kBudgetEvery = 512;  // expanded states between two tests of the budget

}  // namespace

std::string participants(const ProcessNetwork& network, const Change* changes, std::uint32_t count) {
  if (network.components() == 1) return {};
  std::string out;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string& text = network.component(changes[i].component).text();
    if (!out.empty() && !text.empty()) out += ", ";
    out += text;
  }
  return out;
}

StateGraph::StateGraph(ComponentMaker& maker, TermId term)
    : network_(maker, term),
      store_(network_.components()),
      budget_(maker.budget()),
      at_(network_.components()),
      next_(network_.components()),
      transitions_(maker.transitions()) {
  store_.insert(network_.start().data());
}

std::span<const StateGraph::Edge> StateGraph::out(Id s) {
  if (ranges_.size() <= s) ranges_.resize(store_.size());
  if (ranges_[s].known) return {edges_.data() + ranges_[s].first, ranges_[s].count};
  if (++expanded_ % kBudgetEvery == 0) {
    const Progress progress{store_.size(), edges_.size(), 0, memory_bytes()};
    if (std::string reason = budget_.exhausted(progress); !reason.empty())
      throw LimitReached{std::move(reason)};
  }
  store_.load(s, at_.data());
  network_.prepare(at_.data());
  const std::size_t first = edges_.size();
  network_.expand(at_.data(), [&](const JointMove& move) {
    next_ = at_;
    for (std::uint32_t i = 0; i < move.count; ++i) next_[move.changes[i].component] = move.changes[i].to;
    edges_.push_back({move.event, move.hidden, store_.insert(next_.data()).id});
  });
  const auto begin = edges_.begin() + static_cast<std::ptrdiff_t>(first);
  std::stable_sort(begin, edges_.end(), [](const Edge& a, const Edge& b) { return a.event < b.event; });
  ranges_[s] = {first, static_cast<std::uint32_t>(edges_.size() - first), true};
  return {edges_.data() + first, edges_.size() - first};
}

bool StateGraph::terminated(Id s) {
  store_.load(s, at_.data());
  return network_.terminated(at_.data());
}

bool StateGraph::failed(Id s) {
  store_.load(s, at_.data());
  return network_.failed(at_.data());
}

bool StateGraph::ticks(Id s) {
  for (const Edge& e : out(s)) {
    if (e.event == kTick) return true;
    if (e.event > kTick) return false;
  }
  return false;
}

// Depth-first search along τ: an edge to a state that is still open, or to one that diverges, closes an
// infinite run for everything on the stack.
bool StateGraph::diverges(Id root) {
  if (divergence_.size() <= root) divergence_.resize(store_.size(), Divergence::Unknown);
  if (divergence_[root] != Divergence::Unknown) return divergence_[root] == Divergence::Yes;
  struct Open {
    Id state;
    std::size_t next;
    bool diverges;
  };
  std::vector<Open> stack{{root, 0, false}};
  divergence_[root] = Divergence::Open;
  while (!stack.empty()) {
    Open& top = stack.back();
    const std::span<const Edge> edges = out(top.state);
    if (divergence_.size() < store_.size()) divergence_.resize(store_.size(), Divergence::Unknown);
    if (!top.diverges && top.next < edges.size() && edges[top.next].event == kTau) {
      const Id to = edges[top.next++].to;
      switch (divergence_[to]) {
        case Divergence::Unknown:
          divergence_[to] = Divergence::Open;
          stack.push_back({to, 0, false});
          break;
        case Divergence::Open:
        case Divergence::Yes:
          top.diverges = true;
          break;
        case Divergence::No:
          break;
      }
      continue;
    }
    const bool yes = top.diverges;
    divergence_[top.state] = yes ? Divergence::Yes : Divergence::No;
    stack.pop_back();
    if (yes && !stack.empty()) stack.back().diverges = true;
  }
  return divergence_[root] == Divergence::Yes;
}

std::string StateGraph::by(Id from, const Edge& edge) {
  store_.load(from, at_.data());
  network_.prepare(at_.data());
  std::string found;
  bool done = false;
  network_.expand(at_.data(), [&](const JointMove& move) {
    if (done || move.event != edge.event || move.hidden != edge.hidden) return;
    next_ = at_;
    for (std::uint32_t i = 0; i < move.count; ++i) next_[move.changes[i].component] = move.changes[i].to;
    if (store_.insert(next_.data()).id != edge.to) return;
    found = participants(network_, move.changes, move.count);
    done = true;
  });
  return found;
}

std::vector<StateGraph::Part> StateGraph::parts(Id s) {
  store_.load(s, at_.data());
  std::vector<std::vector<std::size_t>> waits = network_.waits(at_.data());
  std::vector<Part> list;
  for (std::size_t c = 0; c < network_.components(); ++c) {
    Component& component = network_.component(c);
    Part part{component.text(), at_[c] <= kFinished, {}, std::move(waits[c])};
    if (!part.ended)
      for (const LocalMove& move : component.moves(at_[c])) part.events.push_back(move.event);
    std::sort(part.events.begin(), part.events.end());
    part.events.erase(std::unique(part.events.begin(), part.events.end()), part.events.end());
    list.push_back(std::move(part));
  }
  return list;
}

std::size_t StateGraph::memory_bytes() const {
  return store_.memory_bytes() + network_.memory_bytes() + transitions_.memory_bytes() +
         ranges_.capacity() * sizeof(Range) + edges_.capacity() * sizeof(Edge);
}

}  // namespace csp
