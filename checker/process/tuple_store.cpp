// Layout of packed tuples, and its changes.
#include "checker/process/tuple_store.h"

#include <algorithm>
#include <bit>

namespace csp {

TupleStore::TupleStore(std::size_t fields) : fields_(fields), begun_(fields), hashes_(kQueue) {
  for (Field& f : fields_) f.width = 2;
  lay_out();
  store_ = std::make_unique<StateStore>(bytes_, words_);
}

// Offsets and sizes for the fields' widths; bits up to the next byte go to the widest fields.
void TupleStore::lay_out() {
  std::size_t bits = 0;
  for (const Field& f : fields_) bits += f.width;
  bytes_ = std::max<std::size_t>(1, (bits + 7) / 8);
  std::vector<Field*> by_width;
  for (Field& f : fields_) by_width.push_back(&f);
  std::stable_sort(by_width.begin(), by_width.end(),
                   [](const Field* a, const Field* b) { return a->width > b->width; });
  std::size_t spare = bytes_ * 8 - bits;
  for (std::size_t i = 0; i < by_width.size() && i < spare; ++i)
    if (by_width[i]->width < 32) ++by_width[i]->width;
  std::uint32_t offset = 0;
  for (Field& f : fields_) {
    f.offset = offset;
    f.limit = static_cast<std::uint32_t>(mask(f.width));
    offset += f.width;
  }
  words_ = (bytes_ + 7) / 8;
  base_.assign(words_, 0);
  packed_.assign(words_, 0);
  scratch_.assign(words_, 0);
  pending_.assign(kQueue * words_, 0);
}

void TupleStore::pack(const std::uint32_t* tuple, Word* out) const {
  std::fill(out, out + words_, 0);
  for (std::size_t i = 0; i < fields_.size(); ++i) put(out, fields_[i], tuple[i]);
}

void TupleStore::load(Id id, std::uint32_t* out) const {
  store_->load(id, scratch_.data());
  for (std::size_t i = 0; i < fields_.size(); ++i) out[i] = get(scratch_.data(), fields_[i]);
}

TupleStore::Result TupleStore::insert(const std::uint32_t* tuple) {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (tuple[i] > fields_[i].limit) make_room(i, tuple[i]);
  pack(tuple, scratch_.data());
  const StateStore::Result r = store_->insert(scratch_.data(), store_->hash(scratch_.data()));
  return {r.id, r.fresh};
}

void TupleStore::begin(const std::uint32_t* tuple) {
  std::copy(tuple, tuple + fields_.size(), begun_.begin());
  pack(tuple, base_.data());
}

// Pre: nothing is queued.
void TupleStore::make_room(std::size_t field, std::uint32_t value) {
  const std::vector<Field> old_fields = fields_;
  const std::size_t old_words = words_;
  std::unique_ptr<StateStore> old = std::move(store_);
  fields_[field].width = static_cast<std::uint32_t>(std::bit_width(value));
  lay_out();
  store_ = std::make_unique<StateStore>(bytes_, words_);
  const std::size_t count = old->size();
  old->drop_index();
  store_->reserve(count + count / 8);
  std::vector<Word> from(old_words), to(words_);
  for (std::size_t id = 0; id < count; ++id) {
    old->load(static_cast<Id>(id), from.data());
    old->drop_before(static_cast<Id>(id));
    std::fill(to.begin(), to.end(), 0);
    for (std::size_t i = 0; i < fields_.size(); ++i)
      put(to.data(), fields_[i], get(from.data(), old_fields[i]));
    store_->append(to.data(), store_->hash(to.data()));
  }
  pack(begun_.data(), base_.data());
}

}  // namespace csp
