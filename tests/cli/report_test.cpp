// csp report and csp play: what they write, and bad input. Their pages are opened by tests/browser.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const char* const kScript =
    "channel a, b\nP = a -> b -> P\nQ = a -> STOP\nassert P :[deadlock free]\nassert not Q :[deadlock free]\n"
    "assert P [T= Q\nassert Q [T= P\n";

TEST_CASE("report: an index with every assertion, a page for each run, its own files only") {
  const Folder folder;
  const std::string file = folder.write("m.csp", kScript), pages = folder.path() + "/deep/pages";
  const Run run = run_csp({"report", file, "-o", pages});
  CHECK(run.status == 1);  // Q [T= P is not so
  CHECK(has(run.out, "4 assertions, 3 as stated, 1 not as stated"));
  const std::string index = text_of(pages + "/index.html");
  for (const char* words :
       {"P is deadlock free", "Q is not deadlock free", "P [T= Q", "Q [T= P", "not as stated"})
    CHECK_MESSAGE(has(index, words), words);
  CHECK(has(index, "href=\"m-2.html\""));
  CHECK(has(index, "href=\"m-4.html\""));
  CHECK_FALSE(std::filesystem::exists(pages + "/m-1.html"));
  CHECK(has(text_of(pages + "/m-4.html"), "href=\"index.html\""));
  // A second report of less takes the pages of the first away.
  CHECK(run_csp({"report", file, "--only", "Q :[deadlock", "-o", pages}).status == 0);
  CHECK_FALSE(std::filesystem::exists(pages + "/m-4.html"));
  CHECK(std::filesystem::exists(pages + "/m-1.html"));
}

TEST_CASE("report: two files of one name have pages of their own; a folder is walked through") {
  const Folder folder;
  folder.write("in/x/m.csp", kScript);
  folder.write("in/y/m.csp", kScript);
  const std::string pages = folder.path() + "/pages";
  CHECK(run_csp({"report", folder.path() + "/in", "-o", pages}).status == 1);
  CHECK(std::filesystem::exists(pages + "/m-2.html"));
  CHECK(std::filesystem::exists(pages + "/m-2-2.html"));
}

TEST_CASE("report: bad input and limits") {
  const Folder folder;
  const std::string file = folder.write("m.csp", kScript), pages = folder.path() + "/pages";
  CHECK(run_csp({"report", file}).status == 2);
  CHECK(has(run_csp({"report", file}).err, "-o DIR"));
  const Run below = run_csp({"report", file, "-o", file + "/pages"});
  CHECK(below.status == 2);
  CHECK(has(below.err, "cannot write"));
  CHECK(run_csp({"report", file, "-o", file}).status == 2);
  CHECK(run_csp({"report", file, folder.path() + "/none.csp", "-o", pages}).status == 2);
  CHECK(has(text_of(pages + "/index.html"), "no such file"));
  const std::string endless =
      folder.write("e.csp", "channel c : Int\nP(n) = c!n -> P(n + 1)\nassert P(0) :[deadlock free]\n");
  CHECK(run_csp({"report", endless, "--max-states", "100", "-o", pages}).status == 3);
  CHECK(has(text_of(pages + "/index.html"), "limit of 100 states"));
  const std::string odd = folder.write("odd <b>.csp", "channel a\nassert a -> STOP :[deadlock free]\n");
  CHECK(run_csp({"report", odd, "-o", pages}).status == 1);
  CHECK(has(text_of(pages + "/index.html"), "odd &lt;b&gt;.csp"));
  CHECK_FALSE(has(text_of(pages + "/index.html"), "<b>"));
}

TEST_CASE("report: programs are drawn: their network, and what they do") {
  const Folder folder;
  const std::string file = folder.write(
      "m.csp",
      "prog P() { c := mk(chan of int); begin prog() { c <-= 1 }() }\nassert not P() :[leak free]\n");
  const std::string pages = folder.path() + "/pages";
  CHECK(run_csp({"report", file, "-o", pages}).status == 0);
  const std::string index = text_of(pages + "/index.html");
  if (has(index, "could not be run")) return;  // no Graphviz
  CHECK(has(index, "P(): who is connected to whom"));
  CHECK(has(index, "P(): 2 states, 1 transition"));
  CHECK(has(text_of(pages + "/m-system-1.svg"), ">begins</text>"));
  CHECK(has(text_of(pages + "/m-system-2.svg"), ">P: begin prog()</text>"));
}

TEST_CASE("play: all states of a small system, a part of a large one, and says so") {
  const Folder folder;
  const std::string file = folder.write("m.csp", kScript), page = folder.path() + "/p.html";
  CHECK(run_csp({"play", file, "P", "-o", page}).status == 0);
  CHECK(has(text_of(page), "state 1"));
  CHECK_FALSE(has(text_of(page), "state 2"));  // P has two states
  const std::string endless = folder.write("e.csp", "channel c : Int\nP(n) = c!n -> P(n + 1)\n");
  const Run part = run_csp({"play", endless, "P(0)", "--max-states", "7", "-o", page});
  CHECK(part.status == 0);
  CHECK(has(part.err, "only a part of P(0)"));
  CHECK(has(text_of(page), "state 6"));
  CHECK(has(text_of(page), "(left out)"));
  // What a model says is not taken for a part of the page.
  const std::string marks = folder.write(
      "x.csp", "-- @DATA@\nprog P() { c := mk(chan of list of char); c <-= \"@DATA@@SCRIPT@\" }\n");
  CHECK(run_csp({"play", marks, "P()", "-o", page}).status == 0);
  CHECK(has(text_of(page), "@DATA@@SCRIPT@"));
  CHECK(run_csp({"play", file, "NOBODY", "-o", page}).status == 2);
  CHECK(has(run_csp({"play", file, "P", "-o", file + "/x"}).err, "cannot write"));
}

}  // namespace
}  // namespace csp::cli_test
