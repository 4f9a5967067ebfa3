// Drawing a trace as a table.
#include "cli/report/picture.h"

#include <algorithm>
#include <numeric>

#include "cli/terminal.h"

namespace csp {
namespace {

constexpr std::size_t kNumber = 6;      // columns in front of the first process: "  12  "
constexpr std::size_t kGap = 2;         // between columns
constexpr std::size_t kNarrowest = 16;  // of a process's column, when columns have to be narrowed

std::string number_part(const std::string& number) {
  return number.empty() ? std::string(kNumber, ' ')
                        : padded("  " + number + (number.size() < 3 ? "  " : " "), kNumber);
}

void end_line(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
  out += '\n';
}

// Ends the line at hand with the remark, or puts it below where the line is too full.
void add_remark(std::string& line, const std::string& remark, std::size_t width, std::string& out) {
  if (remark.empty() || columns_of(line) + 3 + columns_of(remark) <= width) {
    out += remark.empty() ? line : line + "   " + remark;
    return end_line(out);
  }
  out += line;
  end_line(out);
  for (const std::string& part : broken(remark, width > 2 * kNumber ? width - 2 * kNumber : kNumber)) {
    out += std::string(2 * kNumber, ' ') + part;
    end_line(out);
  }
}

std::vector<std::size_t> natural_widths(const Picture& picture) {
  std::vector<std::size_t> widths;
  for (const std::string& title : picture.columns)
    widths.push_back(std::max<std::size_t>(columns_of(title), 4));
  for (const Row& row : picture.rows)
    for (const Cell& cell : row.cells)
      widths[cell.column] = std::max(widths[cell.column], columns_of(cell.text));
  return widths;
}

// Takes columns away from the widest ones until the sum fits; false if it cannot.
bool narrow(std::vector<std::size_t>& widths, std::size_t available) {
  const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), widths.size() * kGap); };
  while (total() > available) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (widest == widths.end() || *widest <= kNarrowest) return false;
    --*widest;
  }
  return true;
}

void draw_rule(std::string& out, const std::string& text) {
  out += "  -- " + text + " ";
  out += "--";
  end_line(out);
}

std::string as_table(const Picture& picture, const std::vector<std::size_t>& widths, std::size_t width) {
  std::string out = std::string(kNumber, ' ');
  for (std::size_t c = 0; c < widths.size(); ++c)
    out += padded(cut(picture.columns[c], widths[c]), widths[c] + kGap);
  end_line(out);
  for (const Row& row : picture.rows) {
    if (!row.rule.empty()) {
      draw_rule(out, row.rule);
      continue;
    }
    std::vector<std::string> texts(widths.size());
    for (const std::size_t c : row.idle) texts[c] = ".";
    for (const Cell& cell : row.cells) texts[cell.column] = cell.text;
    std::string line = number_part(row.number);
    for (std::size_t c = 0; c < widths.size(); ++c)
      line += padded(cut(texts[c], widths[c]), widths[c] + kGap);
    line += row.lines;
    add_remark(line, row.remark, width, out);
  }
  return out;
}

std::string as_list(const Picture& picture, std::size_t width) {
  std::size_t widest = 0;
  for (const std::string& title : picture.columns) widest = std::max(widest, columns_of(title));
  std::string out;
  for (const Row& row : picture.rows) {
    if (!row.rule.empty()) {
      draw_rule(out, row.rule);
      continue;
    }
    bool first = true;
    for (const Cell& cell : row.cells) {
      std::string line = number_part(first ? row.number : "") +
                         padded(picture.columns[cell.column], widest + kGap) + cell.text;
      if (first && !row.lines.empty()) line += "   " + row.lines;
      const bool last = &cell == &row.cells.back();
      add_remark(line, last ? row.remark : "", width, out);
      first = false;
    }
  }
  return out;
}

}  // namespace

std::string draw(const Picture& picture, std::size_t width) {
  std::size_t margin = 0;
  for (const Row& row : picture.rows) margin = std::max(margin, columns_of(row.lines));
  std::vector<std::size_t> widths = natural_widths(picture);
  const std::size_t taken = kNumber + margin;
  if (width > taken && narrow(widths, width - taken)) return as_table(picture, widths, width);
  return as_list(picture, width);
}

}  // namespace csp
