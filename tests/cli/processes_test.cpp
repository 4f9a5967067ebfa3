// Assertions about processes on the command line: verdicts, the two sides of a counterexample, print, csp
// equiv. The verdicts are those of the books: Roscoe 1997, sections 2.4, 3.3 (choice and nondeterminism), 8.4
// (divergence).
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace {

using csp::cli_test::contains;
using csp::cli_test::Folder;
using csp::cli_test::Run;
using csp::cli_test::run_csp;

const std::string kMachines =
    "channel coin, choc, toffee\n"
    "VM = coin -> (choc -> VM [] toffee -> VM)\n"
    "MOODY = coin -> (choc -> MOODY |~| toffee -> MOODY)\n";

TEST_CASE("processes: each assertion gets its verdict and the status follows") {
  const Folder folder;
  const std::string good =
      folder.write("a.csp", kMachines +
                                "assert VM [T= MOODY\nassert MOODY [FD= VM\nassert not VM [F= MOODY\n"
                                "assert VM :[deadlock free [F]]\nassert VM :[deterministic]\n"
                                "assert not MOODY :[deterministic [FD]]\nassert VM :[divergence free]\n");
  const Run run = run_csp({"check", good});
  CHECK(run.status == 0);
  CHECK(contains(run.out, "7 assertions, 7 as stated"));
  const std::string bad = folder.write("b.csp", kMachines + "assert VM [F= MOODY\n");
  const Run fails = run_csp({"check", bad});
  CHECK(fails.status == 1);
  CHECK(contains(fails.out, "MOODY can refuse what VM has to offer, after <coin>"));
  const std::string endless =
      folder.write("c.csp", "channel a\nP(n) = a -> P(n + 1)\nassert P(0) :[deadlock free]\n");
  const Run limited = run_csp({"check", "--max-states", "1000", endless});
  CHECK(limited.status == 3);
  CHECK(contains(limited.out, "limit of 1000 states reached"));
}

TEST_CASE("processes: what evaluation gets wrong is a diagnostic with its place") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", "channel a\nf(1) = 2\nP(n) = a -> P(f(n))\nassert P(1) :[deadlock free]\n");
  const Run run = run_csp({"check", file});
  CHECK(run.status == 2);
  CHECK(contains(run.err, "E0602"));
  CHECK(contains(run.err, ":2:"));
}

TEST_CASE("processes: a trace shows the specification beside the components of the process") {
  const Folder folder;
  const std::string file = folder.write("a.csp",
                                        "channel left, right, mid: {0..1}\n"
                                        "COPY(i, o) = i?x -> o!x -> COPY(i, o)\n"
                                        "TWO = (COPY(left, mid) [|{|mid|}|] COPY(mid, right)) \\ {|mid|}\n"
                                        "assert COPY(left, right) [T= TWO\n");
  const Run run = run_csp({"trace", file});
  CHECK(run.status == 1);
  CHECK(contains(run.out, "COPY(left, right) (specification)"));
  CHECK(contains(run.out, "COPY(left, mid)"));
  CHECK(contains(run.out, "τ (mid.0)"));
  CHECK(contains(run.out, "After <left.0> TWO can do left.0."));
  CHECK(contains(run.out, "COPY(left, right) can do only right.0 there."));
}

TEST_CASE("processes: where nothing goes on, what each part offers") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kMachines +
                                                     "CUST = coin -> choc -> CUST\n"
                                                     "SHOP = MOODY [| Events |] CUST\n"
                                                     "assert SHOP :[deadlock free]\n");
  const Run check = run_csp({"check", file});
  CHECK(contains(check.out, "MOODY offers only {toffee}, CUST offers only {choc}"));
  const Run trace = run_csp({"trace", file});
  CHECK(contains(trace.out, "There MOODY offers only {toffee}.\n  There CUST offers only {choc}."));
  const auto root = nlohmann::json::parse(run_csp({"check", "--format", "json", file}).out);
  const std::string text = root.dump();
  CHECK(contains(text, R"({"name":"CUST","offers":["choc"],"terminated":false})"));
}

TEST_CASE("processes: json says what kind of finding it is, with both sides") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kMachines + "print {1..2}\nassert VM [F= MOODY\n");
  const auto root = nlohmann::json::parse(run_csp({"check", "--format", "json", file}).out);
  const auto& first = root["files"][0];
  CHECK(first["prints"][0]["value"] == "{1, 2}");
  const auto& finding = first["assertions"][0]["instances"][0]["findings"][0];
  CHECK(finding["kind"] == "refusal");
  CHECK(finding["process"]["specification"] == "VM");
  CHECK(finding["process"]["trace"] == nlohmann::json::array({"coin"}));
  CHECK(finding["process"]["offers"].size() == 1);
  CHECK(finding["process"]["needs"][0].size() == 2);
}

TEST_CASE("equiv: equal in traces, apart in failures; a divergence; equal in all") {
  const Folder folder;
  const std::string file = folder.write("a.csp", kMachines + "LOOP = coin -> LOOP\n");
  const Run moody = run_csp({"equiv", file, "VM", "MOODY"});
  CHECK(moody.status == 1);
  CHECK(contains(moody.out, "traces                    equal"));
  CHECK(contains(moody.out, "stable failures           not equal"));
  const Run same = run_csp({"equiv", file, "VM [] VM", "VM"});
  CHECK(same.status == 0);
  CHECK(contains(same.out, "No experiment tells them apart."));
  // F cannot tell a divergent process from a trace of it that never rests; T and FD see it (Roscoe
  // 1997, 8.4).
  const Run busy = run_csp({"equiv", file, "STOP", "LOOP \\ {coin}"});
  CHECK(busy.status == 1);
  CHECK(contains(busy.out, "traces                    equal"));
  CHECK(contains(busy.out, "stable failures           not equal"));
  CHECK(contains(busy.out, "can come to rest where"));
  CHECK(contains(busy.out, "can go on for ever without a visible event"));
  CHECK(run_csp({"equiv", file, "VM"}).status == 2);
  CHECK(run_csp({"equiv", file, "VM", "NOBODY"}).status == 2);
}

TEST_CASE("graph: the transition system in each format; the least one; what is too large") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", kMachines + "TWICE = coin -> coin -> TWICE\nP(n) = coin -> P(n + 1)\n");
  const Run aut = run_csp({"graph", file, "MOODY", "--format", "aut"});
  CHECK(aut.status == 0);
  CHECK(aut.out ==
        "des (0,5,4)\n(0,\"coin\",1)\n(1,\"tau\",2)\n(1,\"tau\",3)\n(2,\"choc\",0)\n(3,\"toffee\",0)\n");
  CHECK(contains(run_csp({"graph", file, "MOODY"}).out, "s0 -> s1 [label=\"coin\"];"));
  CHECK(run_csp({"graph", file, "TWICE", "--format", "aut"}).out ==
        "des (0,2,2)\n(0,\"coin\",1)\n(1,\"coin\",0)\n");
  CHECK(run_csp({"graph", file, "TWICE", "--format", "aut", "--minimise"}).out ==
        "des (0,1,1)\n(0,\"coin\",0)\n");
  const auto root = nlohmann::json::parse(run_csp({"graph", file, "VM", "--format", "json"}).out);
  CHECK(root["states"] == 2);
  CHECK(root["transitions"].size() == 3);
  const Run endless = run_csp({"graph", file, "P(0)", "--max-states", "100"});
  CHECK(endless.status == 3);
  CHECK(endless.out.empty());
  CHECK(run_csp({"graph", file, "NOBODY"}).status == 2);
  CHECK(run_csp({"graph", file}).status == 2);
}

TEST_CASE("any(int) in a program that is a process: unknown, whatever asks") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp",
                   "channel l: {0..3}\nprog val(n: int) { l!n }\nprog z() { n := any(int); l!1 }\n"
                   "assert not STOP [T= val(2)\nassert STOP [T= z()\nassert z() :[deadlock free [F]]\n");
  const Run run = run_csp({"check", file});
  CHECK(run.status == 3);
  CHECK(contains(run.out, "`any(int)` of line 3 has infinitely many values"));
  CHECK(contains(run.out, "3 assertions, 1 as stated, 2 unknown"));
  CHECK(run_csp({"equiv", file, "z()", "STOP"}).status == 3);
  CHECK(run_csp({"graph", file, "z()"}).status == 3);
}

TEST_CASE("what evaluation gets wrong is told once and with its place; what a limit stops is no mistake") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp",
                   "channel a: {0..2}\nPAR(n) = a!n -> PAR((n + 1) % 3)\nf(x) = f(x + 1)\n"
                   "SLOW = if f(0) == 1 then STOP else SKIP\n");
  const Run wrong = run_csp({"equiv", file, "PAR(9)", "PAR(0)"});
  CHECK(wrong.status == 2);
  CHECK(wrong.err.find("E0605") == wrong.err.rfind("E0605"));
  CHECK(contains(wrong.err, ":2:"));
  for (const char* verb : {"graph", "equiv"}) {
    std::vector<std::string> arguments = {verb, file, "SLOW", "--timeout", "100ms"};
    if (std::string(verb) == "equiv") arguments.push_back("STOP");
    const Run slow = run_csp(arguments);
    CHECK(slow.status == 3);
    CHECK(!contains(slow.err, "error["));
  }
  const Run unknown = run_csp({"equiv", file, "PAR(0)", "NOBODY"});
  CHECK(contains(unknown.err, "PROCESS 2:2:1"));
  CHECK(!contains(unknown.err, "it ="));
}

TEST_CASE("a `print` that goes wrong leaves the verdicts whole") {
  const Folder folder;
  const std::string file =
      folder.write("a.csp", "channel a\nP = a -> P\nprint 1 / 0\nassert P :[deadlock free]\n");
  const Run run = run_csp({"check", file});
  CHECK(run.status == 2);
  CHECK(contains(run.out, "ok    P is deadlock free"));
  CHECK(contains(run.out, "1 assertion, 1 as stated; a `print` went wrong in 1 file"));
  CHECK(contains(run.err, "E0609"));
}

// Each is met only when what is around it is explored; more names come while one is in use.
TEST_CASE("compressions and priorities inside of others") {
  const Folder folder;
  const std::string file = folder.write(
      "a.csp",
      "channel a, b\n"
      "transparent sbisim, wbisim, dbisim, diamond, normal, chase, explicate, tau_loop_factor\n"
      "external prioritise\n"
      "P = normal(a -> dbisim(b -> diamond(a -> sbisim(b -> wbisim(a -> tau_loop_factor(b -> "
      "explicate(a -> chase(STOP))))))))\n"
      "Q = prioritise(a -> prioritise(b -> prioritise(a -> prioritise(b -> STOP [] a -> STOP, <{a}, {b}>), "
      "<{b}>), <{a}>), <{a, b}>)\n"
      "assert a -> b -> a -> b -> a -> b -> a -> STOP [FD= P\n"
      "assert a -> b -> a -> b -> a -> b -> a -> STOP [FD= P ||| STOP\n"
      "assert a -> b -> a -> a -> STOP [FD= Q\n"
      "assert not a -> b -> STOP [T= Q\n");
  CHECK(run_csp({"check", file}).status == 0);
  CHECK(run_csp({"check", "--no-compress", file}).status == 0);
}

}  // namespace
