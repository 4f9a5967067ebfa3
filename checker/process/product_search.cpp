// Runs through what was searched: the way to a state, cycles of τ.
#include "checker/process/product_search.h"

#include <algorithm>
#include <unordered_map>

#include "checker/process/component_maker.h"
#include "checker/semantics/fault.h"

namespace csp {

std::vector<EventId> Offered::sorted() const {
  std::vector<EventId> list = events;
  std::sort(list.begin(), list.end());
  return list;
}

ProductSearch::ProductSearch(ComponentMaker& maker, TermId process, NormalForm* specification)
    : transitions_of_(maker.transitions()),
      network_(maker, process),
      specification_(specification),
      budget_(maker.budget()),
      store_(network_.components() + (specification ? 1 : 0)),
      at_(network_.components() + 1) {
  std::vector<std::uint32_t> start = network_.start();
  start.push_back(specification ? specification->start() : 0);
  store_.insert(start.data());
  parents_.push_back(0);
}

ProcessStep ProductSearch::find_step(Id from, Id to) {
  ProcessStep step;
  bool found = false;
  successors(from, [&](const JointMove& move, Id next) {
    if (found || next != to) return;
    found = true;
    step = {move.event, move.hidden, participants(network_, move.changes, move.count)};
  });
  return step;
}

std::vector<ProcessStep> ProductSearch::run_to(Id id) {
  std::vector<ProcessStep> run;
  for (; id != 0; id = parents_[id]) run.push_back(find_step(parents_[id], id));
  std::reverse(run.begin(), run.end());
  return run;
}

std::size_t ProductSearch::depth_of(Id id) const {
  return static_cast<std::size_t>(std::upper_bound(levels_.begin(), levels_.end(), id) - levels_.begin()) - 1;
}

ProcessStep ProductSearch::step(Id from, EventId event) {
  ProcessStep step;
  bool found = false;
  store_.load(from, at_.data());
  network_.prepare(at_.data());
  network_.expand(at_.data(), [&](const JointMove& move) {
    if (found || move.event != event) return;
    found = true;
    step = {move.event, move.hidden, participants(network_, move.changes, move.count)};
  });
  return step;
}

ProductSearch::Node ProductSearch::node_of(Id id) {
  store_.load(id, at_.data());
  return at_[network_.components()];
}

std::vector<EventId> ProductSearch::offers(Id id) {
  std::vector<EventId> list;
  store_.load(id, at_.data());
  network_.prepare(at_.data());
  network_.expand(at_.data(), [&](const JointMove& move) {
    if (move.event != kTau) list.push_back(move.event);
  });
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

// Tarjan's algorithm along τ, without recursion.
ProductSearch::Cycle ProductSearch::find_cycle() {
  const std::size_t count = tau_.size();
  std::vector<Id> index(count, 0), low(count, 0);  // index 0: not visited
  constexpr Id kDone = ~Id{0};                     // low of a state whose component is complete
  struct Open {
    Id state;
    std::vector<Id> to;
    std::size_t next = 0;
    bool loops = false;
  };
  std::vector<Open> stack;
  std::vector<Id> component, best;
  Id counter = 0;
  std::uint64_t steps = 0;
  const auto open = [&](Id s) {
    index[s] = low[s] = ++counter;
    component.push_back(s);
    Open& top = stack.emplace_back();
    top.state = s;
    if (!tau_[s]) return;
    successors(s, [&](const JointMove& move, Id next) {
      if (move.event == kTau && next < count) top.to.push_back(next);
      top.loops = top.loops || (move.event == kTau && next == s);
    });
    if (++steps % kBudgetEvery == 0)
      if (std::string reason = budget_.exhausted(progress()); !reason.empty())
        throw LimitReached{std::move(reason)};
  };
  for (Id root = 0; root < count; ++root) {
    if (index[root] != 0 || !tau_[root]) continue;
    open(root);
    while (!stack.empty()) {
      Open& top = stack.back();
      if (top.next < top.to.size()) {
        const Id to = top.to[top.next++];
        if (index[to] == 0) {
          open(to);
        } else if (low[to] != kDone) {
          low[top.state] = std::min(low[top.state], index[to]);
        }
        continue;
      }
      const Id s = top.state;
      const bool loops = top.loops;
      stack.pop_back();
      if (!stack.empty()) low[stack.back().state] = std::min(low[stack.back().state], low[s]);
      if (low[s] != index[s]) continue;
      const auto from = std::find(component.rbegin(), component.rend(), s).base() - 1;
      if (component.end() - from > 1 || loops) {
        const Id least = *std::min_element(from, component.end());
        if (best.empty() || least < best.front()) {
          best.assign(from, component.end());
          std::iter_swap(best.begin(), std::find(best.begin(), best.end(), least));
        }
      }
      for (auto i = from; i != component.end(); ++i) low[*i] = kDone;
      component.erase(from, component.end());
    }
  }
  if (best.empty()) return {};
  // A shortest way around, inside the component.
  Cycle cycle;
  cycle.entry = best.front();
  std::sort(best.begin(), best.end());
  std::unordered_map<Id, Id> before;
  std::vector<Id> queue{cycle.entry};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    bool closed = false;
    successors(queue[i], [&](const JointMove& move, Id next) {
      if (closed || move.event != kTau || !std::binary_search(best.begin(), best.end(), next)) return;
      closed = next == cycle.entry;
      if (before.emplace(next, queue[i]).second && !closed) queue.push_back(next);
    });
    if (!closed) continue;
    Id to = cycle.entry;
    do {
      const Id from = before[to];
      std::vector<Id> unused;
      ProcessStep step;
      bool found = false;
      successors(from, [&](const JointMove& move, Id next) {
        if (found || move.event != kTau || next != to) return;
        found = true;
        step = {kTau, move.hidden, participants(network_, move.changes, move.count)};
      });
      cycle.steps.push_back(std::move(step));
      to = from;
    } while (to != cycle.entry);
    std::reverse(cycle.steps.begin(), cycle.steps.end());
    break;
  }
  return cycle;
}

std::size_t ProductSearch::memory_bytes() const {
  return store_.memory_bytes() + parents_.capacity() * sizeof(Id) + tau_.capacity() / 8 +
         network_.memory_bytes() +
         (specification_ ? specification_->memory_bytes() : transitions_of_.memory_bytes());
}

Progress ProductSearch::progress() const { return {store_.size(), transitions_, depth(), memory_bytes()}; }

Statistics ProductSearch::statistics() const {
  Statistics st;
  st.states = store_.size();
  st.transitions = transitions_;
  st.depth = depth();
  st.local_states = network_.local_states();
  st.bytes_per_state = static_cast<double>(store_.memory_bytes() + parents_.size() * sizeof(Id)) /
                       static_cast<double>(store_.size());
  return st;
}

}  // namespace csp
