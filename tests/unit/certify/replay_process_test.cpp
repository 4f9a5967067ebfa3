// Findings that are right are accepted; each change that makes one wrong is rejected, with a reason that
// names it.
#include "checker/certify/replay_process.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/laws/processes.h"

namespace csp {
namespace {

using laws::Processes;
using enum SemanticModel;

const char* const kScript =
    "channel a, b, c\n"
    "X = a -> X\n"
    "ABC = a -> b -> c -> ABC\n"
    "AB = (a -> AB) |~| (b -> AB)";

struct Case {
  Processes p{kScript};
  ProcessQuestion question;
  ProcessFinding finding;

  std::vector<ProcessStep> run(const std::vector<std::string>& steps) {  // `tau(c)`: c is hidden
    std::vector<ProcessStep> out;
    for (const std::string& s : steps) {
      const bool hidden = s.starts_with("tau(");
      out.push_back({hidden ? kTau : p.event(s), hidden ? p.event(s.substr(4, s.size() - 5)) : -1, ""});
    }
    return out;
  }
  std::string mismatch() { return replay_process(p.terms(), question, finding).mismatch; }
  bool ok() {
    const ReplayedProcess replayed = replay_process(p.terms(), question, finding);
    CHECK(replayed.not_confirmed == "");
    CHECK(replayed.mismatch == "");
    return replayed.ok();
  }
};

bool mentions(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

TEST_CASE("a trace that the specification does not have") {
  Case c;
  c.question = c.p.refinement(T, "ABC", "ABC \\ {b}");
  c.finding.kind = ProcessFindingKind::Trace;
  c.finding.run = c.run({"a", "tau(b)", "c"});
  c.finding.event = c.p.event("c");
  c.finding.allowed = c.p.events({"b"});
  c.finding.other = c.run({"a"});
  CHECK(c.ok());
  SUBCASE("a run that is not possible") {
    c.finding.run = c.run({"a", "c"});
    CHECK(mentions(c.mismatch(), "step 2 of the run (c) is not possible"));
  }
  SUBCASE("another event was hidden") {
    c.finding.run = c.run({"a", "tau(a)", "c"});
    CHECK(mentions(c.mismatch(), "step 2 of the run (τ, hiding a)"));
  }
  SUBCASE("the specification can do it") {
    c.finding.run = c.run({"a"});
    c.finding.event = c.p.event("a");
    c.finding.allowed = c.p.events({"a"});
    c.finding.other.clear();
    CHECK(mentions(c.mismatch(), "the specification can do <a>"));
  }
  SUBCASE("something else was allowed") {
    c.finding.allowed = c.p.events({"a"});
    CHECK(mentions(c.mismatch(), "could do {b}, not {a}"));
  }
  SUBCASE("the other run is not one of the specification's") {
    c.finding.other = c.run({"b"});
    CHECK(mentions(c.mismatch(), "other visible events"));
  }
  SUBCASE("the event is not the last one") {
    c.finding.event = c.p.event("b");
    CHECK(mentions(c.mismatch(), "not the last"));
  }
  SUBCASE("the run ends silently") {
    c.finding.run = c.run({"a", "tau(b)"});
    CHECK(mentions(c.mismatch(), "must end with a visible event"));
  }
}

TEST_CASE("silent steps that hide nothing may be left out or given") {
  Case c;
  c.question = c.p.refinement(T, "STOP", "(a -> STOP) |~| (b -> STOP)");
  c.finding.kind = ProcessFindingKind::Trace;
  c.finding.run = c.run({"a"});
  CHECK(c.ok());
  c.finding.run = c.run({"tau", "a"});
  CHECK(c.ok());
  c.finding.run = c.run({"tau", "tau", "a"});
  CHECK(mentions(c.mismatch(), "step 2"));
}

TEST_CASE("a refusal that the specification does not have") {
  Case c;
  c.question = c.p.refinement(F, "(a -> STOP) [] (b -> STOP)", "(a -> STOP) |~| (b -> STOP)");
  c.finding.kind = ProcessFindingKind::Refusal;
  c.finding.run = c.run({"tau"});
  c.finding.offers = c.p.events({"a"});
  c.finding.needs = {c.p.events({"a", "b"})};
  CHECK(c.ok());
  SUBCASE("it offers more") {
    c.finding.offers = c.p.events({"a", "b"});
    CHECK(mentions(c.mismatch(), "may offer only {a, b}, which the process offers"));
  }
  SUBCASE("it is never stable with these offers") {
    c.finding.offers = {};
    CHECK(mentions(c.mismatch(), "never stable and offers {}"));
  }
  SUBCASE("other needs") {
    c.finding.needs = {c.p.events({"a"})};
    CHECK(mentions(c.mismatch(), "minimal acceptances"));
  }
}

TEST_CASE("the specification may refuse it as well") {
  Case c;
  c.question = c.p.refinement(F, "AB", "a -> AB");
  c.finding.kind = ProcessFindingKind::Refusal;
  c.finding.offers = c.p.events({"a"});
  c.finding.needs = {c.p.events({"a"}), c.p.events({"b"})};
  CHECK(mentions(c.mismatch(), "may offer only {a}"));
}

TEST_CASE("termination cannot be refused") {
  Case c;  // a process that may end offers only ✓, whatever else it can do
  c.question = c.p.refinement(F, "(a -> STOP) [] (b -> STOP)", "(a -> STOP) |~| (b -> STOP)");
  c.question.specification = c.p("((a -> STOP) |~| SKIP) [] (b -> STOP)");
  c.question.process = c.p("(b -> STOP) [] (c -> STOP)");
  c.finding.kind = ProcessFindingKind::Refusal;
  c.finding.offers = c.p.events({"b", "c"});
  c.finding.needs = {c.p.events({"a", "b"}), c.p.events({"tick"})};
  std::sort(c.finding.needs.begin(), c.finding.needs.end());
  CHECK(c.ok());
}

TEST_CASE("divergence") {
  Case c;
  c.question = c.p.refinement(FD, "b -> CHAOS({a, b})", "(b -> X) \\ {a}");
  c.finding.kind = ProcessFindingKind::Divergence;
  c.finding.run = c.run({"b", "tau(a)"});
  c.finding.loop = 1;
  CHECK(c.ok());
  SUBCASE("the loop is longer than one round") {
    c.finding.run = c.run({"b", "tau(a)", "tau(a)", "tau(a)"});
    CHECK(c.ok());
  }
  SUBCASE("the loop is visible") {
    c.finding.loop = 0;
    CHECK(mentions(c.mismatch(), "visible"));
  }
  SUBCASE("there is no loop") {
    c.finding.loop = 2;
    CHECK(mentions(c.mismatch(), "no step"));
    c.finding.loop = 9;
    CHECK(mentions(c.mismatch(), "behind the end"));
  }
  SUBCASE("it does not lead back") {
    c.question.process = c.p("(b -> a -> a -> X) \\ {a}");
    CHECK(mentions(c.mismatch(), "do not lead back"));
  }
  SUBCASE("the specification diverges, too") {
    c.question.specification = c.p("DIV");
    CHECK(mentions(c.mismatch(), "the specification diverges after <>"));
  }
  SUBCASE("a divergence freedom needs no specification") {
    c.question = c.p.ask(ProcessQuestionKind::DivergenceFree, FD, "(b -> X) \\ {a}");
    CHECK(c.ok());
  }
}

TEST_CASE("deadlock") {
  Case c;
  c.question = c.p.ask(ProcessQuestionKind::DeadlockFree, F, "X [| {a, b} |] (a -> b -> X)");
  c.finding.kind = ProcessFindingKind::Deadlock;
  c.finding.run = c.run({"a"});
  CHECK(c.ok());
  c.finding.run = {};
  CHECK(mentions(c.mismatch(), "some step is always possible"));
  c.question.process = c.p("SKIP");
  c.finding.run = c.run({"tick"});
  CHECK(mentions(c.mismatch(), "has ended"));
}

TEST_CASE("what the parts offer where nothing goes on") {
  Case c;
  c.finding.kind = ProcessFindingKind::Deadlock;
  const auto parts = [&](const std::string& process) {
    c.question = c.p.ask(ProcessQuestionKind::DeadlockFree, F, process);
    CHECK(c.ok());
    return replay_process(c.p.terms(), c.question, c.finding).parts;
  };
  SUBCASE("each under its own names, through hiding and renaming") {
    c.finding.run = c.run({"a"});
    const auto seen = parts("((X [| {a, b} |] ABC) \\ {b})[[ c <- b ]]");
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].part == "X");
    CHECK(seen[0].offers == c.p.events({"a"}));
    CHECK(seen[1].part == "ABC");
    CHECK(seen[1].offers == c.p.events({"b"}));
  }
  SUBCASE("a part that is renamed offers what the others see") {
    const auto seen = parts("X[[ a <- c ]] [| {a, b, c} |] (b -> STOP)");
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].offers == c.p.events({"c"}));
    CHECK(seen[1].offers == c.p.events({"b"}));
  }
  SUBCASE("one has terminated, one has stopped") {
    c.finding.run = c.run({"tau"});
    const auto seen = parts("SKIP ||| STOP");
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].terminated);
    CHECK(seen[1].offers.empty());
    CHECK(!seen[1].terminated);
  }
  SUBCASE("a process without parts") { CHECK(parts("STOP").empty()); }
}

TEST_CASE("nondeterminism") {
  Case c;
  c.question = c.p.ask(ProcessQuestionKind::Deterministic, FD, "(a -> b -> STOP) [] (a -> c -> STOP)");
  c.finding.kind = ProcessFindingKind::Nondeterminism;
  c.finding.run = c.run({"a"});
  c.finding.offers = c.p.events({"b"});
  c.finding.event = c.p.event("c");
  c.finding.other = c.run({"a"});
  CHECK(c.ok());
  SUBCASE("it is offered") {
    c.finding.event = c.p.event("b");
    CHECK(mentions(c.mismatch(), "offers b after the first run"));
  }
  SUBCASE("it is never possible") {
    c.finding.event = c.p.event("a");
    CHECK(mentions(c.mismatch(), "a is not possible"));
  }
  SUBCASE("the second run may go on to the event") {
    c.finding.other = c.run({"a", "c"});
    CHECK(c.ok());
    c.finding.other = c.run({"a", "b"});
    CHECK(mentions(c.mismatch(), "different visible events"));
  }
  SUBCASE("another trace") {
    c.finding.other = {};
    CHECK(mentions(c.mismatch(), "different visible events"));
  }
}

TEST_CASE("a limit is no confirmation") {
  Case c;
  c.p.script.definitions["G"] = laws::read_expression("a -> (G ||| (b -> STOP))");
  laws::Builder builder(c.p.script);
  const ProcessQuestion question{ProcessQuestionKind::Refinement, T,
                                 builder.term(laws::read_expression("G \\ {a}")),
                                 builder.term(laws::read_expression("c -> STOP"))};
  ProcessFinding finding;
  finding.run = {{builder.event("c"), -1, ""}};
  Budget budget;
  budget.max_states = 300;
  const ReplayedProcess replayed = replay_process(builder.terms(), question, finding, budget);
  CHECK(replayed.mismatch == "");
  CHECK(replayed.not_confirmed == "limit of 300 states reached");
  CHECK_FALSE(replayed.ok());
}

}  // namespace
}  // namespace csp
