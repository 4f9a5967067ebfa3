// Model -> Program: one assertion instance becomes the network of components that it speaks of, and the
// property to decide.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/core/program.h"
#include "checker/core/property.h"
#include "frontend/diagnostic.h"
#include "frontend/model.h"

namespace csp {

// An instance of an assertion, ready for an engine.
struct Check {
  Program program;
  Property property;
  std::string
      instance;  // the values of the assertion's `forall` variables: `n = 3`, `i = 0, j = 1`; else empty
  std::vector<std::string> members;  // root_parallel: `phil[0]`, ... by member number; else empty
};

// What a report says of an assertion about programs, without lowering it.
struct Claim {
  std::string text;  // as AssertInfo::text
  Span span;
  bool negated = false;
  PropertyKind kind = PropertyKind::DeadlockFree;
};
Claim claim(const AssertInfo&);

// The number of instances: the product of the sizes of the sets of `forall`; 1 without `forall`, 0 if a set
// is empty.
std::size_t instances(const AssertInfo&);

// The values of instance number `index` (the last `forall` variable changes fastest). Pre: index <
// instances().
std::vector<Value> forall_values(const AssertInfo&, std::size_t index);

// Lowers the instance of the assertion that has these values for its `forall` variables: all that is
// reachable from its root, with what the property names made visible. Nothing if the model is wrong in a way
// that only shows in an instance (an unknown process, an open channel of an infinite type, an argument out of
// range, ...): then `diagnostics` says why. The program passes malformed().
std::optional<Check> lower(const Model&, const AssertInfo&, const std::vector<Value>& forall_values,
                           Diagnostics&);

// A prog, or a system, with these arguments as a program of its own, for a place in a process. `decl` is a ProgDecl, or a
// SystemDecl or ValueDecl that is a system. Nothing if it cannot be: then `diagnostics` says why. Pre: as many arguments as
// parameters; a channel is the Ref of its global.
std::optional<Program> lower_instance(const Model&, const ast::Decl& decl, const std::vector<Value>& args, const Span& use,
                                      Diagnostics&);

}  // namespace csp
