// The common slips and what to write instead. Private to explain.cpp.
#pragma once

#include <optional>
#include <vector>

#include "frontend/diagnostic.h"
#include "frontend/parse_unit.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// The diagnostic for a slip that is recognised from the tokens around the place, or nothing.
std::optional<Diagnostic> known_slip(const SourceFile& source, int file, const std::vector<Token>& tokens,
                                     const std::vector<bool>& in_prog, const Stuck& stuck);

// The same for tokens that parse: words and signs of other languages just before `at` (`go f()`, `c <- e`).
std::optional<Diagnostic> foreign_form(const SourceFile& source, int file, const std::vector<Token>& tokens,
                                       const std::vector<bool>& in_prog, std::size_t at);

}  // namespace csp
