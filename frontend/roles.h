// Gives the tokens of one declaration the roles their context asks for: contextual keywords, and tokens with two meanings.
#pragma once

#include <vector>

#include "frontend/source.h"
#include "frontend/token.h"

namespace csp {

// Retypes and merges the tokens of one declaration in place:
//  * words become keywords: those of programs only in a prog and in a parallel command, those of types also in `var`,
//    `nametype`, `channel` and `datatype`, those of properties only in `:[ ]` of an assertion;
//  * `{` opens a set (LSET) or a block (LBRACE); `[` a guarded command (LGUARD), a parallel command (LPAR) or
//    subscripts (LBRACK); `<` where a value is expected opens a list (LANGLE), closed by the next `>` (RANGLE);
//  * `<` `-` that touch, where a value is expected, are a receive (RECEIVE); `>` `=` that touch are GE;
//  * outside of progs the signs of CSPM are built from tokens that touch: `{| |} [| |] |> [[ ]] [> |~| ||| /\ @@ <-> <-
//    [T=`; the `[` of `P [A||B] Q` is LALPHA, that of `P [c <-> d] Q` LLINK; before each definition inside `let` and `Timed`
//    that starts a line stands a NEWDEF without text;
//  * `*` before `[` is REPEAT; `return` with nothing to return is RETURN_ALONE.
// Returns for each token whether it stands in a prog or parallel command.
std::vector<bool> assign_roles(const SourceFile& source, std::vector<Token>& tokens);

// Whether the word is a keyword somewhere; in programs only.
bool is_keyword(std::string_view word);
bool is_program_keyword(std::string_view word);

}  // namespace csp
