// One row per command.
#include "cli/step/help.h"

#include <fmt/format.h>

#include "cli/terminal.h"

namespace csp {
namespace {

struct Row {
  StepCommand command;
  const char *name, *letter, *operand, *help;
};

constexpr Row kRows[] = {
    {StepCommand::Take, "take", "", "TEXT", "the same, where a choice has the name of a command"},
    {StepCommand::Follow, "follow", "f", "[N]", "on along the counterexample: N steps, or to its end"},
    {StepCommand::Run, "run", "r", "LINE|TEXT",
     "a shortest way to before a line, or to behind a step that is called so; without an operand: on as long "
     "as only "
     "one thing can happen"},
    {StepCommand::Undo, "undo", "u", "[N]", "back by N steps (1)"},
    {StepCommand::Redo, "redo", "", "", "what was undone last"},
    {StepCommand::Restart, "restart", "", "", "back to the start"},
    {StepCommand::Where, "where", "w", "", "where each process stands, and all that is offered"},
    {StepCommand::List, "list", "l", "", "the source around the processes"},
    {StepCommand::Trace, "trace", "t", "", "the steps taken, a column for each process"},
    {StepCommand::Save, "save", "", "FILE", "write the choices made, one a line"},
    {StepCommand::Load, "load", "", "FILE", "from the start, the commands of a file"},
    {StepCommand::Help, "help", "h", "", "this text"},
    {StepCommand::Quit, "quit", "q", "", "leave (or end of input)"},
};

}  // namespace

std::optional<StepCommand> step_command(const std::string& word) {
  for (const Row& row : kRows)
    if (word == row.name || (*row.letter && word == row.letter)) return row.command;
  if (word == "?") return StepCommand::Help;
  return std::nullopt;
}

std::vector<const char*> step_command_names() {
  std::vector<const char*> list;
  for (const Row& row : kRows) list.push_back(row.name);
  return list;
}

std::string step_help() {
  std::string text =
      fmt::format("  {:<20}  {}\n  {:<20}  {}\n", "NUMBER or TEXT",
                  "the choice with the number, or whose name contains the text", "(an empty line)",
                  "on along the counterexample (*), or where there is one choice only");
  for (const Row& row : kRows) {
    const std::string name =
        fmt::format("{}{}{}{}", row.name, *row.letter ? std::string(", ") + row.letter : "",
                    *row.operand ? " " : "", row.operand);
    bool first = true;
    for (const std::string& line : broken(row.help, 72)) {
      text += fmt::format("  {:<20}  {}\n", first ? name : "", line);
      first = false;
    }
  }
  return text;
}

}  // namespace csp
