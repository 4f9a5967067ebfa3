// Dictionaries and widths of packed states.
#include "checker/explore/packing.h"

#include <algorithm>
#include <bit>

namespace csp {

namespace {
std::uint32_t width_for(std::size_t count) {
  return count <= 1 ? 0 : static_cast<std::uint32_t>(std::bit_width(count - 1));
}
}  // namespace

std::uint32_t Packing::enter(Layout& layout, std::size_t position, LocalState l) {
  Field& f = layout.fields[position];
  if (l >= f.small_of.size()) f.small_of.resize(l + 1 + l / 4, kUnknown);
  const auto small = static_cast<std::uint32_t>(f.local_of.size());
  f.small_of[l] = small;
  f.local_of.push_back(l);
  layout.readers[position].locals = f.local_of.data();
  return small;
}

std::uint32_t Packing::layout_for(const State& s) {
  for (std::size_t i = 0; i < layouts_.size(); ++i)
    if (layouts_[i].processes == s.processes && layouts_[i].fields.size() == s.at.size())
      return static_cast<std::uint32_t>(i);
  Layout layout;
  layout.processes = s.processes;
  layout.fields.resize(s.at.size());
  layout.readers.resize(s.at.size());
  layouts_.push_back(std::move(layout));
  return static_cast<std::uint32_t>(layouts_.size()) - 1;
}

bool Packing::pack(const State& s, Word* out) {
  const std::size_t known = layouts_.size();
  const std::uint32_t number = layout_for(s);
  bool fits = number < known && !(number >> layout_width_);
  Layout& layout = layouts_[number];
  // All dictionaries first: one widening then serves the whole state.
  for (std::size_t i = 0; i < s.at.size(); ++i)
    fits = !(small_of(layout, i, s.at[i]) >> layout.fields[i].width) && fits;
  if (!fits) return false;
  std::fill(out, out + words_, Word{0});
  set(out, 0, layout_width_, number);
  for (std::size_t i = 0; i < s.at.size(); ++i)
    set(out, layout.fields[i].offset, layout.fields[i].width, small_of(layout, i, s.at[i]));
  return true;
}

void Packing::unpack(const Word* packed, State& out) const {
  const Layout& layout = layouts_[get(packed, 0, layout_width_)];
  out.processes = layout.processes;
  out.at.resize(layout.fields.size());
  LocalState* to = out.at.data();
  for (const Reader& r : layout.readers) {
    Word v = packed[r.word] >> r.shift;
    if (r.shift + r.width > 64) v |= packed[r.word + 1] << (64 - r.shift);
    *to++ = r.locals[v & r.mask];
  }
}

Packing::Geometry Packing::geometry() const {
  Geometry g;
  g.layout_width = layout_width_;
  for (const Layout& layout : layouts_) {
    g.fields.emplace_back();
    for (const Field& f : layout.fields) g.fields.back().emplace_back(f.offset, f.width);
  }
  return g;
}

void Packing::unpack(const Geometry& g, const Word* packed, State& out) const {
  const auto number = get(packed, 0, g.layout_width);
  const Layout& layout = layouts_[number];
  out.processes = layout.processes;
  out.at.resize(layout.fields.size());
  for (std::size_t i = 0; i < out.at.size(); ++i) {
    const auto [offset, width] = g.fields[number][i];
    out.at[i] = layout.fields[i].local_of[get(packed, offset, width)];
  }
}

void Packing::mark() {
  for (Layout& layout : layouts_)
    for (Field& f : layout.fields) f.marked = f.local_of.size();
}

void Packing::widen(std::uint32_t spare, std::uint32_t growing) {
  layout_width_ = width_for(layouts_.size());
  if (layout_width_ > 0 && spare > 0) layout_width_ += 2;
  std::vector<std::uint32_t> totals;
  std::uint32_t longest = 1;
  for (Layout& layout : layouts_) {
    std::uint32_t total = layout_width_;
    for (Field& f : layout.fields) {
      const bool grows = f.local_of.size() > f.marked && f.local_of.size() > 4;
      f.width = width_for(f.local_of.size()) + (f.local_of.size() > 1 ? spare : 0) + (grows ? growing : 0);
      total += f.width;
    }
    totals.push_back(total);
    longest = std::max(longest, total);
  }
  bytes_ = (longest + 7) / 8;
  words_ = (longest + 63) / 64;
  for (std::size_t i = 0; i < layouts_.size(); ++i) {
    auto left = static_cast<std::uint32_t>(bytes_ * 8) - totals[i];
    for (int round = 0; round < 6 && left > 0; ++round)
      for (Field& f : layouts_[i].fields) {
        const bool grows = f.local_of.size() > f.marked;
        if (left == 0 || f.width >= 28 || (!grows && round < 2)) continue;
        ++f.width;
        --left;
      }
    std::uint32_t offset = layout_width_;
    for (std::size_t j = 0; j < layouts_[i].fields.size(); ++j) {
      Field& f = layouts_[i].fields[j];
      f.offset = offset;
      layouts_[i].readers[j] = {f.local_of.data(), f.width == 0 ? 0 : offset / 64,
                                static_cast<std::uint8_t>(offset % 64), static_cast<std::uint8_t>(f.width),
                                static_cast<std::uint32_t>(mask(f.width))};
      offset += f.width;
    }
  }
}

std::size_t Packing::memory_bytes() const {
  std::size_t bytes = 0;
  for (const Layout& layout : layouts_)
    for (const Field& f : layout.fields)
      bytes += (f.local_of.capacity() + f.small_of.capacity()) * 4 + sizeof f;
  return bytes;
}

}  // namespace csp
