// A trace as a table: the layout of design's example, and what happens when there is no room.
#include "cli/report/picture.h"

#include <doctest/doctest.h>

#include <sstream>

#include "cli/terminal.h"

namespace csp::cli_test {
namespace {

Picture figure1() {
  Picture p;
  p.columns = {"finishRequest", "child"};
  p.rows = {
      {"1", {{0, "begin child"}}, {1}, "line 5", "", ""},
      {"2", {{0, "timeout"}}, {1}, "line 13", "", ""},
      {"3", {{0, "end"}}, {1}, "line 15", "", ""},
      {"", {{1, "ch <-= 1"}}, {}, "line 6", "<- blocked for ever: nobody is left to receive from ch", ""}};
  return p;
}

std::size_t widest_line(const std::string& text) {
  std::istringstream in(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(in, line);) widest = std::max(widest, columns_of(line));
  return widest;
}

TEST_CASE("one column per process") {
  CHECK(draw(figure1(), 100) ==
        "      finishRequest  child\n"
        "  1   begin child    .         line 5\n"
        "  2   timeout        .         line 13\n"
        "  3   end            .         line 15\n"
        "                     ch <-= 1  line 6   <- blocked for ever: nobody is left to receive from ch\n");
}

TEST_CASE("a remark that does not fit goes on below its row, whole") {
  const std::string text = draw(figure1(), 60);
  CHECK(widest_line(text) <= 60);
  CHECK(text.find("            <- blocked for ever: nobody is left to receive\n            from ch\n") !=
        std::string::npos);
}

TEST_CASE("columns are narrowed, then given up") {
  Picture p = figure1();
  p.rows[0].cells[0].text = "begin a child with a name that is much longer than it should be";
  const std::string narrow = draw(p, 60);
  CHECK(widest_line(narrow) <= 60);
  CHECK(narrow.find("..") != std::string::npos);

  Picture wide;
  for (int i = 0; i < 20; ++i) wide.columns.push_back("process" + std::to_string(i));
  wide.rows = {{"1", {{3, "fork!pickup()"}, {7, "phil?pickup()"}}, {}, "lines 4, 9", "", ""}};
  const std::string list = draw(wide, 80);
  CHECK(list ==
        "  1   process3   fork!pickup()   lines 4, 9\n"
        "      process7   phil?pickup()\n");
}

TEST_CASE("a rule marks the loop") {
  Picture p = figure1();
  p.rows.insert(p.rows.begin() + 1, Row{"", {}, {}, "", "", "from here again and again"});
  CHECK(draw(p, 100).find("\n  -- from here again and again --\n") != std::string::npos);
}

TEST_CASE("widths count characters, not bytes") {
  CHECK(columns_of("τ✓") == 2);
  CHECK(cut("τττττ", 4) == "ττ..");
  CHECK(padded("τ", 3) == "τ  ");
}

}  // namespace
}  // namespace csp::cli_test
