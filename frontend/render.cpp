// Diagnostics as text, in the manner of rustc:
//
//   error[E0204]: expected `;` after this statement
//     --> file.csp:3:8
//      |
//    3 |   x = 1
//      |        ^ expected `;` here
//      = help: ...
#include <fmt/format.h>

#include <algorithm>

#include "frontend/diagnostic.h"
#include "frontend/utf8.h"

namespace csp {
namespace {

constexpr int kTab = 4;

struct Palette {
  std::string_view error, warning, note, help, line, bold, off;
};

Palette palette(bool color) {
  if (!color) return {};
  return {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;32m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};
}

// Code points that take two columns on a terminal: East Asian wide forms and most pictures.
bool wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

// Marks that stand over the character before.
bool combining(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

// A source line ready to print: characters with their cells, and for each source column the cell where it starts.
struct Shown {
  std::vector<std::string> cells;  // each one terminal column wide, or empty behind a wide character
  std::vector<int> start;          // start[c - 1]: the cell of column c; one more for the end
};

Shown shown(std::string_view line) {
  Shown result;
  for (std::size_t at = 0; at < line.size();) {
    const Utf8Char c = utf8_at(line, at);
    result.start.push_back(static_cast<int>(result.cells.size()));
    const std::string_view bytes = line.substr(at, c.length);
    at += c.length;
    if (c.value == '\t') {
      do result.cells.emplace_back(" ");
      while (result.cells.size() % kTab != 0);
    } else if (!c.valid || c.value < 0x20 || c.value == 0x7F) {
      result.cells.emplace_back("?");
    } else if (combining(c.value) && !result.cells.empty()) {
      result.cells.back() += bytes;
    } else {
      result.cells.emplace_back(bytes);
      if (wide(c.value)) result.cells.emplace_back();
    }
  }
  result.start.push_back(static_cast<int>(result.cells.size()));
  return result;
}

int cell_of(const Shown& line, int column) {
  const int last = static_cast<int>(line.start.size());
  if (column <= last) return line.start[static_cast<std::size_t>(std::max(column, 1) - 1)];
  return line.start.back() + (column - last);
}

class Renderer {
 public:
  Renderer(const SourceMap& sources, const RenderOptions& options)
      : sources_(sources), options_(options), colors_(palette(options.color)) {}

  std::string run(const Diagnostic& d) {
    gutter_ = width_of(d);
    const bool error = d.severity == Severity::Error;
    const std::string_view color = error ? colors_.error : colors_.warning;
    out_ += fmt::format("{}{}{}{}: {}{}\n", color, error ? "error" : "warning",
                        d.code.empty() ? "" : fmt::format("[{}]", d.code), std::string(colors_.off) + std::string(colors_.bold),
                        d.message, colors_.off);
    place(d.span, d.label, color);
    for (const DiagnosticNote& note : d.notes) {
      if (note.span.known()) {
        out_ += fmt::format("{}note{}: {}\n", colors_.note, colors_.off, note.message);
        place(note.span, {}, colors_.note, '-');
      } else {
        remark("note", note.message, colors_.note);
      }
    }
    if (!d.help.empty()) remark("help", d.help, colors_.help);
    return std::move(out_);
  }

 private:
  // How many digits the line numbers of a diagnostic need.
  static int width_of(const Diagnostic& d) {
    int last = d.span.line;
    for (const DiagnosticNote& note : d.notes) last = std::max(last, note.span.line);
    return static_cast<int>(std::to_string(last).size());
  }

  std::string bar() const { return fmt::format("{}{:{}} |{}", colors_.line, "", gutter_, colors_.off); }

  void remark(std::string_view kind, std::string_view text, std::string_view color) {
    out_ += fmt::format("{}{:{}} ={} {}{}{}: {}\n", colors_.line, "", gutter_, colors_.off, color, kind, colors_.off, text);
  }

  void place(const Span& span, std::string_view label, std::string_view color, char mark = '^') {
    if (span.file < 0 || span.file >= sources_.size()) return;
    const SourceFile& file = sources_.file(span.file);
    const std::string arrow = fmt::format("{}{:{}}-->{}", colors_.line, "", gutter_, colors_.off);
    if (!span.known()) {
      out_ += fmt::format("{} {}\n", arrow, file.path());
      return;
    }
    out_ += fmt::format("{} {}:{}:{}\n{}\n", arrow, file.path(), span.line, span.column, bar());
    excerpt(file, span, label, color, mark);
  }

  // The source line with the place underlined. A place of several lines is marked to the end of its first.
  void excerpt(const SourceFile& file, const Span& span, std::string_view label, std::string_view color, char mark) {
    const Shown line = shown(file.line(span.line));
    const int total = static_cast<int>(line.cells.size());
    const bool more = span.end_line > span.line;
    const int from = cell_of(line, span.column);
    int to = std::max(more ? total : cell_of(line, span.end_column), from + 1);
    const int room = std::max(options_.width - gutter_ - 3, 20);
    int begin = 0;
    if (total > room && to + 10 > room) begin = std::max(0, from - room / 3);
    const int end = std::min(total, begin + room);
    to = std::min(to, std::max(end, from + 1));
    std::string text = begin > 0 ? "..." : "";
    for (int i = begin + (begin > 0 ? 3 : 0); i < end - (end < total ? 3 : 0); ++i) text += line.cells[static_cast<std::size_t>(i)];
    if (end < total) text += "...";
    while (!text.empty() && text.back() == ' ') text.pop_back();
    out_ += fmt::format("{}{:{}} |{}{}{}\n", colors_.line, span.line, gutter_, colors_.off, text.empty() ? "" : " ", text);
    out_ += fmt::format("{} {:{}}{}{}{}{}{}\n", bar(), "", from - begin, color,
                        std::string(static_cast<std::size_t>(to - from), mark), label.empty() ? "" : " ", label, colors_.off);
  }

  const SourceMap& sources_;
  const RenderOptions& options_;
  const Palette colors_;
  int gutter_ = 1;  // digits of the largest line number shown
  std::string out_;
};

}  // namespace

std::string render(const SourceMap& sources, const Diagnostic& diagnostic, const RenderOptions& options) {
  return Renderer(sources, options).run(diagnostic);
}

std::string render(const SourceMap& sources, const Diagnostics& diagnostics, const RenderOptions& options) {
  std::string result;
  for (const Diagnostic& one : diagnostics.list()) {
    if (!result.empty()) result += '\n';
    result += render(sources, one, options);
  }
  return result;
}

}  // namespace csp
