// csp_pairs: generated pairs of processes, each asked of everybody in T, F and FD. Usage: csp_pairs [SEED
// [COUNT]]; COUNT is of pairs that were compared in each model. Prints the smallest script of a disagreement;
// exit status 1 then. --print SEED prints a pair.
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/laws/compare.h"
#include "tests/laws/generate.h"
#include "tests/laws/shrink.h"

namespace {

using namespace csp;
using namespace csp::laws;

Opinions ask(const Script& script, std::size_t statement) {
  Builder builder(script);
  ProcessQuestion question;
  question.model = script.statements[statement].model;
  question.specification = builder.term(script.statements[statement].specification);
  question.process = builder.term(script.statements[statement].process);
  return compare(builder.terms(), question);
}

// The other questions, of one process.
const std::vector<std::pair<ProcessQuestionKind, SemanticModel>>& single_questions() {
  static const std::vector<std::pair<ProcessQuestionKind, SemanticModel>> all = {
      {ProcessQuestionKind::DeadlockFree, SemanticModel::F},
      {ProcessQuestionKind::DeadlockFree, SemanticModel::FD},
      {ProcessQuestionKind::DivergenceFree, SemanticModel::FD},
      {ProcessQuestionKind::Deterministic, SemanticModel::FD}};
  return all;
}

Opinions ask_single(const Script& script, std::size_t question) {
  Builder builder(script);
  const auto [kind, model] = single_questions()[question];
  return compare(builder.terms(), {kind, model, kNone, builder.definition("I")});
}

// Prints the smallest script that `bad` is true of.
template <class Bad>
void report(std::uint64_t seed, const std::string& what, const Script& script, const std::string& said,
            Bad bad) {
  std::printf("seed %llu, %s: %s\n\n", static_cast<unsigned long long>(seed), what.c_str(), said.c_str());
  std::printf("%s", print(shrink(script, bad)).c_str());
}

struct Count {
  int compared = 0, holds = 0, exact = 0, engine = 0, skipped = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--print") {
    std::printf("%s", print(generate_pair(std::stoull(argv[2]))).c_str());
    return 0;
  }
  const std::uint64_t first = argc > 1 ? std::stoull(argv[1]) : 1;
  const int wanted = argc > 2 ? std::stoi(argv[2]) : 5000;
  std::printf("seed=%llu\n", static_cast<unsigned long long>(first));
  std::map<SemanticModel, Count> counts;
  int singles = 0;
  std::uint64_t seed = first;
  for (bool enough = false; !enough; ++seed) {
    const Script script = generate_pair(seed);
    enough = true;
    for (std::size_t i = 0; i < script.statements.size(); ++i) {
      const SemanticModel model = script.statements[i].model;
      Count& count = counts[model];
      const Opinions opinions = ask(script, i);
      if (!opinions.disagreement.empty()) {
        report(seed, std::string("model ") + name(model), script, opinions.disagreement,
               [&](const Script& s) { return !ask(s, i).disagreement.empty(); });
        return 1;
      }
      if (opinions.brute == Answer::Unknown || !opinions.denotation)
        ++count.skipped;
      else
        ++count.compared, count.holds += opinions.brute == Answer::Holds, count.exact += opinions.exact,
            count.engine += opinions.engine;
      enough = enough && count.compared >= wanted;
    }
    for (std::size_t i = 0; i < single_questions().size(); ++i) {
      const Opinions opinions = ask_single(script, i);
      if (opinions.disagreement.empty()) {
        singles += opinions.brute != Answer::Unknown && opinions.engine;
        continue;
      }
      static const char* const kNames[] = {"deadlock free [F]", "deadlock free [FD]", "divergence free",
                                           "deterministic"};
      report(seed, kNames[i], script, opinions.disagreement,
             [&](const Script& s) { return !ask_single(s, i).disagreement.empty(); });
      return 1;
    }
  }
  for (const auto& [model, c] : counts)
    std::printf("%s: pairs=%d hold=%d exact=%d engine=%d skipped=%d\n", name(model), c.compared, c.holds,
                c.exact, c.engine, c.skipped);
  std::printf("single=%d\n", singles);
  std::printf("last_seed=%llu\n", static_cast<unsigned long long>(seed - 1));
  return 0;
}
