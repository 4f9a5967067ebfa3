// Terminal size and the width of texts.
#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace csp {

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

std::size_t terminal_width(int descriptor, std::size_t otherwise) {
  winsize size = {};
  if (!is_terminal(descriptor) || ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return otherwise;
  return std::max<std::size_t>(size.ws_col, 20);  // below that nothing can be read
}

bool wants_color(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return is_terminal(descriptor) && !(no_color && *no_color) && !(term && std::string(term) == "dumb");
}

std::size_t columns_of(const std::string& text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

std::string cut(const std::string& text, std::size_t width) {
  if (columns_of(text) <= width) return text;
  if (width <= 2) return std::string(width, '.');
  std::size_t n = 0, end = 0;
  while (end < text.size()) {
    const bool first = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (first && n++ == width - 2) break;
    ++end;
  }
  return text.substr(0, end) + "..";
}

std::string harmless(const std::string& text, std::size_t width) {
  std::string out = text.substr(0, 4 * width + 8);  // a character has at most four bytes
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return cut(out, width);
}

std::vector<std::string> broken(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word = text.substr(start, end - start);
    std::string& line = lines.back();
    if (!line.empty() && columns_of(line) + 1 + columns_of(word) > width) {
      lines.push_back(word);
    } else {
      line += (line.empty() ? "" : " ") + word;
    }
    start = end + 1;
  }
  return lines;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t n = columns_of(text);
  return n >= width ? text : text + std::string(width - n, ' ');
}

}  // namespace csp
