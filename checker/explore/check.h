// The explicit engine's one entry: a program and a property in, a verdict out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

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

// Asked once, when the search has come to so many states: what it says, if it says anything, is the reason to
// stop; else the search goes on from where it is.
struct Pause {
  std::uint64_t states = 0;
  std::function<std::string(const Statistics&)> ask;
};

// Decides the property by exploring all reachable states, or says why it could not (Unknown). Counterexamples are shortest with
// BreadthFirst. Never throws for what the model does; std::bad_alloc may pass through.
Verdict check(const Program&, const Property&, const CheckOptions&, const Budget&, Pause pause = {});

}  // namespace csp
