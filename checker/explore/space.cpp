// The space: adding, rewriting after a change of layout, and paths back to an initial state.
#include "checker/explore/space.h"

#include <algorithm>

namespace csp {

Space::Space(Network& network, SearchOrder order, std::uint64_t seed)
    : network_(network),
      order_(order),
      random_(seed),
      packing_(network.globals()),
      store_(std::make_unique<StateStore>(1, 1)),
      scratch_(1),
      flips_(1),
      pending_words_(kPending),
      pending_hashes_(kPending) {
  changes_.reset(1);
  if (order != SearchOrder::BreadthFirst) results_.resize(kPending);
}

Space::Id Space::add(const State& s) {
  std::vector<std::uint64_t> words;
  load_words(s, words);
  const StateStore::Result r = store_->insert(words.data(), store_->hash(words.data()));
  if (r.fresh && order_ != SearchOrder::BreadthFirst) {
    parents_.push_back(r.id);  // an initial state is its own parent
    frontier_.push_back(r.id);
  }
  return r.id;
}

void Space::load_words(const State& s, std::vector<std::uint64_t>& words) {
  words.resize(packing_.words());
  while (!packing_.pack(s, words.data())) {
    widen();
    words.resize(packing_.words());
  }
}

void Space::enter(Visited& at, Id id) {
  at.id = pending_from_ = id;
  at.packed.resize(packing_.words());
  store_->load(id, at.packed.data());
  packing_.unpack(at.packed.data(), at.state);
  at.layout = packing_.layout(at.packed.data());
}

// The state after the move, packed; if the step is not structural, flips_ receives the bits that it flips.
// False: it does not fit.
bool Space::pack(const Visited& from, const Move& move, std::uint64_t* out) {
  const Way& way = *move.way;
  if (way.structural) {
    network_.apply(from.state, move, changed_);
    work_ += 1 + changed_.at.size() / 16;
    if (work_ >= 4 * kBudgetEvery) test_budget();
    return packing_.pack(changed_, out);
  }
  std::fill(flips_.begin(), flips_.end(), 0);
  packing_.begin(from.layout);
  bool fits = true;
  const auto change = [&](std::size_t at, LocalState to) {
    fits = packing_.change(flips_.data(), at, from.state.at[at], to) && fits;
  };
  const std::uint32_t g = network_.globals();
  if (way.actor != kNoLocal) change(g + move.actor, way.actor);
  if (way.partner != kNoLocal) change(g + move.partner, way.partner);
  if (way.object != kNoLocal) change(move.object, way.object);
  for (std::size_t i = 0; i < flips_.size(); ++i) out[i] = from.packed[i] ^ flips_[i];
  return fits;
}

// The layout changes: what is pending goes in under the old one first.
void Space::relayout(Visited& at) {
  flush();
  widen();
  load_words(at.state, at.packed);
  at.layout = packing_.layout(at.packed.data());
}

// Looks up what is pending.
void Space::flush() {
  const bool breadth = order_ == SearchOrder::BreadthFirst;
  store_->insert_all(pending_words_.data(), pending_hashes_.data(), pending_,
                     breadth ? nullptr : results_.data());
  for (std::size_t i = 0; !breadth && i < pending_; ++i)
    if (results_[i].fresh) {
      parents_.push_back(pending_from_);
      frontier_.push_back(results_[i].id);
    }
  pending_ = 0;
}

// The store has doubled: fits the layout to what was seen, once there is enough to see.
void Space::fit() {
  if (next_fit_ == kSettled) {
    flush();
    scout();
    widen();
  }
  packing_.mark();  // what grows from here until the store has doubled is taken to grow on
  slack_ /= 2;
  searched_ = rewritten_ = 0;
  next_fit_ *= 2;
}

// Random walks meet most local states long before the search does: the dictionaries learn them now, and
// fields are wide enough at once. What a walk meets is reachable, so nothing is worked out in vain.
void Space::scout() {
  constexpr int kWalks = 48, kSteps = 2000;
  std::size_t left = 10'000'000;  // components: a system that grows without end would take hours
  std::mt19937_64 random(1);
  State state, next;
  try {
    for (int walk = 0; walk < kWalks; ++walk) {
      state = starts_[random() % starts_.size()].state;
      for (int step = 0; step < kSteps; ++step) {
        const std::uint32_t moves = network_.expand(state, [](const Move&) {});
        if (moves == 0) break;
        std::uint64_t chosen = random() % moves;
        network_.expand(state, [&](const Move& move) {
          if (chosen-- == 0) network_.apply(state, move, next);
        });
        state = next;
        packing_.note(state);
        if (state.at.size() >= left) return;
        left -= state.at.size();
      }
    }
  } catch (const LimitReached&) {  // the search will tell if it gets there
  }
}

// Rewrites every state in the new layout; numbers stay. When rewriting has taken more than a few times the work of the
// search, all fields get slack, each time twice as much as before: fields have at most 32 bits, so this happens a few
// times only until the store has doubled, and rewriting stays in proportion to the search
// (tests/unit/explore/rewriting_test.cpp).
void Space::widen() {
  const Packing::Geometry old = packing_.geometry();
  std::vector<std::uint64_t> from(packing_.words());
  // Rewrites that come soon after one another mean dictionaries that keep growing: they get more room.
  if (store_->size() >= kSettled)
    pressure_ = 2 * store_->size() < 3 * last_widened_ ? std::min(pressure_ + 1, 4u) : 1;
  last_widened_ = store_->size();
  work_ += store_->size() * packing_.words();
  if (rewritten_ > kSmallRewrite && rewritten_ > 4 * searched_) slack_ = std::min(2 * slack_ + 1, 31u);
  packing_.widen({store_->size() < kSettled ? 3u : 0u, pressure_, slack_});
  auto store = std::make_unique<StateStore>(packing_.bytes(), packing_.words());
  store->reserve(store_->size());
  store_->drop_index();
  std::vector<std::uint64_t> to(packing_.words());
  State state;
  for (std::size_t id = 0; id < store_->size(); ++id) {
    store_->drop_before(static_cast<Id>(id));
    store_->load(static_cast<Id>(id), from.data());
    packing_.unpack(old, from.data(), state);
    packing_.pack(state, to.data());
    rewritten_ += state.at.size();
    rewritten_total_ += state.at.size();
    store->append(to.data(), store->hash(to.data()));
  }
  store_ = std::move(store);
  scratch_.resize(packing_.words());
  flips_.resize(packing_.words());
  changes_.reset(packing_.words());
  pending_words_.resize(kPending * packing_.words());
}

// What to add to the reason of a limit: most models with so many processes start them without end.
std::string Space::growth(std::uint32_t processes) {
  return processes < 200 ? "" : "; " + std::to_string(processes) + " processes at once: are they started without end?";
}

// In the middle of a state that has very many successors, each of them long.
void Space::test_budget() {
  work_ = 0;
  if (std::string reason = budget_->exhausted(progress()); !reason.empty())
    throw LimitReached{reason + growth(changed_.processes)};
}

Progress Space::progress() const {
  Progress p;
  p.states = store_->size();
  p.transitions = transitions_;
  p.depth = depth();
  p.memory_bytes = memory_bytes() + network_.memory_bytes() + store_->growth_bytes();
  return p;
}

std::size_t Space::memory_bytes() const {
  return store_->memory_bytes() + packing_.memory_bytes() + changes_.memory_bytes() +
         (parents_.size() + frontier_.size() + levels_.capacity()) * sizeof(Id);
}

std::size_t Space::level_of(Id id) const {
  return static_cast<std::size_t>(std::upper_bound(levels_.begin(), levels_.end(), id) - levels_.begin()) - 1;
}

std::vector<Space::Id> Space::path_to(Id to) {
  flush();
  std::vector<Id> path{to};
  if (order_ != SearchOrder::BreadthFirst) {
    while (parents_[path.back()] != path.back()) path.push_back(parents_[path.back()]);
  } else {
    // The states of the level before are expanded again until one leads here.
    for (std::size_t level = level_of(to); level > 0; --level) {
      bool found = false;
      const Id target = path.back();
      for (Id id = levels_[level - 1]; id < levels_[level] && !found; ++id) {
        successors(id, [&](const Move&, Id next) { found = found || next == target; });
        if (found) path.push_back(id);
      }
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace csp
