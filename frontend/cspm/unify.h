// Making two types equal.
#pragma once

#include <string>

#include "frontend/cspm/types.h"

namespace csp::cspm {

// Why two types cannot be one.
struct Mismatch {
  enum class Kind : std::uint8_t {
    Clash,       // of left (expected) and right
    TooMany,     // fields: `count` more than left takes
    TooFew,      // fields: `count` are missing
    Circular,    // a type would contain itself
    Constraint,  // right cannot do what `constraint` says
    NoChannel    // right is not the start of an event or of a value of a datatype
  } kind = Kind::Clash;
  Ty* left = nullptr;
  Ty* right = nullptr;
  std::size_t count = 0;
  Constraint constraint = kEq;
};

class Unifier {
 public:
  explicit Unifier(Types& types) : types_(types) {}

  // Throws Mismatch. What has been bound until then stays.
  void unify(Ty* expected, Ty* actual);
  void require(std::uint8_t constraints, Ty* t);
  // With some fields `t` becomes a `result` (Extendable in FDR's manual). Gives what t then is: result, or
  // fields=>result.
  Ty* extends(Ty* t, Ty* result);
  // Joins by dots and decides as much as can be decided: a Dotable takes what stands behind it. The last
  // item, if unknown, is left.
  Ty* dot(Ty* left, Ty* right, Span origin);
  // Decides the rest: what is unknown in last place is all fields that are missing.
  Ty* decide(Ty* t);
  bool comparable(Ty* t, std::vector<int>& visiting);  // with ==, as far as it is known

 private:
  void bind(Ty* variable, Ty* t);
  void adjust(Ty* variable, Ty* t);  // occurs check and levels
  std::vector<Ty*> reduce(std::vector<Ty*> list, Span origin);
  void supply(const std::vector<Ty*>& fields, std::vector<Ty*> given, Ty* whole);
  std::vector<Ty*> supply_some(std::vector<Ty*> fields, std::vector<Ty*> given, Ty* whole);
  void unify_dots(Ty* a, Ty* b, bool swapped);
  void unify_dotables(Ty* a, Ty* b);
  void lists(std::vector<Ty*> a, std::vector<Ty*> b, Ty* left, Ty* right);

  Types& types_;
};

}  // namespace csp::cspm
