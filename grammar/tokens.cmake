# Turns ANTLR's CspLexer.tokens into a C++ enumeration, so that code between lexer and parser needs no ANTLR header.
# Usage: cmake -DIN=CspLexer.tokens -DOUT=csp_tokens.h -P tokens.cmake
file(STRINGS ${IN} lines REGEX "^[A-Z_]+=[0-9]+$")
list(JOIN lines ",\n  " body)
file(WRITE ${OUT} "// Generated from grammar/CspLexer.g4.\n#pragma once\n\nnamespace csp {\n\nenum class Tok : int {\n  END = -1,\n  ${body}\n};\n\n}  // namespace csp\n")
