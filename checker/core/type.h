// Types of the modelled programs, as far as running needs them: zero values, range checks, finite domains, printing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/core/value.h"

namespace csp {

using TypeId = int;  // index into Types::all
inline constexpr int kNone = -1;

enum class TypeKind : std::uint8_t {
  Unit, Bool, Int, Char,
  Range,      // lo..hi
  Set,        // members
  Data,       // constructors
  Struct,     // parts, names
  Tuple,      // parts
  Array,      // parts[0]; size, or kNone where it is worked out at run time
  List,       // parts[0]
  Chan,       // parts[0]
  Prog,       // parts, the last one is the result (kNone-typed result: unit)
  Mutex, RwMutex, Cond, Once, WaitGroup
};

struct Constructor {
  int tag = 0;                  // index into Types::tags
  std::vector<TypeId> fields;
};

struct Type {
  TypeKind kind = TypeKind::Unit;
  std::string name;                        // nametype, datatype or struct name; may be empty
  std::int64_t lo = 0, hi = 0;             // Range
  std::int64_t size = kNone;               // Array
  std::vector<Value> members;              // Set, sorted
  std::vector<TypeId> parts;
  std::vector<std::string> names;          // Struct: field names
  std::vector<Constructor> constructors;   // Data
};

struct Tag {
  std::string name;
  bool shape = false;  // the shape of a structured message (P!cons(a, b)), not a datatype constructor
};

struct Types {
  std::vector<Type> all;
  std::vector<Tag> tags;

  const Type& operator[](TypeId id) const { return all[static_cast<std::size_t>(id)]; }
};

// The value a variable of this type has before anything is assigned. Locks inside are Nil: MakeZero nodes replace them by
// new objects. An array of unknown size is empty. Range and Set: the least member, unless 0 is in the range.
Value zero_value(const Types&, TypeId);

// Does the value lie in the type's domain? Looks only at what can go wrong in a well-typed program: ranges, sets, sizes.
bool fits(const Types&, TypeId, const Value&);

// All values of a finite type in increasing order; nothing if the type is infinite or has more than `limit` values.
std::optional<std::vector<Value>> domain(const Types&, TypeId, std::size_t limit = 1 << 16);

// The value as a person writes it: `true`, `'a'`, `Circle.3`, `(1, 2)`, `<1, 2>`, `array(0, 0)`. Type kNone: best effort.
std::string show(const Types&, TypeId, const Value&);

}  // namespace csp
