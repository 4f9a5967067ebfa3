// What meetings lead to in packed states, kept: a step that changes no references changes a few fields, and
// which bits of a packed state that flips depends on who meets and on the layout only, not on the rest of the
// state. A cache with one place for each key: what was there before is forgotten and worked out again when it
// is asked for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "checker/explore/large_pages.h"
#include "checker/semantics/network.h"

namespace csp {

class Changes {
 public:
  using Word = std::uint64_t;

  struct Key {
    std::uint64_t what = 0;   // the offer and what it meets
    std::uint64_t where = 0;  // layout, actor, partner and kind; the two lowest bits are free
  };
  // False: what the meeting changes depends on more than a key says, or the numbers are too large for a key.
  static bool fits(const Meeting& m, std::uint32_t layout) {
    return m.fixed && m.actor < kNobody && (m.partner < kNobody || m.partner == kNoLocal) && layout < kNobody;
  }
  static Key key(const Meeting& m, std::uint32_t layout) {
    return {std::uint64_t{m.offer} << 32 | m.other,
            std::uint64_t{layout} << 48 | std::uint64_t{m.actor} << 32 |
                std::uint64_t{m.partner & kNobody} << 16 | static_cast<std::uint64_t>(m.kind) << 2};
  }
  // The meeting that has the key, but for its object.
  static Meeting meeting(Key k) {
    Meeting m;
    m.kind = static_cast<MeetingKind>((k.where & kNobody) >> 2);
    m.offer = static_cast<std::uint32_t>(k.what >> 32);
    m.other = static_cast<std::uint32_t>(k.what);
    m.actor = static_cast<std::uint32_t>(k.where >> 32) & kNobody;
    m.partner = static_cast<std::uint32_t>(k.where >> 16) & kNobody;
    if (m.partner == kNobody) m.partner = kNoLocal;
    return m;
  }

  // Forgets all; from now on, packed states have so many words.
  void reset(std::size_t words) {
    words_ = words;
    stride_ = words <= 2 ? 4 : words + 2;
    clear();
  }

  struct Found {
    const Word* flips = nullptr;  // the bits to flip, if there is a step; nullptr: not known
    std::uint32_t steps = 0;      // 0 or 1
  };
  void prefetch(Key k) const { __builtin_prefetch(&entries_[slot(k) * stride_]); }
  Found find(Key k) const {
    const Word* e = &entries_[slot(k) * stride_];
    const Word other = e[1] ^ k.where;
    return e[0] == k.what && other <= 1 ? Found{e + 2, static_cast<std::uint32_t>(other)} : Found{};
  }
  // `flips`: of the one step there is; nullptr: there is none.
  void keep(Key k, const Word* flips) {
    if (entries_[slot(k) * stride_ + 1] != kFree && ++lost_ > size() && bits_ < kMostBits) {
      ++bits_;
      clear();
    }
    Word* e = &entries_[slot(k) * stride_];
    e[0] = k.what;
    e[1] = k.where | (flips ? 1 : 0);
    if (flips) std::copy(flips, flips + words_, e + 2);
  }

  std::size_t memory_bytes() const { return entries_.size() * sizeof(Word); }

 private:
  static constexpr std::uint32_t kNobody = 0xffff;
  static constexpr Word kFree = ~Word{0};  // no key: nobody is no actor
  static constexpr unsigned kMostBits = 16;

  std::size_t size() const { return std::size_t{1} << bits_; }
  std::size_t slot(Key k) const {
    return static_cast<std::size_t>(((k.what ^ (k.where << 29 | k.where >> 35)) * 0x9e3779b97f4a7c15ULL) >>
                                    (64 - bits_));
  }
  void clear() {
    lost_ = 0;
    entries_.assign(size() * stride_, kFree);
  }

  std::vector<Word, LargePages<Word>>
      entries_;  // size() times: what, where and the number of steps, the bits, unused words
  std::size_t words_ = 1, stride_ = 4;
  unsigned bits_ = 8;
  std::size_t lost_ = 0;  // entries that made place for others since the cache has this size
};

}  // namespace csp
