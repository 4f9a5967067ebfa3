// The explicit engine's one entry: a program and a property in, a verdict out.
#pragma once

#include <cstdint>

#include "checker/core/budget.h"
#include "checker/core/program.h"
#include "checker/core/property.h"
#include "checker/core/verdict.h"

namespace csp {

enum class SearchOrder : std::uint8_t { BreadthFirst, DepthFirst, Random };

struct CheckOptions {
  SearchOrder order = SearchOrder::BreadthFirst;
  std::uint64_t seed = 1;     // Random
  bool merge = true;          // run to the next interaction (docs/semantics.md 1.8)
  bool resolve = true;        // internal choice at once
  bool canonical = true;      // canonical numbering, garbage dropped
  bool forget = true;         // locals that are never read again are dropped
  bool first = false;         // stop at the first finding
  std::size_t max_findings = 10;  // distinct places of a leak
};

// Decides the property by exploring all reachable states, or says why it could not (Unknown). Counterexamples are shortest with
// BreadthFirst. Never throws for what the model does; std::bad_alloc may pass through.
Verdict check(const Program&, const Property&, const CheckOptions&, const Budget&);

}  // namespace csp
