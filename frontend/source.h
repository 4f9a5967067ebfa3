// The texts a run has loaded: path, text, where its lines start. A Span names a file by its index here.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace csp {

// One loaded text. Lines are counted from 1 and end at '\n'; a '\r' before it is not part of the line.
class SourceFile {
 public:
  // Takes the path to show and the bytes of the file; a leading byte order mark is dropped.
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }

  // The number of lines; an empty text has one empty line.
  int lines() const { return static_cast<int>(starts_.size()); }

  // The text of a line without its end; empty for a number out of range.
  std::string_view line(int number) const;

 private:
  std::string path_;                 // as given by the user
  std::string text_;                 // all bytes
  std::vector<std::size_t> starts_;  // byte offset of each line
};

// All loaded files, in the order of loading. References stay valid while the map lives.
class SourceMap {
 public:
  // Adds a text and returns its index, the `file` of spans into it.
  int add(std::string path, std::string text);

  // The file with this index. Precondition: 0 <= index < size().
  const SourceFile& file(int index) const { return files_[static_cast<std::size_t>(index)]; }

  int size() const { return static_cast<int>(files_.size()); }

  // The index of the file with this path, or -1.
  int find(std::string_view path) const;

 private:
  std::deque<SourceFile> files_;
};

}  // namespace csp
