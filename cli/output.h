// Writing a file that was asked for with -o: whole or not at all.
#pragma once

#include <stdexcept>
#include <string>

#include "frontend/source.h"

namespace csp {

struct CannotWrite : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Replaces the file by the text. Throws CannotWrite with the path and the reason; a file that was there is
// then as it was. A link is followed: what it leads to is replaced.
void write_file(const std::string& path, const std::string& text);

// The same, but throws CannotWrite also if the file is one of those that were read: a model is not lost by a
// slip of the hand.
void write_file(const std::string& path, const std::string& text, const SourceMap& read);

}  // namespace csp
