// Loaded texts and their lines.
#include "frontend/source.h"

#include <utility>

namespace csp {

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
  starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
}

std::string_view SourceFile::line(int number) const {
  if (number < 1 || number > lines()) return {};
  const std::size_t begin = starts_[static_cast<std::size_t>(number) - 1];
  std::size_t end = number < lines() ? starts_[static_cast<std::size_t>(number)] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

int SourceMap::add(std::string path, std::string text) {
  files_.emplace_back(std::move(path), std::move(text));
  return size() - 1;
}

int SourceMap::find(std::string_view path) const {
  for (int i = 0; i < size(); ++i) {
    if (file(i).path() == path) return i;
  }
  return -1;
}

}  // namespace csp
