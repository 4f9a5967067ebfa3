// Values: construction, structural equality and order.
#include "checker/core/value.h"

#include <utility>

namespace csp {

namespace {
const std::vector<Value> kNoItems;

std::shared_ptr<const std::vector<Value>> share(std::vector<Value> items) {
  if (items.empty()) return nullptr;
  return std::make_shared<const std::vector<Value>>(std::move(items));
}
}  // namespace

Value Value::integer(std::int64_t n) {
  Value v;
  v.kind_ = ValueKind::Int;
  v.number_ = n;
  return v;
}

Value Value::ref(std::int64_t object, int sub) {
  Value v;
  v.kind_ = ValueKind::Ref;
  v.number_ = object;
  v.tag_ = sub;
  return v;
}

Value Value::seq(std::vector<Value> items) {
  Value v;
  v.kind_ = ValueKind::Seq;
  v.items_ = share(std::move(items));
  return v;
}

Value Value::data(int tag, std::vector<Value> fields) {
  Value v;
  v.kind_ = ValueKind::Data;
  v.tag_ = tag;
  v.items_ = share(std::move(fields));
  return v;
}

Value Value::closure(int proc, std::vector<Value> captured) {
  Value v;
  v.kind_ = ValueKind::Closure;
  v.tag_ = proc;
  v.items_ = share(std::move(captured));
  return v;
}

const std::vector<Value>& Value::items() const { return items_ ? *items_ : kNoItems; }

bool operator==(const Value& a, const Value& b) {
  if (a.kind_ != b.kind_ || a.tag_ != b.tag_ || a.number_ != b.number_) return false;
  return a.items_ == b.items_ || a.items() == b.items();
}

std::strong_ordering operator<=>(const Value& a, const Value& b) {
  if (auto c = a.kind_ <=> b.kind_; c != 0) return c;
  if (auto c = a.tag_ <=> b.tag_; c != 0) return c;
  if (auto c = a.number_ <=> b.number_; c != 0) return c;
  if (a.items_ == b.items_) return std::strong_ordering::equal;
  const auto& x = a.items();
  const auto& y = b.items();
  if (auto c = x.size() <=> y.size(); c != 0) return c;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (auto c = x[i] <=> y[i]; c != 0) return c;
  return std::strong_ordering::equal;
}

std::size_t Value::hash() const {
  std::uint64_t h = static_cast<std::uint64_t>(kind_) * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(tag_);
  h = (h ^ static_cast<std::uint64_t>(number_)) * 0xff51afd7ed558ccdULL;
  h ^= h >> 32;
  for (const Value& item : items()) h = (h ^ item.hash()) * 0xc4ceb9fe1a85ec53ULL + 1;
  return static_cast<std::size_t>(h ^ (h >> 29));
}

}  // namespace csp
