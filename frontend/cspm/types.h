// Types of CSPM as FDR infers them: Hindley and Milner's, with types for what may be joined by dots. A
// channel with two fields has type Int=>Bool=>Event (Dotable); `c.1` then has Bool=>Event. A Dot is a list
// that is not decided yet: what `c.x` is depends on x.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "checker/core/span.h"

namespace csp::cspm {

enum class TyKind : std::uint8_t {
  Var,
  Int,
  Bool,
  Char,
  Event,
  Proc,
  Data,  // number
  Seq,
  Set,      // parts[0]
  Tuple,    // parts
  Fun,      // parts: arguments, then the result
  Dot,      // parts
  Dotable,  // parts: fields, then the result
  Foreign   // a type that only programs have: name
};

// What an unknown type must be able to do.
enum Constraint : std::uint8_t {
  kEq = 1,    // can be compared with ==
  kOrd = 2,   // can be compared with <
  kSet = 4,   // can be in sets
  kYield = 8  // is Event or a datatype
};

struct Ty {
  TyKind kind = TyKind::Var;
  std::vector<Ty*> parts;
  int number = 0;
  std::string name;
  Span origin;  // the place that needed this type
  // A variable:
  Ty* bound = nullptr;
  int level = 0;  // of the definition it belongs to; kGeneric: of all
  std::uint8_t constraints = 0;
  std::vector<Ty*> extends;  // with some fields it becomes one of these
};
inline constexpr int kGeneric = 1 << 30;

struct DataType {
  std::string name;
  std::vector<Ty*> constructors;  // their types, once known
  std::int8_t comparable = -1;    // -1: not decided
};

// Thrown when types become so large that working on them would take too long: a few lines can make one that
// has more parts than memory has bytes.
struct TypesTooLarge {};

class Types {
 public:
  // Counts a step into a part of a type; throws TypesTooLarge. `depth`: of the part in the whole.
  void spend(int depth) {
    if (++work_ > kMostWork || depth > kDeepest) throw TypesTooLarge{};
  }

  Ty* make(TyKind kind, Span origin, std::vector<Ty*> parts = {}, int number = 0);
  Ty* var(Span origin, int level, std::uint8_t constraints = 0);
  // The type a variable stands for; lists of fields without lists inside.
  static Ty* resolve(Ty* t);
  // The items of a Dot, or the type alone.
  static std::vector<Ty*> items(Ty* t);
  // Fields and result of a Dotable; of others no fields.
  static std::vector<Ty*> fields(Ty* t);
  static Ty* result(Ty* t);
  Ty* dotable(std::vector<Ty*> fields, Ty* result, Span origin);
  Ty* dot(std::vector<Ty*> items, Span origin);

  std::string show(Ty* t) const;

  std::vector<DataType> data;

 private:
  static constexpr std::uint64_t kMostWork = 8'000'000;
  static constexpr int kDeepest = 2000;

  std::uint64_t work_ = 0;
  std::deque<Ty> all_;
};

}  // namespace csp::cspm
