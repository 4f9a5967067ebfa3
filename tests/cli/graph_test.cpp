// csp graph: the formats, written and read back; the network; who waits for whom.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

using Json = nlohmann::json;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// ---- A reader of the Aldebaran format, and the textbook partition refinement for strong bisimilarity

struct Lts {
  int start = 0, states = 0;
  std::vector<std::tuple<int, std::string, int>> edges;
};

Lts read_aut(const std::string& text) {
  Lts lts;
  std::istringstream in(text);
  std::string line;
  std::getline(in, line);
  std::size_t edges = 0;
  REQUIRE(std::sscanf(line.c_str(), "des (%d,%zu,%d)", &lts.start, &edges, &lts.states) == 3);
  while (std::getline(in, line)) {
    const std::size_t open = line.find(",\""), close = line.rfind("\",");
    REQUIRE(line.front() == '(');
    REQUIRE(line.back() == ')');
    REQUIRE(open != std::string::npos);
    lts.edges.emplace_back(std::atoi(line.c_str() + 1), line.substr(open + 2, close - open - 2),
                           std::atoi(line.c_str() + close + 2));
  }
  CHECK(lts.edges.size() == edges);
  for (const auto& [from, label, to] : lts.edges) CHECK((from < lts.states && to < lts.states && from >= 0));
  return lts;
}

// Are the starts of the two strongly bisimilar? Blocks of the disjoint union, refined until nothing changes.
bool bisimilar(const Lts& a, Lts b) {
  const int n = a.states + b.states;
  auto edges = a.edges;
  for (auto& [from, label, to] : b.edges) edges.emplace_back(from + a.states, label, to + a.states);
  std::vector<int> block(static_cast<std::size_t>(n), 0);
  for (int blocks = 1;;) {
    std::vector<std::pair<int, std::set<std::pair<std::string, int>>>> signature(block.size());
    for (std::size_t s = 0; s < block.size(); ++s) signature[s].first = block[s];
    for (const auto& [from, label, to] : edges)
      signature[static_cast<std::size_t>(from)].second.emplace(label, block[static_cast<std::size_t>(to)]);
    std::map<decltype(signature)::value_type, int> numbers;
    for (std::size_t s = 0; s < block.size(); ++s)
      block[s] = numbers.emplace(signature[s], static_cast<int>(numbers.size())).first->second;
    if (static_cast<int>(numbers.size()) == blocks) break;
    blocks = static_cast<int>(numbers.size());
  }
  return block[static_cast<std::size_t>(a.start)] == block[static_cast<std::size_t>(b.start + a.states)];
}

const char* const kScript = R"(channel a, b, c, d
VM = a -> (b -> VM |~| c -> VM)
TWICE = a -> (b -> TWICE |~| c -> TWICE) [] a -> (c -> TWICE |~| b -> TWICE)
LATE = a -> b -> LATE |~| a -> c -> LATE
HIDDEN = (a -> d -> b -> SKIP) \ {d}

channel up, down, both
LEFT = up -> both -> down -> LEFT
RIGHT = up -> both -> RIGHT
WATCH = both -> WATCH
SYSTEM = (LEFT [| {up, both} |] RIGHT) [| {both} |] WATCH
CIRCLE = (up -> down -> STOP) [| {up, down} |] (down -> up -> STOP)
assert not CIRCLE :[deadlock free]
)";

const char* const kProgram = R"(prog main() {
    m := mk(mutex); n := mk(mutex); done := mk(chan[1] of int);
    begin prog() { m.lock(); n.lock(); done <-= 1; n.unlock(); m.unlock() }();
    n.lock(); m.lock(); m.unlock(); n.unlock();
    r := <-done
}
prog pair() { c := mk(chan of int); begin prog() { c <-= 1 }(); r := <-c }
assert not main() :[deadlock free]
)";

struct Files {
  Folder folder;
  std::string script = folder.write("script.csp", kScript), program = folder.write("program.csp", kProgram);

  Lts aut(const std::string& process, bool minimise = false) const {
    std::vector<std::string> arguments{"graph", script, process, "--format", "aut"};
    if (minimise) arguments.emplace_back("--minimise");
    const Run run = run_csp(arguments);
    CHECK(run.status == 0);
    return read_aut(run.out);
  }
  Json of(const std::string& what, const std::string& file, const std::string& process) const {
    const Run run = run_csp({"graph", file, process, "--of", what, "--format", "json"});
    CHECK_MESSAGE(run.status == 0, run.err);
    return Json::parse(run.out);
  }
};

// "a - b by ch", "a -> b by ch"; sorted.
std::vector<std::string> edges(const Json& graph) {
  std::vector<std::string> list;
  for (const Json& e : graph["edges"]) {
    std::string from = graph["nodes"][e["from"].get<std::size_t>()]["name"],
                to = graph["nodes"][e["to"].get<std::size_t>()]["name"];
    const bool directed = e["directed"];
    if (!directed && to < from) std::swap(from, to);
    list.push_back(from + (directed ? " -> " : " - ") + to + " by " + e["label"].get<std::string>());
  }
  std::sort(list.begin(), list.end());
  return list;
}

TEST_CASE("aut: what is written is read back, and compared by bisimulation") {
  const Files files;
  const Lts vm = files.aut("VM"), twice = files.aut("TWICE"), late = files.aut("LATE");
  CHECK(vm.states == 4);             // VM, after a, and the two resolved ones
  CHECK(bisimilar(vm, twice));       // Milner: + is idempotent and commutative
  CHECK_FALSE(bisimilar(vm, late));  // equal in failures, not bisimilar
  const Lts least = files.aut("TWICE", true);
  CHECK(bisimilar(least, twice));
  CHECK(least.states == 4);
  const Lts hidden = files.aut("HIDDEN");
  CHECK(std::count_if(hidden.edges.begin(), hidden.edges.end(),
                      [](const auto& e) { return std::get<1>(e) == "tau"; }) == 1);
  CHECK(std::count_if(hidden.edges.begin(), hidden.edges.end(),
                      [](const auto& e) { return std::get<1>(e) == "tick"; }) == 1);
  // Without the hidden d: a, b, ✓. Milner's a.τ.P = a.P.
  const Run weak = run_csp({"graph", files.script, "HIDDEN", "--format", "aut", "--weak"});
  CHECK(bisimilar(read_aut(weak.out), Lts{0, 4, {{0, "a", 1}, {1, "b", 2}, {2, "tick", 3}}}));
  CHECK(read_aut(weak.out).states == 4);
  // The choice by two τ cannot be left out.
  CHECK(read_aut(run_csp({"graph", files.script, "VM", "--format", "aut", "--weak"}).out).states == 4);
  // The same from the JSON.
  const Json json = Json::parse(run_csp({"graph", files.script, "TWICE", "--format", "json"}).out);
  Lts other{json["start"], json["states"], {}};
  for (const Json& e : json["transitions"]) {
    const std::string event = e["event"];
    other.edges.emplace_back(e["from"], event == "τ" ? "tau" : event, e["to"]);
  }
  CHECK(bisimilar(other, twice));
}

TEST_CASE("svg and -o: a picture in a file, or why not") {
  const Files files;
  const std::string path = files.folder.path() + "/vm.svg";
  const Run run = run_csp({"graph", files.script, "VM", "--format", "svg", "-o", path});
  if (run.status == 2) {  // without Graphviz the message names it
    CHECK(has(run.err, "graphviz"));
  } else {
    CHECK(run.status == 0);
    CHECK(run.out.empty());
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    CHECK(has(text.str(), "<svg"));
    CHECK(has(text.str(), ">a</text>"));
  }
  const Run nowhere = run_csp({"graph", files.script, "VM", "-o", files.script + "/x.dot"});
  CHECK(nowhere.status == 2);
  CHECK(has(nowhere.err, "cannot write"));
}

TEST_CASE("network: who is connected to whom by what") {
  const Files files;
  const Json system = files.of("network", files.script, "SYSTEM");
  CHECK(edges(system) == std::vector<std::string>{"LEFT - RIGHT by up", "LEFT - both by ", "RIGHT - both by ",
                                                  "WATCH - both by "});
  CHECK(system["reason"] == "");
  const Json program = files.of("network", files.program, "main()");
  const auto list = edges(program);
  const auto there = [&](const std::string& edge) {
    return std::find(list.begin(), list.end(), edge) != list.end();
  };
  CHECK(there("child -> done by "));
  CHECK(there("done -> main by "));
  CHECK(there("m - main by "));
  CHECK(there("child - n by "));
  CHECK(there("main -> child by begins"));
  CHECK(edges(files.of("network", files.program, "pair()")) ==
        std::vector<std::string>{"child -> pair by c", "pair -> child by begins"});
  const Run part = run_csp({"graph", files.program, "main()", "--of", "network", "--max-states", "1"});
  CHECK(part.status == 0);
  CHECK(has(part.err, "may have more"));
  CHECK(has(run_csp({"graph", files.script, "SYSTEM", "--of", "network"}).out, "dir=none"));
}

TEST_CASE("a picture of a program says who does what, its deadlock is red; the other formats have its τ") {
  const Folder folder;
  const std::string file = folder.write("m.csp",
                                        "prog P() { c := mk(chan of int); begin prog() { c <-= 1 }(); select "
                                        "{ case x := <-c: skip; default: skip } }\n");
  const Run run = run_csp({"graph", file, "P()"});
  CHECK(run.status == 0);
  // P begins the child; then they meet, or P passes by and the child is left alone.
  for (const char* edge : {"s0 -> s1 [label=\"P: begin prog()\"]", "child: c <-= 1", "label=\"P: default\"",
                           "color=red", "shape=doublecircle"})
    CHECK_MESSAGE(has(run.out, edge), edge << "\n" << run.out);
  CHECK(has(run_csp({"graph", file, "P()", "--format", "aut"}).out, "\"tau\""));
  CHECK(has(run_csp({"graph", file, "P()", "--minimise"}).out, "label=\"τ\""));
  const Run part = run_csp({"graph", file, "P()", "--max-states", "2"});
  CHECK(part.status == 3);
  CHECK(part.err == "csp: the graph of P() is not whole: limit of 2 states reached\n");
}

TEST_CASE("a picture that nobody could look at is refused at once; dot ends with the time") {
  const Folder folder;
  const std::string file = folder.write("m.csp", "channel a: {0..9}\nMANY = ||| i: {0..9} @ a.i -> STOP\n");
  // 2^10 states, 10 * 2^9 transitions.
  const Run many = run_csp({"graph", file, "MANY", "--format", "svg"});
  CHECK(many.status == 3);
  CHECK(has(many.err, "5120 edges are too many for a picture"));
  const Run slow =
      run_csp({"graph", file, "||| i: {0..8} @ a.i -> STOP", "--format", "svg", "--timeout", "300ms"});
  CHECK(slow.status == (has(slow.err, "graphviz") ? 2 : 3));
}

TEST_CASE("waiting: who never offers an event is waited for, too") {
  // The machine wants coffee, which the drinker never takes; the drinker wants tea.
  const Folder folder;
  const std::string file = folder.write(
      "m.csp",
      "channel coin, tea, coffee\nVM = coin -> (tea -> VM |~| coffee -> VM)\nUSER = coin -> tea -> USER\n"
      "BOTH = VM [| {coin, tea, coffee} |] USER\n");
  const Json json = Json::parse(run_csp({"graph", file, "BOTH", "--of", "waiting", "--format", "json"}).out);
  REQUIRE(json["edges"].size() == 2);
  for (const Json& e : json["edges"]) CHECK(e["in_cycle"] == true);
  CHECK(edges(json) ==
        std::vector<std::string>{"USER -> VM by could do {tea}", "VM -> USER by could do {coffee}"});
}

TEST_CASE("waiting: the cycle in the nearest deadlock") {
  const Files files;
  const Json circle = files.of("waiting", files.script, "CIRCLE");
  REQUIRE(circle["edges"].size() == 2);
  for (const Json& e : circle["edges"]) CHECK(e["in_cycle"] == true);
  const Json program = files.of("waiting", files.program, "main()");
  REQUIRE(program["edges"].size() == 2);  // each holds the lock that the other one wants
  for (const Json& e : program["edges"]) {
    CHECK(e["in_cycle"] == true);
    CHECK(has(e["label"], "held by"));
  }
  const Run none = run_csp({"graph", files.script, "VM", "--of", "waiting"});
  CHECK(none.status == 1);
  CHECK(has(none.err, "it has no deadlock"));
  CHECK(run_csp({"graph", files.program, "main()", "--of", "waiting", "--max-states", "1"}).status == 3);
  CHECK(run_csp({"graph", files.script, "VM", "--of", "waiting", "--format", "aut"}).status == 2);
  CHECK(run_csp({"graph", files.script, "VM", "--of", "nothing"}).status == 2);
}

}  // namespace
}  // namespace csp::cli_test
