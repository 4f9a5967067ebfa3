// The reachable states of a network: found, numbered, kept. The one search loop is here; properties are visitors, search order is
// a frontier.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "checker/explore/check.h"
#include "checker/explore/packing.h"
#include "checker/explore/state_store.h"

namespace csp {

class Space {
 public:
  using Id = StateStore::Id;

  Space(Network& network, SearchOrder order, std::uint64_t seed);

  // Explores until no state is left, the visitor says stop, or the budget is exhausted. visit(id, state, moves) is called once for every
  // state after its moves are known; it returns false to stop. Returns the budget's reason, or empty.
  template <class Visit>
  std::string explore(const Budget&, Visit&& visit);

  // All moves of a state, with the number of the state that each leads to. Pre: the state was explored.
  // f(const Move&, Id next).
  template <class F>
  void successors(Id, F&& f);

  void load(Id id, State& out) const {
    store_->load(id, scratch_.data());
    packing_.unpack(scratch_.data(), out);
  }
  std::size_t size() const { return store_->size(); }
  std::uint64_t transitions() const { return transitions_; }
  std::size_t depth() const { return levels_.empty() ? 0 : levels_.size() - 1; }
  std::size_t memory_bytes() const;
  std::size_t start_count() const { return starts_.size(); }
  const Network::Start& start(std::size_t i) const { return starts_[i]; }
  Network& network() const { return network_; }

  // A path from an initial state: the states' numbers, the first one initial, the last one `to`. Shortest with breadth-first order.
  std::vector<Id> path_to(Id to);

 private:
  static constexpr std::size_t kPending = 1024;
  static constexpr std::size_t kSettled = 1 << 14;  // states after which fields are fitted to what was seen

  Id add(const State&);
  void widen();
  void scout();
  void load_words(const State&, std::vector<std::uint64_t>&);
  template <class F>
  void flush(F&& f);
  Progress progress() const;
  std::size_t level_of(Id) const;

  Network& network_;
  SearchOrder order_;
  std::mt19937_64 random_;
  Packing packing_;
  std::unique_ptr<StateStore> store_;
  std::vector<Network::Start> starts_;
  std::vector<Id> levels_;        // breadth-first: the first state of each level
  std::vector<Id> parents_;       // other orders: by state
  std::vector<Id> frontier_;      // other orders
  std::uint64_t transitions_ = 0;
  std::size_t last_widened_ = 0;         // states at the last rewrite
  unsigned pressure_ = 0;                // spare bits for dictionaries that grow
  std::size_t next_fit_ = kSettled / 2;  // states at which the dictionaries are looked at again
  mutable std::vector<std::uint64_t> scratch_;
  std::vector<std::uint64_t> pending_words_;   // successors of the state at hand, packed
  std::vector<std::uint64_t> pending_hashes_;
  std::size_t pending_ = 0;
};

// ---- Implementation of the templates ---------------------------------------------------------------------------

template <class F>
void Space::flush(F&& f) {
  const std::size_t words = packing_.words();
  for (std::size_t i = 0; i < pending_; ++i) f(store_->insert(&pending_words_[i * words], pending_hashes_[i]));
  pending_ = 0;
}

template <class Visit>
std::string Space::explore(const Budget& budget, Visit&& visit) {
  constexpr std::uint64_t kBudgetEvery = 1024;  // states between two tests of the budget
  starts_ = network_.initial();
  for (const Network::Start& s : starts_) add(s.state);
  const bool breadth = order_ == SearchOrder::BreadthFirst;
  if (breadth) levels_ = {0};
  Id next_id = 0, level_end = static_cast<Id>(store_->size());
  State state, changed;
  std::vector<std::uint64_t> packed;
  for (std::uint64_t done = 0;; ++done) {
    Id id;
    if (breadth) {
      if (next_id == store_->size()) break;
      if (next_id == level_end) {
        levels_.push_back(next_id);
        level_end = static_cast<Id>(store_->size());
        if (std::string reason = budget.max_depth ? budget.exhausted(progress()) : std::string(); !reason.empty()) return reason;
      }
      id = next_id++;
    } else {
      if (frontier_.empty()) break;
      if (order_ == SearchOrder::Random) std::swap(frontier_[random_() % frontier_.size()], frontier_.back());
      id = frontier_.back();
      frontier_.pop_back();
    }
    if (done % kBudgetEvery == 0)
      if (std::string reason = budget.exhausted(progress()); !reason.empty()) return reason;
    if (store_->size() >= next_fit_) {
      if (next_fit_ == kSettled) {
        scout();
        widen();
      }
      packing_.mark();  // what grows from here until the store has doubled is taken to grow on
      next_fit_ *= 2;
    }
    packed.resize(packing_.words());
    store_->load(id, packed.data());
    packing_.unpack(packed.data(), state);
    packing_.begin(packed.data());
    const auto inserted = [&](StateStore::Result r) {
      if (r.fresh && !breadth) {
        parents_.push_back(id);
        frontier_.push_back(r.id);
      }
    };
    const auto again = [&] {  // the layout has changed: what is pending goes in under the old one first
      flush(inserted);
      widen();
      load_words(state, packed);
      packing_.begin(packed.data());
    };
    const std::uint32_t moves = network_.expand(state, [&](const Move& move) {
      for (;;) {
        if (pending_ == kPending) flush(inserted);
        const std::size_t words = packing_.words();
        std::uint64_t* out = &pending_words_[pending_ * words];
        bool fits = true;
        if (!move.way->structural) {
          for (std::size_t i = 0; i < words; ++i) out[i] = packed[i];
          const Way& w = *move.way;
          const std::uint32_t g = network_.globals();
          const auto change = [&](std::size_t at, LocalState to) { fits = packing_.change(out, at, state.at[at], to) && fits; };
          if (w.actor != kNoLocal) change(g + move.actor, w.actor);
          if (w.partner != kNoLocal) change(g + move.partner, w.partner);
          if (w.object != kNoLocal) change(move.object, w.object);
        } else {
          network_.apply(state, move, changed);
          fits = packing_.pack(changed, out);
        }
        if (fits) {
          const std::uint64_t hash = store_->hash(out);
          store_->prefetch(hash);
          pending_hashes_[pending_++] = hash;
          return;
        }
        again();
      }
    });
    flush(inserted);
    transitions_ += moves;
    if (!visit(id, static_cast<const State&>(state), moves)) return {};
  }
  return {};
}

template <class F>
void Space::successors(Id id, F&& f) {
  State state, next;
  load(id, state);
  std::vector<std::uint64_t> words(packing_.words());
  network_.expand(state, [&](const Move& move) {
    network_.apply(state, move, next);
    packing_.pack(next, words.data());
    f(move, store_->insert(words.data(), store_->hash(words.data())).id);
  });
}

}  // namespace csp
