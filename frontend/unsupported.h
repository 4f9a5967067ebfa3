// Parts of CSPM as FDR reads it that this tool does not have: each is named in an error of its own, never
// skipped.
#pragma once

#include <optional>
#include <vector>

#include "frontend/diagnostic.h"
#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// The first such part among the tokens of a declaration with their roles, or nothing.
std::optional<Diagnostic> unsupported(const SourceFile& source, int file, const std::vector<Token>& tokens,
                                      const std::vector<bool>& in_prog);

// Whether the declaration opens a module, whose declarations are skipped up to `endmodule`; whether it is
// that.
bool opens_module(const SourceFile& source, const std::vector<Token>& tokens);
bool ends_module(const SourceFile& source, const std::vector<Token>& tokens);

}  // namespace csp
