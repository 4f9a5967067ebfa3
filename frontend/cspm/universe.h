// The channels and constructors of a script, and the sets that their fields range over.
#pragma once

#include <string>
#include <vector>

#include "checker/core/span.h"
#include "frontend/cspm/value.h"

namespace csp::cspm {

// A channel or a constructor.
struct Atom {
  std::string name;
  Span span;
  bool channel = false;
  int arity = 0;      // fields
  int datatype = -1;  // of a constructor
  int tag = -1;       // of a constructor, in Types::tags
};

struct Datatype {
  std::string name;
  Span span;
  std::vector<int> constructors;  // atoms
};

class Universe {
 public:
  virtual ~Universe() = default;
  virtual const std::vector<Atom>& atoms() const = 0;
  virtual const std::vector<Datatype>& datatypes() const = 0;
  // The sets of the atom's fields, one for each. They are worked out when first needed, which may fail.
  virtual const std::vector<Val>& fields(int atom) = 0;

  const Atom& atom(const Val& v) const { return atoms()[static_cast<std::size_t>(v.number())]; }
};

// The value as a script writes it: `c.1.true`, `{1, 2}`, `<1, 2>`, `{|c|}`, "text". Long sets are cut when
// `limit` members have been shown.
std::string show(const Val& v, const Universe& universe, std::size_t limit = 64);

}  // namespace csp::cspm
