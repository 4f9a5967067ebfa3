// Reading commands and carrying them out.
#include "cli/step/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report/words.h"
#include "cli/signals.h"
#include "cli/step/help.h"
#include "cli/terminal.h"
#include "frontend/suggest.h"

namespace csp {
namespace {

constexpr std::uint64_t kMostStates = 100'000;  // of one `run`, without --max-states
constexpr std::size_t kMostSteps = 1000;        // of `run` without a goal

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::size_t> number(const std::string& text) {
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return n;
}

}  // namespace

bool Session::say(const std::string& what) {
  std::fflush(stdout);
  if (place_.empty())
    fmt::print("{}\n", what);
  else
    fmt::print(stderr, "csp: {}: {}\n", place_, what);
  return false;
}

ExitCode Session::run(LineReader& reader) {
  while (!left_) {
    if (changed_) show();
    std::fflush(stdout);
    const auto line = reader.next("> ");
    if (!line) break;
    const std::string command = trimmed(*line);
    if (command.starts_with("#")) continue;
    if (!reader.interactive()) {
      if (command.empty()) continue;
      fmt::print("> {}\n", harmless(command, 200));
    }
    place_ = reader.place();
    bool good = false;
    try {
      good = carry_out(command);
    } catch (const WalkFailure& failure) {
      good = say(failure.reason);
    } catch (const CannotWrite& error) {
      good = say(error.what());
    }
    if (!good && !reader.interactive()) return ExitCode::BadInput;
  }
  if (changed_ && !left_) show();
  return ExitCode::AsStated;
}

bool Session::carry_out(const std::string& line) {
  if (line.empty()) return forward();
  const std::size_t space = line.find(' ');
  const std::string word = line.substr(0, space);
  const std::string rest = space == std::string::npos ? "" : trimmed(line.substr(space));
  // What is offered under exactly this name comes before a command of that name.
  const auto& choices = walk().now().choices;
  const bool offered = std::any_of(choices.begin(), choices.end(), [&](const WalkChoice& c) {
    return c.label == line || std::find(c.names.begin(), c.names.end(), line) != c.names.end();
  });
  const std::optional<StepCommand> command = offered ? std::nullopt : step_command(word);
  if (!command) return choose(line);
  switch (*command) {
    case StepCommand::Help:
      fmt::print("{}", step_help());
      return true;
    case StepCommand::Take:
      return choose(rest);
    case StepCommand::Undo:
      return undo(rest);
    case StepCommand::Redo:
      return redo();
    case StepCommand::Follow:
      return follow(rest);
    case StepCommand::Run:
      return rest.empty() ? run_on() : run_to(rest);
    case StepCommand::Where:
      where();
      return true;
    case StepCommand::List:
      list();
      return true;
    case StepCommand::Trace:
      trace();
      return true;
    case StepCommand::Save:
      return save(rest);
    case StepCommand::Load:
      return load(rest);
    case StepCommand::Restart:
      while (walk().back()) continue;
      taken_.clear();
      undone_.clear();
      changed_ = true;
      return true;
    case StepCommand::Quit:
      left_ = true;
      return true;
  }
  return false;
}

// ---- Choosing

void Session::take(std::size_t choice) {
  taken_.push_back(walk().now().choices[choice].label);
  walk().take(choice);
  changed_ = true;
}

std::optional<std::size_t> Session::find(const std::string& text, std::string& wrong) {
  const auto& choices = walk().now().choices;
  if (choices.empty()) {
    wrong = "nothing is offered here";
    return std::nullopt;
  }
  std::vector<std::size_t> found;
  const auto look = [&](auto fits) {
    if (!found.empty()) return;
    for (std::size_t i = 0; i < choices.size(); ++i)
      if (fits(choices[i])) found.push_back(i);
  };
  look([&](const WalkChoice& c) { return c.label == text; });
  look([&](const WalkChoice& c) { return std::find(c.names.begin(), c.names.end(), text) != c.names.end(); });
  if (const auto n = number(text); n && found.empty()) {
    if (*n >= 1 && *n <= choices.size()) return *n - 1;
    wrong = fmt::format("there is no choice {}: expected 1 to {}", *n, choices.size());
    return std::nullopt;
  }
  look([&](const WalkChoice& c) { return c.label.find(text) != std::string::npos; });
  if (found.size() == 1) return found.front();
  std::string list;
  if (found.empty()) {
    std::vector<std::string> known;
    for (const WalkChoice& c : choices) known.insert(known.end(), c.names.begin(), c.names.end());
    for (const char* name : step_command_names()) known.emplace_back(name);
    for (std::size_t i = 0; i < choices.size() && i < 6; ++i)
      list += (list.empty() ? "" : ", ") + ("`" + choices[i].label + "`");
    const auto near = suggest(text, known);
    wrong = fmt::format("`{}` is neither offered here nor a command{}; offered: {}{}", harmless(text, 80),
                        near ? fmt::format("; did you mean `{}`?", *near) : "", list,
                        choices.size() > 6 ? ", ..." : "");
    return std::nullopt;
  }
  for (const std::size_t i : found) list += (list.empty() ? "" : ", ") + std::to_string(i + 1);
  wrong = fmt::format("`{}` may be each of {}: say more, or the number", text, list);
  return std::nullopt;
}

bool Session::choose(const std::string& text) {
  if (text.empty()) return say("take what? a number, or a part of a name");
  std::string wrong;
  const auto choice = find(text, wrong);
  if (!choice) return say(wrong);
  take(*choice);
  undone_.clear();
  return true;
}

// An empty line: on along the counterexample, or where only one thing can happen.
bool Session::forward() {
  const std::vector<std::size_t> next = walk().guide();
  const std::size_t choices = walk().now().choices.size();
  if (next.empty() && choices != 1)
    return say(choices == 0 ? "nothing is offered here" : "there are several choices: name one");
  take(next.empty() ? 0 : next.front());
  undone_.clear();
  return true;
}

bool Session::undo(const std::string& count) {
  const auto n = count.empty() ? std::optional<std::size_t>(1) : number(count);
  if (!n) return say("expected a number of steps to undo");
  if (taken_.empty()) return say("this is the start");
  for (std::size_t i = 0; i < *n && walk().back(); ++i) {
    undone_.push_back(taken_.back());
    taken_.pop_back();
  }
  changed_ = true;
  return true;
}

bool Session::redo() {
  if (undone_.empty()) return say("nothing has been undone");
  std::string wrong;
  const auto choice = find(undone_.back(), wrong);
  if (!choice) return say(wrong);
  undone_.pop_back();
  take(*choice);
  return true;
}

bool Session::follow(const std::string& count) {
  if (opened_.guide.empty()) return say("there is no counterexample to follow: start with --only TEXT");
  const auto n = count.empty() ? std::optional<std::size_t>(SIZE_MAX) : number(count);
  if (!n) return say("expected a number of steps to follow, or nothing for all");
  std::size_t done = 0;
  for (; done < *n; ++done) {
    const auto next = walk().guide();
    if (next.empty()) break;
    take(next.front());
  }
  if (done == 0)
    return say(walk().at_end_of_guide() ? "the counterexample ends here"
                                        : "the counterexample has been left: undo leads back to it");
  undone_.clear();
  return true;
}

// ---- Running on

bool Session::run_on() {
  std::size_t done = 0;
  while (done < kMostSteps && walk().now().choices.size() == 1) {
    take(0);
    ++done;
  }
  if (done == 0)
    return say(walk().now().choices.empty() ? "nothing is offered here"
                                            : "there are several choices: name one");
  undone_.clear();
  fmt::print("{}\n", count(done, "step"));
  if (done == kMostSteps) fmt::print("It goes on so; stopped.\n");
  return true;
}

bool Session::run_to(const std::string& text) {
  WalkGoal goal;
  goal.text = text;
  const std::string digits = text.starts_with("line ") ? trimmed(text.substr(5)) : text;
  if (const auto line = number(digits)) goal = {static_cast<int>(*line), ""};
  Budget budget = budget_of(options_);
  if (budget.max_states == 0) budget.max_states = kMostStates;
  ProgressLine progress;
  progress.start("run " + text);
  budget.report = [&](const Progress& p) { progress.show(p); };
  std::string reason;
  const auto way = walk().way_to(goal, budget, reason);
  progress.erase();
  if (interrupted()) catch_interrupts();
  if (way.empty() && !reason.empty()) return say(fmt::format("no way to {} was found: {}", text, reason));
  if (way.empty()) return say(fmt::format("no run from here comes to {}", text));
  for (const std::size_t choice : way) {
    fmt::print("  {}\n", walk().now().choices[choice].label);
    take(choice);
  }
  undone_.clear();
  return true;
}

// ---- Scripts

bool Session::save(const std::string& path) {
  if (path.empty()) return say("save where? expected a file");
  std::string text = fmt::format("# {}: {}\n", opened_.title, count(taken_.size(), "step"));
  for (const std::string& label : taken_) text += "take " + label + "\n";
  write_file(path, text, opened_.sources);
  fmt::print("{} to {}\n", count(taken_.size(), "step"), path);
  return true;
}

bool Session::load(const std::string& path) {
  if (path.empty()) return say("load what? expected a file");
  if (loading_ > 8) return say("scripts that load scripts are nested too deep");
  const auto text = read_file(path);
  if (const auto* error = std::get_if<ReadError>(&text))
    return say(fmt::format("cannot read {}: {}", path, error->reason));
  while (walk().back()) continue;
  taken_.clear();
  undone_.clear();
  const auto lines = lines_of_text(path, std::get<std::string>(text), '\n');
  const std::string before = place_;
  changed_ = false;
  ++loading_;
  bool good = true;
  while (good && !left_) {
    const auto line = lines->next("");
    if (!line) break;
    const std::string command = trimmed(*line);
    if (command.empty() || command.starts_with("#")) continue;
    place_ = lines->place();
    good = carry_out(command);
  }
  --loading_;
  place_ = before;
  changed_ = true;
  return good;
}

std::vector<std::string> Session::candidates(const std::string& begin) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& name) {
    if (name.starts_with(begin)) all.push_back(name);
  };
  for (const char* name : step_command_names()) add(name);
  try {
    for (const WalkChoice& c : walk().now().choices) {
      add(c.label);
      for (const std::string& name : c.names) add(name);
    }
  } catch (const WalkFailure&) {
    return {};
  }
  return all;
}

}  // namespace csp
