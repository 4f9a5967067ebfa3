// The set of tuples of small numbers found so far, packed: each field is as wide as its numbers need. A field
// that becomes too narrow is widened and the store is written anew, so nothing about the sizes of components
// need be known in advance. Tuples are numbered in order of discovery (see explore/state_store.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "checker/explore/state_store.h"

namespace csp {

class TupleStore {
 public:
  using Id = StateStore::Id;
  using Word = StateStore::Word;
  struct Result {
    Id id;
    bool fresh;
  };

  explicit TupleStore(std::size_t fields);

  Result insert(const std::uint32_t* tuple);
  void load(Id, std::uint32_t* out) const;
  std::size_t size() const { return store_->size(); }
  std::size_t memory_bytes() const { return store_->memory_bytes() + pending_.capacity() * sizeof(Word); }
  std::size_t bytes() const { return bytes_; }

  // Successors of one tuple, queued so that memory answers while more are made: begin, then for each
  // successor copy() and set() its fields and push(), at the end flush. f(Result) is called for each, in
  // order.
  void begin(const std::uint32_t* tuple);
  void copy() { packed_ = base_; }
  // False: the field is too narrow. Then: widen(field, value, f) and start this successor again.
  bool set(std::size_t field, std::uint32_t value) {
    const Field& at = fields_[field];
    if (value > at.limit) [[unlikely]]
      return false;
    put(packed_.data(), at, value);
    return true;
  }
  template <class F>
  void push(F&& f) {
    if (queued_ == kQueue) flush(f);
    const std::uint64_t hash = store_->hash(packed_.data());
    store_->prefetch(hash);
    std::copy(packed_.begin(), packed_.end(), &pending_[queued_ * words_]);
    hashes_[queued_++] = hash;
  }
  template <class F>
  void flush(F&& f) {
    for (std::size_t i = 0; i < queued_; ++i) {
      const StateStore::Result r = store_->insert(&pending_[i * words_], hashes_[i]);
      f(Result{r.id, r.fresh});
    }
    queued_ = 0;
  }
  template <class F>
  void widen(std::size_t field, std::uint32_t value, F&& f) {
    flush(f);
    make_room(field, value);
  }

 private:
  static constexpr std::size_t kQueue = 256;
  struct Field {
    std::uint32_t offset = 0, width = 0, limit = 0;
  };

  static Word mask(std::uint32_t width) { return (Word{1} << width) - 1; }  // width is at most 32
  static void put(Word* w, const Field& f, std::uint32_t v) {
    if (f.width == 0) return;
    const std::uint32_t i = f.offset >> 6, shift = f.offset & 63;
    w[i] = (w[i] & ~(mask(f.width) << shift)) | (Word{v} << shift);
    if (shift + f.width > 64) {
      const std::uint32_t low = 64 - shift;
      w[i + 1] = (w[i + 1] & ~(mask(f.width) >> low)) | (Word{v} >> low);
    }
  }
  static std::uint32_t get(const Word* w, const Field& f) {
    if (f.width == 0) return 0;
    const std::uint32_t i = f.offset >> 6, shift = f.offset & 63;
    Word v = w[i] >> shift;
    if (shift + f.width > 64) v |= w[i + 1] << (64 - shift);
    return static_cast<std::uint32_t>(v & mask(f.width));
  }
  void make_room(std::size_t field, std::uint32_t value);
  void pack(const std::uint32_t* tuple, Word* out) const;
  void lay_out();

  std::vector<Field> fields_;
  std::size_t bytes_ = 1, words_ = 1;
  std::unique_ptr<StateStore> store_;
  std::vector<Word> base_, packed_;  // the tuple of begin, and the successor that is being made
  std::vector<std::uint32_t> begun_;
  std::vector<Word> pending_;
  std::vector<std::uint64_t> hashes_;
  std::size_t queued_ = 0;
  mutable std::vector<Word> scratch_;
};

}  // namespace csp
