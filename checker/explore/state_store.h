// The set of packed states found so far. States are numbered in order of discovery and kept one behind the other; an index of 32-bit
// entries finds them by hash. Breadth-first search needs no queue beside it: the states are the queue.
//
// An index entry holds a state's number and, in the bits that numbers do not need yet, a part of its hash, so that a look-up
// that fails rarely touches the states. The index is split in segments that grow one at a time, so that growing costs little memory at
// once. Exact: two states are equal only if all their bits are.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace csp {

class StateStore {
 public:
  using Word = std::uint64_t;
  using Id = std::uint32_t;

  // `bytes` per state, `words` = bytes rounded up to words of 8; bits beyond what is packed must be zero.
  StateStore(std::size_t bytes, std::size_t words);

  std::uint64_t hash(const Word* state) const;

  void prefetch(std::uint64_t hash) const {
    const Segment& s = segments_[hash >> (64 - kSegmentBits)];
    __builtin_prefetch(&s.entries[slot(s, hash)]);
  }

  struct Result {
    Id id;
    bool fresh;
  };
  // Expected O(words). Throws std::length_error beyond 2^32 - 2 states.
  Result insert(const Word* state, std::uint64_t hash);

  // For rewriting a store in another layout: makes room in the index for so many states; adds a state that is known to be new; lets go
  // of the index, and of the states up to one that is no longer needed.
  void reserve(std::size_t states);
  void append(const Word* state, std::uint64_t hash);
  void drop_index() { segments_.clear(); }
  void drop_before(Id id) {
    if (id % kBlockStates == 0 && id > 0) blocks_[id / kBlockStates - 1].reset();
  }

  void load(Id id, Word* out) const {
    const unsigned char* from = at(id);
    for (std::size_t i = 0; i < words_; ++i) std::memcpy(&out[i], from + 8 * i, 8);
    out[words_ - 1] &= last_mask_;
  }
  std::size_t size() const { return count_; }
  std::size_t memory_bytes() const;

 private:
  static constexpr unsigned kSegmentBits = 6;
  static constexpr std::size_t kBlockStates = 1 << 16;
  struct Segment {
    std::vector<std::uint32_t> entries;  // 0: empty; else (tag << id bits) | (id + 1)
    std::size_t used = 0;
  };

  const unsigned char* at(Id id) const { return blocks_[id / kBlockStates].get() + (id % kBlockStates) * bytes_; }
  static std::size_t slot(const Segment& s, std::uint64_t hash) {  // the middle bits of the hash, scaled to the segment's size
    return static_cast<std::size_t>(((hash >> 16) & 0xffffffffULL) * s.entries.size() >> 32);
  }
  std::uint32_t entry(Id id, std::uint64_t hash) const {
    return static_cast<std::uint32_t>(((hash & 0xffff) << id_bits_) | (std::uint64_t{id} + 1));
  }
  bool equal(Id id, const Word* state) const {
    const unsigned char* with = at(id);
    Word w;
    for (std::size_t i = 0; i + 1 < words_; ++i) {
      std::memcpy(&w, with + 8 * i, 8);
      if (w != state[i]) return false;
    }
    std::memcpy(&w, with + 8 * (words_ - 1), 8);
    return (w & last_mask_) == state[words_ - 1];
  }
  void put(const Word* state);
  void grow(Segment&, std::size_t size);
  void narrow_tags();

  std::size_t bytes_, words_;
  Word last_mask_;         // the bytes of the last word that belong to the state: whole words are read and written
  std::size_t count_ = 0;
  unsigned id_bits_ = 16;  // entries: id + 1 in the low bits, the hash's low bits above
  std::vector<std::unique_ptr<unsigned char[]>> blocks_;
  std::vector<Segment> segments_;
};

}  // namespace csp
