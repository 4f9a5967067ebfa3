// The brute-force checker on questions whose answers are in the books.
#include "checker/certify/brute.h"

#include <doctest/doctest.h>

#include "tests/laws/processes.h"

namespace csp::reference {
namespace {

using laws::Processes;

const char* const kScript = "channel a, b, c\nX = a -> X\nDF = (a -> DF) |~| (b -> DF)";

TEST_CASE("refinement: which model sees which difference") {
  Processes p(kScript);
  const auto ask = [&](SemanticModel m, const std::string& s, const std::string& i) {
    return decide_by_force(p.terms(), p.refinement(m, s, i));
  };
  using enum SemanticModel;
  // TPC 8.3 and UCS ch. 10: internal choice is external choice in T, not in F.
  const std::string external = "(a -> STOP) [] (b -> STOP)", internal = "(a -> STOP) |~| (b -> STOP)";
  CHECK(ask(T, external, internal).answer == Answer::Holds);
  const BruteAnswer refusal = ask(F, external, internal);
  CHECK(refusal.answer == Answer::Fails);
  CHECK(refusal.kind == ProcessFindingKind::Refusal);
  CHECK(refusal.trace.empty());
  CHECK(ask(FD, internal, external).answer == Answer::Holds);
  // DIV is the best process in T and F, the worst in FD (TPC 8.4).
  for (const std::string process : {"STOP", "SKIP", "X", "CHAOS({a})"}) {
    CHECK(ask(T, process, "DIV").answer == Answer::Holds);
    CHECK(ask(F, process, "DIV").answer == Answer::Holds);
    CHECK(ask(FD, process, "DIV").kind == ProcessFindingKind::Divergence);
    CHECK(ask(FD, "DIV", process).answer == Answer::Holds);
  }
  const BruteAnswer trace = ask(T, "a -> b -> STOP", "a -> c -> STOP");
  CHECK(trace.kind == ProcessFindingKind::Trace);
  CHECK(trace.trace == p.events({"a", "c"}));
  CHECK(ask(T, "STOP", "SKIP").trace == p.events({"tick"}));
  // Hidden events of a loop: endless chatter.
  CHECK(ask(FD, "STOP", "X \\ {a}").kind == ProcessFindingKind::Divergence);
  CHECK(ask(F, "STOP", "X \\ {a}").answer == Answer::Holds);
}

TEST_CASE("deadlock, divergence, determinism") {
  Processes p(kScript);
  const auto ask = [&](ProcessQuestionKind kind, const std::string& process,
                       SemanticModel m = SemanticModel::FD) {
    return decide_by_force(p.terms(), p.ask(kind, m, process));
  };
  using enum ProcessQuestionKind;
  CHECK(ask(DeadlockFree, "X").answer == Answer::Holds);
  CHECK(ask(DeadlockFree, "SKIP").answer == Answer::Holds);  // ended, not stuck
  CHECK(ask(DeadlockFree, "a -> STOP").kind == ProcessFindingKind::Deadlock);
  CHECK(ask(DeadlockFree, "X [| {a, b} |] (b -> X)").kind == ProcessFindingKind::Deadlock);
  CHECK(ask(DeadlockFree, "DIV", SemanticModel::F).answer == Answer::Holds);
  CHECK(ask(DeadlockFree, "DIV").kind == ProcessFindingKind::Divergence);
  CHECK(ask(DivergenceFree, "DF").answer == Answer::Holds);
  CHECK(ask(DivergenceFree, "(b -> X) \\ {a}").trace == p.events({"b"}));
  CHECK(ask(Deterministic, "(a -> STOP) [] (b -> STOP)").answer == Answer::Holds);
  CHECK(ask(Deterministic, "(a -> STOP) [] (a -> b -> STOP)").trace == p.events({"a"}));
  CHECK(ask(Deterministic, "DF").kind == ProcessFindingKind::Nondeterminism);
  // Termination cannot be refused, so a choice with SKIP is not deterministic (TPC 3.3 on P [] SKIP).
  CHECK(ask(Deterministic, "(a -> STOP) [] SKIP").kind == ProcessFindingKind::Nondeterminism);
}

TEST_CASE("a limit is no answer") {
  Processes p("channel a, b\nP = a -> (P ||| (b -> STOP))");
  Budget budget;
  budget.max_states = 500;
  const BruteAnswer answer =
      decide_by_force(p.terms(), p.refinement(SemanticModel::T, "RUN({a, b})", "P"), budget);
  CHECK(answer.answer == Answer::Unknown);
  CHECK(answer.reason == "limit of 500 states reached");
  Processes q("channel a\nP = P [] STOP");
  CHECK(decide_by_force(q.terms(), q.refinement(SemanticModel::T, "STOP", "P")).answer == Answer::Unknown);
}

}  // namespace
}  // namespace csp::reference
