// Makes a program that shows a mismatch smaller.
#pragma once

#include <string>

#include "tests/fuzz/compare.h"

namespace csp::fuzz {

// Deletes declarations, statements, branches and cases, and replaces statements by their bodies, as long as a mismatch with
// this key stays; until nothing more can go. Gives canonical text. Takes some hundred comparisons.
std::string shrink(const std::string& text, const std::string& key, const CompareOptions&);

}  // namespace csp::fuzz
