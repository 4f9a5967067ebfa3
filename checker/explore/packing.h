// Global states as bits. Every position of the tuple has a dictionary of the local states seen there and a
// field just wide enough for their number; when a dictionary outgrows its field, the layout changes and the
// store is rewritten (rare: fields are generous while the store is small, and are fitted to what was seen
// when it is not). States with different numbers of components have layouts of their own, told apart by a
// first field.
#pragma once

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "checker/semantics/network.h"

namespace csp {

class Packing {
 public:
  using Word = std::uint64_t;

  // Enters the state's local states into the dictionaries and writes it to `out` (words() words). False: a
  // field or the number of layouts has outgrown its width; call widen() and pack everything anew.
  bool pack(const State&, Word* out);

  // The layout of a packed state. States of one layout that differ in a few components: begin() with it, then
  // change() on copies, or on zeros to get the bits that differ.
  std::uint32_t layout(const Word* packed) const {
    return static_cast<std::uint32_t>(get(packed, 0, layout_width_));
  }
  void begin(std::uint32_t layout) { current_ = &layouts_[layout]; }

  // Replaces the component at the position, which is `from`. False as above.
  bool change(Word* packed, std::size_t position, LocalState from, LocalState to) {
    const std::uint32_t small = small_of(*current_, position, to);
    const Field& f = current_->fields[position];
    if (small >> f.width) return false;
    const Word delta = small ^ f.small_of[from];  // `from` is known: it was unpacked
    const std::uint32_t i = f.offset >> 6, shift = f.offset & 63;
    packed[i] ^= delta << shift;
    if (shift + f.width > 64) packed[i + 1] ^= delta >> (64 - shift);
    return true;
  }

  void unpack(const Word* packed, State& out) const;

  // Enters the state's local states into the dictionaries.
  void note(const State& s) {
    Layout& layout = layouts_[layout_for(s)];
    for (std::size_t i = 0; i < s.at.size(); ++i) small_of(layout, i, s.at[i]);
  }

  // Recomputes widths and offsets. What was packed before can only be read with the geometry from before the
  // call. `spare`: bits that every field gets beyond what it needs now, because much is still to be seen;
  // `growing`: the same for those fields only whose dictionaries have grown since the last mark(). Bits up to
  // the next byte, and those that a layout with few components has left, go to its fields, those first whose
  // dictionaries have grown since the last mark().
  void widen(std::uint32_t spare, std::uint32_t growing);
  void mark();
  struct Geometry {
    std::uint32_t layout_width = 0;
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> fields;  // offset and width, by layout
  };
  Geometry geometry() const;
  void unpack(const Geometry&, const Word* packed, State& out) const;

  std::size_t words() const { return words_; }
  std::size_t bytes() const { return bytes_; }
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint32_t kUnknown = ~std::uint32_t{0};
  struct Field {
    std::uint32_t offset = 0, width = 0;
    std::size_t marked = 0;               // entries at the last mark()
    std::vector<std::uint32_t> small_of;  // local state -> small number, kUnknown beyond
    std::vector<LocalState> local_of;     // small number -> local state
  };
  struct Reader {  // what unpack needs of a field
    const LocalState* locals = nullptr;
    std::uint32_t word = 0;
    std::uint8_t shift = 0, width = 0;
    std::uint32_t mask = 0;
  };
  struct Layout {
    std::uint32_t processes = 0;
    std::vector<Field> fields;
    std::vector<Reader> readers;  // by field
  };

  static std::uint32_t small_of(Layout& layout, std::size_t position, LocalState l) {
    const Field& f = layout.fields[position];
    if (l < f.small_of.size() && f.small_of[l] != kUnknown) [[likely]]
      return f.small_of[l];
    return enter(layout, position, l);
  }
  static std::uint32_t enter(Layout&, std::size_t position, LocalState);
  std::uint32_t layout_for(const State&);

  static Word mask(std::uint32_t width) { return width >= 64 ? ~Word{0} : (Word{1} << width) - 1; }
  static Word get(const Word* w, std::uint32_t offset, std::uint32_t width) {
    if (width == 0) return 0;
    const std::uint32_t i = offset >> 6, shift = offset & 63;
    Word v = w[i] >> shift;
    if (shift + width > 64) v |= w[i + 1] << (64 - shift);
    return v & mask(width);
  }
  static void set(Word* w, std::uint32_t offset, std::uint32_t width, Word v) {
    if (width == 0) return;
    const std::uint32_t i = offset >> 6, shift = offset & 63;
    w[i] = (w[i] & ~(mask(width) << shift)) | (v << shift);
    if (shift + width > 64) {
      const std::uint32_t low = 64 - shift;
      w[i + 1] = (w[i + 1] & ~(mask(width) >> low)) | (v >> low);
    }
  }

  std::deque<Layout> layouts_;
  Layout* current_ = nullptr;
  std::uint32_t layout_width_ = 0;
  std::size_t words_ = 1, bytes_ = 1;
};

}  // namespace csp
