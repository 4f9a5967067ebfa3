// A hash table from 64-bit keys to 64-bit values for the inner loop: open addressing, no deletion, no allocation on look-up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace csp {

class FlatMap {
 public:
  static constexpr std::uint64_t kMissing = ~std::uint64_t{0};

  FlatMap() : keys_(64, kMissing), values_(64) {}

  // The value, or kMissing. Keys must not be kMissing. Expected O(1).
  std::uint64_t find(std::uint64_t key) const {
    for (std::size_t i = slot(key);; i = (i + 1) & (keys_.size() - 1)) {
      if (keys_[i] == key) return values_[i];
      if (keys_[i] == kMissing) return kMissing;
    }
  }

  // Pre: the key is not in the table.
  void insert(std::uint64_t key, std::uint64_t value) {
    if (2 * ++used_ > keys_.size()) grow();
    place(key, value);
  }

  std::size_t memory_bytes() const { return keys_.size() * 16; }

 private:
  std::size_t slot(std::uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15ULL) >> shift_);  // the top bits depend on all of the key
  }
  void place(std::uint64_t key, std::uint64_t value) {
    std::size_t i = slot(key);
    while (keys_[i] != kMissing) i = (i + 1) & (keys_.size() - 1);
    keys_[i] = key;
    values_[i] = value;
  }
  void grow() {
    std::vector<std::uint64_t> keys(keys_.size() * 2, kMissing), values(values_.size() * 2);
    --shift_;
    keys.swap(keys_);
    values.swap(values_);
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (keys[i] != kMissing) place(keys[i], values[i]);
  }

  std::vector<std::uint64_t> keys_;
  std::vector<std::uint64_t> values_;
  unsigned shift_ = 64 - 6;  // 64 less the bits of the table's size
  std::size_t used_ = 0;
};

}  // namespace csp
