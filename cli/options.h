// The command line: one table of options (option_table.cpp) from which the parser, --help and docs/options.md
// are made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/budget.h"
#include "checker/explore/check.h"
#include "checker/process/compressions.h"
#include "cli/exit_code.h"
#include "frontend/load.h"

namespace csp {

enum class Verb { Check, Trace, Report, Step, Play, Least, Fmt, Equiv, Graph };
enum class EngineChoice { Explicit, Solver, Both, Auto };
enum class Format { Text, Json, Html, Junit, Sarif };
enum class GraphFormat { Dot, Svg, Aut, Json };
enum class GraphOf { Steps, Network, Waiting };

struct Options {
  Verb verb = Verb::Check;
  std::vector<std::string>
      paths;  // files and (check) folders, as given; equiv, graph: a file and its processes
  std::vector<std::pair<std::string, std::string>> defines;  // -D, in order
  std::string only;                                          // part of an assertion's text; empty: all
  bool seed_given = false;                                   // --seed, which only a random search takes
  EngineChoice engine_choice = EngineChoice::Auto;
  std::optional<std::uint64_t> effort;  // --effort: work of the solver for each question
  std::optional<std::uint64_t> depth;   // --depth: steps of the solver's bounded search
  CheckOptions engine;                  // search order, seed, savings, --first
  GraphFormat graph_format = GraphFormat::Dot;
  GraphOf graph_of = GraphOf::Steps;
  bool minimise = false, weak = false;  // graph
  Compressions compress;         // components of processes, before they are composed
  std::uint64_t max_states = 0;  // 0: no limit, here and below
  bool memory_given = false;     // --max-memory
  std::uint64_t max_memory = 0;  // bytes
  bool show_invariant = false;
  std::string dump_smt2;  // folder for the obligations of proofs; empty: none
  std::uint64_t max_depth = 0;
  std::uint64_t max_evaluation = 0;  // steps of one evaluation of a script; 0: as evaluation_limits.h says
  double timeout = 0;  // seconds
  bool quiet = false, verbose = false;  // check
  Format format = Format::Text;
  std::string script, commands;               // step: --script, --do
  std::string output;                         // -o; empty: standard output
  bool in_place = false, only_check = false;  // fmt -i, --check
};

// What the command line asks for: options, or a text to print and an exit status (--help, --version, a wrong
// option).
struct CommandLine {
  std::optional<Options> options;
  std::string text;
  ExitCode status = ExitCode::AsStated;  // BadInput: the text is an error message
};
CommandLine parse_command_line(int argc, const char* const* argv);

// What the options say, for the parts below cli/.
std::vector<Override> overrides_of(const Options&);
Budget budget_of(const Options&);  // starts now; ends by Ctrl-C, too

// docs/options.md, generated from the table; a test compares the committed page with it.
std::string options_page();

// "10", "64K", "2.5G" (powers of 1000) and "90", "10s", "500ms", "2m": nothing if the text is not of that
// form or too large.
std::optional<std::uint64_t> parse_size(const std::string& text);
std::optional<double> parse_duration(const std::string& text);

// Three quarters of the memory that the machine (or the control group) has free now; 0 if that cannot be
// found out.
std::uint64_t default_memory_limit();

}  // namespace csp
