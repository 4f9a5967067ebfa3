// What is no verdict: recursion without an event, what cannot be evaluated, processes without an end, limits.
#include <doctest/doctest.h>

#include <atomic>
#include <string>

#include "checker/process/check.h"
#include "tests/unit/process/terms_builder.h"

namespace csp {
namespace {

using test::TermsBuilder;

ProcessVerdict deadlock_free(TermsBuilder& b, TermId p, const Budget& budget = {}) {
  return check_process(b.terms, {ProcessQuestionKind::DeadlockFree, SemanticModel::F, kNone, p}, {}, budget);
}

// E0607: given up, because another call may be the last one.
void unguarded(const ProcessVerdict& v, const std::string& name, const std::string& code = "E0601") {
  CHECK(v.answer == Answer::Unknown);
  REQUIRE(v.failure);
  CHECK(v.failure->code == code);
  CHECK(v.failure->message.find("`" + name) != std::string::npos);
  CHECK(v.failure->span.known());
  CHECK(v.reason == v.failure->message);
}

TEST_CASE("a process that reaches itself without an event") {
  TermsBuilder b;
  b.rec("P", [&] { return b.external({b.rec("P"), b.prefix("a", b.stop())}); });
  b.rec("Q", [&] { return b.rec("Q"); });
  b.rec("R", [&] { return b.sequence(b.rec("S"), b.skip()); });
  b.rec("S", [&] { return b.hide(b.rec("R"), {"a"}); });
  b.rec("N", [&] { return b.interleave(b.rec("N"), b.stop()); });
  unguarded(deadlock_free(b, b.rec("P")), "P");
  unguarded(deadlock_free(b, b.rec("Q")), "Q");
  unguarded(deadlock_free(b, b.rec("S")), "R");  // S hides something of R, so R is the component
  unguarded(deadlock_free(b, b.rec("N")), "N");
  b.rec("H", [&] { return b.hide(b.parallel(b.rec("H"), {"a"}, b.stop()), {"a", "b"}); });
  unguarded(deadlock_free(b, b.rec("H")), "H");
  b.rec("C", [&] { return b.compressed("normal", b.interleave(b.rec("C"), b.stop())); });
  unguarded(deadlock_free(b, b.rec("C")), "C");
  // behind an event it is found when it is reached
  unguarded(deadlock_free(b, b.prefix("a", b.rec("P"))), "P");
  // and not if it is not: only b is possible
  const TermId guarded = b.parallel(b.menu({{"a", b.rec("P")}, {"b", b.skip()}}), {"a"}, b.skip());
  CHECK(deadlock_free(b, guarded).answer == Answer::Holds);
}

TEST_CASE("recursion whose argument changes, without an event") {
  TermsBuilder b;
  std::function<TermId(int)> p = [&](int n) {
    return b.rec("P(" + std::to_string(n) + ")", [&b, &p, n] { return b.external({p(n + 1), b.stop()}); });
  };
  unguarded(deadlock_free(b, p(0)), "P(", "E0607");
  std::function<TermId(int)> q = [&](int n) {
    return b.rec("Q(" + std::to_string(n) + ")", [&b, &q, n] { return b.interleave(q(n + 1), b.stop()); });
  };
  unguarded(deadlock_free(b, q(0)), "Q(", "E0607");
  std::function<TermId(int)> r = [&](int n) {
    return b.rec("R(" + std::to_string(n) + ")", [&r, n] { return r(n + 1); });
  };
  unguarded(deadlock_free(b, r(0)), "R(", "E0607");
}

TEST_CASE("a part of a part without an end: neither compression nor composition goes on for ever") {
  TermsBuilder b;
  std::function<TermId(int)> h = [&](int n) {
    return b.rec("H(" + std::to_string(n) + ")", [&b, &h, n] { return b.hide(h(n + 1), {"a"}); });
  };
  unguarded(deadlock_free(b, h(0)), "H(", "E0607");
  std::function<TermId(int)> c = [&](int n) {
    return b.rec("C(" + std::to_string(n) + ")", [&b, &c, n] { return b.compressed("normal", c(n + 1)); });
  };
  unguarded(deadlock_free(b, c(0)), "C(", "E0607");
  // A long recursion that does end is none without an end.
  std::function<TermId(int)> e = [&](int n) {
    return b.rec("E(" + std::to_string(n) + ")",
                 [&b, &e, n] { return n == 20000 ? b.prefix("a", e(0)) : e(n + 1); });
  };
  CHECK(deadlock_free(b, e(0)).answer == Answer::Holds);
}

TEST_CASE("a process with infinitely many states: the limit, and which component grows") {
  TermsBuilder b;
  std::function<TermId(int)> count = [&](int n) {
    return b.rec("COUNT(" + std::to_string(n) + ")",
                 [&b, &count, n] { return b.prefix("up", count(n + 1)); });
  };
  Budget budget;
  budget.max_states = 5000;
  const ProcessVerdict v = deadlock_free(b, count(0), budget);
  CHECK(v.answer == Answer::Unknown);
  CHECK(v.reason.find("limit of 5000 states reached") == 0);
  CHECK(v.reason.find("`COUNT(0)` alone has") != std::string::npos);
  CHECK_FALSE(v.failure);

  // terms that grow: P = a -> (P ; SKIP) has no end, either
  b.rec("G", [&] { return b.prefix("a", b.sequence(b.rec("G"), b.skip())); });
  CHECK(deadlock_free(b, b.rec("G"), budget).reason.find("`G` alone has") != std::string::npos);

  // an infinite specification does no harm if the process needs finitely much of it
  const auto refines = [&](TermId spec, TermId impl) {
    return check_process(b.terms, {ProcessQuestionKind::Refinement, SemanticModel::T, spec, impl}, {}, budget)
        .answer;
  };
  CHECK(refines(count(0), b.prefix("up", b.prefix("up", b.stop()))) == Answer::Holds);
  CHECK(refines(count(0), b.prefix("up", b.prefix("a", b.stop()))) == Answer::Fails);
}

TEST_CASE("a counterexample before a limit counts; a divergence of an infinite process is found") {
  TermsBuilder b;
  std::function<TermId(int)> count = [&](int n) {
    return b.rec("C(" + std::to_string(n) + ")", [&b, &count, n] {
      return b.external({b.prefix("up", count(n + 1)), b.prefix("stop", b.stop())});
    });
  };
  CHECK(deadlock_free(b, count(0)).answer == Answer::Fails);
  std::function<TermId(int)> spin = [&](int n) {
    return b.rec("S(" + std::to_string(n) + ")", [&b, &spin, n] {
      return n == 3 ? b.external({b.prefix("up", spin(n + 1)), b.div()}) : b.prefix("up", spin(n + 1));
    });
  };
  Budget budget;
  budget.max_states = 100000;
  const ProcessVerdict v = check_process(
      b.terms, {ProcessQuestionKind::DivergenceFree, SemanticModel::FD, kNone, spin(0)}, {}, budget);
  REQUIRE(v.answer == Answer::Fails);
  CHECK(v.findings[0].loop == 3);
}

TEST_CASE("interrupt, time") {
  TermsBuilder b;
  std::function<TermId(int)> count = [&](int n) {
    return b.rec("C(" + std::to_string(n) + ")", [&b, &count, n] { return b.prefix("up", count(n + 1)); });
  };
  std::atomic<bool> stop = true;
  Budget budget;
  budget.interrupt = &stop;
  CHECK(deadlock_free(b, count(0), budget).reason.find("interrupted") == 0);
  Budget timed;
  timed.timeout_seconds = 0.05;
  CHECK(deadlock_free(b, count(0), timed).reason.find("limit of 0.05 seconds") == 0);
}

TEST_CASE("traces say nothing about deadlock and determinism") {
  TermsBuilder b;
  for (const ProcessQuestionKind k : {ProcessQuestionKind::DeadlockFree, ProcessQuestionKind::Deterministic})
    CHECK(check_process(b.terms, {k, SemanticModel::T, kNone, b.stop()}, {}, Budget{}).answer ==
          Answer::Unknown);
}

}  // namespace
}  // namespace csp
