// csp step: choosing, going back, running to a place, counterexamples, scripts, a terminal. The models are
// small enough to be followed by hand.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

const char* const kProcesses = R"(channel a, b, c, undo
datatype D = x | y
channel d : D
P = a -> b -> STOP [] c -> SKIP
Q = undo -> a -> STOP
R = a -> STOP |~| b -> STOP
COMPONENTS = a -> b -> STOP [| {b} |] b -> STOP
LONG = a -> (d.x -> STOP [] d.y -> b -> c -> STOP) [] b -> a -> LONG
assert not P :[deadlock free]
assert LONG :[divergence free]
)";

// Line 4: begin; line 5: receive. The child locks at 2 and sends at 3.
const char* const kProgram = R"(prog main() {
    m := mk(mutex); ch := mk(chan of int); x := 7;
    begin prog() { m.lock(); ch <-= 1; m.unlock() }();
    m.lock();
    r := <-ch;
    x = r;
    m.unlock()
}
assert not main() :[deadlock free]
)";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The part behind the last command.
std::string last(const std::string& text) { return text.substr(text.rfind("\n> ") + 1); }

struct Models {
  Folder folder;
  std::string processes = folder.write("processes.csp", kProcesses);
  std::string program = folder.write("program.csp", kProgram);

  Run process(const std::string& name, const std::string& commands) const {
    return run_csp({"step", processes, name, "--do", commands});
  }
  Run run(const std::string& commands) const {
    return run_csp({"step", program, "--only", "deadlock", "--do", commands});
  }
};

TEST_CASE("choosing by number, by name, by a part of a name") {
  const Models models;
  const Run start = models.process("P", "where");
  CHECK(start.status == 0);
  CHECK(has(start.out, "P, step 0: stable"));
  CHECK(has(start.out, "   1  a\n   2  c\n"));
  CHECK(has(models.process("P", "1; b").out, "step 2: deadlock: nothing can happen any more"));
  CHECK(has(models.process("P", "c; run").out, "it has ended"));
  CHECK(has(models.process("LONG", "a; d.y; b; c").out, "step 4: deadlock"));
  CHECK(has(models.process("LONG", "a; y").out, "step 2"));
  const Run both = models.process("LONG", "a; d");
  CHECK(both.status == 2);
  CHECK(has(both.err, "--do:2: `d` may be each of 1, 2"));
}

TEST_CASE("what is not offered is told, with what is") {
  const Models models;
  const Run wrong = models.process("P", "b");
  CHECK(wrong.status == 2);
  CHECK(has(wrong.err, "`b` is neither offered here nor a command"));
  CHECK(has(wrong.err, "offered: `a`, `c`"));
  CHECK(has(models.process("P", "3").err, "there is no choice 3: expected 1 to 2"));
  CHECK(has(models.process("P", "udno").err, "did you mean `undo`?"));
  CHECK(has(models.process("P", "undo").err, "this is the start"));
  CHECK(has(models.process("P", "a; b; x").err, "nothing is offered here"));
  CHECK(models.process("NOBODY", "").status == 2);
  CHECK(has(models.process("NOBODY", "").err, "NOBODY"));
  CHECK(run_csp({"step", models.processes + "x"}).status == 2);
  CHECK(run_csp({"step", models.processes, "P", "--only", "P"}).status == 2);
}

TEST_CASE("an event with the name of a command comes first; take says so for sure") {
  const Models models;
  CHECK(has(models.process("Q", "undo").out, "Q, step 1"));
  CHECK(has(models.process("Q", "take undo; undo").out, "Q, step 0"));
}

TEST_CASE("undo, redo, restart") {
  const Models models;
  CHECK(has(last(models.process("LONG", "b; a; a; undo 2").out), "LONG, step 1"));
  CHECK(has(last(models.process("LONG", "b; a; a; undo 2; redo").out), "LONG, step 2"));
  CHECK(has(last(models.process("LONG", "b; a; restart").out), "LONG, step 0"));
}

TEST_CASE("run goes to an event by a shortest way, and on where there is one choice only") {
  const Models models;
  const Run event = models.process("LONG", "run c; trace");
  CHECK(has(event.out, "LONG, step 4: deadlock"));  // a, d.y, b, c
  CHECK(has(last(event.out), "d.y"));
  CHECK(has(models.process("LONG", "run d").out, "LONG, step 2"));
  CHECK(has(models.process("LONG", "b; run").out, "LONG, step 2"));
  const Run none = models.process("P", "run d");
  CHECK(none.status == 2);
  CHECK(has(none.err, "no run from here comes to d"));
  CHECK(has(models.process("P", "run 3").err, "a process has no lines"));
}

TEST_CASE("internal choices are told apart by what they offer, components by what they could do") {
  const Models models;
  const Run choice = models.process("R", "where");
  CHECK(has(choice.out, "it may do τ by itself"));
  CHECK(has(choice.out, "τ (then offers {a})"));
  CHECK(has(choice.out, "τ (then offers {b})"));
  const Run parts = models.process("COMPONENTS", "where");
  CHECK(has(parts.out, "could do {a}"));
  CHECK(has(parts.out, "could do {b}"));
}

TEST_CASE("a counterexample is followed, left, and come back to") {
  const Models models;
  const Run all = models.run("follow");
  CHECK(all.status == 0);
  // Whoever locks first waits for the other at the channel, who waits for the lock.
  CHECK(has(last(all.out), "main(), step 2: deadlock"));
  CHECK(has(last(all.out), "The counterexample ends here"));
  CHECK(has(last(all.out), "<- blocked: held by"));
  CHECK(has(last(all.out), "x = 7"));
  const Run left = models.run("follow 1; child: m.lock(); undo; follow");
  CHECK(left.status == 0);
  CHECK(has(left.out, "   2  child: m.lock()"));
  CHECK(has(left.out, "*"));
  CHECK(has(last(left.out), "The counterexample ends here"));
  CHECK(has(models.run("follow 1; child: m.lock(); follow").err, "the counterexample has been left"));
  CHECK(has(models.run("follow; follow").err, "the counterexample ends here"));
  CHECK(has(run_csp({"step", models.processes, "--only", "P :[deadlock", "--do", "follow"}).out,
            "The counterexample ends here"));
  CHECK(has(run_csp({"step", models.processes, "--only", "LONG", "--do", "where"}).out,
            "There is no counterexample to follow"));
}

TEST_CASE("the counterexamples of all figures are followed to their ends") {
  int followed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CSP_SOURCE_DIR "/models/figures")) {
    if (entry.path().extension() != ".csp") continue;
    const std::string file = entry.path().string();
    const auto told = nlohmann::json::parse(run_csp({"check", "--format", "json", file}).out);
    for (const auto& assertion : told["files"][0]["assertions"]) {
      if (assertion["trace"].empty()) continue;
      const std::string text = assertion["text"];
      const Run run = run_csp({"step", file, "--only", text, "--do", "follow"});
      CHECK_MESSAGE(run.status == 0, file << " " << text << "\n" << run.err);
      CHECK_MESSAGE(has(run.out, "The counterexample ends here"), file << " " << text);
      ++followed;
    }
  }
  CHECK(followed >= 10);  // one for each figure at least
}

TEST_CASE("a program runs to a line and shows its variables") {
  const Models models;
  const Run line = models.run("run 6");
  CHECK(line.status == 2);  // line 6 touches nothing that is shared: nobody stops there
  CHECK(has(line.err, "no run from here comes to 6"));
  const Run five = models.run("run line 5");
  CHECK(five.status == 0);
  CHECK(has(last(five.out), "line 5"));
  CHECK(
      has(models.run("run m.unlock").err, "no run from here comes to m.unlock"));  // the deadlock forbids it
  CHECK(has(last(models.run("follow; list").out), "->    3"));
}

TEST_CASE("a program of a file without processes is named like one of an assertion") {
  const Models models;
  const std::string file =
      models.folder.write("alone.csp", "prog P(n: 0..1) { c := mk(chan[n] of int); c <-= 5 }\n");
  CHECK(has(run_csp({"step", file, "P(1)", "--do", "run"}).out, "all processes have ended"));
  CHECK(has(run_csp({"step", file, "P(0)", "--do", "where"}).out, "deadlock: nothing can happen any more"));
  const Run wrong = run_csp({"step", file, "Q(0)", "--do", "where"});
  CHECK(wrong.status == 2);
  CHECK(has(wrong.err, "`Q` is not declared"));
  CHECK_FALSE(has(wrong.err, "assert"));  // only what the reader wrote is shown
  // A pair of parentheses may be missing where there are no parameters, in every verb.
  const std::string bare = models.folder.write("bare.csp", "prog P() { c := mk(chan of int); c <-= 5 }\n");
  CHECK(run_csp({"graph", bare, "P"}).status == 0);
  CHECK(run_csp({"graph", "--of", "waiting", bare, "P"}).status == 0);
  CHECK(run_csp({"step", bare, "P", "--do", "where"}).status == 0);
  CHECK(run_csp({"step", file, "P(", "--do", "where"}).status == 2);
}

TEST_CASE("choices are saved and loaded, and a script that does not fit any more says where") {
  const Models models;
  const std::string file = models.folder.path() + "/choices.txt";
  CHECK(models.process("LONG", "b; a; a; d.x; save " + file).status == 0);
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  CHECK(has(text.str(), "take b\ntake a\ntake a\ntake d.x\n"));
  CHECK(has(last(models.process("LONG", "load " + file).out), "LONG, step 4: deadlock"));
  const Run script = run_csp({"step", models.processes, "LONG", "--script", file, "--do", "undo"});
  CHECK(has(last(script.out), "LONG, step 3"));
  const Run other = models.process("P", "load " + file);
  CHECK(other.status == 2);
  CHECK(has(other.err, file + ":2: `b` is neither offered here"));
  CHECK(models.process("P", "load " + file + "x").status == 2);
  CHECK(has(models.process("P", "save " + models.processes + "/x").err, "cannot write"));
}

TEST_CASE("a script that is none does not reach the terminal as it is") {
  const Folder folder;
  const std::string file = folder.write("m.csp", "channel a\nP = a -> P\n");
  const std::string binary = folder.write("b.txt", "\x1b[31m" + std::string(5000, 'x') + "\x07\n");
  const Run run = run_csp({"step", file, "P", "--script", binary});
  CHECK(run.status == 2);
  CHECK(run.out.find('\x1b') == std::string::npos);
  CHECK(run.err.find('\x1b') == std::string::npos);
  CHECK(run.err.size() < 400);
  CHECK(run.err.find("b.txt:1: `?[31mxxx") != std::string::npos);
}

TEST_CASE("commands come from a pipe, too; the first one that is wrong ends the run") {
  const Models models;
  RunOptions options;
  options.input = "a\n\nb\n";
  const Run good = run_csp({"step", models.processes, "P"}, options);
  CHECK(good.status == 0);
  CHECK(has(good.out, "step 2: deadlock"));
  options.input = "a\nz\nb\n";
  const Run bad = run_csp({"step", models.processes, "P"}, options);
  CHECK(bad.status == 2);
  CHECK(has(bad.err, "standard input:2: `z`"));
  CHECK_FALSE(has(bad.out, "step 2"));
}

TEST_CASE("in a terminal lines are edited, completed and remembered; a wrong one is no end") {
  const Models models;
  const Run run =
      run_csp_in_terminal({"step", models.processes, "LONG"},
                          {"zzz\r", "b\r", "resta\t\r", "\x1b[A\x1b[A\r", "und\x7f\x7f\x7fqu\t\r"});
  CHECK(run.status == 0);
  CHECK(has(run.out, "`zzz` is neither offered here"));
  CHECK(has(run.out, "LONG, step 1"));
  const std::size_t first = run.out.find("LONG, step 1"), again = run.out.find("LONG, step 0", first);
  REQUIRE(again != std::string::npos);                              // restart, completed by Tab
  CHECK(run.out.find("LONG, step 1", again) != std::string::npos);  // b, from the history
  const Run end = run_csp_in_terminal({"step", models.processes, "P"}, {"a\r", "\x04"});
  CHECK(end.status == 0);
  CHECK(has(end.out, "P, step 1"));
}

}  // namespace
}  // namespace csp::cli_test
