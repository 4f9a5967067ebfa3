// The rows of the option table, and the reading of their values.
#include "cli/option_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <stdexcept>

namespace csp {
namespace {

std::uint64_t natural(const std::string& text) {
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("expected a whole number from 0");
  return n;
}

std::uint64_t positive(const std::string& text) {
  const std::uint64_t n = natural(text);
  if (n == 0) throw std::invalid_argument("expected a whole number from 1");
  return n;
}

std::uint64_t between(const std::string& text, std::uint64_t low, std::uint64_t high) {
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size() || n < low || n > high)
    throw std::invalid_argument(fmt::format("expected a whole number from {} to {}", low, high));
  return n;
}

// The number at the start of a text, and what follows it.
std::optional<std::pair<double, std::string>> number_and_unit(const std::string& text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  double n = 0;
  const char* last = text.data() + std::min(end, text.size());
  const auto [stop, error] = std::from_chars(text.data(), last, n);
  if (error != std::errc() || stop != last || !std::isfinite(n)) return std::nullopt;
  return std::pair(n, end == std::string::npos ? "" : text.substr(end));
}

void set_define(Options& o, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
    throw std::invalid_argument("expected NAME=VALUE");
  o.defines.emplace_back(text.substr(0, equals), text.substr(equals + 1));
}

void set_search(Options& o, const std::string& text) {
  if (text == "bfs") {
    o.engine.order = SearchOrder::BreadthFirst;
  } else if (text == "dfs") {
    o.engine.order = SearchOrder::DepthFirst;
  } else if (text == "random") {
    o.engine.order = SearchOrder::Random;
  } else {
    throw std::invalid_argument("expected bfs, dfs or random");
  }
}

void set_graph_format(Options& o, const std::string& text) {
  if (text == "dot")
    o.graph_format = GraphFormat::Dot;
  else if (text == "svg")
    o.graph_format = GraphFormat::Svg;
  else if (text == "aut")
    o.graph_format = GraphFormat::Aut;
  else if (text == "json")
    o.graph_format = GraphFormat::Json;
  else
    throw std::invalid_argument("expected dot, svg, aut or json");
}

void set_graph_of(Options& o, const std::string& text) {
  if (text == "steps")
    o.graph_of = GraphOf::Steps;
  else if (text == "network")
    o.graph_of = GraphOf::Network;
  else if (text == "waiting")
    o.graph_of = GraphOf::Waiting;
  else
    throw std::invalid_argument("expected steps, network or waiting");
}

void set_format(Options& o, const std::string& text) {
  const bool trace = o.verb == Verb::Trace;
  if (text == "text")
    o.format = Format::Text;
  else if (text == "json")
    o.format = Format::Json;
  else if (text == "html" && trace)
    o.format = Format::Html;
  else if (text == "junit" && !trace)
    o.format = Format::Junit;
  else if (text == "sarif" && !trace)
    o.format = Format::Sarif;
  else
    throw std::invalid_argument(trace ? "expected text, json or html"
                                      : "expected text, json, junit or sarif");
}

void set_skip_compression(Options& o, const std::string& text) {
  Compressions& c = o.compress;
  const std::pair<const char*, bool*> kinds[] = {

      {"automatic", &c.automatic}, {"sbisim", &c.strong},      {"wbisim", &c.weak},
      {"diamond", &c.diamond},     {"normal", &c.normal},      {"tau_loop_factor", &c.loops},
      {"chase", &c.chase},         {"explicate", &c.explicate}};
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    const std::string one = text.substr(from, comma - from);
    const auto kind =
        std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& k) { return one == k.first; });
    if (kind == std::end(kinds))
      throw std::invalid_argument(
          "expected automatic, sbisim, wbisim, diamond, normal, tau_loop_factor, chase or explicate, with "
          "commas "
          "between them");
    *kind->second = false;
    from = comma + 1;
  }
}

void set_engine(Options& o, const std::string& text) {
  if (text == "explicit")
    o.engine_choice = EngineChoice::Explicit;
  else if (text == "z3")
    o.engine_choice = EngineChoice::Solver;
  else if (text == "both")
    o.engine_choice = EngineChoice::Both;
  else if (text == "auto")
    o.engine_choice = EngineChoice::Auto;
  else
    throw std::invalid_argument("expected explicit, z3, both or auto");
}

void set_memory(Options& o, const std::string& text) {
  const auto bytes = parse_size(text);
  if (!bytes || *bytes == 0) throw std::invalid_argument("expected a size like 500M or 2G");
  o.max_memory = *bytes;
  o.memory_given = true;
}

void set_timeout(Options& o, const std::string& text) {
  const auto seconds = parse_duration(text);
  if (!seconds || *seconds <= 0) throw std::invalid_argument("expected a time like 10s, 500ms or 2m");
  o.timeout = *seconds;
}

std::uint64_t meminfo(const std::string& field) {
  std::ifstream in("/proc/meminfo");
  std::string name;
  std::uint64_t kilobytes = 0;
  while (in >> name >> kilobytes) {
    if (name == field) return kilobytes * 1024;
    in.ignore(256, '\n');
  }
  return 0;
}

std::uint64_t number_in(const char* path) {  // 0 if there is none ("max")
  std::ifstream in(path);
  std::uint64_t n = 0;
  return in >> n ? n : 0;
}

}  // namespace

bool OptionRow::applies_to(Verb verb) const {
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

const std::vector<VerbRow>& verb_table() {
  static const std::vector<VerbRow> table = {
      {Verb::Check, "check", "FILE|DIR...",
       "decide every assertion of the models and say whether each is as stated"},
      {Verb::Trace, "trace", "FILE...", "show the counterexamples and witnesses, one column per process"},
      {Verb::Report, "report", "FILE|DIR...",
       "check, and write pages into the folder -o: an index, the runs, pictures of small systems"},
      {Verb::Step, "step", "FILE [PROCESS]",
       "go through a system step by step, by hand; with --only along a counterexample, or away from it"},
      {Verb::Play, "play", "FILE [PROCESS]",
       "make a page in which a system can be gone through by hand (of 500 states, if --max-states does not "
       "say else)"},
      {Verb::Least, "least", "NAME=LO..HI FILE",
       "find the least value of a constant or of a forall variable for which an assertion's property fails"},
      {Verb::Fmt, "fmt", "FILE|DIR...", "print models in canonical layout: same words, comments and lines"},
      {Verb::Equiv, "equiv", "FILE PROCESS PROCESS",
       "say in which semantic models two processes are equal, and what tells them apart"},
      {Verb::Graph, "graph", "FILE PROCESS",
       "draw the transition system of a process (of a million states, if --max-states does not say else), or "
       "write it for other tools"},
  };
  return table;
}

const std::vector<OptionRow>& option_table() {
  const std::vector<Verb> shows = {Verb::Check, Verb::Trace, Verb::Report},
                          runs = {Verb::Check, Verb::Trace, Verb::Report, Verb::Least},
                          refines = {Verb::Check, Verb::Trace, Verb::Report, Verb::Least, Verb::Equiv},
                          all = {Verb::Check, Verb::Trace, Verb::Report, Verb::Step,
                                 Verb::Play,  Verb::Least, Verb::Equiv,  Verb::Graph};
  static const std::vector<OptionRow> table = {
      {"-D", "NAME=VALUE", all, "What is checked",
       "give the top-level constant NAME another value; may be repeated", set_define, true},
      {"--only", "TEXT", runs, "What is checked", "only assertions whose text contains TEXT",
       [](Options& o, const std::string& v) { o.only = v; }},
      {"--only",
       "TEXT",
       {Verb::Step, Verb::Play},
       "What is checked",
       "the system of the assertion whose text contains TEXT, and its counterexample to follow",
       [](Options& o, const std::string& v) { o.only = v; }},
      {"--script",
       "FILE",
       {Verb::Step},
       "Commands",
       "carry out the commands of FILE first, such as `save` writes",
       [](Options& o, const std::string& v) { o.script = v; }},
      {"--do",
       "COMMANDS",
       {Verb::Step},
       "Commands",
       "carry out these commands, parted by `;`, instead of reading them",
       [](Options& o, const std::string& v) { o.commands = v; }},
      {"--engine", "explicit|z3|both|auto", runs, "Engine",
       "explicit states, the solver, both (which must agree), or auto (the default): explicit states, and "
       "the solver where data have no bound or memory does not suffice, if you give no limit",
       set_engine},
      {"--depth", "K", runs, "Engine", "steps of the solver's bounded search (default 60)",
       [](Options& o, const std::string& v) { o.depth = between(v, 0, 100'000); }},
      {"--effort", "N", runs, "Engine",
       "units of work that the solver may spend on one question (default: no limit); unlike --timeout this "
       "gives "
       "the same answer on every machine",
       [](Options& o, const std::string& v) { o.effort = between(v, 1, 4'000'000'000); }},
      {"--show-invariant", "", shows, "Engine",
       "print what a proof of the solver rests on, in the model's names",
       [](Options& o, const std::string&) { o.show_invariant = true; }},
      {"--dump-smt2", "DIR", shows, "Engine",
       "write the obligations of proofs by invariant to DIR; each must be unsatisfiable for any solver",
       [](Options& o, const std::string& v) { o.dump_smt2 = v; }},
      {"--search", "bfs|dfs|random", runs, "Search",
       "order of the search; bfs (the default) finds shortest counterexamples", set_search},
      {"--seed", "N", runs, "Search", "seed of --search random (default 1)",
       [](Options& o, const std::string& v) { o.engine.seed = natural(v), o.seed_given = true; }},
      {"--first", "", runs, "Search",
       "stop at the first place of a leak instead of looking for all (up to ten)",
       [](Options& o, const std::string&) { o.engine.first = true; }},
      {"--max-states", "N", all, "Limits", "give up after N states",
       [](Options& o, const std::string& v) { o.max_states = positive(v); }},
      {"--max-memory", "SIZE", all, "Limits",
       "give up when the search holds SIZE bytes (K, M, G: powers of 1000; default: three quarters of what "
       "is free)",
       set_memory},
      {"--max-depth", "N", refines, "Limits", "look no further than N steps from the start",
       [](Options& o, const std::string& v) { o.max_depth = positive(v); }},
      {"--max-evaluation", "N", all, "Limits",
       "give up the evaluation of a constant, or of what a process can do next, after N steps (default "
       "20000000, "
       "about two seconds)",
       [](Options& o, const std::string& v) { o.max_evaluation = positive(v); }},
      {"--timeout", "T", all, "Limits", "give up after the time T (ms, s, m; s without a unit)", set_timeout},
      {"--no-merge", "", runs, "Savings (docs/semantics.md 1.8)",
       "make every local statement a step of its own",
       [](Options& o, const std::string&) { o.engine.merge = false; }},
      {"--no-resolve", "", runs, "Savings (docs/semantics.md 1.8)", "make internal choice a step of its own",
       [](Options& o, const std::string&) { o.engine.resolve = false; }},
      {"--no-forget", "", runs, "Savings (docs/semantics.md 1.8)",
       "keep the last value of a variable that is never read again",
       [](Options& o, const std::string&) { o.engine.forget = false; }},
      {"--no-canonical", "", runs, "Savings (docs/semantics.md 1.8)",
       "keep processes and objects numbered in order of creation, and keep dead ones",
       [](Options& o, const std::string&) { o.engine.canonical = false; }},
      {"--no-compress", "", refines, "Savings (docs/refinement.md)",
       "compose processes as they are; what the script asks for (normal, sbisim, ...) is passed over, too",
       [](Options& o, const std::string&) { o.compress = Compressions::none(); }},
      {"--skip-compression", "KIND,...", refines, "Savings (docs/refinement.md)",
       "do without these kinds of compression: automatic, sbisim, wbisim, diamond, normal, tau_loop_factor, "
       "chase, explicate; may be repeated",
       set_skip_compression, true},
      {"--format",
       "text|json|junit|sarif",
       {Verb::Check},
       "Output",
       "how to print (default text); junit for continuous integration, sarif for code scanning",
       set_format},
      {"--format",
       "text|json|html",
       {Verb::Trace},
       "Output",
       "how to print (default text); html is a page to step through, of one FILE",
       set_format},
      {"--format",
       "dot|svg|aut|json",
       {Verb::Graph},
       "Output",
       "how to print (default dot); svg is drawn by Graphviz, aut is the Aldebaran format of CADP, mCRL2 and "
       "LTSmin",
       set_graph_format},
      {"-q,--quiet",
       "",
       {Verb::Check},
       "Output",
       "print only what is not as stated, and nothing if all is",
       [](Options& o, const std::string&) { o.quiet = true; }},
      {"-v,--verbose",
       "",
       {Verb::Check},
       "Output",
       "print for each assertion how large the search was: transitions, depth, memory, what was compressed",
       [](Options& o, const std::string&) { o.verbose = true; }},
      {"--of",
       "steps|network|waiting",
       {Verb::Graph},
       "What is drawn",
       "the transition system (the default); who is connected to whom by what; or who waits for whom in the "
       "nearest state in which nothing can happen any more (of 20000 states, if --max-states does not say "
       "else)",
       set_graph_of},
      {"--minimise",
       "",
       {Verb::Graph},
       "Output",
       "the least transition system that is strongly bisimilar",
       [](Options& o, const std::string&) { o.minimise = true; }},
      {"--weak",
       "",
       {Verb::Graph},
       "Output",
       "the least one without internal steps that change nothing (divergence-respecting weak bisimulation)",
       [](Options& o, const std::string&) { o.weak = true; }},
      {"-o,--output",
       "PATH",
       {Verb::Trace, Verb::Play, Verb::Graph},
       "Output",
       "write the page, or the graph, to PATH",
       [](Options& o, const std::string& v) { o.output = v; }},
      {"-o,--output",
       "DIR",
       {Verb::Report},
       "Output",
       "the folder for the pages; it is made if it is not there",
       [](Options& o, const std::string& v) { o.output = v; }},
      {"-i,--in-place",
       "",
       {Verb::Fmt},
       "Output",
       "write the file instead of printing it",
       [](Options& o, const std::string&) { o.in_place = true; }},
      {"--check",
       "",
       {Verb::Fmt},
       "Output",
       "change and print no model; name the files that are not in canonical layout, exit status 1 if there is "
       "one",
       [](Options& o, const std::string&) { o.only_check = true; }},
  };
  return table;
}

std::optional<std::uint64_t> parse_size(const std::string& text) {
  const auto parts = number_and_unit(text);
  if (!parts) return std::nullopt;
  double factor = 0;
  if (parts->second.empty()) factor = 1;
  if (parts->second == "K") factor = 1e3;
  if (parts->second == "M") factor = 1e6;
  if (parts->second == "G") factor = 1e9;
  const double bytes = parts->first * factor;
  if (factor == 0 || bytes >= 1e18) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

std::optional<double> parse_duration(const std::string& text) {
  const auto parts = number_and_unit(text);
  if (!parts) return std::nullopt;
  if (parts->second.empty() || parts->second == "s") return parts->first;
  if (parts->second == "ms") return parts->first / 1000;
  if (parts->second == "m") return parts->first * 60;
  return std::nullopt;
}

std::uint64_t default_memory_limit() {
  std::uint64_t free = meminfo("MemAvailable:");
  const std::uint64_t limit = number_in("/sys/fs/cgroup/memory.max");
  const std::uint64_t used = number_in("/sys/fs/cgroup/memory.current");
  if (limit > 0) {
    const std::uint64_t left = limit > used ? limit - used : 1;
    free = free == 0 ? left : std::min(free, left);
  }
  return free / 4 * 3;
}

}  // namespace csp
