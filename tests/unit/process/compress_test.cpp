// Compression changes no answer, and turns an exponential family into a linear one.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "checker/process/check.h"
#include "checker/process/transitions.h"
#include "tests/unit/process/generated_terms.h"
#include "tests/unit/process/terms_builder.h"

namespace csp {
namespace {

using test::GeneratedTerms;
using test::TermsBuilder;

const std::vector<std::string> kMethods = {"sbisim", "dbisim", "wbisim",          "diamond",
                                           "normal", "chase",  "tau_loop_factor", "explicate"};

ProcessVerdict ask(TermsBuilder& b, ProcessQuestionKind kind, SemanticModel m, TermId p, TermId spec,
                   bool compress) {
  ProcessOptions options;
  if (!compress) options.compress = Compressions::none();
  return check_process(b.terms, {kind, m, spec, p}, options, Budget{});
}

// Only what is marked is compressed: what has no mark is composed as it is.
ProcessVerdict ask_marked(TermsBuilder& b, SemanticModel m, TermId p, TermId spec) {
  ProcessOptions options;
  options.compress.automatic = false;
  return check_process(b.terms, {ProcessQuestionKind::Refinement, m, spec, p}, options, Budget{});
}

TEST_CASE("every compression is equal to its argument in T, F and FD, on generated processes") {
  constexpr std::uint64_t kSeed = 777;
  MESSAGE("seed ", kSeed);
  std::size_t smaller = 0;
  for (std::uint64_t i = 0; i < 150; ++i) {
    GeneratedTerms g(kSeed + i, i % 2 == 0);
    const TermId p = g.hide(g.network(1), {"a", "b"});  // much hidden: τ's, loops of them, divergence
    for (const std::string& method : kMethods) {
      const TermId c = g.compressed(method, p);
      CAPTURE(i);
      CAPTURE(method);
      for (const SemanticModel m : {SemanticModel::T, SemanticModel::F, SemanticModel::FD}) {
        // in a context, so that the compressed process is one component among others
        const TermId plain = g.parallel(p, {"c"}, g.run({"c"})), small = g.parallel(c, {"c"}, g.run({"c"}));
        const ProcessVerdict v = ask_marked(g, m, small, plain);
        CHECK(v.answer == Answer::Holds);
        REQUIRE(v.compressions.size() == 1);  // of the one side; the other is not compressed at all
        CHECK(v.compressions[0].method == method);
        smaller += v.compressions[0].states_after < v.compressions[0].states_before;
        CHECK(ask_marked(g, m, plain, small).answer == Answer::Holds);
      }
    }
  }
  CHECK(smaller > 500);
}

TEST_CASE("each compression has a switch, and what it marks is composed as it is then") {
  using Switch = bool Compressions::*;
  const std::vector<std::pair<std::string, Switch>> kinds = {
      {"sbisim", &Compressions::strong},         {"wbisim", &Compressions::weak},
      {"dbisim", &Compressions::weak},           {"diamond", &Compressions::diamond},
      {"normal", &Compressions::normal},         {"chase", &Compressions::chase},
      {"tau_loop_factor", &Compressions::loops}, {"explicate", &Compressions::explicate}};
  for (const auto& [method, kind] : kinds) {
    CAPTURE(method);
    TermsBuilder b;
    const TermId two = b.parallel(b.rec("P", [&] { return b.prefix("a", b.rec("P")); }), {"a"},
                                  b.rec("Q", [&] { return b.prefix("a", b.prefix("b", b.rec("Q"))); }));
    const TermId p = b.interleave(b.compressed(method, two), b.run({"c"}));
    const auto records = [&](bool on) {
      ProcessOptions options;
      options.compress.automatic = false;
      options.compress.*kind = on;
      return check_process(b.terms, {ProcessQuestionKind::DeadlockFree, SemanticModel::FD, kNone, p}, options,
                           Budget{})
          .compressions.size();
    };
    CHECK(records(true) == 1);
    CHECK(records(false) == 0);
  }
  // The automatic one.
  TermsBuilder b;
  const auto copy = [&](const std::string& in, const std::string& out, const std::string& name) {
    return b.rec(name, [&b, in, out, name] { return b.prefix(in, b.prefix(out, b.rec(name))); });
  };
  const TermId chain = b.parallel(b.hide(b.parallel(copy("a", "m", "X"), {"m"}, copy("m", "b", "Y")), {"m"}),
                                  {"b"}, copy("b", "c", "Z"));
  for (const bool on : {true, false}) {
    ProcessOptions options;
    options.compress.automatic = on;
    const ProcessVerdict v = check_process(
        b.terms, {ProcessQuestionKind::DeadlockFree, SemanticModel::FD, kNone, chain}, options, Budget{});
    CHECK(v.answer == Answer::Holds);
    CHECK(v.compressions.empty() == !on);
  }
}

// Is there a run with these steps, hidden events included, by the operational semantics alone?
bool possible(TermsBuilder& b, TermId p, const std::vector<ProcessStep>& run) {
  Transitions transitions(b.terms);
  std::set<TermId> now{transitions.resolve(p)};
  for (const ProcessStep& step : run) {
    std::set<TermId> next;
    for (const TermId t : now)
      for (const Transition& x : transitions.of(t))
        if (x.event == step.event && x.hidden == step.hidden) next.insert(x.next);
    now = next;
  }
  return !now.empty();
}

TEST_CASE("with and without compression: the same answers, confirmed counterexamples") {
  constexpr std::uint64_t kSeed = 4242;
  MESSAGE("seed ", kSeed);
  std::size_t fails = 0, used = 0;
  for (std::uint64_t i = 0; i < 150; ++i) {
    GeneratedTerms g(kSeed + i, i % 2 == 0);
    const TermId p = g.hide(g.network(2), {"a"}), spec = g.sequential(3);
    CAPTURE(i);
    const auto compare = [&](ProcessQuestionKind kind, SemanticModel m) {
      const ProcessVerdict with = ask(g, kind, m, p, spec, true), without = ask(g, kind, m, p, spec, false);
      CHECK(with.answer == without.answer);
      used += !with.compressions.empty();
      CHECK(without.compressions.empty());
      if (with.answer != Answer::Fails || without.answer != Answer::Fails) return;
      ++fails;
      // the run is told in the components of the script: it is one of them, with all its τ's
      const ProcessFinding& f = with.findings[0];
      CHECK_FALSE(f.compressed);
      CHECK(possible(g, p, f.run));
      if (kind == ProcessQuestionKind::Refinement) CHECK(possible(g, spec, f.other));
      if (kind == ProcessQuestionKind::Deterministic) CHECK(possible(g, p, f.other));
    };
    for (const SemanticModel m : {SemanticModel::T, SemanticModel::F, SemanticModel::FD}) {
      compare(ProcessQuestionKind::Refinement, m);
      compare(ProcessQuestionKind::DivergenceFree, m);
      if (m == SemanticModel::T) continue;
      compare(ProcessQuestionKind::DeadlockFree, m);
      compare(ProcessQuestionKind::Deterministic, m);
    }
  }
  CHECK(fails > 100);
  CHECK(used > 100);
}

// A line of n cells that pass a token on; a cell may work before it does, which nobody sees. All is hidden
// but the ends: n cells have about 3^n states, and are equal to one.
TermId line(TermsBuilder& b, int n) {
  TermId all = kNone;
  TermsBuilder::Names hidden;
  for (int i = 0; i < n; ++i) {
    const std::string in = "t" + std::to_string(i), out = "t" + std::to_string(i + 1),
                      cell = "CELL" + std::to_string(i);
    const TermId c = b.rec(cell, [&b, in, out, cell] {
      const TermId work = b.internal({b.skip(), b.hide(b.prefix("work", b.skip()), {"work"})});
      return b.prefix(in, b.sequence(work, b.prefix(out, b.rec(cell))));
    });
    all = i == 0 ? c : b.parallel(all, {in}, c);
    if (i > 0) hidden.insert(in);
  }
  return b.hide(all, hidden);
}

TEST_CASE("hidden inner events: linear work where there was exponential") {
  std::uint64_t before = 0;
  for (const int n : {4, 8, 16}) {
    TermsBuilder b;
    const ProcessVerdict v =
        ask(b, ProcessQuestionKind::DeadlockFree, SemanticModel::FD, line(b, n), kNone, true);
    CHECK(v.answer == Answer::Holds);
    CHECK(v.compressions.size() >= static_cast<std::size_t>(n) / 2);
    CAPTURE(n);
    MESSAGE(n, " cells: ", v.statistics.states, " states");
    before = v.statistics.states;
    CHECK(before <= static_cast<std::uint64_t>(40 * n));
  }
  TermsBuilder b;
  const ProcessVerdict v =
      ask(b, ProcessQuestionKind::DeadlockFree, SemanticModel::FD, line(b, 8), kNone, false);
  CHECK(v.statistics.states > 5000);
}

}  // namespace
}  // namespace csp
