// Ends of runs proved without following the runs: where every run has an end (solver/endless.h), leaks and
// ends are states. The expectations are argued at each program.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/process.h"

namespace csp::cli_test {
namespace {

nlohmann::json ask(const std::string& model) {
  const Folder folder;
  const std::string file = folder.write("ends.csp", model);
  const Run run = run_csp(
      {"check", "--engine", "z3", "--effort", "20000000", "--show-invariant", "--format", "json", file});
  CAPTURE(run.err);
  return nlohmann::json::parse(run.out)["files"][0]["assertions"];
}

TEST_CASE("workers that are waited for: all of them end, at a number where following all runs is too much") {
  // Each worker adds and takes away, and is done once; the counter is the number of those that are begun and
  // not done, so that it comes down to 0 when they are, and who waits is let go on. One done less: the
  // counter stays at 1, and the parent waits for ever. One more: the counter gets negative.
  const std::string work = R"(var running: int
prog all(n: int, dones: int) {
    group: waitgroup;
    for p := 0; p < n; p += 1 {
        group.add(1);
        begin prog(p: int) {
            atomic.add(running, 1);
            atomic.add(running, -1);
            if p > 0 { group.done() } else { for d := 0; d < dones; d += 1 { group.done() } }
        }(p);
    }
    group.wait();
}
)";
  const auto right = ask(
      work +
      "assert all(8, 1) :[terminates]\nassert all(8, 1) :[leak free]\nassert all(8, 1) :[livelock free]\n");
  for (const auto& a : right) CHECK(a["verdict"] == "holds");
  const auto wrong =
      ask(work +
          "assert all(3, 0) :[terminates]\nassert all(3, 0) :[leak free]\nassert all(3, 2) :[terminates]\n");
  for (const auto& a : wrong) CHECK(a["verdict"] == "fails");
}

TEST_CASE("clauses learnt: who looks again before it takes finds something there") {
  // With "while" a consumer that is woken looks again, under the lock, and takes only what is there; with
  // "if" the other one may have been faster (models/go/cond.csp has the argument).
  const std::string consumers = R"(var items: int
prog consume(m: mutex, c: cond, looping: bool) {
    m.lock();
    if looping { while items == 0 { c.wait() } } else { if items == 0 { c.wait() } }
    assert items > 0;
    items -= 1;
    m.unlock();
}
prog wake(looping: bool) {
    m: mutex;
    c := mk(cond, m);
    begin consume(m, c, looping);
    begin consume(m, c, looping);
    m.lock();
    items = 2;
    c.broadcast();
    m.unlock();
}
prog one(looping: bool) {
    m: mutex;
    c := mk(cond, m);
    begin consume(m, c, looping);
    begin consume(m, c, looping);
    m.lock();
    items = 1;
    c.broadcast();
    m.unlock();
}
)";
  const auto right = ask(
      consumers +
      "assert wake(true) :[error free]\nassert wake(true) :[terminates]\nassert one(true) :[error free]\n");
  std::string shown;
  for (const auto& a : right) {
    CHECK(a["verdict"] == "holds");
    shown += a.dump();
  }
  CHECK(shown.find("clauses learnt") != std::string::npos);
  const auto wrong = ask(consumers + "assert one(false) :[error free]\nassert one(true) :[terminates]\n");
  for (const auto& a : wrong) CHECK(a["verdict"] == "fails");
}

TEST_CASE("a loop that somebody else must feed ends when he has ended; one that feeds itself does not") {
  // The receiver goes round once for each message, and the sender has three: every run has an end. With two
  // that send to each other for ever there is none, though each of them waits for the other again and again.
  const auto fed = ask(R"(prog fed() {
    c := mk(chan of int);
    begin prog() { for x := range c { skip } }();
    for i := 0; i < 3; i += 1 { c <-= i }
    close(c);
}
assert fed() :[terminates]
)");
  CHECK(fed[0]["verdict"] == "holds");
  const auto talk = ask(R"(prog talk() {
    a := mk(chan of int);
    b := mk(chan of int);
    begin prog() { for { x := <-a; b <-= x } }();
    for { a <-= 1; y := <-b; skip }
}
assert talk() :[terminates]
)");
  CHECK(talk[0]["verdict"] == "fails");
}

}  // namespace
}  // namespace csp::cli_test
