// Writing a file that was asked for with -o: whole or not at all.
#pragma once

#include <stdexcept>
#include <string>

namespace csp {

struct CannotWrite : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Replaces the file by the text. Throws CannotWrite with the path and the reason; a file that was there is
// then as it was.
void write_file(const std::string& path, const std::string& text);

}  // namespace csp
