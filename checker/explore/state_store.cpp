// Insertion and growth of the state store.
#include "checker/explore/state_store.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace csp {

// States in a block: 262144, or fewer where they are long, as a block is taken from the system as a whole.
static unsigned block_bits(std::size_t bytes) {
  constexpr std::size_t kBlockBytes = 3 << 20, kMostBits = 18;
  const std::size_t states = std::max<std::size_t>(1, kBlockBytes / bytes);
  return static_cast<unsigned>(std::min<std::size_t>(kMostBits, std::bit_width(states) - 1));
}

StateStore::StateStore(std::size_t bytes, std::size_t words)
    : bytes_(bytes),
      words_(words),
      block_bits_(block_bits(bytes)),
      last_mask_(bytes % 8 == 0 ? ~Word{0} : (Word{1} << (8 * (bytes % 8))) - 1) {
  for (Segment& s : segments_) s.make(1);
}

// The entries of a bucket, all at once, as bits.
#ifdef __SSE2__
static std::uint32_t bits(const __m128i* x) {
  return static_cast<std::uint32_t>(
      _mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(x[0], x[1]), _mm_packs_epi32(x[2], x[3]))));
}
#endif

// Those with the tag; an empty entry looks like one with tag 0.
inline std::uint32_t StateStore::with_tag(const Bucket& b, std::uint32_t tag) const {
#ifdef __SSE2__
  const auto* entries = reinterpret_cast<const __m128i*>(b.entries);
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(tag)),
                no_tag = _mm_set1_epi32(static_cast<int>(id_mask()));
  __m128i same[4];
  for (int i = 0; i < 4; ++i)
    same[i] = _mm_cmpeq_epi32(_mm_andnot_si128(no_tag, _mm_load_si128(entries + i)), wanted);
  return bits(same);
#else
  std::uint32_t same = 0;
  for (unsigned i = 0; i < kEntries; ++i)
    same |= static_cast<std::uint32_t>((b.entries[i] & ~id_mask()) == tag) << i;
  return same;
#endif
}

inline std::uint32_t StateStore::empty(const Bucket& b) {
#ifdef __SSE2__
  const auto* entries = reinterpret_cast<const __m128i*>(b.entries);
  __m128i none[4];
  for (int i = 0; i < 4; ++i) none[i] = _mm_cmpeq_epi32(_mm_load_si128(entries + i), _mm_setzero_si128());
  return bits(none);
#else
  std::uint32_t none = 0;
  for (unsigned i = 0; i < kEntries; ++i) none |= static_cast<std::uint32_t>(b.entries[i] == 0) << i;
  return none;
#endif
}

// kWords: as words_, or 0 for any number.
template <std::size_t kWords>
inline bool StateStore::equal(Id id, const Word* state) const {
  const std::size_t words = kWords ? kWords : words_;
  const unsigned char* with = at(id);
  Word w;
  for (std::size_t i = 0; i + 1 < words; ++i) {
    std::memcpy(&w, with + 8 * i, 8);
    if (w != state[i]) return false;
  }
  std::memcpy(&w, with + 8 * (words - 1), 8);
  return (w & last_mask_) == state[words - 1];
}

template <std::size_t kWords>
inline StateStore::Result StateStore::insert_one(const Word* state, std::uint64_t hash) {
  Segment& s = segment(hash);
  const std::uint32_t t = tag(hash), mask = id_mask();
  for (std::size_t b = home(s, hash);; b = b + 1 == s.size ? 0 : b + 1) {
    Bucket& bucket = s.buckets[b];
    for (std::uint32_t same = with_tag(bucket, t); same; same &= same - 1) {
      const Id id = (bucket.entries[__builtin_ctz(same)] & mask) - 1;
      if (id == kNone) break;
      if (equal<kWords>(id, state)) return {id, false};
    }
    const std::uint32_t free = empty(bucket);
    if (!free) continue;
    const Id id = static_cast<Id>(count_);
    bucket.entries[__builtin_ctz(free)] = t | (id + 1);
    put(state);
    count_entry(s);
    return {id, true};
  }
}

template <std::size_t kWords>
void StateStore::insert_each(const Word* states, const std::uint64_t* hashes, std::size_t n,
                             Result* results) {
  constexpr std::size_t kAhead = 12, kRing = 16;
  const std::size_t words = kWords ? kWords : words_;
  Id likely[kRing];  // the state that the first look into the index suggests; it is asked for
  const auto ask = [&](std::size_t i) {
    const Segment& s = segment(hashes[i]);
    const Bucket& b = s.buckets[home(s, hashes[i])];
    const std::uint32_t same = with_tag(b, tag(hashes[i]));
    Id& id = likely[i % kRing];
    id = same ? (b.entries[__builtin_ctz(same)] & id_mask()) - 1 : kNone;  // an empty entry: kNone, too
    if (id != kNone) __builtin_prefetch(at(id));
  };
  for (std::size_t i = 0; i < std::min(n, kAhead); ++i) ask(i);
  for (std::size_t i = 0; i < n; ++i) {
    if (i + kAhead < n) ask(i + kAhead);
    const Id id = likely[i % kRing];
    const Word* state = states + i * words;
    const Result r =
        id != kNone && equal<kWords>(id, state) ? Result{id, false} : insert_one<kWords>(state, hashes[i]);
    if (results) results[i] = r;
  }
}

StateStore::Result StateStore::insert(const Word* state, std::uint64_t hash) {
  return insert_one<0>(state, hash);
}

void StateStore::insert_all(const Word* states, const std::uint64_t* hashes, std::size_t n, Result* results) {
  if (words_ == 1) return insert_each<1>(states, hashes, n, results);
  if (words_ == 2) return insert_each<2>(states, hashes, n, results);
  insert_each<0>(states, hashes, n, results);
}

void StateStore::append(const Word* state, std::uint64_t hash) {
  Segment& s = segment(hash);
  place(s, tag(hash) | (static_cast<Id>(count_) + 1), hash);
  put(state);
  count_entry(s);
}

// Into the first empty place from the entry's home on.
void StateStore::place(Segment& s, std::uint32_t entry, std::uint64_t hash) {
  for (std::size_t b = home(s, hash);; b = b + 1 == s.size ? 0 : b + 1)
    if (const std::uint32_t free = empty(s.buckets[b])) {
      s.buckets[b].entries[__builtin_ctz(free)] = entry;
      return;
    }
}

void StateStore::count_entry(Segment& s) {
  if (++s.used * 8 > s.buckets.size() * kEntries * 7) grow(s, s.buckets.size() + (s.buckets.size() + 1) / 2);
  if (count_ >= (std::uint64_t{1} << id_bits_) - 1 && id_bits_ < 32) narrow_tags();
}

void StateStore::reserve(std::size_t states) {
  const std::size_t each = states / segments_.size();
  for (Segment& s : segments_) s.make((each + each / 3) / kEntries + 1);
}

// The state goes behind the others; its number is counted.
void StateStore::put(const Word* state) {
  if (count_ >= 0xfffffffeULL) throw std::length_error("more than 4294967294 states");
  const Id id = static_cast<Id>(count_++);
  if ((id & block_mask()) == 0)
    blocks_.push_back(Block(LargePages<unsigned char>().allocate((bytes_ << block_bits_) + sizeof(Word))));
  // What is written beyond this state's bytes belongs to the next one, which is not there yet.
  std::memcpy(blocks_[id >> block_bits_].get() + (id & block_mask()) * bytes_, state, words_ * sizeof(Word));
}

// Hashes are worked out anew from the states, which are asked for some time before they are needed.
template <std::size_t kWords>
void StateStore::place_all(Segment& s, const std::vector<std::uint32_t>& entries) {
  constexpr std::size_t kAhead = 16, kMost = kWords ? kWords : 1;
  const std::uint32_t mask = id_mask();
  std::array<Word, kMost> few;
  std::vector<Word> many(kWords ? 0 : words_);
  Word* const state = kWords ? few.data() : many.data();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + kAhead < entries.size()) __builtin_prefetch(at((entries[i + kAhead] & mask) - 1));
    load((entries[i] & mask) - 1, state);
    place(s, entries[i], hash(state));
  }
}

void StateStore::grow(Segment& s, std::size_t buckets) {
  std::vector<std::uint32_t> old;
  old.reserve(s.used);
  for (const Bucket& b : s.buckets)
    for (std::uint32_t e : b.entries)
      if (e != 0) old.push_back(e);
  s.make(buckets);
  if (words_ == 1)
    place_all<1>(s, old);
  else
    place_all<0>(s, old);
}

// Numbers need one more bit: every entry's tag loses its top bit.
void StateStore::narrow_tags() {
  const std::uint32_t mask = id_mask();
  for (Segment& s : segments_)
    for (Bucket& b : s.buckets)
      for (std::uint32_t& e : b.entries)
        if (e) e = static_cast<std::uint32_t>(std::uint64_t{e & ~mask} << 1) | (e & mask);
  ++id_bits_;
}

std::size_t StateStore::memory_bytes() const {
  std::size_t bytes = (blocks_.size() * bytes_) << block_bits_;
  for (const Segment& s : segments_) bytes += s.buckets.capacity() * sizeof(Bucket);
  return bytes;
}

std::size_t StateStore::growth_bytes() const {
  std::size_t largest = 0;
  for (const Segment& s : segments_) largest = std::max(largest, s.buckets.capacity());
  return largest * sizeof(Bucket) * 3 / 2;  // the entries aside, and half as many buckets more
}

}  // namespace csp
