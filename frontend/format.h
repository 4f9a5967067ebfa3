// csp fmt: the layout of a text. Words, comments and the breaks between lines are the author's; the spaces between words and the
// indentation of lines are ours.
#pragma once

#include <optional>
#include <string>

#include "frontend/source.h"

namespace csp {

// The text of `source`, which must parse without errors, in canonical layout (docs/language.md, section 1.1). It has the same tokens and
// comments in the same order, and a layout of it is the same text again. Nothing if the layout would have changed
// what is read, which is a defect. Linear in the length of the text, times the number of words that lose an alignment.
std::optional<std::string> format(const SourceFile& source);

}  // namespace csp
