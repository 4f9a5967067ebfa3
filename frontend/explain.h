// Why the parser is stuck, in words: what was expected, and a hint for the common slips.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontend/diagnostic.h"
#include "frontend/parse_unit.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// Takes the tokens of a declaration with their roles, whether each stands in a prog, and where the parser is stuck.
Diagnostic explain(const SourceFile& source, int file, const std::vector<Token>& tokens,
                   const std::vector<bool>& in_prog, const Stuck& stuck);

// Help for a property that is none: all that there are.
constexpr std::string_view kProperties =
    "the properties are deadlock free, leak free, race free, error free, terminates, can terminate, "
    "livelock free, divergence free, deterministic, always e, reachable e, outcomes (e) = S";

// What was expected, in words: "an expression", "`;` or `}`". Public for tests.
std::string expectation(const std::vector<Tok>& expected);

}  // namespace csp
