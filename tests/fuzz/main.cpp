// csp_fuzz: generated programs, compared. See README.md.
#include <csignal>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <CLI/CLI.hpp>

#include "frontend/parse.h"
#include "tests/fuzz/compare.h"
#include "tests/fuzz/generate.h"
#include "tests/fuzz/promela.h"
#include "tests/fuzz/shrink.h"

namespace {

namespace fs = std::filesystem;
using namespace csp::fuzz;

struct Settings {
  std::uint64_t seed = 1;
  int count = 1000;
  double seconds = 0;
  bool spin = false, endless = false, promela = false, verbose = false, print = false, every = false, shrink = true;
  std::uint64_t max_states = 2000;
  std::string regress;             // where minimal programs go; empty: they are printed
  std::vector<std::string> files;  // compare these instead of generating
};

struct Totals {
  int programs = 0, skipped = 0, rejected = 0, undecided = 0, holds = 0, fails = 0, mismatches = 0;
  long comparisons = 0;
};

char at_work[64] = "csp_fuzz: died\n";  // said when a program kills us

extern "C" void died(int) {
  [[maybe_unused]] const auto written = write(2, at_work, std::strlen(at_work));
  _exit(1);
}

void work_on(const std::string& what) { std::snprintf(at_work, sizeof at_work, "csp_fuzz: died at %s\n", what.c_str()); }

void count(Totals& totals, const Comparison& c) {
  ++totals.programs;
  totals.skipped += c.skipped ? 1 : 0;
  totals.rejected += c.rejected.empty() ? 0 : 1;
  totals.comparisons += c.comparisons;
  totals.undecided += c.undecided;
  totals.holds += c.holds;
  totals.fails += c.fails;
  totals.mismatches += c.mismatches.empty() ? 0 : 1;
}

void report(const Settings& s, const std::string& name, const std::string& text, const CompareOptions& options, const Comparison& c) {
  if (!c.rejected.empty()) {
    std::printf("%s: rejected\n%s", name.c_str(), c.rejected.c_str());
    if (s.verbose) std::printf("%s", text.c_str());
  }
  for (const Mismatch& m : c.mismatches) std::printf("%s: %s\n", name.c_str(), m.what.c_str());
  const bool printing = !c.mismatches.empty() && c.mismatches[0].key.rfind("printing", 0) == 0;
  if (printing) std::printf("%s", c.canonical.c_str());  // cannot be shrunk: every edit is printed
  if (c.mismatches.empty() || !s.shrink || printing) return;
  CompareOptions all = options;
  all.every = true;
  const std::string small = shrink(c.canonical.empty() ? text : c.canonical, c.mismatches[0].key, all);
  const std::string said = "-- " + name + ": " + c.mismatches[0].what + "\n";
  if (s.regress.empty()) {
    std::printf("%s%s\n", said.c_str(), small.c_str());
  } else {
    const fs::path path = fs::path(s.regress) / (name + ".min.csp");
    std::ofstream(path) << said << small;
    std::printf("%s: written to %s\n", name.c_str(), path.c_str());
  }
}

void print_promela(const std::string& text) {
  csp::SourceMap sources;
  csp::Diagnostics diagnostics;
  const Promela promela = to_promela(csp::parse(sources, sources.add("generated.csp", text), diagnostics));
  std::printf("%s", promela.outside.empty() ? promela.text.c_str() : ("/* outside: " + promela.outside + " */\n").c_str());
}

void compare_files(const Settings& s, Totals& totals) {
  for (const std::string& path : s.files) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    work_on(path);
    if (s.promela) {
      print_promela(text.str());
      continue;
    }
    const CompareOptions options{s.seed, true, s.max_states, s.spin, s.endless};
    const Comparison c = compare(text.str(), options);
    count(totals, c);
    report(s, fs::path(path).filename().string(), text.str(), options, c);
  }
}

void compare_generated(const Settings& s, Totals& totals) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < s.count; ++i) {
    if (s.seconds > 0 && std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > s.seconds) break;
    const std::uint64_t seed = s.seed + static_cast<std::uint64_t>(i);
    work_on("seed " + std::to_string(seed));
    const std::string text = generate(seed, {s.spin, s.endless});
    if (s.print) std::printf("%s", text.c_str());
    if (s.promela) {
      print_promela(text);
      continue;
    }
    const CompareOptions options{seed, s.every, s.max_states, s.spin, s.endless};
    const Comparison c = compare(text, options);
    if (s.verbose)
      std::printf("seed %llu: %s, %d comparisons %s\n", static_cast<unsigned long long>(seed),
                  !c.rejected.empty() ? "rejected" : c.skipped ? "skipped" : "compared", c.comparisons, c.why_skipped.c_str());
    count(totals, c);
    report(s, "seed-" + std::to_string(seed), text, options, c);
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Settings s;
  CLI::App app{"Generated programs, compared: front end, reference interpreter, explicit engine"};
  app.add_option("--seed", s.seed, "the first program's seed; the others follow");
  app.add_option("--count", s.count, "how many programs");
  app.add_option("--time", s.seconds, "stop after this many seconds");
  app.add_option("--max-states", s.max_states, "of the reference; larger programs are skipped");
  app.add_option("--regress", s.regress, "folder for minimal programs");
  app.add_flag("--spin", s.spin, "programs that SPIN understands too");
  app.add_flag("--endless", s.endless, "loops without a bound may make processes and objects");
  app.add_flag("--promela", s.promela, "print the programs in Promela and compare nothing");
  app.add_flag("--every", s.every, "all comparisons for each program");
  app.add_flag("--print", s.print, "print the programs");
  app.add_flag("--verbose", s.verbose, "a line for each program");
  app.add_flag("!--no-shrink", s.shrink, "leave programs as they are");
  app.add_option("files", s.files, "compare these files instead");
  CLI11_PARSE(app, argc, argv);
  for (int signal : {SIGSEGV, SIGABRT, SIGFPE}) std::signal(signal, died);
  Totals totals;
  std::printf("seed %llu\n", static_cast<unsigned long long>(s.seed));
  if (s.files.empty())
    compare_generated(s, totals);
  else
    compare_files(s, totals);
  std::printf("programs=%d skipped=%d rejected=%d comparisons=%ld undecided=%d holds=%d fails=%d mismatches=%d\n", totals.programs,
              totals.skipped, totals.rejected, totals.comparisons, totals.undecided, totals.holds, totals.fails, totals.mismatches);
  return totals.mismatches + totals.rejected > 0 ? 1 : 0;
}
