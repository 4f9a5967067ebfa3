// The reachable states of a network: found, numbered, kept. The one search loop is here; properties are
// visitors, search order is a frontier.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/budget.h"
#include "checker/explore/changes.h"
#include "checker/explore/check.h"
#include "checker/explore/packing.h"
#include "checker/explore/state_store.h"

namespace csp {

class Space {
 public:
  using Id = StateStore::Id;

  Space(Network& network, SearchOrder order, std::uint64_t seed);

  // Explores until no state is left, the visitor says stop, or the budget is exhausted. visit(id, state,
  // moves) is called once for every state after its moves are known; it returns false to stop. Returns the
  // budget's reason, or empty.
  template <class Visit>
  std::string explore(const Budget&, Visit&& visit);

  // All moves of a state, with the number of the state that each leads to. Pre: the state was explored.
  // f(const Move&, Id next).
  template <class F>
  void successors(Id, F&& f);

  // Pre: no state is being explored.
  void load(Id id, State& out) const {
    store_->load(id, scratch_.data());
    packing_.unpack(scratch_.data(), out);
  }
  std::size_t size() const { return store_->size(); }
  std::size_t words() const { return packing_.words(); }  // of a packed state
  std::uint64_t transitions() const { return transitions_; }
  std::size_t depth() const { return levels_.empty() ? 0 : levels_.size() - 1; }
  std::size_t memory_bytes() const;
  // Components of states that were packed anew because the layout changed.
  std::uint64_t rewritten() const { return rewritten_total_; }
  std::size_t start_count() const { return starts_.size(); }
  const Network::Start& start(std::size_t i) const { return starts_[i]; }
  Network& network() const { return network_; }

  // A path from an initial state: the states' numbers, the first one initial, the last one `to`. Shortest
  // with breadth-first order.
  std::vector<Id> path_to(Id to);

 private:
  static constexpr std::size_t kPending = 1024;
  static constexpr std::uint32_t kMeetings = 64;
  static constexpr std::size_t kFlush =
      512;  // breadth-first: states are looked up in batches of about so many
  static constexpr std::uint64_t kBudgetEvery = 1 << 15;   // work between two tests of the budget
  static constexpr std::uint64_t kSmallRewrite = 1 << 20;  // components: so much rewriting is no matter
  static constexpr std::size_t kSettled = 1 << 14;  // states after which fields are fitted to what was seen

  struct Visited {  // the state at hand
    Id id = 0;
    State state;
    std::vector<std::uint64_t> packed;
    std::uint32_t layout = 0;
  };

  Id add(const State&);
  void widen();
  void scout();
  void load_words(const State&, std::vector<std::uint64_t>&);
  void enter(Visited&, Id);
  void pend(const std::uint64_t* out);
  std::uint32_t meet(Visited&, const Meeting&);
  std::uint32_t settle(Visited&);
  std::uint32_t step(Visited&, const Meeting&, Network::Span);
  bool pack(const Visited&, const Move&, std::uint64_t* out);
  void relayout(Visited&);
  void flush();
  void fit();
  Progress progress() const;
  void test_budget();
  static std::string growth(std::uint32_t processes);
  std::size_t level_of(Id) const;

  Network& network_;
  SearchOrder order_;
  std::mt19937_64 random_;
  Packing packing_;
  Changes changes_;
  std::unique_ptr<StateStore> store_;
  std::vector<Network::Start> starts_;
  std::vector<Id> levels_;   // breadth-first: the first state of each level
  std::deque<Id> parents_;   // other orders: by state
  std::deque<Id> frontier_;  // other orders
  std::uint64_t transitions_ = 0;
  std::uint64_t work_ = 0;  // since the last test of the budget
  const Budget* budget_ = nullptr;
  std::size_t last_widened_ = 0;                // states at the last rewrite
  unsigned pressure_ = 0;                       // spare bits for dictionaries that grow
  std::uint64_t searched_ = 0, rewritten_ = 0;  // components, since the dictionaries were looked at
  std::uint64_t rewritten_total_ = 0;
  std::uint32_t slack_ = 0;              // bits that every field gets
  std::size_t next_fit_ = kSettled / 2;  // states at which the dictionaries are looked at again
  mutable std::vector<std::uint64_t> scratch_;
  struct Met {
    Changes::Key key;
    std::uint32_t object;
  };
  std::array<Met, kMeetings> meetings_;  // of the state at hand, not looked up yet
  std::uint32_t met_ = 0;
  std::vector<std::uint64_t> flips_;          // of the change that is worked out
  State changed_;                             // the next state of a structural step
  std::vector<std::uint64_t> pending_words_;  // successors that are not looked up yet, packed
  std::vector<std::uint64_t> pending_hashes_;
  std::size_t pending_ = 0;
  Id pending_from_ = 0;                      // other orders than breadth-first: the state that they come from
  std::vector<StateStore::Result> results_;  // other orders: what the look-ups gave
};

// ---- Implementation of the templates ------------------------------------------------------------

// The state at `out`, behind those that are pending, is to be looked up as well.
inline void Space::pend(const std::uint64_t* out) {
  const std::uint64_t hash = store_->hash(out);
  store_->prefetch(hash);
  pending_hashes_[pending_++] = hash;
}

// The meeting's place in the cache is asked for; what it leads to is looked up with the state's other
// meetings. Returns 0: they are counted later.
inline std::uint32_t Space::meet(Visited& from, const Meeting& m) {
  if (Changes::fits(m, from.layout)) [[likely]] {
    const Changes::Key key = Changes::key(m, from.layout);
    changes_.prefetch(key);
    meetings_[met_++] = {key, m.object};
    return met_ == kMeetings ? settle(from) : 0;
  }
  const std::uint32_t before = settle(from);  // moves keep their order
  return before + step(from, m, network_.ways(from.state, m));
}

// Packs the states that the state's meetings so far lead to, to be looked up later. Returns their number.
inline std::uint32_t Space::settle(Visited& from) {
  std::uint32_t count = 0;
  const std::uint32_t met = std::exchange(met_, 0);
  for (std::uint32_t i = 0; i < met; ++i) {
    const auto& [key, object] = meetings_[i];
    if (pending_ == kPending) flush();
    const Changes::Found found = changes_.find(key);
    if (found.flips) [[likely]] {
      if (found.steps == 0) continue;
      const std::size_t words = packing_.words();
      std::uint64_t* out = &pending_words_[pending_ * words];
      out[0] = from.packed[0] ^ found.flips[0];
      if (words > 1) out[1] = from.packed[1] ^ found.flips[1];
      for (std::size_t w = 2; w < words; ++w) out[w] = from.packed[w] ^ found.flips[w];
      pend(out);
      ++count;
      continue;
    }
    Meeting m = Changes::meeting(key);
    m.object = object;
    const Network::Span span = network_.ways(from.state, m);
    count += step(from, m, span);
    if (span.count == 0) changes_.keep(key, nullptr);
    if (span.count == 1 && !span.first->structural) changes_.keep(key, flips_.data());
  }
  return count;
}

inline std::uint32_t Space::step(Visited& from, const Meeting& m, Network::Span span) {
  for (std::uint32_t i = 0; i < span.count; ++i) {
    if (pending_ == kPending) flush();
    const Move move = Network::move_of(m, span.first + i);
    while (!pack(from, move, &pending_words_[pending_ * packing_.words()])) relayout(from);
    pend(&pending_words_[pending_ * packing_.words()]);
  }
  return span.count;
}

template <class Visit>
std::string Space::explore(const Budget& budget, Visit&& visit) {
  budget_ = &budget;
  starts_ = network_.initial();
  for (const Network::Start& s : starts_) add(s.state);
  const bool breadth = order_ == SearchOrder::BreadthFirst;
  if (breadth) levels_ = {0};
  Id next_id = 0, level_end = static_cast<Id>(store_->size());
  Visited at;
  // About a thousand states of a small system, one of a system with thousands of processes.
  for (work_ = kBudgetEvery;;) {
    if (work_ >= kBudgetEvery) {
      work_ = 0;
      flush();
      if (std::string reason = budget.exhausted(progress()); !reason.empty())
        return reason + growth(at.state.processes);
    }
    Id id;
    if (breadth) {
      if (next_id == level_end) {
        flush();
        if (next_id == store_->size()) break;
        levels_.push_back(next_id);
        level_end = static_cast<Id>(store_->size());
        if (std::string reason = budget.max_depth ? budget.exhausted(progress()) : std::string();
            !reason.empty())
          return reason;
      }
      id = next_id++;
    } else {
      if (frontier_.empty()) break;
      if (order_ == SearchOrder::Random) std::swap(frontier_[random_() % frontier_.size()], frontier_.back());
      id = frontier_.back();
      frontier_.pop_back();
    }
    if (store_->size() >= next_fit_) fit();
    enter(at, id);
    std::uint32_t moves = network_.expand_meetings(at.state, [&](const Meeting& m) { return meet(at, m); });
    moves += settle(at);
    if (!breadth || pending_ >= kFlush) flush();
    transitions_ += moves;
    work_ += 16 + moves * (1 + at.state.at.size() / 16);
    searched_ += at.state.at.size() + moves * (1 + at.state.at.size() / 16);
    if (!visit(id, static_cast<const State&>(at.state), moves)) {
      flush();
      return {};
    }
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
