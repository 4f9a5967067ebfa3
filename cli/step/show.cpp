// What csp step prints of a state and of the way to it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "cli/report/columns.h"
#include "cli/step/session.h"
#include "cli/terminal.h"

namespace csp {
namespace {

constexpr std::size_t kChoicesShown = 40;

std::string values_text(const std::vector<StoryChange>& values) {
  std::string text;
  for (const StoryChange& v : values) text += (text.empty() ? "" : ", ") + v.name + " = " + v.value;
  return text;
}

std::string lines_text(const SourceMap& sources, const std::vector<Span>& spans) {
  std::string text;
  std::set<std::string> seen;
  for (const Span& span : spans) {
    const std::string one = place(sources, span);
    if (!one.empty() && seen.insert(one).second) text += (text.empty() ? "" : ", ") + one;
  }
  return text;
}

void print_choices(const WalkState& state, const std::vector<std::size_t>& guided, const SourceMap& sources,
                   bool all) {
  std::size_t width = 0;
  const std::size_t shown = all ? state.choices.size() : std::min(state.choices.size(), kChoicesShown);
  for (std::size_t i = 0; i < shown; ++i) width = std::max(width, columns_of(state.choices[i].label));
  width = std::min(width, terminal_width(STDOUT_FILENO, 100) - 24);
  for (std::size_t i = 0; i < shown; ++i) {
    const WalkChoice& choice = state.choices[i];
    const bool on_guide = !guided.empty() && guided.front() == i;
    std::string line = fmt::format("{:>4}{} {}", i + 1, on_guide ? '*' : ' ', padded(choice.label, width));
    if (const std::string lines = lines_text(sources, choice.spans); !lines.empty()) line += "   " + lines;
    fmt::print("{}\n", line.substr(0, line.find_last_not_of(' ') + 1));
  }
  if (shown < state.choices.size())
    fmt::print("      and {} more (where shows all)\n", state.choices.size() - shown);
}

void print_places(const WalkState& state, const SourceMap& sources) {
  std::size_t who = 0, at = 0;
  for (const WalkPlace& p : state.places) {
    who = std::max(who, columns_of(p.who));
    at = std::max(at, columns_of(p.at));
  }
  at = std::min<std::size_t>(at, 40);
  for (const WalkPlace& p : state.places) {
    std::string line = fmt::format("      {}  {}", padded(p.who, who), padded(p.at, at));
    if (const std::string where = place(sources, p.span); !where.empty()) line += "  " + where;
    if (!p.values.empty()) line += "  " + values_text(p.values);
    if (!p.waits.empty()) line += "  <- " + p.waits;
    fmt::print("{}\n", line.substr(0, line.find_last_not_of(' ') + 1));
  }
  for (const StoryChange& v : state.shared) fmt::print("      {} = {}\n", v.name, v.value);
}

}  // namespace

void Session::show() {
  changed_ = false;
  const WalkState& state = walk().now();
  fmt::print("\n{}, step {}{}\n", opened_.title, walk().length(),
             state.remark.empty() ? "" : ": " + state.remark);
  print_places(state, opened_.sources);
  if (walk().at_end_of_guide()) fmt::print("  The counterexample ends here: {}\n", opened_.guide);
  print_choices(state, walk().guide(), opened_.sources, false);
}

void Session::where() {
  const WalkState& state = walk().now();
  print_places(state, opened_.sources);
  if (!state.remark.empty()) fmt::print("  {}\n", state.remark);
  print_choices(state, walk().guide(), opened_.sources, true);
}

// Three lines before and after each place, marked with who stands there.
void Session::list() {
  std::map<int, std::map<int, std::string>> who;  // by file and line
  for (const WalkPlace& p : walk().now().places)
    if (p.span.known() && p.span.file >= 0 && p.span.file < opened_.sources.size()) {
      std::string& names = who[p.span.file][p.span.line];
      names += (names.empty() ? "" : ", ") + p.who;
    }
  if (who.empty()) fmt::print("no process stands at a line\n");
  for (const auto& [file, lines] : who) {
    const SourceFile& source = opened_.sources.file(file);
    if (who.size() > 1) fmt::print("{}\n", source.path());
    int last = 0;
    for (const auto& [line, names] : lines)
      for (int n = std::max(line - 3, last + 1); n <= std::min(line + 3, source.lines()); ++n) {
        if (last > 0 && n > last + 1) fmt::print("   ...\n");
        const auto here = lines.find(n);
        fmt::print("{} {:>4}  {}{}\n", here == lines.end() ? "  " : "->", n, source.line(n),
                   here == lines.end() ? "" : "   <- " + here->second);
        last = n;
      }
  }
}

void Session::trace() {
  if (walk().length() == 0) {
    fmt::print("no step has been taken\n");
    return;
  }
  fmt::print("{}", draw(walk().picture(opened_.sources), terminal_width(STDOUT_FILENO, 100)));
}

}  // namespace csp
