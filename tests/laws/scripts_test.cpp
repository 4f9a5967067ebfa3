// Generated scripts read by the front end: what its terms are found to be by the process engine (networks,
// compressions and all) is what brute force on the literal rules says of the same trees, made into terms
// without the front end.
#include <doctest/doctest.h>

#include "checker/certify/brute.h"
#include "checker/process/check.h"
#include "frontend/load.h"
#include "frontend/lower.h"
#include "frontend/process.h"
#include "tests/laws/generate.h"

namespace csp::laws {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr int kScripts = 400;

struct Asked {
  std::string text;  // the assertion
  ProcessQuestionKind kind;
  SemanticModel model;
};

// The three refinements of a generated pair, then these.
const std::vector<Asked>& singles() {
  static const std::vector<Asked> all = {
      {"I :[deadlock free [F]]", ProcessQuestionKind::DeadlockFree, SemanticModel::F},
      {"I :[deadlock free]", ProcessQuestionKind::DeadlockFree, SemanticModel::FD},
      {"I :[divergence free]", ProcessQuestionKind::DivergenceFree, SemanticModel::FD},
      {"I :[deterministic]", ProcessQuestionKind::Deterministic, SemanticModel::FD},
      {"I :[deterministic [F]]", ProcessQuestionKind::Deterministic, SemanticModel::F}};
  return all;
}

Answer by_force(const Script& script, ProcessQuestionKind kind, SemanticModel model,
                const Statement* refinement) {
  Builder builder(script);
  ProcessQuestion question;
  question.kind = kind;
  question.model = model;
  if (refinement) question.specification = builder.term(refinement->specification);
  question.process = refinement ? builder.term(refinement->process) : builder.definition("I");
  Budget budget;
  budget.max_states = 2000;
  return reference::decide_by_force(builder.terms(), question, budget).answer;
}

TEST_CASE("scripts through the front end: the answers of brute force on the same trees") {
  MESSAGE("seed ", kSeed);
  int compared = 0, fails = 0;
  for (int i = 0; i < kScripts; ++i) {
    const Script script = generate_pair(kSeed + static_cast<std::uint64_t>(i));
    std::string text = "transparent normal\n" + print(script);
    for (const Asked& asked : singles()) text += "assert " + asked.text + "\n";
    CAPTURE(text);
    SourceMap sources;
    Diagnostics diagnostics;
    const std::optional<Model> model = load_text(sources, "generated.csp", text, {}, diagnostics);
    REQUIRE_MESSAGE(model, render(sources, diagnostics));
    const std::size_t refinements = script.statements.size();
    REQUIRE(model->assertions.size() == refinements + singles().size());
    for (std::size_t a = 0; a < model->assertions.size(); ++a) {
      const Statement* statement = a < refinements ? &script.statements[a] : nullptr;
      const Answer expected =
          statement
              ? by_force(script, ProcessQuestionKind::Refinement, statement->model, statement)
              : by_force(script, singles()[a - refinements].kind, singles()[a - refinements].model, nullptr);
      if (expected == Answer::Unknown) continue;
      const auto lowered = lower_process(*model, model->assertions[a], {}, diagnostics);
      REQUIRE_MESSAGE(lowered, render(sources, diagnostics));
      const ProcessVerdict verdict = check_process(*lowered->terms, lowered->question, {}, Budget{});
      CAPTURE(model->assertions[a].text);
      CHECK(verdict.answer == expected);
      ++compared;
      fails += expected == Answer::Fails;
    }
  }
  CHECK(compared > 6 * kScripts);
  CHECK(fails > kScripts);
}

}  // namespace
}  // namespace csp::laws
