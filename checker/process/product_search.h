// Breadth-first search over pairs (state of the process, node of the specification): the one loop that all
// checks share (Roscoe 1997 ch. 8.4 and appendix C.2). Without a specification it is the plain exploration of
// the network. A visitor decides what is looked for:
//
//   bool enter(Id, const ComponentState* at, Node)  before a state is expanded; false: it is not
//   void impossible(Id, EventId)                    the process does an event that the specification cannot
//   do bool leave(Id, const ComponentState* at, Node, const Offered&)   after; false stops the search bool
//   level()                                    all states up to a depth are done; false stops the search
#pragma once

#include <string>
#include <vector>

#include "checker/process/normal_form.h"
#include "checker/process/process_network.h"
#include "checker/process/tuple_store.h"

namespace csp {

// What a state offers.
struct Offered {
  std::vector<EventId> events;       // visible ones and ✓, without duplicates, in no order
  std::vector<std::uint32_t> marks;  // by event: equal to stamp if it is offered
  std::uint32_t stamp = 0;
  bool tau = false, tick = false;
  std::uint64_t moves = 0;

  bool has(EventId e) const {
    return static_cast<std::size_t>(e) < marks.size() && marks[static_cast<std::size_t>(e)] == stamp;
  }
  bool stable() const { return !tau && !tick; }
  std::vector<EventId> sorted() const;
};

class ProductSearch {
 public:
  using Id = TupleStore::Id;
  using Node = NormalForm::Node;

  // `specification` may be null.
  ProductSearch(ComponentMaker&, TermId process, NormalForm* specification);

  // Until no state is left or the visitor stops it. Returns the budget's reason, or empty. Throws
  // EvaluationError, LimitReached.
  template <class Visitor>
  std::string explore(Visitor&);

  // The steps from the start to this state, a shortest run.
  std::vector<ProcessStep> run_to(Id);
  std::size_t depth_of(Id) const;
  // A step from this state by the event.
  ProcessStep step(Id from, EventId event);
  Node node_of(Id);
  // Of the state: sorted, without τ.
  std::vector<EventId> offers(Id);

  // An infinite run of τ among the states expanded so far: the first state in order of the search that lies
  // on a cycle of τ, and the steps around it.
  struct Cycle {
    Id entry = 0;
    std::vector<ProcessStep> steps;  // empty: there is no cycle
  };
  Cycle find_cycle();

  std::size_t size() const { return store_.size(); }
  std::size_t expanded() const { return next_; }
  std::uint64_t transitions() const { return transitions_; }
  std::size_t depth() const { return levels_.size() - 1; }
  std::size_t memory_bytes() const;
  ProcessNetwork& network() { return network_; }
  Statistics statistics() const;

 private:
  static constexpr std::uint64_t kBudgetEvery = 1024;  // states between two tests of the budget

  // f(const JointMove&, Id next) for the moves of a state that was expanded before.
  template <class F>
  void successors(Id, F&& f);
  ProcessStep find_step(Id from, Id to);
  Progress progress() const;

  Transitions& transitions_of_;
  ProcessNetwork network_;
  NormalForm* specification_;
  const Budget& budget_;
  TupleStore store_;
  std::vector<Id> parents_;
  std::vector<Id> levels_{0};  // first state of each level
  std::vector<bool> tau_;      // by state: it has a τ
  std::size_t next_ = 0;       // states below are expanded
  std::uint64_t transitions_ = 0;
  Offered offers_;
  std::vector<std::uint32_t> at_;
};

// ---- Implementation of the templates ------------------------------------------------------------

template <class Visitor>
std::string ProductSearch::explore(Visitor& visitor) {
  const std::size_t n = network_.components();
  std::size_t level_end = store_.size();
  for (; next_ < store_.size(); ++next_) {
    if (next_ == level_end) {
      if (!visitor.level()) return {};
      levels_.push_back(static_cast<Id>(next_));
      level_end = store_.size();
      if (budget_.max_depth)
        if (std::string reason = budget_.exhausted(progress()); !reason.empty()) return reason;
    }
    if (next_ % kBudgetEvery == 0)
      if (std::string reason = budget_.exhausted(progress()); !reason.empty()) return reason;
    const Id id = static_cast<Id>(next_);
    store_.load(id, at_.data());
    const Node node = specification_ ? at_[n] : 0;
    tau_.push_back(false);
    if (!visitor.enter(id, at_.data(), node)) continue;
    network_.prepare(at_.data());
    store_.begin(at_.data());
    offers_.tau = offers_.tick = false;
    offers_.moves = 0;
    offers_.events.clear();
    ++offers_.stamp;
    const auto inserted = [&](TupleStore::Result r) {
      if (r.fresh) parents_.push_back(id);
    };
    network_.expand(at_.data(), [&](const JointMove& move) {
      ++offers_.moves;
      Node to = node;
      if (move.event == kTau) {
        offers_.tau = true;
      } else {
        const auto e = static_cast<std::size_t>(move.event);
        if (offers_.marks.size() <= e) offers_.marks.resize(e + 1, 0);
        if (offers_.marks[e] != offers_.stamp) {
          offers_.marks[e] = offers_.stamp;
          offers_.events.push_back(move.event);
          offers_.tick = offers_.tick || move.event == kTick;
        }
        if (specification_) {
          to = specification_->after(node, move.event);
          if (to == NormalForm::kNoNode) {
            visitor.impossible(id, move.event);
            return;
          }
        }
      }
      for (;;) {
        store_.copy();
        std::size_t bad = n + 1;
        std::uint32_t value = 0;
        for (std::uint32_t i = 0; i < move.count && bad > n; ++i)
          if (!store_.set(move.changes[i].component, move.changes[i].to)) {
            bad = move.changes[i].component;
            value = move.changes[i].to;
          }
        if (bad > n && to != node && !store_.set(n, to)) {
          bad = n;
          value = to;
        }
        if (bad > n) [[likely]]
          break;
        store_.widen(bad, value, inserted);
      }
      store_.push(inserted);
    });
    store_.flush(inserted);
    transitions_ += offers_.moves;
    tau_.back() = offers_.tau;
    if (!visitor.leave(id, at_.data(), node, offers_)) {
      ++next_;
      return {};
    }
  }
  visitor.level();
  return {};
}

template <class F>
void ProductSearch::successors(Id id, F&& f) {
  const std::size_t n = network_.components();
  std::vector<std::uint32_t> at(n + 1), next;
  store_.load(id, at.data());
  network_.prepare(at.data());
  network_.expand(at.data(), [&](const JointMove& move) {
    next = at;
    for (std::uint32_t i = 0; i < move.count; ++i) next[move.changes[i].component] = move.changes[i].to;
    if (specification_ && move.event != kTau) next[n] = specification_->after(at[n], move.event);
    if (specification_ && next[n] == NormalForm::kNoNode) return;
    f(move, store_.insert(next.data()).id);
  });
}

}  // namespace csp
