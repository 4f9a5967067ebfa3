// Text -> syntax tree. The grammar is in grammar/, the constructs are defined in docs/language.md.
#pragma once

#include "frontend/ast.h"
#include "frontend/diagnostic.h"
#include "frontend/source.h"

namespace csp {

// After this many errors the rest of the text is not looked at; the last of them says so.
inline constexpr int kMaxSyntaxErrors = 50;

// Parses one loaded file. Lexical and syntax errors go to `diagnostics`, at most one for each top-level declaration;
// declarations with an error are left out of the tree, the others are in it. Never throws on bad input; a text of more
// than 4 MB, or one nested too deeply, is an error. Included files are not read: resolve does that.
ast::File parse(const SourceMap& sources, int file, Diagnostics& diagnostics);

}  // namespace csp
