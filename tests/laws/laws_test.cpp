// The laws of tests/laws/*.csp: each statement is asked of everybody, with the processes of the file and with
// generated ones in their places, in every model that the law names.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "checker/certify/brute.h"
#include "tests/laws/compare.h"
#include "tests/laws/generate.h"

namespace csp::laws {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(CSP_SOURCE_DIR) / "tests" / "laws";
constexpr std::uint64_t kSeed = 1;
constexpr int kInstances = 12;  // of each law
const std::vector<std::string> kLetters = {"P", "Q", "R", "S", "N", "M"};

std::vector<std::pair<std::string, Script>> all_files() {
  std::vector<std::pair<std::string, Script>> out;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".csp" || entry.path().filename() == "processes.csp") continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    out.emplace_back(entry.path().filename().string(), read_script(text.str(), kFolder.string()));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return out;
}

Opinions ask(const Script& script, const Statement& statement, SemanticModel model,
             std::uint64_t max_states) {
  Builder builder(script);
  CompareOptions options;
  options.max_states = max_states;
  return compare(builder.terms(),
                 {ProcessQuestionKind::Refinement, model, builder.term(statement.specification),
                  builder.term(statement.process)},
                 options);
}

bool holds(const Script& script, ProcessQuestionKind kind, SemanticModel model, const Expr& specification,
           const Expr& process) {
  Builder builder(script);
  Budget budget;
  budget.max_states = 500;
  return reference::decide_by_force(builder.terms(),
                                    {kind, model, builder.term(specification), builder.term(process)}, budget)
             .answer == Answer::Holds;
}

// Other processes and sets in place of the letters; such that the conditions of the law are met.
Script instance(const Script& script, const Law& law, fuzz::Random& random) {
  for (;;) {
    Script out = script;
    GenerateOptions options;
    options.depth = random.below(2);
    options.divergence = !law.no_divergence;
    for (const std::string& letter : kLetters)
      out.definitions[letter] = generate_process(random, options, out.definitions);
    for (const std::string set : {"A", "B", "C"}) {
      out.sets[set].clear();
      for (const std::string event : {"a", "b", "c"})
        if (random.chance(45)) out.sets[set].push_back(event);
    }
    const Expr run{Op::Run, "", {"a", "b", "c"}, {}, {}, {}};
    const auto fits = [&](const std::string& letter) {
      const Expr process{Op::Name, letter, {}, {}, {}, {}};
      return (!law.no_divergence ||
              holds(out, ProcessQuestionKind::DivergenceFree, SemanticModel::FD, process, process)) &&
             (!law.no_termination ||
              holds(out, ProcessQuestionKind::Refinement, SemanticModel::T, run, process));
    };
    if (std::all_of(kLetters.begin(), kLetters.end(), fits)) return out;
  }
}

std::string shown(const Script& script, const Statement& statement) {
  Script one = script;
  one.statements = {statement};
  return print(one);
}

TEST_CASE("at least a hundred laws, each with its source, its own name and statements") {
  std::set<std::string> names;
  for (const auto& [file, script] : all_files()) {
    std::vector<int> statements(script.laws.size());
    for (const Statement& s : script.statements) {
      REQUIRE_MESSAGE(s.law >= 0, file << ":" << s.line << " belongs to no law");
      ++statements[static_cast<std::size_t>(s.law)];
      const auto& models = script.laws[static_cast<std::size_t>(s.law)].models;
      const bool named = std::find(models.begin(), models.end(), s.model) != models.end();
      CHECK_MESSAGE((named || !s.holds), file << ":" << s.line);
      // A witness is about a model in which the law does not hold.
      CHECK_MESSAGE((!named || s.holds), file << ":" << s.line);
    }
    for (std::size_t i = 0; i < script.laws.size(); ++i) {
      const Law& law = script.laws[i];
      CHECK_MESSAGE(statements[i] > 0, file << ": " << law.name);
      CHECK_MESSAGE(law.source.size() > 2, file << ": " << law.name);
      CHECK_MESSAGE(names.insert(law.name).second, file << ": two laws called " << law.name);
      // What fails in some model says by which processes.
      CHECK_MESSAGE((law.models.size() == 3 || std::any_of(script.statements.begin(), script.statements.end(),
                                                           [&](const Statement& s) {
                                                             return s.law == static_cast<int>(i) && !s.holds;
                                                           })),
                    file << ": " << law.name << " has no witness");
    }
  }
  CHECK(names.size() >= 100);
}

TEST_CASE("the laws hold of the processes of the files, and the witnesses fail") {
  for (const auto& [file, script] : all_files())
    for (const Statement& s : script.statements) {
      const std::vector<SemanticModel> one{s.model};
      for (const SemanticModel model : s.holds ? script.laws[static_cast<std::size_t>(s.law)].models : one) {
        const Opinions o = ask(script, s, model, 20'000);
        CHECK_MESSAGE(o.disagreement == "", file << ":" << s.line << " in " << std::string(name(model)));
        CHECK_MESSAGE(o.brute == (s.holds ? Answer::Holds : Answer::Fails),
                      file << ":" << s.line << " in " << std::string(name(model)));
      }
    }
}

TEST_CASE("the laws hold of generated processes") {
  MESSAGE("seed=" << kSeed << ", " << kInstances << " instances of each law");
  int checked = 0, undecided = 0;
  for (const auto& [file, script] : all_files()) {
    fuzz::Random random(kSeed);
    for (std::size_t l = 0; l < script.laws.size(); ++l)
      for (int i = 0; i < kInstances; ++i) {
        const Script with = instance(script, script.laws[l], random);
        for (const Statement& s : with.statements) {
          if (s.law != static_cast<int>(l) || !s.holds) continue;
          for (const SemanticModel model : script.laws[l].models) {
            const Opinions o = ask(with, s, model, 1'000);
            CHECK_MESSAGE(o.disagreement == "", file << ", " << script.laws[l].name << ", "
                                                     << std::string(name(model)) << "\n"
                                                     << shown(with, s));
            CHECK_MESSAGE(o.brute != Answer::Fails, file << ", " << script.laws[l].name << ", "
                                                         << std::string(name(model)) << "\n"
                                                         << shown(with, s));
            ++(o.brute == Answer::Unknown ? undecided : checked);
          }
        }
      }
  }
  MESSAGE(checked << " refinements, " << undecided << " more were too large");
  CHECK(checked > 9 * undecided);
}

}  // namespace
}  // namespace csp::laws
