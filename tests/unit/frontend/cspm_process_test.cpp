// Processes of CSPM as terms: what a prefix offers, that recursion closes, what each operator becomes. The
// meaning of the forms is Roscoe's (1997, chapters 1 to 6 and appendix B).
#include <doctest/doctest.h>

#include "tests/unit/frontend/cspm_support.h"

namespace csp::test {
namespace {

const std::string kChannels =
    "datatype T = A.{0..1} | B\nchannel a, b, c\nchannel d: {0..2}\nchannel e: {0..1}.Bool\nchannel t: "
    "T\nchannel i: Int\n";

std::string offers(const std::string& process) {
  Processes p(kChannels + "P = " + process + "\nassert P :[deadlock free [F]]\n");
  INFO(p.said());
  REQUIRE(p.good());
  return p.offers();
}

// The code of what cannot be evaluated.
std::string fault(const std::string& process) {
  Processes p(kChannels + "P = " + process + "\nassert P :[deadlock free [F]]\n");
  INFO(p.said());
  REQUIRE(p.good());
  try {
    p.process();
  } catch (const EvaluationError& error) {
    return error.failure.code;
  }
  return "";
}

TEST_CASE("events of a prefix") {
  CHECK(offers("a -> STOP") == "a");
  CHECK(offers("d.1 -> STOP") == "d.1");
  CHECK(offers("d!1 -> STOP") == "d.1");
  CHECK(offers("d?x -> STOP") == "d.0 d.1 d.2");
  CHECK(offers("d?x:{1, 2} -> STOP") == "d.1 d.2");
  CHECK(offers("d?_ -> STOP") == "d.0 d.1 d.2");
  CHECK(offers("e?x!true -> STOP") == "e.0.true e.1.true");
  CHECK(offers("e.0?x -> STOP") == "e.0.false e.0.true");
  CHECK(offers("e?x -> STOP") ==
        "e.0.false e.0.true e.1.false e.1.true");  // the last field takes all that is missing
  CHECK(offers("e?x?y:{x == 1} -> STOP") == "e.0.false e.1.true");
  CHECK(offers("t?A.x -> STOP") == "t.A.0 t.A.1");
  CHECK(offers("t.A?x -> STOP") == "t.A.0 t.A.1");
  CHECK(offers("t?x -> STOP") == "t.B t.A.0 t.A.1");
  CHECK(offers("t!B -> STOP") == "t.B");
  CHECK(offers("i?1 -> STOP") == "i.1");  // matched without a list of all numbers
  CHECK(offers("i?x:{3, 5} -> STOP") == "i.3 i.5");
}

TEST_CASE("an input binds its variables in what follows, and in later fields") {
  Processes p(kChannels + "P = e?x?y -> (if y then d!x -> STOP else STOP)\nassert P :[deadlock free [F]]\n");
  REQUIRE(p.good());
  CHECK(p.offers(p.after(p.process(), "e.1.true")) == "d.1");
  CHECK(p.terms()[p.after(p.process(), "e.1.false")].kind == TermKind::Stop);
}

TEST_CASE("$ chooses internally") {
  Processes p(kChannels + "P = d$x -> STOP\nassert P :[deadlock free [F]]\n");
  REQUIRE(p.good());
  const Term& term = p.terms()[p.process()];
  CHECK(term.kind == TermKind::InternalChoice);
  CHECK(term.args.size() == 3);
  CHECK(p.offers(term.args[1]) == "d.1");
  CHECK(fault("d$x:{} -> STOP") == "E0611");
}

TEST_CASE("recursion closes") {
  const auto reachable = [](const std::string& script, const std::string& name) {
    Processes p(kChannels + script + "assert " + name + " :[deadlock free [F]]\n");
    INFO(p.said());
    REQUIRE(p.good());
    return p.reachable(500);
  };
  CHECK(reachable("P = a -> b -> P\n", "P") == 2);
  CHECK(reachable("P(0) = a -> P(3)\nP(n) = b -> P(n - 1)\n", "P(3)") == 4);
  CHECK(reachable("BUFF(s) = #s < 2 & d?x -> BUFF(s ^ <x>) [] #s > 0 & d!head(s) -> BUFF(tail(s))\n",
                  "BUFF(<>)") < 60);
  CHECK(reachable("Q(k, S) = d?x -> Q((k + 1) % 3, union(S, {x}))\n", "Q(0, {})") <= 3 * 8);
  CHECK(reachable("P = let X = a -> Y\n Y = b -> X\nwithin X\n", "P") <= 3);
  CHECK(reachable("P(f, x) = d!x -> P(f, f(x))\nG = P(\\ y @ (y + 1) % 3, 0)\n", "G") <= 4);
  CHECK(reachable("P(k)(x) = d!x -> P(k)((x + k) % 3)\nG = P(2)(0)\n", "G") <= 4);
}

TEST_CASE("a process that is defined by itself") {
  CHECK(fault("if true then P else STOP") == "E0601");
  CHECK(fault("Q\nQ = P") == "E0603");  // nothing says that they are processes
}

TEST_CASE("operators") {
  const auto kind = [](const std::string& process) {
    Processes p(kChannels + "P = " + process + "\nassert P :[deadlock free [F]]\n");
    INFO(p.said());
    REQUIRE(p.good());
    return p.terms()[p.process()].kind;
  };
  CHECK(kind("a -> STOP [] b -> STOP") == TermKind::ExternalChoice);
  CHECK(kind("a -> STOP |~| b -> STOP") == TermKind::InternalChoice);
  CHECK(kind("a -> STOP ||| b -> STOP") == TermKind::Parallel);
  CHECK(kind("a -> STOP [| {a} |] b -> STOP") == TermKind::Parallel);
  CHECK(kind("a -> STOP [ {a} || {b} ] b -> STOP") == TermKind::Alphabetised);
  CHECK(kind("(a -> STOP) \\ {a}") == TermKind::Hide);
  CHECK(kind("(a -> STOP) [[a <- b]]") == TermKind::Rename);
  CHECK(kind("SKIP ; a -> STOP") == TermKind::Sequence);
  CHECK(kind("a -> STOP /\\ b -> STOP") == TermKind::Interrupt);
  CHECK(kind("a -> STOP [> b -> STOP") == TermKind::Sliding);
  CHECK(kind("(a -> STOP) [| {a} |> STOP") == TermKind::Exception);
  CHECK(kind("(d?x -> STOP) [d <-> d] (d?x -> STOP)") == TermKind::Hide);
  CHECK(kind("true & SKIP") == TermKind::Skip);
  CHECK(kind("false & SKIP") == TermKind::Stop);
  CHECK(kind("[] x: {} @ d.x -> STOP") == TermKind::Stop);
  CHECK(kind("||| x: {} @ d.x -> STOP") == TermKind::Skip);
  CHECK(kind("; x: <> @ d.x -> STOP") == TermKind::Skip);
  CHECK(kind("[| {} |] x: {} @ d.x -> STOP") == TermKind::Skip);
  CHECK(fault("|~| x: {} @ d.x -> STOP") == "E0611");
  CHECK(kind("RUN({a, b})") == TermKind::Prefix);
  CHECK(kind("CHAOS({a, b})") == TermKind::InternalChoice);
  CHECK(kind("RUN({})") == TermKind::Stop);
}

TEST_CASE("sets of events are asked about members") {
  Processes p(kChannels + "P = (d?x -> STOP) \\ union({|d|}, {a})\nassert P :[deadlock free [F]]\n");
  REQUIRE(p.good());
  const Term term = p.terms()[p.process()];
  const Term inner = p.terms()[p.terms().head(term.args[0])];
  for (const MenuItem& m : inner.menu) CHECK(p.terms().set(term.set).contains(m.event));
  CHECK_FALSE(p.terms().set(term.set).contains(kTick));
  CHECK_FALSE(p.terms().set(term.set).contains(kTau));
}

TEST_CASE("renaming is a relation; what follows a renamed channel is kept") {
  const auto images = [](const std::string& renaming, const std::string& event) {
    Processes p(kChannels + "P = (" + event + " -> STOP) [[" + renaming +
                "]]\nassert P :[deadlock free [F]]\n");
    INFO(p.said());
    REQUIRE(p.good());
    const Term term = p.terms()[p.process()];
    const Term inner = p.terms()[p.terms().head(term.args[0])];
    std::string out;
    for (const EventId e : p.terms().renaming(term.renaming).images(inner.menu[0].event))
      out += (out.empty() ? "" : " ") + p.terms().events()[e].text;
    return out;
  };
  CHECK(images("a <- b", "a") == "b");
  CHECK(images("a <- b", "c") == "c");
  CHECK(images("a <- b, a <- c", "a") == "b c");
  CHECK(images("d.x <- d.(2 - x) | x <- {0..2}", "d.0") == "d.2");
  CHECK(images("e.0 <- e.1", "e.0.true") == "e.1.true");
}

TEST_CASE("inputs from infinitely many values") {
  CHECK(fault("i?x -> STOP") == "E0604");
  CHECK(fault("RUN({|i|})") == "E0604");
  CHECK(fault("d!7 -> STOP") == "E0605");
}

TEST_CASE("models of assertions: what is written, else FDR's default") {
  const auto question = [](const std::string& assertion) {
    Processes p(kChannels + "P = a -> P\n" + assertion + "\n");
    INFO(p.said());
    REQUIRE(p.good());
    return p.check().question;
  };
  CHECK(question("assert P [F= P").model == SemanticModel::F);
  CHECK(question("assert P [FD= P").kind == ProcessQuestionKind::Refinement);
  CHECK(question("assert P :[deadlock free]").model == SemanticModel::FD);
  CHECK(question("assert P :[deterministic [F]]").kind == ProcessQuestionKind::Deterministic);
  CHECK(question("assert P :[divergence free]").kind == ProcessQuestionKind::DivergenceFree);
}

TEST_CASE("programs stand in processes") {
  const std::string copy =
      "channel left, mid, right: {0..1}\nprog COPY(w: chan of 0..1, e: chan of 0..1) { *[ w?c -> e!c ] }\n";
  Processes p(
      copy +
      "P = (COPY(left, mid) [| {|mid|} |] COPY(mid, right)) \\ {|mid|}\nassert P :[deadlock free [F]]\n");
  INFO(p.said());
  REQUIRE(p.good());
  const Term parallel = p.terms()[p.terms().head(p.terms()[p.process()].args[0])];
  const Term left = p.terms()[p.terms().head(parallel.args[0])];
  REQUIRE(left.kind == TermKind::Instance);
  CHECK(p.terms().instance(left.payload).text == "COPY(left, mid)");
  CHECK(malformed(*p.terms().instance(left.payload).program) == "");
  // Both uses of one instance are one term.
  Processes q(copy + "P = COPY(left, mid) ||| COPY(left, mid)\nassert P :[deadlock free [F]]\n");
  const Term both = q.terms()[q.process()];
  CHECK(both.args[0] == both.args[1]);
}

}  // namespace
}  // namespace csp::test
