// The denotational evaluator: against the equations on explicit sets, on processes whose meaning is printed
// in the books, and how far it looks.
#include "checker/certify/denotation.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "checker/certify/evaluate.h"
#include "tests/laws/generate.h"
#include "tests/laws/literal.h"
#include "tests/laws/processes.h"

namespace csp::reference {
namespace {

using laws::Processes;

// The sets that a tree stands for.
void unfold(const Behaviours& trees, const Terms& terms, BehaviourId id, const laws::Trace& trace,
            laws::Literal& out) {
  const Behaviour b = trees[id];
  const auto refusal = [&](Mask x) {
    laws::Refusal set;
    for (std::size_t i = 0; i < trees.events(); ++i)
      if (x >> i & 1) set.insert(terms.events()[trees.alphabet()[i]].text);
    if (x & trees.tick()) set.insert("✓");
    return set;
  };
  out.traces.insert(trace);
  trees.each(b.refusals, [&](Mask x) { out.failures.insert({trace, refusal(x)}); });
  if (b.tick) {
    laws::Trace ended = trace;
    ended.push_back("✓");
    out.traces.insert(ended);
    for (Mask x = 0; x <= trees.everything(); ++x) out.failures.insert({ended, refusal(x)});
  }
  for (std::size_t i = 0; i < trees.events(); ++i) {
    if (b.next[i] < 0) continue;
    laws::Trace longer = trace;
    longer.push_back(terms.events()[trees.alphabet()[i]].text);
    unfold(trees, terms, b.next[i], longer, out);
  }
}

bool uses(const laws::Expr& e, const std::vector<laws::Op>& ops) {
  if (std::find(ops.begin(), ops.end(), e.op) != ops.end()) return true;
  return std::any_of(e.args.begin(), e.args.end(), [&](const laws::Expr& a) { return uses(a, ops); });
}

TEST_CASE("trees mean the sets of the equations: generated processes without recursion") {
  using laws::Op;
  int compared = 0;
  for (std::uint64_t seed = 1; compared < 300; ++seed) {
    fuzz::Random random(seed);
    laws::GenerateOptions options;
    options.depth = random.between(0, 2);
    options.recursion = false;
    laws::Script script;
    script.channels = {"a", "b", "c"};
    const laws::Expr e = laws::generate_process(random, options, script.definitions);
    if (uses(e, {Op::Run, Op::Chaos, Op::SyncExternal, Op::SyncInterrupt})) continue;
    laws::Builder builder(script);
    std::vector<EventId> alphabet;
    for (const std::string& c : script.channels) alphabet.push_back(builder.event(c));
    const TermId t = builder.term(e);
    const int longest = longest_trace(builder.terms(), t);
    REQUIRE(longest >= 0);
    if (longest > 5) continue;  // the sets are too many
    Denotation denotation(builder.terms(), alphabet, false);
    const BehaviourId tree = denotation.of(t, longest);
    laws::Literal mine;
    unfold(denotation.trees(), builder.terms(), tree, {}, mine);
    const laws::Literal book = laws::literal(e, script.channels);
    CHECK_MESSAGE(mine.traces == book.traces, "seed " << seed << ": " << laws::print(e));
    CHECK_MESSAGE(mine.failures == book.failures, "seed " << seed << ": " << laws::print(e));
    // Without DIV nothing diverges, so FD has the same sets.
    if (!uses(e, {Op::Div})) {
      Denotation strict(builder.terms(), alphabet, true);
      laws::Literal theirs;
      unfold(strict.trees(), builder.terms(), strict.of(t, longest), {}, theirs);
      CHECK_MESSAGE(theirs == book, "seed " << seed << ": " << laws::print(e));
    }
    ++compared;
  }
}

TEST_CASE("longest traces and bounds of states, by hand") {
  Processes p(
      "channel a, b, c\nX = a -> X\nY = a -> b -> Y\nZ = (a -> Z) [] (b -> STOP)\nG = a -> (G ||| STOP)\n"
      "W = (a -> SKIP) ; W");
  const auto longest = [&](const std::string& e) { return longest_trace(p.terms(), p(e)); };
  const auto states = [&](const std::string& e) { return states_bound(p.terms(), p(e)); };
  CHECK(longest("STOP") == 0);
  CHECK(longest("a -> b -> SKIP") == 2);
  CHECK(longest("(a -> SKIP) ||| (b -> c -> SKIP)") == 3);
  CHECK(longest("(a -> SKIP) ; (b -> SKIP)") == 2);
  CHECK(longest("a -> X") == kEndless);
  CHECK(states("STOP") == 1);
  CHECK(states("SKIP") == 2);
  CHECK(states("X") >= 1);
  CHECK(states("Y") >= 2);
  CHECK(states("X ||| Y") >= 2);
  CHECK(states("Z") >= 2);
  CHECK(states("W") >= 2);
  CHECK_THROWS_AS(states("G"), LimitReached);
}

TEST_CASE("meanings that the books print") {
  Processes p("channel a, b\nX = a -> X");
  const auto ask = [&](SemanticModel m, const std::string& s, const std::string& i) {
    return decide_denotationally(p.terms(), p.refinement(m, s, i), 6);
  };
  using enum SemanticModel;
  CHECK(ask(FD, "STOP", "X \\ {a}").kind == ProcessFindingKind::Divergence);
  CHECK(ask(FD, "STOP", "((a -> STOP) \\ {a}) [] STOP").answer == Answer::Holds);
  // F: what may end can refuse all of Σ, so P [] SKIP = P [> SKIP (TPC 6.3, 8.3).
  CHECK(ask(F, "(a -> STOP) [> SKIP", "(a -> STOP) [] SKIP").answer == Answer::Holds);
  CHECK(ask(F, "(a -> STOP) [] SKIP", "(a -> STOP) [> SKIP").answer == Answer::Holds);
  // The shortest difference between X and six events is the seventh.
  CHECK(ask(T, "a -> a -> a -> a -> a -> STOP", "X").trace.size() == 6);
  CHECK(ask(T, "X", "X").answer == Answer::Unknown);  // as far as it looked
  CHECK(ask(T, "X", "X").reason == "");
}

TEST_CASE("what has no meaning here is refused") {
  Processes p("channel a, b, c, d, e, f\nP = (SKIP ; P)\nQ = (a -> Q) \\ {a}");
  const auto reason = [&](const std::string& e) {
    return decide_denotationally(p.terms(), p.refinement(SemanticModel::FD, "STOP", e), 3).reason;
  };
  CHECK(reason("RUN({a, b, c, d, e, f})") == "an alphabet of more than five events");
  CHECK(reason("P") == "a recursion without an event");
  CHECK(reason("Q") == "a recursion through an operator that stays");
}

}  // namespace
}  // namespace csp::reference
