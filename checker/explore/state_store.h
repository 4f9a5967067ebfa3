// The set of packed states found so far. States are numbered in order of discovery and kept one behind the
// other; an index of 32-bit entries finds them by hash. Breadth-first search needs no queue beside it: the
// states are the queue.
//
// An index entry holds a state's number and, in the bits that numbers do not need yet, a part of its hash, so
// that a look-up that fails rarely touches the states. Entries stand in buckets of one cache line, which is
// looked through at once; a full bucket goes on in the next. The index is split in segments that grow one at
// a time, so that growing costs little memory at once. Exact: two states are equal only if all their bits
// are.
//
// A look-up waits for memory twice, for the bucket and for the state that it names. insert_all makes many
// look-ups at once and asks for the states ahead of time; prefetch asks for the buckets.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "checker/explore/large_pages.h"

namespace csp {

class StateStore {
 public:
  using Word = std::uint64_t;
  using Id = std::uint32_t;

  // `bytes` per state, `words` = bytes rounded up to words of 8; bits beyond what is packed must be zero.
  StateStore(std::size_t bytes, std::size_t words);

  std::uint64_t hash(const Word* state) const {
    std::uint64_t h = fold(state[0] ^ 0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL);
    for (std::size_t i = 1; i < words_; ++i) h = fold(h ^ state[i], 0x8ebc6af09c88c6e3ULL);
    return fold(h, 0x589965cc75374cc3ULL);
  }

  void prefetch(std::uint64_t hash) const {
    const Segment& s = segment(hash);
    __builtin_prefetch(&s.buckets[home(s, hash)]);
  }
  struct Result {
    Id id;
    bool fresh;
  };
  // Expected O(words). Throws std::length_error beyond 2^32 - 2 states.
  Result insert(const Word* state, std::uint64_t hash);
  // n states, one behind the other, in this order; their results if wanted.
  void insert_all(const Word* states, const std::uint64_t* hashes, std::size_t n, Result* results);

  // For rewriting a store in another layout: makes room in the index for so many states; adds a state that is
  // known to be new; lets go of the index, and of the states up to one that is no longer needed.
  void reserve(std::size_t states);
  void append(const Word* state, std::uint64_t hash);
  void drop_index() { segments_ = {}; }
  void drop_before(Id id) {
    if ((id & block_mask()) == 0 && id > 0) blocks_[(id >> block_bits_) - 1].reset();
  }

  void load(Id id, Word* out) const {
    const unsigned char* from = at(id);
    for (std::size_t i = 0; i < words_; ++i) std::memcpy(&out[i], from + 8 * i, 8);
    out[words_ - 1] &= last_mask_;
  }
  std::size_t size() const { return count_; }
  std::size_t memory_bytes() const;
  // What the index needs beside that for a time when one of its segments grows.
  std::size_t growth_bytes() const;

 private:
  static constexpr unsigned kSegmentBits = 4;
  static constexpr unsigned kEntries = 16;
  static constexpr Id kNone = ~Id{0};
  struct alignas(64) Bucket {
    std::uint32_t entries[kEntries] =
        {};  // 0: empty; else (tag << id bits) | (id + 1). The empty ones are the last ones
  };
  struct Segment {
    std::vector<Bucket, LargePages<Bucket>> buckets;
    std::uint64_t size = 0;  // of buckets
    std::size_t used = 0;

    void make(std::size_t n) {  // that many empty buckets
      buckets = {};
      buckets.resize(n);
      size = n;
    }
  };
  struct Free {
    void operator()(unsigned char* p) const { LargePages<unsigned char>().deallocate(p, 0); }
  };
  using Block = std::unique_ptr<unsigned char[], Free>;

  // The two halves of the product, one upon the other: every bit of both factors has its part in the middle
  // ones.
  static std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    const auto product = static_cast<unsigned __int128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
  Segment& segment(std::uint64_t hash) { return segments_[hash >> (64 - kSegmentBits)]; }
  const Segment& segment(std::uint64_t hash) const { return segments_[hash >> (64 - kSegmentBits)]; }
  static std::size_t home(const Segment& s,
                          std::uint64_t hash) {  // the middle bits of the hash, scaled to the segment's size
    return static_cast<std::size_t>(((hash >> 16) & 0xffffffffULL) * s.size >> 32);
  }
  std::uint32_t id_mask() const {
    return id_bits_ >= 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << id_bits_) - 1;
  }
  std::uint32_t tag(std::uint64_t hash) const {
    return static_cast<std::uint32_t>((hash & 0xffff) << id_bits_) & ~id_mask();
  }
  std::uint32_t with_tag(const Bucket&, std::uint32_t tag) const;
  static std::uint32_t empty(const Bucket&);
  const unsigned char* at(Id id) const {
    return blocks_[id >> block_bits_].get() + (id & block_mask()) * bytes_;
  }
  std::size_t block_mask() const { return (std::size_t{1} << block_bits_) - 1; }
  template <std::size_t kWords>
  bool equal(Id, const Word* state) const;
  template <std::size_t kWords>
  Result insert_one(const Word* state, std::uint64_t hash);
  template <std::size_t kWords>
  void insert_each(const Word* states, const std::uint64_t* hashes, std::size_t n, Result* results);
  void put(const Word* state);
  void place(Segment&, std::uint32_t entry, std::uint64_t hash);
  void count_entry(Segment&);
  void grow(Segment&, std::size_t buckets);
  template <std::size_t kWords>
  void place_all(Segment&, const std::vector<std::uint32_t>& entries);
  void narrow_tags();

  std::size_t bytes_, words_;
  unsigned block_bits_;  // of the number of states in a block
  Word last_mask_;  // the bytes of the last word that belong to the state: whole words are read and written
  std::size_t count_ = 0;
  unsigned id_bits_ = 16;  // entries: id + 1 in the low bits, the hash's low bits above
  std::vector<Block> blocks_;
  std::array<Segment, std::size_t{1} << kSegmentBits> segments_;
};

}  // namespace csp
