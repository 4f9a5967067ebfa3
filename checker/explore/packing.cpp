// Dictionaries and widths of packed states.
#include "checker/explore/packing.h"

#include <algorithm>
#include <bit>

namespace csp {

namespace {
constexpr std::uint32_t kWidest = 32;  // a local state's number as it is

std::uint32_t width_for(std::size_t count) {
  return count <= 1 ? 0 : static_cast<std::uint32_t>(std::bit_width(count - 1));
}
}  // namespace

std::uint32_t Packing::enter(Row& row, std::size_t position, LocalState l) {
  Field& f = row.fields[position];
  const auto small = static_cast<std::uint32_t>(f.local_of.size());
  f.local_of.push_back(l);
  row.readers[position].locals = f.local_of.data();
  if (f.local_of.size() <= kFew) return small;
  const bool first = f.small_of.empty();
  if (l >= f.small_of.size() || first) {
    const LocalState largest = first ? *std::max_element(f.local_of.begin(), f.local_of.end()) : l;
    f.small_of.resize(largest + 1 + largest / 4, kUnknown);
  }
  for (std::uint32_t i = first ? 0 : small; i <= small; ++i) f.small_of[f.local_of[i]] = i;
  return small;
}

Packing::Reader Packing::reader(const Field& f, bool absolute) {
  const bool split = absolute && f.width > 0;
  return {f.local_of.data(),
          split      ? f.offset / 64
          : absolute ? 0
                     : f.offset,
          static_cast<std::uint8_t>(split ? f.offset % 64 : 0), static_cast<std::uint8_t>(f.width),
          static_cast<std::uint32_t>(mask(f.width))};
}

// New fields behind the others are as wide as the last one: most likely one of the same kind.
void Packing::add_fields(Row& row, std::size_t count) {
  const bool absolute = &row == &rows_[kMain];
  if (absolute && row.fields.empty()) row.end = layout_width_;
  while (row.fields.size() < count) {
    Field f;
    f.offset = row.end;
    f.width = row.fields.empty() ? 0 : row.fields.back().width;
    row.end += f.width;
    row.readers.push_back(reader(f, absolute));
    row.fields.push_back(std::move(f));
  }
}

void Packing::place(Row& row, std::uint32_t offset, bool absolute) {
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    row.fields[i].offset = offset;
    row.readers[i] = reader(row.fields[i], absolute);
    offset += row.fields[i].width;
  }
  row.end = offset;
}

void Packing::place(Layout& l) {
  const auto from = [](const Row& row, std::uint32_t i) {
    return i < row.fields.size() ? row.fields[i].offset : row.end;
  };
  l.base = from(rows_[kMain], l.main);
  l.end = l.base + from(rows_[kCreated], l.size - l.main);
}

std::uint32_t Packing::layout_for(const State& s) {
  const std::uint64_t key = std::uint64_t{s.processes} << 32 | s.at.size();
  if (const std::uint64_t known = layout_numbers_.find(key); known != FlatMap::kMissing)
    return static_cast<std::uint32_t>(known);
  Layout layout;
  layout.processes = s.processes;
  layout.size = static_cast<std::uint32_t>(s.at.size());
  layout.main = s.processes == 0 ? 0 : globals_ + s.processes;  // the crash state is like a created object
  add_fields(rows_[kMain], layout.main);
  add_fields(rows_[kCreated], layout.size - layout.main);
  place(layout);
  layout_numbers_.insert(key, layouts_.size());
  layouts_.push_back(layout);
  return static_cast<std::uint32_t>(layouts_.size()) - 1;
}

void Packing::note(const State& s) {
  const Layout layout = layouts_[layout_for(s)];
  for (std::uint32_t i = 0; i < layout.main; ++i) small_of(rows_[kMain], i, s.at[i]);
  for (std::uint32_t i = layout.main; i < layout.size; ++i)
    small_of(rows_[kCreated], i - layout.main, s.at[i]);
}

bool Packing::pack(const State& s, Word* out) {
  const std::uint32_t number = layout_for(s);
  const Layout layout = layouts_[number];
  if (number >> layout_width_ || layout.end > 8 * bytes_) {
    note(s);  // one widening then serves the whole state
    return false;
  }
  std::fill(out, out + words_, Word{0});
  out[0] = number;
  bool fits = true;
  const auto put = [&](Row& row, std::uint32_t i, std::uint32_t base, LocalState l) {
    const Field& f = row.fields[i];
    const Word small = small_of(row, i, l);
    if (small >> f.width) {
      fits = false;  // go on: all dictionaries first
      return;
    }
    const std::uint32_t offset = base + f.offset, word = offset >> 6, shift = offset & 63;
    if (f.width == 0) return;  // it may stand behind the last word
    out[word] |= small << shift;
    if (shift + f.width > 64) out[word + 1] |= small >> (64 - shift);
  };
  for (std::uint32_t i = 0; i < layout.main; ++i) put(rows_[kMain], i, 0, s.at[i]);
  for (std::uint32_t i = layout.main; i < layout.size; ++i)
    put(rows_[kCreated], i - layout.main, layout.base, s.at[i]);
  return fits;
}

void Packing::unpack(const Word* packed, State& out) const {
  const Layout& layout = layouts_[get(packed, 0, layout_width_)];
  out.processes = layout.processes;
  out.at.resize(layout.size);
  LocalState* to = out.at.data();
  const Reader* r = rows_[kMain].readers.data();
  for (const Reader* end = r + layout.main; r != end; ++r) {
    Word v = packed[r->word] >> r->shift;
    if (r->shift + r->width > 64) v |= packed[r->word + 1] << (64 - r->shift);
    *to++ = r->locals[v & r->mask];
  }
  r = rows_[kCreated].readers.data();
  for (const Reader* end = r + (layout.size - layout.main); r != end; ++r)
    *to++ = r->locals[get(packed, layout.base + r->word, r->width)];
}

Packing::Geometry Packing::geometry() const {
  Geometry g;
  g.layout_width = layout_width_;
  for (int row : {kMain, kCreated})
    for (const Field& f : rows_[row].fields) g.fields[row].emplace_back(f.offset, f.width);
  for (const Layout& l : layouts_) g.bases.push_back(l.base);
  return g;
}

void Packing::unpack(const Geometry& g, const Word* packed, State& out) const {
  const auto number = get(packed, 0, g.layout_width);
  const Layout& layout = layouts_[number];
  out.processes = layout.processes;
  out.at.resize(layout.size);
  for (std::uint32_t i = 0; i < layout.size; ++i) {
    const bool created = i >= layout.main;
    const std::uint32_t at = created ? i - layout.main : i;
    const auto [offset, width] = g.fields[created][at];
    out.at[i] =
        rows_[created].fields[at].local_of[get(packed, offset + (created ? g.bases[number] : 0), width)];
  }
}

void Packing::mark() {
  for (Row& row : rows_)
    for (Field& f : row.fields) f.marked = f.local_of.size();
}

void Packing::widen(Room room) {
  layout_width_ = width_for(layouts_.size());
  if (layout_width_ > 0 && room.spare > 0) layout_width_ += 2;
  layout_width_ = std::min(layout_width_ + room.slack, kWidest);
  for (Row& row : rows_)
    for (Field& f : row.fields) {
      const bool grows = f.local_of.size() > f.marked && f.local_of.size() > 4;
      f.width = width_for(f.local_of.size()) + (f.local_of.size() > 1 ? room.spare : 0) +
                (grows ? room.growing : 0);
      f.width = std::min(f.width + room.slack, kWidest);
    }
  const auto measure = [this] {
    place(rows_[kMain], layout_width_, true);
    place(rows_[kCreated], 0, false);
    std::uint32_t longest = 1;
    for (Layout& l : layouts_) {
      place(l);
      longest = std::max(longest, l.end);
    }
    return longest;
  };
  std::uint32_t longest = measure();
  longest += static_cast<std::uint32_t>(std::uint64_t{longest} * room.slack * 8 / 100);
  // Bits up to the next byte go to fields, those first whose dictionaries have grown since the last mark().
  std::uint32_t left = 7 - (longest + 7) % 8;
  for (int round = 0; round < 6 && left > 0; ++round)
    for (Row& row : rows_)
      for (Field& f : row.fields) {
        const bool grows = f.local_of.size() > f.marked;
        if (left == 0 || f.width >= 28 || (!grows && round < 2)) continue;
        ++f.width;
        --left;
      }
  longest = std::max(longest, measure());
  bytes_ = (longest + 7) / 8;
  words_ = (longest + 63) / 64;
}

std::size_t Packing::memory_bytes() const {
  std::size_t bytes = layouts_.capacity() * sizeof(Layout) + layout_numbers_.memory_bytes();
  for (const Row& row : rows_) {
    bytes += row.fields.capacity() * sizeof(Field) + row.readers.capacity() * sizeof(Reader);
    for (const Field& f : row.fields) bytes += (f.local_of.capacity() + f.small_of.capacity()) * 4;
  }
  return bytes;
}

}  // namespace csp
