// A trace laid out as a table, one column per process, and its drawing in plain text. What goes into the
// cells: columns.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace csp {

struct Cell {
  std::size_t column = 0;
  std::string text;
};

struct Row {
  std::string number;             // of the step; empty for what is not a step
  std::vector<Cell> cells;        // at most one per column
  std::vector<std::size_t> idle;  // columns of processes that exist and do nothing here: a dot
  std::string lines;              // "line 6", "lines 6, 11"
  std::string remark;             // "<- blocked for ever: ..."
  std::string rule;               // not empty: a line across the table with this text, nothing else
};

struct Picture {
  std::vector<std::string> columns;  // titles
  std::vector<Row> rows;
};

// The table within `width` columns; every line ends in a newline. Columns that do not fit are narrowed and
// their texts cut; if even that does not help, there is one line per action, with the name of its process.
// Remarks are never cut: they go on below their row. O(size of the output).
std::string draw(const Picture&, std::size_t width);

}  // namespace csp
