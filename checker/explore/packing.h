// Global states as bits. Every position of the tuple has a dictionary of the local states seen there and a
// field just wide enough for their number. When a dictionary outgrows its field, all fields are measured anew
// and the store is rewritten; how much room they get then is the caller's business.
//
// A state with p processes has the fields of the globals and of the first p processes, one behind the other,
// and behind them those of its created objects. The fields of a state with fewer processes or objects are a
// part of those of one with more, so a new number of processes or objects needs new fields only where none
// had so many. A first field, the layout, tells the numbers.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "checker/semantics/flat_map.h"
#include "checker/semantics/network.h"

namespace csp {

class Packing {
 public:
  using Word = std::uint64_t;

  explicit Packing(std::uint32_t globals) : globals_(globals) {}

  // Enters the state's local states into the dictionaries and writes it to `out` (words() words). False: a
  // field, the number of layouts or the length of a state has outgrown its width; call widen() and pack
  // everything anew.
  bool pack(const State&, Word* out);

  // The layout of a packed state. States of one layout that differ in a few components: begin() with it, then
  // change() on copies, or on zeros to get the bits that differ.
  std::uint32_t layout(const Word* packed) const {
    return static_cast<std::uint32_t>(get(packed, 0, layout_width_));
  }
  void begin(std::uint32_t layout) { current_ = layouts_[layout]; }

  // Replaces the component at the position, which is `from`. False as above.
  bool change(Word* packed, std::size_t position, LocalState from, LocalState to) {
    const bool created = position >= current_.main;
    Row& row = rows_[created];
    const std::size_t i = created ? position - current_.main : position;
    const std::uint32_t small = small_of(row, i, to);
    const Field& f = row.fields[i];
    if (small >> f.width) return false;
    const Word delta = small ^ small_of(row, i, from);  // `from` is known: it was unpacked
    const std::uint32_t offset = f.offset + (created ? current_.base : 0), word = offset >> 6,
                        shift = offset & 63;
    packed[word] ^= delta << shift;
    if (shift + f.width > 64) packed[word + 1] ^= delta >> (64 - shift);
    return true;
  }

  void unpack(const Word* packed, State& out) const;

  // Enters the state's local states into the dictionaries.
  void note(const State&);

  // Measures all fields anew. What was packed before can only be read with the geometry from before the call.
  struct Room {
    std::uint32_t spare = 0;  // bits that a field of more than one local state gets beyond what it needs now
    std::uint32_t growing = 0;  // the same for fields whose dictionaries have grown since the last mark()
    std::uint32_t slack = 0;  // the same for every field, for the layout and, times 8 in 100, for the length
  };
  void widen(Room);
  void mark();
  struct Geometry;
  Geometry geometry() const;
  void unpack(const Geometry&, const Word* packed, State& out) const;

  std::size_t words() const { return words_; }
  std::size_t bytes() const { return bytes_; }
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t kUnknown = ~std::uint32_t{0};
  static constexpr std::size_t kFew = 8;  // entries of a dictionary that are looked through one by one
  struct Field {
    std::uint32_t offset = 0, width = 0;  // of a created object: from the layout's base
    std::size_t marked = 0;               // entries at the last mark()
    std::vector<LocalState> local_of;     // small number -> local state
    std::vector<std::uint32_t>
        small_of;  // local state -> small number, kUnknown beyond; empty up to kFew entries
  };
  struct Reader {  // what unpack needs of a field
    const LocalState* locals = nullptr;
    std::uint32_t word = 0;  // of a created object: its offset
    std::uint8_t shift = 0, width = 0;
    std::uint32_t mask = 0;
  };
  struct Row {
    std::vector<Field> fields;
    std::vector<Reader> readers;  // by field
    std::uint32_t end = 0;        // of the last field
  };
  struct Layout {
    std::uint32_t processes = 0;
    std::uint32_t size = 0;  // of State::at
    std::uint32_t main = 0;  // how many of them are globals and processes
    std::uint32_t base = 0;  // where the created objects begin
    std::uint32_t end = 0;
  };
  static constexpr int kMain = 0, kCreated = 1;

 public:
  struct Geometry {
    std::uint32_t layout_width = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> fields[2];  // offset and width
    std::vector<std::uint32_t> bases;                                // by layout
  };

 private:
  static std::uint32_t small_of(Row& row, std::size_t position, LocalState l) {
    const Field& f = row.fields[position];
    if (f.small_of.empty()) {
      for (std::size_t i = 0; i < f.local_of.size(); ++i)
        if (f.local_of[i] == l) return static_cast<std::uint32_t>(i);
    } else if (l < f.small_of.size() && f.small_of[l] != kUnknown) {
      return f.small_of[l];
    }
    return enter(row, position, l);
  }
  static std::uint32_t enter(Row&, std::size_t position, LocalState);
  std::uint32_t layout_for(const State&);
  void add_fields(Row&, std::size_t count);
  void place(Row&, std::uint32_t offset, bool absolute);
  void place(Layout&);
  static Reader reader(const Field&, bool absolute);

  static Word mask(std::uint32_t width) { return width >= 64 ? ~Word{0} : (Word{1} << width) - 1; }
  static Word get(const Word* w, std::uint32_t offset, std::uint32_t width) {
    if (width == 0) return 0;
    const std::uint32_t i = offset >> 6, shift = offset & 63;
    Word v = w[i] >> shift;
    if (shift + width > 64) v |= w[i + 1] << (64 - shift);
    return v & mask(width);
  }

  std::uint32_t globals_;
  Row rows_[2];  // globals and processes; created objects
  std::vector<Layout> layouts_;
  FlatMap layout_numbers_;  // (processes, size) -> layout
  Layout current_;
  std::uint32_t layout_width_ = 0;
  std::size_t words_ = 1, bytes_ = 1;
};

}  // namespace csp
