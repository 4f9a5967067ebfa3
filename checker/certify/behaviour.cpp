// Trees of behaviours: interning, cutting, union.
#include "checker/certify/behaviour.h"

#include <algorithm>

#include "checker/certify/evaluate.h"

namespace csp::reference {

Behaviours::Behaviours(std::vector<EventId> alphabet) : alphabet_(std::move(alphabet)) {
  if (alphabet_.size() > kAlphabet) throw LimitReached("an alphabet of more than five events");
}

std::size_t Behaviours::Hash::operator()(const Behaviour& b) const {
  std::uint64_t h = b.refusals * 0x9e3779b97f4a7c15ULL + (b.tick ? 3 : 0) + (b.bottom ? 5 : 0);
  for (const int n : b.next) h = (h ^ static_cast<std::uint64_t>(n + 1)) * 0x9e3779b97f4a7c15ULL + (h >> 29);
  return h;
}

std::size_t Behaviours::Hash::operator()(const std::array<int, 3>& key) const {
  std::uint64_t h = 17;
  for (const int n : key) h = (h ^ static_cast<std::uint64_t>(n + 1)) * 0x9e3779b97f4a7c15ULL + (h >> 29);
  return h;
}

int Behaviours::number(EventId e) const {
  const auto at = std::lower_bound(alphabet_.begin(), alphabet_.end(), e);
  return at != alphabet_.end() && *at == e ? static_cast<int>(at - alphabet_.begin()) : -1;
}

Mask Behaviours::mask(const EventSet& set) const {
  Mask out = 0;
  for (std::size_t i = 0; i < events(); ++i)
    if (set.contains(alphabet_[i])) out |= Mask{1} << i;
  return out;
}

Refusals Behaviours::subsets(Mask of) const {
  Refusals out = 0;
  for (Mask x = 0; x <= everything(); ++x)
    if ((x & ~of) == 0) out |= Refusals{1} << x;
  return out;
}

BehaviourId Behaviours::make(const Behaviour& b) {
  const auto [at, fresh] = numbers_.emplace(b, static_cast<BehaviourId>(nodes_.size()));
  if (fresh) nodes_.push_back(b);
  return at->second;
}

BehaviourId Behaviours::bottom() {
  Behaviour b;
  b.bottom = b.tick = true;
  b.refusals = subsets(everything());
  return make(b);
}

BehaviourId Behaviours::cut(BehaviourId id, int length) {
  const std::array<int, 3> key{id, length, 0};
  if (const auto known = cuts_.find(key); known != cuts_.end()) return known->second;
  Behaviour b = (*this)[id];
  for (int& n : b.next)
    if (n >= 0) n = length > 0 ? cut(n, length - 1) : -1;
  return cuts_[key] = make(b);
}

BehaviourId Behaviours::join(BehaviourId p, BehaviourId q, int length) {
  if (p == q) return cut(p, length);
  const std::array<int, 3> key{std::min(p, q), std::max(p, q), length};
  if (const auto known = joins_.find(key); known != joins_.end()) return known->second;
  const Behaviour a = (*this)[p], b = (*this)[q];
  BehaviourId out = -1;
  if (a.bottom || b.bottom) {
    out = bottom();
  } else {
    Behaviour both;
    both.refusals = a.refusals | b.refusals;
    both.tick = a.tick || b.tick;
    for (std::size_t i = 0; i < events() && length > 0; ++i) {
      if (a.next[i] >= 0 && b.next[i] >= 0)
        both.next[i] = join(a.next[i], b.next[i], length - 1);
      else if (a.next[i] >= 0 || b.next[i] >= 0)
        both.next[i] = cut(std::max(a.next[i], b.next[i]), length - 1);
    }
    out = make(both);
  }
  return joins_[key] = out;
}

}  // namespace csp::reference
