// What a process denotes, as far as traces of a given length: its traces, failures and divergences in one
// tree. A node stands for a trace s; it holds the refusal sets X of all failures (s, X), whether s^<✓> is a
// trace, whether s is a divergence, and the nodes of the traces s^<a>. Equal trees are one node.
//
// The alphabet Σ has at most five events, so that a refusal set is a number (bit i: event i, bit |Σ|: ✓) and
// a set of refusal sets is a word of 64 bits. In FD a divergence is the node `bottom`: after it everything is
// possible, and its extensions are not stored.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "checker/core/process.h"

namespace csp::reference {

using Mask = std::uint32_t;      // a set of events of Σ∪{✓}
using Refusals = std::uint64_t;  // bit X: the set X can be refused
inline constexpr std::size_t kAlphabet = 5;

struct Behaviour {
  Refusals refusals = 0;
  bool tick = false;
  bool bottom = false;
  std::array<int, kAlphabet> next = {-1, -1, -1, -1, -1};  // by number of the event in Σ
  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};
using BehaviourId = int;

class Behaviours {
 public:
  // `alphabet` sorted, at most kAlphabet visible events.
  explicit Behaviours(std::vector<EventId> alphabet);

  const std::vector<EventId>& alphabet() const { return alphabet_; }
  std::size_t events() const { return alphabet_.size(); }
  int number(EventId) const;  // of the event in Σ; -1: not in it
  Mask all_events() const { return (Mask{1} << events()) - 1; }
  Mask tick() const { return Mask{1} << events(); }
  Mask everything() const { return all_events() | tick(); }
  Mask mask(const EventSet&) const;

  // Sets of refusal sets.
  Refusals subsets(Mask of) const;  // all X ⊆ of
  template <class F>
  void each(Refusals all, F f) const {  // f(X) for each refusal set in it
    for (Mask x = 0; x <= everything(); ++x)
      if (all >> x & 1) f(x);
  }

  BehaviourId make(const Behaviour&);
  BehaviourId bottom();
  const Behaviour& operator[](BehaviourId id) const { return nodes_[static_cast<std::size_t>(id)]; }
  std::size_t size() const { return nodes_.size(); }

  // The same as far as traces of this length.
  BehaviourId cut(BehaviourId, int length);
  // The union of traces, failures and divergences; both must be known to the length. It is P |~| Q.
  BehaviourId join(BehaviourId, BehaviourId, int length);

 private:
  struct Hash {
    std::size_t operator()(const Behaviour&) const;
    std::size_t operator()(const std::array<int, 3>&) const;
  };
  std::vector<EventId> alphabet_;
  std::vector<Behaviour> nodes_;
  std::unordered_map<Behaviour, BehaviourId, Hash> numbers_;
  std::unordered_map<std::array<int, 3>, BehaviourId, Hash> cuts_, joins_;
};

}  // namespace csp::reference
