// The encoding against the reference interpreter: all runs of a few steps, enumerated by the solver, are
// those that the interpreter finds: none too many and none missing. Without the reduction of orders.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "checker/certify/interpreter.h"
#include "frontend/load.h"
#include "frontend/lower.h"
#include "solver/unroll.h"
#include "solver/z3_smt.h"

namespace csp::solver {
namespace {

namespace fs = std::filesystem;

constexpr int kSteps = 4;
constexpr std::size_t kMostRuns = 400;

std::string text(const std::vector<int>& choices) {
  std::string out;
  for (const int c : choices) out += "," + std::to_string(c);
  return out;
}

std::string text(const Trace& trace) {
  std::string out = "start" + text(trace.start);
  for (const auto& member : trace.start_members) out += "/" + text(member);
  for (const Step& step : trace.steps) {
    out += " | " + std::to_string(static_cast<int>(step.kind)) + ":" + std::to_string(step.outcome);
    for (const Part& p : step.parts)
      out += " p" + std::to_string(p.pid) + "@" + std::to_string(p.node) + "." + std::to_string(p.alt) +
             text(p.choices);
  }
  return out;
}

using Runs = std::set<std::string>;

// False: too many.
bool by_interpreter(const reference::Interpreter& interpreter, const reference::State& state, Trace& trace,
                    int steps, Runs& out) {
  if (steps == 0) return out.insert(text(trace)), out.size() <= kMostRuns;
  for (const auto& successor : interpreter.steps(state)) {
    trace.steps.push_back(successor.step);
    const bool few = by_interpreter(interpreter, successor.state, trace, steps - 1, out);
    trace.steps.pop_back();
    if (!few) return false;
  }
  return true;
}

bool by_interpreter(const Program& program, int steps, Runs& out) {
  const reference::Interpreter interpreter(program);
  for (const auto& start : interpreter.initial()) {
    Trace trace;
    trace.start = start.choices;
    trace.start_members = start.members;
    if (!by_interpreter(interpreter, start.state, trace, steps, out)) return false;
  }
  return true;
}

// Empty second: everything is encoded.
std::pair<Runs, bool> by_solver(const Check& check, int steps) {
  Context context(check.program);
  Automaton automaton(context, kept_locals(check.program, check.property));
  const auto smt = make_z3(context.terms, Budget{});
  Unrolling unrolling(automaton, *smt, false);
  Runs out;
  for (int n = 0; n <= steps; ++n) {
    if (!context.terms.is_false_constant(unrolling.possible().beyond)) return {out, false};
    if (n < steps && !unrolling.extend()) return {out, true};
  }
  while (smt->check() == Sat::Sat) {
    const bool fresh = out.insert(text(unrolling.run(steps).trace)).second;
    REQUIRE(fresh);
    smt->add(context.terms.not_(unrolling.this_run(steps)));
  }
  return {out, true};
}

struct Counts {
  int compared = 0, many = 0, not_encoded = 0;
  std::size_t runs = 0;
};

void compare(const std::string& path, Counts& counts) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  SourceMap sources;
  Diagnostics diagnostics;
  const auto model = load_text(sources, path, text.str(), {}, diagnostics);
  REQUIRE(model.has_value());
  for (const AssertInfo& assertion : model->assertions) {
    if (!assertion.system) continue;  // about processes
    const auto check =
        lower(*model, assertion, forall_values(assertion, instances(assertion) - 1), diagnostics);
    if (!check) continue;
    CAPTURE(path);
    CAPTURE(assertion.text);
    for (int steps = 0; steps <= kSteps; ++steps) {
      Runs expected;
      if (!by_interpreter(check->program, steps, expected)) {
        ++counts.many;
        break;
      }
      const auto [found, encoded] = by_solver(*check, steps);
      if (!encoded) {
        ++counts.not_encoded;
        break;
      }
      std::string difference;
      for (const std::string& run : expected)
        if (!found.count(run)) difference += "missing: " + run + "\n";
      for (const std::string& run : found)
        if (!expected.count(run)) difference += "too many: " + run + "\n";
      CHECK_MESSAGE(difference.empty(), difference);
      ++counts.compared;
      counts.runs += found.size();
    }
  }
}

TEST_CASE("all short runs of the models are those of the reference interpreter") {
  Counts counts;
  for (const char* folder : {"go", "figures"}) {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(fs::path(CSP_SOURCE_DIR) / "models" / folder))
      if (entry.path().extension() == ".csp") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) compare(file, counts);
  }
  MESSAGE("compared " << counts.compared << ", runs " << counts.runs << ", too many runs " << counts.many
                      << ", not encoded " << counts.not_encoded);
  CHECK(counts.compared > 500);
  CHECK(counts.not_encoded == 0);
}

}  // namespace
}  // namespace csp::solver
