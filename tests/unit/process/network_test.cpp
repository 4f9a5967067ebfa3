// A network of components and the same term as one component are one process: the rules found lazily, the
// packed tuples and the operational semantics, written apart from each other, give the same answers on
// generated processes. Where nothing terminates they also have the same number of states.
#include <doctest/doctest.h>

#include <string>

#include "checker/process/check.h"
#include "tests/unit/process/generated_terms.h"
#include "tests/unit/process/terms_builder.h"

namespace csp {
namespace {

using test::GeneratedTerms;
using test::TermsBuilder;

TEST_CASE("a network and the same term as one component") {
  constexpr std::uint64_t kSeed = 20240501;
  MESSAGE("seed ", kSeed);
  std::size_t fails = 0, holds = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const bool terminating = i % 2 == 0;
    GeneratedTerms g(kSeed + i, terminating);
    // An exception that nothing raises is no static operator: what is below it becomes one component.
    const TermId net = g.network(2), one = g.exception(net, {}, g.stop());
    const TermId other = g.sequential(3);
    const auto ask = [&](ProcessQuestionKind kind, SemanticModel m, TermId p, TermId spec) {
      ProcessOptions options;
      options.compress = Compressions::none();
      return check_process(g.terms, {kind, m, spec, p}, options, Budget{});
    };
    CAPTURE(i);
    for (const SemanticModel m : {SemanticModel::T, SemanticModel::F, SemanticModel::FD}) {
      CHECK(ask(ProcessQuestionKind::Refinement, m, net, one).answer == Answer::Holds);
      CHECK(ask(ProcessQuestionKind::Refinement, m, one, net).answer == Answer::Holds);
      const ProcessVerdict a = ask(ProcessQuestionKind::Refinement, m, net, other),
                           b = ask(ProcessQuestionKind::Refinement, m, one, other);
      CHECK(a.answer == b.answer);
      (a.answer == Answer::Fails ? fails : holds) += 1;
      if (m == SemanticModel::T) continue;
      for (const ProcessQuestionKind kind :
           {ProcessQuestionKind::DeadlockFree, ProcessQuestionKind::Deterministic})
        CHECK(ask(kind, m, net, kNone).answer == ask(kind, m, one, kNone).answer);
      const ProcessVerdict c = ask(ProcessQuestionKind::DivergenceFree, m, net, kNone),
                           d = ask(ProcessQuestionKind::DivergenceFree, m, one, kNone);
      CHECK(c.answer == d.answer);
      if (!terminating && c.answer == Answer::Holds) CHECK(c.statistics.states == d.statistics.states);
    }
  }
  CHECK(fails > 50);
  CHECK(holds > 50);
}

TEST_CASE("states of well-known networks: closed forms") {
  // Dining philosophers who pick up the left fork first: (1+√2)^n + (1-√2)^n states, a shortest deadlock of n
  // steps.
  const std::vector<std::uint64_t> expected = {6, 14, 34, 82, 198, 478};
  for (int n = 2; n <= 7; ++n) {
    TermsBuilder b;
    const auto label = [](const char* what, int i, int j) {
      return std::string(what) + "." + std::to_string(i) + "." + std::to_string(j);
    };
    TermId philosophers = b.stop(), forks = b.stop();
    TermsBuilder::Names shared;
    for (int i = 0; i < n; ++i) {
      const int next = (i + 1) % n, before = (i + n - 1) % n;
      const std::string phil = "PHIL(" + std::to_string(i) + ")", fork = "FORK(" + std::to_string(i) + ")";
      for (const char* what : {"up", "down"})
        for (const int f : {i, next}) shared.insert(label(what, i, f));
      // eating is one step: both forks go down together (the formula's philosopher thinks, holds one, eats)
      const TermId p = b.rec(phil, [&b, label, phil, i, next] {
        return b.prefix(label("up", i, i),
                        b.prefix(label("up", i, next), b.prefix(label("down", i, i), b.rec(phil))));
      });
      const TermId f = b.rec(fork, [&b, label, fork, i, before] {
        return b.external(
            {b.prefix(label("up", i, i), b.prefix(label("down", i, i), b.rec(fork))),
             b.prefix(label("up", before, i), b.prefix(label("down", before, before), b.rec(fork)))});
      });
      philosophers = i == 0 ? p : b.interleave(philosophers, p);
      // neighbouring forks share the event of putting both down
      if (i == 0) {
        forks = f;
      } else {
        TermsBuilder::Names common;
        common.insert(label("down", i - 1, i - 1));
        if (i == n - 1) common.insert(label("down", i, i));
        forks = b.parallel(forks, common, f);
      }
    }
    const ProcessVerdict v = check_process(
        b.terms,
        {ProcessQuestionKind::DeadlockFree, SemanticModel::F, kNone, b.parallel(philosophers, shared, forks)},
        {}, Budget{});
    REQUIRE(v.answer == Answer::Fails);
    CHECK(v.findings[0].run.size() == static_cast<std::size_t>(n));
    const ProcessVerdict all = check_process(b.terms,
                                             {ProcessQuestionKind::DivergenceFree, SemanticModel::FD, kNone,
                                              b.parallel(philosophers, shared, forks)},
                                             {}, Budget{});
    CHECK(all.answer == Answer::Holds);
    CHECK(all.statistics.states == expected[static_cast<std::size_t>(n - 2)]);
  }
}

TEST_CASE("interleaved counters: 3^n states") {
  TermsBuilder b;
  TermId all = kNone;
  std::uint64_t states = 1;
  for (int i = 0; i < 8; ++i) {
    const std::string e = "e" + std::to_string(i), f = "f" + std::to_string(i), g = "g" + std::to_string(i);
    const std::string p = "P" + std::to_string(i);
    const TermId t = b.rec(p, [&b, e, f, g, p] { return b.prefix(e, b.prefix(f, b.prefix(g, b.rec(p)))); });
    all = i == 0 ? t : b.interleave(all, t);
    states *= 3;
  }
  const ProcessVerdict v =
      check_process(b.terms, {ProcessQuestionKind::DeadlockFree, SemanticModel::F, kNone, all}, {}, Budget{});
  CHECK(v.answer == Answer::Holds);
  CHECK(v.statistics.states == states);
  CHECK(v.statistics.transitions == 8 * states);
}

}  // namespace
}  // namespace csp
