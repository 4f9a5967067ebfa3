// Values of the modelled programs: what a local variable, a message or a shared variable holds.
// Immutable and cheap to copy. Both engines and the reference interpreter share this type and nothing of its use.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace csp {

enum class ValueKind : std::uint8_t {
  Nil,     // the nil channel, lock, context or prog; also "no value yet"
  Int,     // int, ranges, bool (0, 1), char (code point), unit (0)
  Ref,     // an object: number() is its id in the state at hand, sub() a rendezvous channel inside a Group (else 0)
  Seq,     // struct, array, tuple, list: items()
  Data,    // datatype value or structured message: tag() is the constructor or shape, items() the fields
  Closure  // a prog value: tag() is the ProcId, items() the captured values (they come first among its parameters)
};

class Value {
 public:
  Value() = default;  // Nil
  static Value integer(std::int64_t n);
  static Value boolean(bool b) { return integer(b ? 1 : 0); }
  static Value ref(std::int64_t object, int sub = 0);
  static Value seq(std::vector<Value> items);
  static Value data(int tag, std::vector<Value> fields);
  static Value closure(int proc, std::vector<Value> captured);

  ValueKind kind() const { return kind_; }
  bool is_nil() const { return kind_ == ValueKind::Nil; }
  std::int64_t number() const { return number_; }
  int sub() const { return tag_; }
  int tag() const { return tag_; }
  const std::vector<Value>& items() const;
  bool truth() const { return number_ != 0; }

  friend bool operator==(const Value& a, const Value& b);
  friend std::strong_ordering operator<=>(const Value& a, const Value& b);  // a total order, for sets
  std::size_t hash() const;  // O(size)

 private:
  ValueKind kind_ = ValueKind::Nil;
  int tag_ = 0;              // constructor, shape, proc, or channel inside a group
  std::int64_t number_ = 0;  // integer or object id
  std::shared_ptr<const std::vector<Value>> items_;  // null means empty
};

}  // namespace csp
