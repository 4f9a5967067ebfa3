// csp check: exit statuses, selection, limits, folders, bad input. Expected verdicts follow from the texts of
// the models by hand.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

// P(0): the child's send finds no receiver, ever. P(1): the buffer takes the message.
const std::string kLeak =
    "-- a child that sends to nobody\n"
    "prog P(n: 0..1) {\n"
    "  c := mk(chan[n] of int);\n"
    "  begin prog() { c <-= 1 }();\n"
    "}\n";

// Counts for ever: infinitely many states.
const std::string kEndless =
    "prog E() {\n"
    "  c := mk(chan[1] of int);\n"
    "  for i := 0; true; i += 1 { c <-= i; <-c; }\n"
    "}\n"
    "assert E() :[deadlock free]\n";

TEST_CASE("status 0: as stated, also where the author states that it fails") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", kLeak + "assert not P(0) :[leak free]\nassert P(1) :[leak free]\n");
  const Run run = run_csp({"check", file});
  CHECK_MESSAGE(run.status == 0, run.out << run.err);
  CHECK(contains(run.out, "ok    P(0) is not leak free"));
  CHECK(contains(run.out, "ok    P(1) is leak free"));
  CHECK(contains(run.out, "2 assertions, 2 as stated"));
  CHECK(run.err.empty());
}

TEST_CASE("status 1: not as stated, with the reason and the command that shows the trace") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", kLeak + "assert P(0) :[leak free]\nassert not P(1) :[leak free]\n");
  const Run run = run_csp({"check", file});
  CHECK(run.status == 1);
  CHECK(contains(run.out, "FAIL  P(0) is leak free"));
  CHECK(contains(run.out, "blocked for ever"));
  CHECK(contains(run.out, "csp trace " + file + " --only 'P(0) :[leak free]'"));
  CHECK(contains(run.out, "but P(1) is leak free"));
  CHECK(contains(run.out, "2 assertions, 0 as stated, 2 not as stated"));
}

TEST_CASE("status 2: a model with errors does not stop the others") {
  const Folder folder;
  const std::string bad = folder.write("bad.csp", "prog P( {\n");
  const std::string good = folder.write("good.csp", kLeak + "assert P(1) :[leak free]\n");
  const Run run = run_csp({"check", bad, good});
  CHECK(run.status == 2);
  CHECK(contains(run.err, "bad.csp:1:"));
  CHECK(contains(run.out, "ok    P(1) is leak free"));
  CHECK(contains(run.out, "1 file could not be checked"));
}

TEST_CASE("status 2: files that cannot be models") {
  const Folder folder;
  const std::string loop = folder.path() + "/loop.csp";
  std::filesystem::create_symlink(loop, loop);
  const std::string binary = folder.write("binary.csp", std::string("\0\x01\xff\xfe\0assert", 11));
  for (const std::string& operand : {folder.path() + "/missing.csp", loop, binary}) {
    const Run run = run_csp({"check", operand});
    CHECK_MESSAGE(run.status == 2, operand << ": " << run.status);
    CHECK_FALSE(run.err.empty());
    CHECK(contains(run.err, operand));
  }
}

TEST_CASE("an empty model has no assertions") {
  const Folder folder;
  const Run run = run_csp({"check", folder.write("empty.csp", "")});
  CHECK(run.status == 0);
  CHECK(contains(run.out, "no assertions"));
  CHECK(contains(run.out, "0 assertions, 0 as stated"));
}

TEST_CASE("status 3: every limit ends as unknown, with its reason") {
  const Folder folder;
  const std::string file = folder.write("e.csp", kEndless);
  const auto reason = [&](const char* option, const char* value) {
    const Run run = run_csp({"check", option, value, file});
    CHECK_MESSAGE(run.status == 3, option << ": " << run.out << run.err);
    CHECK(contains(run.out, "1 unknown"));
    return run.out;
  };
  CHECK(contains(reason("--max-states", "1000"), "unknown: limit of 1000 states reached"));
  CHECK(contains(reason("--max-depth", "7"), "unknown: limit of 7 steps in depth reached"));
  CHECK(contains(reason("--max-memory", "3M"), "unknown: limit of 3 MB of memory reached"));
  CHECK(contains(reason("--timeout", "200ms"), "unknown: limit of 0.2 seconds reached"));
}

TEST_CASE("what weighs more decides the status") {
  const Folder folder;
  const std::string endless = folder.write("e.csp", kEndless);
  const std::string fails = folder.write("f.csp", kLeak + "assert P(0) :[leak free]\n");
  const std::string bad = folder.write("b.csp", "assert\n");
  CHECK(run_csp({"check", "--max-states", "500", endless, fails}).status == 1);
  CHECK(run_csp({"check", "--max-states", "500", endless, fails, bad}).status == 2);
}

TEST_CASE("Ctrl-C prints what is known") {
  const Folder folder;
  const std::string file = folder.write("e.csp", kLeak + "assert P(1) :[leak free]\n" + kEndless);
  RunOptions options;
  options.interrupt_after_ms = 500;
  const Run run = run_csp({"check", file}, options);
  CHECK(run.status == 3);
  CHECK(contains(run.out, "ok    P(1) is leak free"));
  CHECK(contains(run.out, "unknown: interrupted"));
  CHECK(contains(run.out, "2 assertions, 1 as stated, 1 unknown"));
}

TEST_CASE("folders are walked, sorted; other files are left alone") {
  const Folder folder;
  const std::string model = kLeak + "assert P(1) :[leak free]\n";
  folder.write("m/b.csp", model);
  folder.write("m/a/z.csp", model);
  folder.write("m/notes.txt", "assert nonsense");
  RunOptions there;
  there.folder = folder.path();
  const Run run = run_csp({"check", "m"}, there);
  CHECK(run.status == 0);
  const std::size_t z = run.out.find("m/a/z.csp\n"), b = run.out.find("m/b.csp\n");
  CHECK(z != std::string::npos);
  CHECK(b != std::string::npos);
  CHECK(z < b);
  CHECK(contains(run.out, "2 assertions, 2 as stated"));

  folder.write("none/readme.txt", "");
  const Run none = run_csp({"check", "none"}, there);
  CHECK(none.status == 2);
  CHECK(contains(none.err, "no .csp file"));
}

TEST_CASE("--only picks by the text or by the words of an assertion") {
  const Folder folder;
  const std::string file = folder.write(
      "a.csp", kLeak + "assert P(0) :[leak free]\nassert P(1) :[leak free]\nassert P(1) :[terminates]\n");
  CHECK(run_csp({"check", file, "--only", "P(1)"}).status == 0);
  CHECK(contains(run_csp({"check", file, "--only", "P(1)"}).out, "2 assertions, 2 as stated"));
  CHECK(contains(run_csp({"check", file, "--only", "P(1) is leak"}).out, "1 assertion, 1 as stated"));
  CHECK(contains(run_csp({"check", file, "--only", "P(1) :[leak"}).out, "1 assertion, 1 as stated"));
  const Run none = run_csp({"check", file, "--only", "Q"});
  CHECK(none.status == 2);
  CHECK(contains(none.err, "no assertion contains Q"));
}

TEST_CASE("-D gives a constant another value") {
  const Folder folder;
  const std::string file = folder.write("a.csp", "N = 0\n" + kLeak + "assert P(N) :[leak free]\n");
  CHECK(run_csp({"check", file}).status == 1);
  CHECK(run_csp({"check", "-D", "N=1", file}).status == 0);
  CHECK(run_csp({"check", "-D", "M=1", file}).status == 2);
  CHECK(run_csp({"check", "-D", "N=+", file}).status == 2);
}

TEST_CASE("forall: every instance, with those that fail named") {
  const Folder folder;
  const std::string all = folder.write("a.csp", kLeak + "assert forall n: 0..1 @ P(n) :[leak free]\n");
  const Run run = run_csp({"check", all});
  CHECK(run.status == 1);
  CHECK(contains(run.out, "FAIL  for all n in 0..1: P(n) is leak free"));
  CHECK(contains(run.out, "fails for n = 0\n"));
  CHECK(contains(run.out, "holds for n = 1\n"));
  const std::string some = folder.write("b.csp", kLeak + "assert not forall n: 0..1 @ P(n) :[leak free]\n");
  CHECK(run_csp({"check", some}).status == 0);
}

TEST_CASE("pri select asks about states between interactions: savings that make more states are refused") {
  const Folder folder;
  const std::string file = folder.write("a.csp",
                                        "SYSTEM = [ a:: pri select { case b!1: skip case <-timeout(): skip } "
                                        "|| b:: x: int; pri select { case a?x: skip } ]\n"
                                        "assert SYSTEM :[deadlock free]\n");
  CHECK(run_csp({"check", file}).status == 0);
  for (const char* option : {"--no-merge", "--no-resolve"}) {
    const Run run = run_csp({"check", option, file});
    CHECK(run.status == 3);
    CHECK(contains(run.out, "not with --no-merge or --no-resolve"));
  }
  CHECK(run_csp({"check", "--no-canonical", "--no-forget", file}).status == 0);
}

TEST_CASE("search orders and savings do not change the answers; a random search names its seed") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", kLeak + "assert not P(0) :[leak free]\nassert P(1) :[leak free]\n");
  CHECK(run_csp({"check", file, "--search", "dfs"}).status == 0);
  const Run random = run_csp({"check", file, "--search", "random", "--seed", "42"});
  CHECK(random.status == 0);
  CHECK(contains(random.out, "seed 42"));
  for (const char* option : {"--no-merge", "--no-resolve", "--no-canonical", "--first"})
    CHECK_MESSAGE(run_csp({"check", file, option}).status == 0, option);
}

}  // namespace

TEST_CASE("who keeps whom back at a lock of readers and writers") {
  const Folder folder;
  const std::string model =
      folder.write("rw.csp",
                   "prog reader(m: rwmutex) { m.rlock(); m.rlock(); m.runlock(); m.runlock() }\n"
                   "prog writer() { m: rwmutex; begin reader(m); m.lock(); m.unlock() }\n"
                   "assert not writer() :[deadlock free]\n");
  const Run run = run_csp({"trace", model});
  INFO(run.out);
  // The announced writer waits for the reader, not for itself; the reader's second rlock waits for the
  // announced writer.
  CHECK(run.out.find("held for reading by reader") != std::string::npos);
  CHECK(run.out.find("announced for writing by writer") != std::string::npos);
  CHECK(run.out.find("itself") == std::string::npos);
  CHECK(run.out.find("writer waits for reader, reader waits for writer") != std::string::npos);
}

}  // namespace csp::cli_test
