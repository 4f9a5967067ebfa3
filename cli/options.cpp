// The table of verbs and options, and the parser that CLI11 makes of it.
#include "cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <stdexcept>

#include "cli/option_table.h"
#include "cli/shell.h"
#include "cli/signals.h"
#include "frontend/suggest.h"

namespace csp {
namespace {

struct WrongOption : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// CLI11 takes an argument in brackets for a list and strips them; here it may be a parallel command. A mark
// in front of it keeps it as it is.
constexpr char kMark = '\x01';

std::string marked(std::string argument) {
  const std::size_t equals = argument.starts_with("--") ? argument.find('=') : std::string::npos;
  const std::size_t value = equals == std::string::npos ? 0 : equals + 1;
  if (value < argument.size() && argument[value] == '[') argument.insert(value, 1, kMark);
  return argument;
}

std::string unmarked(const std::string& argument) {
  return !argument.empty() && argument[0] == kMark ? argument.substr(1) : argument;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const auto near = suggest(word, known);
  return near ? fmt::format("; did you mean {}?", *near) : "";
}

std::vector<std::string> long_names(Verb verb) {
  std::vector<std::string> names;
  for (const OptionRow& row : option_table()) {
    if (!row.applies_to(verb)) continue;
    for (const std::string& name : CLI::detail::split(row.names, ',')) names.push_back(name);
  }
  return names;
}

std::string known_verbs() {
  std::string list;
  for (const VerbRow& verb : verb_table()) list += fmt::format("{}{}", list.empty() ? "" : ", ", verb.name);
  return list;
}

void add_rows(CLI::App& command, Verb verb, Options& options) {
  command.add_option_function<std::vector<std::string>>("paths",
                                                        [&options](const std::vector<std::string>& paths) {
                                                          for (const std::string& path : paths)
                                                            options.paths.push_back(unmarked(path));
                                                        });
  for (const OptionRow& row : option_table()) {
    if (!row.applies_to(verb)) continue;
    if (row.value.empty()) {
      command.add_flag_callback(row.names, [&options, &row] { row.set(options, ""); });
      continue;
    }
    auto set = [&options, &row](const std::vector<std::string>& values) {
      for (const std::string& given : values) {
        const std::string value = unmarked(given);
        try {
          row.set(options, value);
        } catch (const std::invalid_argument& wrong) {
          throw WrongOption(fmt::format("{} {}: {}", row.names, value, wrong.what()));
        }
      }
    };
    CLI::Option* option = command.add_option_function<std::vector<std::string>>(row.names, set);
    option->allow_extra_args(false);
    if (!row.repeats) option->expected(1);
  }
}

CommandLine wrong(const VerbRow* verb, const std::string& message) {
  const std::string name = verb ? "csp " + verb->name : "csp";
  return {std::nullopt, fmt::format("{}: {}\nTry `{} --help`.\n", name, message, name), ExitCode::BadInput};
}

// What CLI11 could not take, in our words.
std::string unexpected(const VerbRow& verb, const CLI::App& command) {
  const std::vector<std::string> rest = command.remaining();
  const std::string first = rest.empty() ? "" : rest.front();
  const std::string name = first.substr(0, first.find('='));
  return fmt::format("unknown option {}{}", first, did_you_mean(name, long_names(verb.verb)));
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
  const std::string first = argc > 1 ? argv[1] : "";
  if (first.empty()) return {std::nullopt, help_text(), ExitCode::BadInput};
  if (first == "--help" || first == "-h" || first == "help")
    return {std::nullopt, help_text(), ExitCode::AsStated};
  if (first == "--version") return {std::nullopt, "csp " CSP_VERSION "\n", ExitCode::AsStated};
  if (first == "--help-page") return {std::nullopt, options_page(), ExitCode::AsStated};
  if (first == "--man-page") return {std::nullopt, man_page(), ExitCode::AsStated};
  if (first == "--completions") {
    const auto script = completions(argc > 2 ? argv[2] : "");
    if (!script) return wrong(nullptr, "--completions takes bash, zsh or fish");
    return {std::nullopt, *script, ExitCode::AsStated};
  }

  const VerbRow* verb = nullptr;
  std::vector<std::string> verbs;
  for (const VerbRow& row : verb_table()) {
    verbs.push_back(row.name);
    if (row.name == first) verb = &row;
  }
  if (!verb) {
    if (first[0] == '-')
      return wrong(nullptr, fmt::format("a verb comes first ({}), then {}", known_verbs(), first));
    if (first.ends_with(".csp"))
      return wrong(nullptr, fmt::format("what shall be done with {}? `csp check {}`?", first, first));
    return wrong(nullptr, fmt::format("unknown verb {}{}", first, did_you_mean(first, verbs)));
  }

  Options options;
  options.verb = verb->verb;
  options.max_memory = default_memory_limit();
  CLI::App command;
  command.set_help_flag("-h,--help");
  add_rows(command, verb->verb, options);
  std::vector<std::string> arguments;  // the last one first
  for (int i = argc; i-- > 2;) arguments.push_back(marked(argv[i]));
  try {
    command.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, help_text(verb->verb), ExitCode::AsStated};
  } catch (const CLI::ExtrasError&) {
    return wrong(verb, unexpected(*verb, command));
  } catch (const CLI::ParseError& error) {
    return wrong(verb, error.what());
  } catch (const WrongOption& error) {
    return wrong(verb, error.what());
  }
  if (options.paths.empty()) return wrong(verb, fmt::format("no {} given", verb->operands));
  if (options.verb == Verb::Equiv && options.paths.size() != 3)
    return wrong(verb, "expected a FILE and two PROCESSes, as in csp equiv choice.csp P 'Q [] R'");
  if (options.verb == Verb::Least && options.paths.size() != 2)
    return wrong(verb, "expected NAME=LO..HI and one FILE, as in csp least N=2..8 model.csp");
  const bool walks = options.verb == Verb::Step || options.verb == Verb::Play;
  if (walks && options.paths.size() > 2)
    return wrong(
        verb,
        fmt::format("expected a FILE and at most one PROCESS, as in csp {} choice.csp 'P [] Q'", verb->name));
  if (walks && options.paths.size() == 2 && !options.only.empty())
    return wrong(verb, "--only names the system by an assertion: not with a PROCESS");
  if (options.verb == Verb::Report && options.output.empty())
    return wrong(verb, "-o DIR says where the pages go");
  const CheckOptions plain;
  if (options.engine_choice == EngineChoice::Solver &&
      (options.engine.order != plain.order || !options.engine.merge || !options.engine.resolve ||
       !options.engine.forget || !options.engine.canonical || options.max_states > 0 ||
       options.max_depth > 0))
    return wrong(verb,
                 "--search, --max-states, --max-depth and the savings are of the explicit engine: not with "
                 "--engine z3");
  if (options.depth && options.engine_choice == EngineChoice::Explicit)
    return wrong(verb, "--depth is of the solver: not with --engine explicit");
  if (options.effort && options.engine_choice == EngineChoice::Explicit)
    return wrong(verb, "--effort is of the solver: not with --engine explicit");
  if ((options.show_invariant || !options.dump_smt2.empty()) &&
      options.engine_choice == EngineChoice::Explicit)
    return wrong(verb, "--show-invariant and --dump-smt2 are of the solver: not with --engine explicit");
  if (options.seed_given && options.engine.order != SearchOrder::Random)
    return wrong(verb, "--seed goes with --search random only");
  if (options.graph_of != GraphOf::Steps && options.graph_format == GraphFormat::Aut)
    return wrong(verb, "--format aut is of the steps only: not with --of network or waiting");
  if (options.minimise && options.weak) return wrong(verb, "--minimise and --weak exclude each other");
  if (options.graph_of != GraphOf::Steps && (options.minimise || options.weak))
    return wrong(verb, "--minimise and --weak are of the steps only: not with --of network or waiting");
  if (options.verb == Verb::Graph && options.paths.size() != 2)
    return wrong(verb, "expected a FILE and a PROCESS, as in csp graph choice.csp 'P [] Q'");
  if (!options.output.empty() && options.format != Format::Html && options.verb != Verb::Graph &&
      options.verb != Verb::Report && options.verb != Verb::Play)
    return wrong(verb, "--output goes with --format html");
  if (options.format == Format::Html && options.paths.size() != 1)
    return wrong(verb, "--format html makes a page of one FILE");
  if (options.quiet && options.verbose) return wrong(verb, "--quiet and --verbose exclude each other");
  if ((options.quiet || options.verbose) && options.format != Format::Text)
    return wrong(verb, "--quiet and --verbose are of --format text");
  if (options.in_place && options.only_check) return wrong(verb, "--in-place and --check exclude each other");
  return {options, "", ExitCode::AsStated};
}

std::vector<Override> overrides_of(const Options& options) {
  std::vector<Override> list;
  for (const auto& [name, value] : options.defines) list.push_back({name, value});
  return list;
}

Budget budget_of(const Options& options) {
  Budget budget;
  budget.max_states = options.max_states;
  budget.max_memory_bytes = options.max_memory;
  budget.max_depth = options.max_depth;
  budget.timeout_seconds = options.timeout;
  budget.interrupt = &interrupted();
  return budget;
}

}  // namespace csp
