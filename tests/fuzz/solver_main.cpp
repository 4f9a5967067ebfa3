// csp_fuzz_solver: generated programs, asked of the explicit engine and of the solver. Answers must agree,
// findings must replay, and shortest counterexamples must have the same length. See README.md.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "checker/certify/replay.h"
#include "checker/core/dump_names.h"
#include "checker/explore/check.h"
#include "frontend/load.h"
#include "frontend/lower.h"
#include "solver/solve.h"
#include "tests/fuzz/generate.h"
#include "tests/fuzz/random.h"

namespace {

using namespace csp;

struct Settings {
  std::uint64_t seed = 1;
  int count = 100;
  int assertions = 3;  // of a program; the others are left out
  double seconds = 0;  // of the whole run
  solver::SolveOptions solve;
  std::uint64_t max_states = 20'000;
  bool every = false, verbose = false, print = false;
  std::vector<std::string> files;
};

struct Totals {
  int programs = 0, asked = 0, agreed = 0, unknown = 0, limited = 0, findings = 0, lengths = 0, rejected = 0,
      mismatches = 0;
  std::map<std::string, int> reasons;
};

// Is the first counterexample a shortest one by definition?
bool has_shortest(PropertyKind kind) {
  return kind == PropertyKind::DeadlockFree || kind == PropertyKind::RaceFree ||
         kind == PropertyKind::ErrorFree || kind == PropertyKind::Always || kind == PropertyKind::Reachable;
}

const char* word(Answer a) { return a == Answer::Holds ? "holds" : a == Answer::Fails ? "fails" : "unknown"; }

class Comparing {
 public:
  Comparing(const Settings& settings, Totals& totals) : s_(settings), totals_(totals) {}

  void program(const std::string& name, const std::string& text, std::uint64_t seed) {
    if (s_.print) std::printf("%s", text.c_str());
    SourceMap sources;
    Diagnostics diagnostics;
    const std::optional<Model> model = load_text(sources, "generated.csp", text, {}, diagnostics);
    if (!model) {
      ++totals_.rejected;
      std::printf("%s: rejected\n%s", name.c_str(), render(sources, diagnostics).c_str());
      return;
    }
    ++totals_.programs;
    fuzz::Random random(seed);
    const std::size_t n = model->assertions.size();
    for (std::size_t a = 0; a < n; ++a) {
      if (!s_.every && static_cast<int>(random.below(static_cast<int>(n))) >= s_.assertions) continue;
      const AssertInfo& assertion = model->assertions[a];
      if (!assertion.system) continue;  // about processes
      for (std::size_t i = 0; i < instances(assertion); ++i) {
        const std::optional<Check> check = lower(*model, assertion, forall_values(assertion, i), diagnostics);
        if (check) compare(name, *check);
      }
    }
  }

 private:
  void mismatch(const std::string& name, const Check& check, const std::string& what) {
    ++totals_.mismatches;
    std::printf("%s: %s: %s\n", name.c_str(), property_name(check.property.kind).c_str(), what.c_str());
  }

  void compare(const std::string& name, const Check& check) {
    Budget budget;
    budget.max_states = s_.max_states;
    const Verdict theirs = csp::check(check.program, check.property, {}, budget);
    if (theirs.answer == Answer::Unknown) {
      ++totals_.limited;
      return;
    }
    Budget time;
    const auto start = std::chrono::steady_clock::now();
    const Verdict ours = solver::solve(check.program, check.property, s_.solve, time);
    if (s_.verbose)
      std::printf("%s: %s: %s, %s %s %.3f s\n", name.c_str(), property_name(check.property.kind).c_str(),
                  word(theirs.answer), word(ours.answer), ours.reason.c_str(),
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    ++totals_.asked;
    for (const Finding& f : ours.findings) {
      ++totals_.findings;
      const Replayed replayed = replay(check.program, check.property, f, {});
      if (!replayed.ok()) mismatch(name, check, "does not replay: " + replayed.mismatch);
    }
    if (ours.answer == Answer::Unknown) {
      ++totals_.unknown;
      std::string why = ours.reason.substr(0, ours.reason.find_first_of("0123456789"));
      ++totals_.reasons[why];
      return;
    }
    if (ours.answer != theirs.answer)
      return mismatch(name, check,
                      std::string("explicit ") + word(theirs.answer) + ", solver " + word(ours.answer));
    ++totals_.agreed;
    if (check.property.kind == PropertyKind::Outcomes && ours.answer == Answer::Holds &&
        ours.outcomes != theirs.outcomes)
      mismatch(name, check, "other outcomes");
    if (!has_shortest(check.property.kind) || ours.findings.empty() || theirs.findings.empty()) return;
    ++totals_.lengths;
    const std::size_t a = theirs.findings[0].trace.steps.size(), b = ours.findings[0].trace.steps.size();
    if (a != b)
      mismatch(name, check, "explicit finds " + std::to_string(a) + " steps, solver " + std::to_string(b));
  }

  const Settings& s_;
  Totals& totals_;
};

}  // namespace

int main(int argc, char** argv) {
  Settings s;
  s.solve.depth = 12;
  s.solve.first = true;
  s.solve.effort = 300'000;
  CLI::App app{"Generated programs, asked of the explicit engine and of the solver"};
  app.add_option("--seed", s.seed, "the first program's seed; the others follow");
  app.add_option("--count", s.count, "how many programs");
  app.add_option("--assertions", s.assertions, "about how many assertions of each program");
  app.add_flag("--every", s.every, "all assertions");
  app.add_option("--time", s.seconds, "stop after this many seconds");
  app.add_option("--effort", s.solve.effort, "units of work of the solver for each question");
  app.add_option("--depth", s.solve.depth, "steps of the bounded search");
  app.add_flag("--print", s.print, "print the programs");
  app.add_flag("--verbose", s.verbose, "a line for each assertion");
  app.add_option("files", s.files, "compare these files instead");
  CLI11_PARSE(app, argc, argv);
  std::printf("seed %llu\n", static_cast<unsigned long long>(s.seed));
  Totals t;
  Comparing comparing(s, t);
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& path : s.files) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    comparing.program(path, text.str(), s.seed);
  }
  for (int i = 0; s.files.empty() && i < s.count; ++i) {
    if (s.seconds > 0 &&
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > s.seconds)
      break;
    const std::uint64_t seed = s.seed + static_cast<std::uint64_t>(i);
    comparing.program("seed-" + std::to_string(seed), fuzz::generate(seed, {}), seed);
    std::fflush(stdout);
  }
  for (const auto& [why, n] : t.reasons) std::printf("unknown %d: %s\n", n, why.c_str());
  std::printf(
      "programs=%d rejected=%d asked=%d agreed=%d unknown=%d limited=%d findings=%d lengths=%d "
      "mismatches=%d\n",
      t.programs, t.rejected, t.asked, t.agreed, t.unknown, t.limited, t.findings, t.lengths, t.mismatches);
  return t.mismatches + t.rejected > 0 ? 1 : 0;
}
