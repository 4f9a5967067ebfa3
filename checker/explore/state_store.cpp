// Insertion and growth of the state store.
#include "checker/explore/state_store.h"

#include <stdexcept>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace csp {

namespace {
std::uint64_t mix(std::uint64_t x) {  // the finaliser of MurmurHash3
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}
}  // namespace

StateStore::StateStore(std::size_t bytes, std::size_t words)
    : bytes_(bytes),
      words_(words),
      last_mask_(bytes % 8 == 0 ? ~Word{0} : (Word{1} << (8 * (bytes % 8))) - 1),
      segments_(std::size_t{1} << kSegmentBits) {
  for (Segment& s : segments_) s.entries.assign(16, 0);
}

std::uint64_t StateStore::hash(const Word* state) const {
  if (words_ == 1) return mix(state[0]);
  if (words_ == 2) return mix(state[0] * 0x9e3779b97f4a7c15ULL ^ mix(state[1]));
  return XXH3_64bits(state, words_ * sizeof(Word));
}

StateStore::Result StateStore::insert(const Word* state, std::uint64_t hash) {
  Segment& s = segments_[hash >> (64 - kSegmentBits)];
  const std::uint32_t id_mask = id_bits_ >= 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << id_bits_) - 1;
  const std::uint32_t tag = static_cast<std::uint32_t>((hash & 0xffff) << id_bits_) & ~id_mask;
  std::size_t i = slot(s, hash);
  for (std::uint32_t e; (e = s.entries[i]) != 0; i = i + 1 == s.entries.size() ? 0 : i + 1) {
    if ((e & ~id_mask) != tag) continue;
    const Id id = (e & id_mask) - 1;
    if (equal(id, state)) return {id, false};
  }
  const Id id = static_cast<Id>(count_);
  put(state);
  s.entries[i] = entry(id, hash);
  if (++s.used * 8 > s.entries.size() * 7) grow(s, s.entries.size() + s.entries.size() / 2);
  return {id, true};
}

void StateStore::append(const Word* state, std::uint64_t hash) {
  Segment& s = segments_[hash >> (64 - kSegmentBits)];
  const Id id = static_cast<Id>(count_);
  put(state);
  std::size_t i = slot(s, hash);
  while (s.entries[i] != 0) i = i + 1 == s.entries.size() ? 0 : i + 1;
  s.entries[i] = entry(id, hash);
  if (++s.used * 8 > s.entries.size() * 7) grow(s, s.entries.size() + s.entries.size() / 2);
}

void StateStore::reserve(std::size_t states) {
  const std::size_t each = states / segments_.size();
  for (Segment& s : segments_) s.entries.assign(each + each / 3 + 16, 0);
}

// The state goes behind the others; its number is counted.
void StateStore::put(const Word* state) {
  if (count_ >= 0xfffffffeULL) throw std::length_error("more than 4294967294 states");
  const Id id = static_cast<Id>(count_++);
  if (id % kBlockStates == 0) blocks_.push_back(std::make_unique_for_overwrite<unsigned char[]>(kBlockStates * bytes_ + sizeof(Word)));
  // What is written beyond this state's bytes belongs to the next one, which is not there yet.
  std::memcpy(blocks_[id / kBlockStates].get() + (id % kBlockStates) * bytes_, state, words_ * sizeof(Word));
  if (count_ >= (std::uint64_t{1} << id_bits_) - 1 && id_bits_ < 32) narrow_tags();
}

void StateStore::grow(Segment& s, std::size_t size) {
  const std::uint32_t id_mask = id_bits_ >= 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << id_bits_) - 1;
  std::vector<std::uint32_t> old;
  old.swap(s.entries);
  s.entries.assign(size, 0);
  Word state[64];
  std::vector<Word> large(words_ > 64 ? words_ : 0);
  Word* buffer = words_ > 64 ? large.data() : state;
  for (std::uint32_t e : old) {
    if (e == 0) continue;
    load((e & id_mask) - 1, buffer);
    std::size_t i = slot(s, hash(buffer));
    while (s.entries[i] != 0) i = i + 1 == s.entries.size() ? 0 : i + 1;
    s.entries[i] = e;
  }
}

// Numbers need one more bit: every entry's tag loses its top bit.
void StateStore::narrow_tags() {
  const std::uint32_t id_mask = (std::uint32_t{1} << id_bits_) - 1;
  for (Segment& s : segments_)
    for (std::uint32_t& e : s.entries)
      if (e) e = static_cast<std::uint32_t>(std::uint64_t{e & ~id_mask} << 1) | (e & id_mask);
  ++id_bits_;
}

std::size_t StateStore::memory_bytes() const {
  std::size_t bytes = blocks_.size() * kBlockStates * bytes_;
  for (const Segment& s : segments_) bytes += s.entries.capacity() * 4;
  return bytes;
}

}  // namespace csp
