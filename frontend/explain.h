// Why the parser is stuck, in words: what was expected, and a hint for the common slips.
#pragma once

#include <vector>

#include "frontend/diagnostic.h"
#include "frontend/parse_unit.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// Takes the tokens of a declaration with their roles, whether each stands in a prog, and where the parser is stuck.
Diagnostic explain(const SourceFile& source, int file, const std::vector<Token>& tokens,
                   const std::vector<bool>& in_prog, const Stuck& stuck);

// What was expected, in words: "an expression", "`;` or `}`". Public for tests.
std::string expectation(const std::vector<Tok>& expected);

}  // namespace csp
