// Verdicts that the books state: Hoare 1985 ("Communicating Sequential Processes"), Roscoe 1997 ("The Theory
// and Practice of Concurrency", TPC) and 2010 ("Understanding Concurrent Systems", UCS).
#include <doctest/doctest.h>

#include <string>

#include "checker/process/check.h"
#include "tests/unit/process/terms_builder.h"

namespace csp {
namespace {

using test::TermsBuilder;

struct Books : TermsBuilder {
  ProcessVerdict ask(ProcessQuestionKind kind, SemanticModel model, TermId p, TermId specification = kNone) {
    return check_process(terms, {kind, model, specification, p}, {}, Budget{});
  }
  bool holds(const ProcessVerdict& v) {
    CHECK_MESSAGE(v.answer != Answer::Unknown, v.reason);
    CHECK((v.answer == Answer::Fails) == (v.findings.size() == 1));
    return v.answer == Answer::Holds;
  }
  bool refines(SemanticModel m, TermId spec, TermId impl) {
    return holds(ask(ProcessQuestionKind::Refinement, m, impl, spec));
  }
  // In which models the specification is refined, as text: "T F FD", "T", "".
  std::string refined(TermId spec, TermId impl) {
    std::string out;
    if (refines(SemanticModel::T, spec, impl)) out += "T ";
    if (refines(SemanticModel::F, spec, impl)) out += "F ";
    if (refines(SemanticModel::FD, spec, impl)) out += "FD ";
    return out;
  }
  std::string equal(TermId p, TermId q) {
    std::string out;
    for (const SemanticModel m : {SemanticModel::T, SemanticModel::F, SemanticModel::FD})
      if (refines(m, p, q) && refines(m, q, p))
        out += m == SemanticModel::T ? "T " : m == SemanticModel::F ? "F " : "FD ";
    return out;
  }
  bool deadlock_free(TermId p, SemanticModel m = SemanticModel::F) {
    return holds(ask(ProcessQuestionKind::DeadlockFree, m, p));
  }
  bool divergence_free(TermId p) {
    return holds(ask(ProcessQuestionKind::DivergenceFree, SemanticModel::FD, p));
  }
  bool deterministic(TermId p, SemanticModel m = SemanticModel::FD) {
    return holds(ask(ProcessQuestionKind::Deterministic, m, p));
  }

  TermId a_stop = prefix("a", stop()), b_stop = prefix("b", stop());
};

constexpr const char* kAll = "T F FD ";

TEST_CASE("external and internal choice: the same traces, other failures (TPC 3.3, Hoare 1985 3.2)") {
  Books b;
  const TermId external = b.external({b.a_stop, b.b_stop}), internal = b.internal({b.a_stop, b.b_stop});
  CHECK(b.refined(internal, external) == kAll);
  CHECK(b.refined(external, internal) == "T ");
  CHECK(b.equal(external, internal) == "T ");

  const ProcessVerdict v = b.ask(ProcessQuestionKind::Refinement, SemanticModel::F, internal, external);
  const ProcessFinding& f = v.findings.at(0);
  CHECK(f.kind == ProcessFindingKind::Refusal);
  REQUIRE(f.run.size() == 1);  // the internal choice
  CHECK(f.run[0].event == kTau);
  CHECK(f.offers == b.events({"a"}));
  CHECK(f.needs == std::vector<std::vector<EventId>>{b.events({"a", "b"})});
  CHECK(f.other.empty());
}

TEST_CASE("a trace that is too much: the event, and what was allowed") {
  Books b;
  const TermId spec = b.prefix("a", b.prefix("b", b.stop()));
  const TermId impl = b.hide(b.prefix("x", b.prefix("a", b.menu({{"b", b.stop()}, {"c", b.stop()}}))), {"x"});
  const ProcessVerdict v = b.ask(ProcessQuestionKind::Refinement, SemanticModel::T, impl, spec);
  REQUIRE(v.answer == Answer::Fails);
  const ProcessFinding& f = v.findings.at(0);
  CHECK(f.kind == ProcessFindingKind::Trace);
  REQUIRE(f.run.size() == 3);
  CHECK(f.run[0].event == kTau);
  CHECK(f.run[0].hidden == b.event("x"));
  CHECK(f.run[1].event == b.event("a"));
  CHECK(f.run[2].event == b.event("c"));
  CHECK(f.event == b.event("c"));
  CHECK(f.allowed == b.events({"b"}));
  REQUIRE(f.other.size() == 1);
  CHECK(f.other[0].event == b.event("a"));
}

TEST_CASE("STOP refines all in T, only itself in F (TPC 1.3, 3.3)") {
  Books b;
  CHECK(b.refined(b.a_stop, b.stop()) == "T ");
  CHECK(b.refined(b.chaos({"a", "b"}), b.stop()) == kAll);
  CHECK(b.refined(b.chaos({"a", "b"}), b.internal({b.a_stop, b.b_stop})) == kAll);
  CHECK(b.refined(b.run({"a", "b"}), b.a_stop) == "T ");
  CHECK(b.refined(b.a_stop, b.run({"a"})) == "");
  CHECK(b.refined(b.stop(), b.a_stop) == "");
}

TEST_CASE("DIV: least in FD; in F it has no failures at all (TPC 8.3, UCS 10.1)") {
  Books b;
  CHECK(b.equal(b.div(), b.stop()) == "T ");
  CHECK(b.refined(b.stop(), b.div()) == "T F ");   // no stable state, so nothing is refused
  CHECK(b.refined(b.div(), b.stop()) == "T FD ");  // F: the specification allows no stable state
  CHECK(b.refined(b.div(), b.a_stop) == "FD ");
  CHECK(b.refined(b.a_stop, b.div()) == "T F ");
  const ProcessVerdict v = b.ask(ProcessQuestionKind::Refinement, SemanticModel::F, b.stop(), b.div());
  CHECK(v.findings.at(0).kind == ProcessFindingKind::Refusal);
  CHECK(v.findings.at(0).needs.empty());
  // div |~| P is P in F and DIV in FD.
  CHECK(b.equal(b.internal({b.div(), b.a_stop}), b.a_stop) == "T F ");
  CHECK(b.equal(b.internal({b.div(), b.a_stop}), b.div()) == "FD ");
  CHECK(b.equal(b.external({b.div(), b.a_stop}), b.a_stop) == "T ");  // never stable before a
}

TEST_CASE("hiding can make divergence (Hoare 1985 3.5, TPC 3.1)") {
  Books b;
  const TermId loop = b.rec("L", [&] { return b.prefix("a", b.rec("L")); });
  CHECK(b.divergence_free(loop));
  CHECK(b.equal(b.hide(loop, {"a"}), b.div()) == kAll);
  const ProcessVerdict v =
      b.ask(ProcessQuestionKind::DivergenceFree, SemanticModel::FD, b.prefix("b", b.hide(loop, {"a"})));
  REQUIRE(v.answer == Answer::Fails);
  CHECK(v.findings[0].kind == ProcessFindingKind::Divergence);
  CHECK(v.findings[0].loop == 1);
  REQUIRE(v.findings[0].run.size() == 2);
  CHECK(v.findings[0].run[0].event == b.event("b"));
  CHECK(v.findings[0].run[1].hidden == b.event("a"));
  // a finite number of hidden events does not diverge, and disappears
  CHECK(b.equal(b.hide(b.prefix("a", b.b_stop), {"a"}), b.b_stop) == kAll);
}

TEST_CASE("hiding an external choice makes an internal one (TPC 3.1: hide-step)") {
  Books b;
  // (a -> P [] b -> Q) \ a = P\a |~| (P\a [] b -> Q\a), written with the timeout
  const TermId c = b.prefix("c", b.stop()), d = b.prefix("d", b.stop());
  const TermId both = b.menu({{"a", c}, {"b", d}});
  CHECK(b.equal(b.hide(both, {"a"}), b.sliding(b.prefix("b", d), c)) == kAll);
  CHECK(b.equal(b.hide(both, {"a"}), b.internal({c, b.external({c, b.prefix("b", d)})})) == kAll);
  CHECK(b.equal(b.hide(both, {"a"}), b.external({c, b.prefix("b", d)})) == "T ");
}

TEST_CASE("SKIP: unit of sequence and interleaving (Hoare 1985 5.3, UCS 7.2)") {
  Books b;
  const TermId a = b.prefix("a", b.skip());
  CHECK(b.equal(b.sequence(b.skip(), b.a_stop), b.a_stop) == kAll);
  CHECK(b.equal(b.sequence(a, b.skip()), a) == kAll);
  CHECK(b.equal(b.sequence(b.stop(), a), b.stop()) == kAll);
  CHECK(b.equal(b.sequence(b.div(), a), b.div()) == kAll);
  CHECK(b.equal(b.sequence(a, b.b_stop), b.prefix("a", b.b_stop)) == kAll);
  CHECK(b.equal(b.interleave(a, b.skip()), a) == kAll);
  CHECK(b.equal(b.interleave(b.stop(), b.skip()), b.stop()) == kAll);
  CHECK(b.equal(b.interleave(b.skip(), b.skip()), b.skip()) == kAll);
  CHECK(b.equal(b.parallel(a, {"a"}, b.skip()), b.stop()) == kAll);
  CHECK(b.equal(b.hide(a, {"a"}), b.skip()) == kAll);
  CHECK(b.equal(b.rename(a, {{"a", "b"}}), b.prefix("b", b.skip())) == kAll);
  CHECK(b.equal(b.interrupt(b.skip(), b.stop()), b.skip()) == kAll);
  CHECK(b.equal(b.stop(), b.skip()) == "");
  CHECK(b.refined(b.skip(), b.stop()) == "T ");
}

TEST_CASE("✓ is a signal: SKIP [] P may always refuse P's events (UCS 6.3, 7.2)") {
  Books b;
  CHECK(b.equal(b.external({b.a_stop, b.skip()}), b.sliding(b.a_stop, b.skip())) == kAll);
  CHECK(b.equal(b.external({b.a_stop, b.skip()}), b.external({b.internal({b.a_stop, b.stop()}), b.skip()})) ==
        kAll);
  CHECK(b.refined(b.skip(), b.external({b.a_stop, b.skip()})) == "");
  CHECK(b.refined(b.external({b.a_stop, b.skip()}), b.skip()) == kAll);
  CHECK(b.refined(b.external({b.a_stop, b.skip()}), b.a_stop) == "T ");  // it may not refuse ✓
}

TEST_CASE("timeout and interrupt (UCS 1.3.3, 7.2; Hoare 1985 5.4)") {
  Books b;
  CHECK(b.equal(b.sliding(b.a_stop, b.b_stop), b.external({b.internal({b.a_stop, b.stop()}), b.b_stop})) ==
        kAll);
  CHECK(b.equal(b.sliding(b.stop(), b.b_stop), b.b_stop) == kAll);
  CHECK(b.equal(b.interrupt(b.stop(), b.b_stop), b.b_stop) == kAll);
  CHECK(b.equal(b.interrupt(b.a_stop, b.stop()), b.a_stop) == kAll);
  CHECK(b.equal(b.interrupt(b.a_stop, b.b_stop), b.external({b.prefix("a", b.b_stop), b.b_stop})) ==
        kAll);  // (a -> P) /\ Q = Q [] a -> (P /\ Q)
  CHECK(b.equal(b.interrupt(b.a_stop, b.div()), b.div()) == "FD ");
}

TEST_CASE("exception and the synchronising operators (UCS 5.1, 5.2)") {
  Books b;
  const TermId ab = b.prefix("a", b.prefix("b", b.stop()));
  CHECK(b.equal(b.exception(ab, {"a"}, b.b_stop), b.prefix("a", b.b_stop)) == kAll);
  CHECK(b.equal(b.exception(ab, {"b"}, b.skip()), b.prefix("a", b.prefix("b", b.skip()))) == kAll);
  CHECK(b.equal(b.exception(b.skip(), {"a"}, b.b_stop), b.skip()) == kAll);
  // with no event to join in it is external choice, with all of them parallel
  CHECK(b.equal(b.sync_external(ab, {}, b.b_stop), b.external({ab, b.b_stop})) == kAll);
  CHECK(b.equal(b.sync_external(ab, {"a", "b"}, ab), ab) == kAll);
  // joining in a keeps the choice between b and c open
  const TermId ac = b.prefix("a", b.prefix("c", b.stop()));
  CHECK(b.equal(b.sync_external(ab, {"a"}, ac),
                b.prefix("a", b.external({b.prefix("b", b.stop()), b.prefix("c", b.stop())}))) == kAll);
  CHECK(b.equal(b.sync_interrupt(ab, {}, b.b_stop), b.interrupt(ab, b.b_stop)) == kAll);
  CHECK(b.equal(b.sync_interrupt(b.prefix("a", b.stop()), {"a"}, ac),
                b.prefix("a", b.prefix("c", b.stop()))) == kAll);
}

TEST_CASE("parallel (TPC 2): alphabets, sharing, step laws") {
  Books b;
  const TermId ab = b.prefix("a", b.prefix("b", b.stop()));
  CHECK(b.equal(b.parallel(b.a_stop, {"a"}, b.a_stop), b.a_stop) == kAll);
  CHECK(b.equal(b.parallel(b.a_stop, {"a", "b"}, b.b_stop), b.stop()) == kAll);
  CHECK(b.equal(b.interleave(b.a_stop, b.b_stop),
                b.external({b.prefix("a", b.b_stop), b.prefix("b", b.a_stop)})) == kAll);
  CHECK(b.equal(b.interleave(b.a_stop, b.a_stop), b.prefix("a", b.a_stop)) == kAll);
  CHECK(b.equal(b.alphabetised(ab, {"a", "b"}, {"b", "c"}, b.prefix("b", b.prefix("c", b.stop()))),
                b.prefix("a", b.prefix("b", b.prefix("c", b.stop())))) == kAll);
  CHECK(b.equal(b.alphabetised(ab, {"b"}, {"c"}, b.stop()), b.stop()) == kAll);  // a is not in its alphabet
}

TEST_CASE("renaming (TPC 3.2): one to many offers a choice, many to one makes it internal") {
  Books b;
  CHECK(b.equal(b.rename(b.a_stop, {{"a", "b"}, {"a", "c"}}), b.menu({{"b", b.stop()}, {"c", b.stop()}})) ==
        kAll);
  const TermId choice = b.menu({{"a", b.a_stop}, {"b", b.stop()}});
  CHECK(b.equal(b.rename(choice, {{"b", "a"}}), b.prefix("a", b.internal({b.a_stop, b.stop()}))) == kAll);
}

TEST_CASE("determinism (TPC 3.3, UCS 10.5)") {
  Books b;
  CHECK(b.deterministic(b.stop()));
  CHECK(b.deterministic(b.external({b.a_stop, b.b_stop})));
  CHECK(b.deterministic(b.external({b.a_stop, b.a_stop})));
  CHECK_FALSE(b.deterministic(b.internal({b.a_stop, b.b_stop})));
  CHECK(b.deterministic(b.internal({b.a_stop, b.a_stop})));
  CHECK_FALSE(b.deterministic(b.external({b.prefix("a", b.a_stop), b.prefix("a", b.b_stop)})));
  CHECK_FALSE(b.deterministic(b.external({b.a_stop, b.skip()})));
  CHECK_FALSE(b.deterministic(b.internal({b.stop(), b.skip()})));
  CHECK_FALSE(b.deterministic(b.chaos({"a"})));
  CHECK(b.deterministic(b.run({"a", "b"})));
  CHECK_FALSE(b.deterministic(b.div()));
  CHECK(b.deterministic(b.div(), SemanticModel::F));
  CHECK(b.deterministic(b.interleave(b.a_stop, b.b_stop)));
  // a ||| b with b hidden: the τ resolves nothing
  CHECK(b.deterministic(b.hide(b.interleave(b.a_stop, b.b_stop), {"b"})));
  // in F also for a process that diverges somewhere: (DIV [] a) beside an internal choice
  CHECK_FALSE(b.deterministic(b.internal({b.div(), b.internal({b.a_stop, b.b_stop})}), SemanticModel::F));
  CHECK(b.deterministic(b.internal({b.div(), b.a_stop}), SemanticModel::F));

  const ProcessVerdict v = b.ask(ProcessQuestionKind::Deterministic, SemanticModel::FD,
                                 b.prefix("c", b.internal({b.a_stop, b.b_stop})));
  const ProcessFinding& f = v.findings.at(0);
  CHECK(f.kind == ProcessFindingKind::Nondeterminism);
  const auto trace = [](const std::vector<ProcessStep>& run) {
    std::vector<EventId> out;
    for (const ProcessStep& s : run)
      if (s.event != kTau) out.push_back(s.event);
    return out;
  };
  CHECK(trace(f.run) == b.events({"c"}));
  CHECK(trace(f.other) == std::vector<EventId>{b.event("c"), f.event});
  CHECK(f.offers != std::vector<EventId>{f.event});
}

TEST_CASE("deadlock (TPC 13.1): ✓ is no deadlock; FD asks for divergence, too") {
  Books b;
  CHECK_FALSE(b.deadlock_free(b.stop()));
  CHECK(b.deadlock_free(b.skip()));
  CHECK(b.deadlock_free(b.run({"a"})));
  CHECK(b.deadlock_free(b.prefix("a", b.skip())));
  CHECK(b.deadlock_free(b.interleave(b.skip(), b.prefix("a", b.skip()))));
  CHECK_FALSE(b.deadlock_free(b.interleave(b.skip(), b.a_stop)));
  CHECK(b.deadlock_free(b.div()));
  CHECK_FALSE(b.deadlock_free(b.div(), SemanticModel::FD));
  const ProcessVerdict v =
      b.ask(ProcessQuestionKind::DeadlockFree, SemanticModel::F, b.prefix("c", b.a_stop));
  CHECK(v.findings.at(0).kind == ProcessFindingKind::Deadlock);
  CHECK(v.findings.at(0).run.size() == 2);
}

TEST_CASE("priority (UCS 20.1)") {
  Books b;
  const TermId choice = b.external({b.a_stop, b.b_stop});
  CHECK(b.equal(b.prioritise(choice, {{"a"}, {"b"}}), b.a_stop) == kAll);
  CHECK(b.equal(b.prioritise(choice, {{"b"}, {"a"}}), b.b_stop) == kAll);
  CHECK(b.equal(b.prioritise(choice, {{"c"}, {"b"}}), choice) == kAll);  // nothing more urgent is possible
  // τ comes before all but the first set
  CHECK(b.equal(b.prioritise(b.sliding(b.a_stop, b.b_stop), {{}, {"a"}}), b.b_stop) == kAll);
  CHECK(b.equal(b.prioritise(b.sliding(b.a_stop, b.b_stop), {{"a"}}), b.sliding(b.a_stop, b.b_stop)) == kAll);
}

}  // namespace
}  // namespace csp
