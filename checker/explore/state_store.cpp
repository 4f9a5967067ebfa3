// Insertion and growth of the state store.
#include "checker/explore/state_store.h"

#include <algorithm>
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
      last_mask_(bytes % 8 == 0 ? ~Word{0} : (Word{1} << (8 * (bytes % 8))) - 1),
      segments_(std::size_t{1} << kSegmentBits) {
  for (Segment& s : segments_) s.buckets.resize(1);
}

// All entries of a bucket at once.
inline StateStore::Found StateStore::find(const Bucket& b, std::uint32_t tag) const {
#ifdef __SSE2__
  const auto* entries = reinterpret_cast<const __m128i*>(b.entries);
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(tag)),
                no_tag = _mm_set1_epi32(static_cast<int>(id_mask()));
  const __m128i zero = _mm_setzero_si128();
  __m128i same[4], empty[4];
  for (int i = 0; i < 4; ++i) {
    const __m128i e = _mm_load_si128(entries + i);
    same[i] = _mm_cmpeq_epi32(_mm_andnot_si128(no_tag, e), wanted);
    empty[i] = _mm_cmpeq_epi32(e, zero);
  }
  const auto bits = [](const __m128i* x) {
    return static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(x[0], x[1]), _mm_packs_epi32(x[2], x[3]))));
  };
  Found f{bits(same), bits(empty)};
#else
  Found f{0, 0};
  for (unsigned i = 0; i < kEntries; ++i) {
    f.same |= static_cast<std::uint32_t>((b.entries[i] & ~id_mask()) == tag) << i;
    f.empty |= static_cast<std::uint32_t>(b.entries[i] == 0) << i;
  }
#endif
  f.same &= ~f.empty;  // an empty entry looks like one with tag 0
  return f;
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
  for (std::size_t b = home(s, hash);; b = b + 1 == s.buckets.size() ? 0 : b + 1) {
    Bucket& bucket = s.buckets[b];
    const Found f = find(bucket, t);
    for (std::uint32_t same = f.same; same; same &= same - 1) {
      const Id id = (bucket.entries[__builtin_ctz(same)] & mask) - 1;
      if (equal<kWords>(id, state)) return {id, false};
    }
    if (!f.empty) continue;
    const Id id = static_cast<Id>(count_);
    bucket.entries[__builtin_ctz(f.empty)] = t | (id + 1);
    put(state);
    count_entry(s);
    return {id, true};
  }
}

template <std::size_t kWords>
void StateStore::insert_each(const Word* states, const std::uint64_t* hashes, std::size_t n,
                             Result* results) {
  constexpr std::size_t kAhead = 12, kRing = 16;
  constexpr Id kNone = ~Id{0};
  const std::size_t words = kWords ? kWords : words_;
  Id likely[kRing];  // the state that the first look into the index suggests; it is asked for
  const auto ask = [&](std::size_t i) {
    const Segment& s = segment(hashes[i]);
    const Bucket& b = s.buckets[home(s, hashes[i])];
    const std::uint32_t same = find(b, tag(hashes[i])).same;
    Id& id = likely[i % kRing];
    id = same ? (b.entries[__builtin_ctz(same)] & id_mask()) - 1 : kNone;
    if (same) __builtin_prefetch(at(id));
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
  for (std::size_t b = home(s, hash);; b = b + 1 == s.buckets.size() ? 0 : b + 1)
    if (const std::uint32_t empty = find(s.buckets[b], 0).empty) {
      s.buckets[b].entries[__builtin_ctz(empty)] = entry;
      return;
    }
}

void StateStore::count_entry(Segment& s) {
  if (++s.used * 8 > s.buckets.size() * kEntries * 7) grow(s, s.buckets.size() + (s.buckets.size() + 1) / 2);
  if (count_ >= (std::uint64_t{1} << id_bits_) - 1 && id_bits_ < 32) narrow_tags();
}

void StateStore::reserve(std::size_t states) {
  const std::size_t each = states / segments_.size();
  for (Segment& s : segments_) s.buckets.assign((each + each / 3) / kEntries + 1, Bucket{});
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
void StateStore::grow(Segment& s, std::size_t buckets) {
  constexpr std::size_t kAhead = 16;
  std::vector<std::uint32_t> old;
  old.reserve(s.used);
  for (const Bucket& b : s.buckets)
    for (std::uint32_t e : b.entries)
      if (e != 0) old.push_back(e);
  s.buckets = {};
  s.buckets.resize(buckets);
  const std::uint32_t mask = id_mask();
  std::vector<Word> state(words_);
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (i + kAhead < old.size()) __builtin_prefetch(at((old[i + kAhead] & mask) - 1));
    load((old[i] & mask) - 1, state.data());
    place(s, old[i], hash(state.data()));
  }
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
