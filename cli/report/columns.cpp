// From a story to a table.
#include "cli/report/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "cli/report/process_words.h"
#include "cli/report/words.h"

namespace csp {
namespace {

// Which processes get a column, in order of pid: those that act, are blocked, race or fail.
class Columns {
 public:
  explicit Columns(const Story& story) : story_(story) {
    for (const StoryStep& step : story.steps)
      for (const StoryEvent& event : step.events)
        if (!event.action.empty() && !event.ends) add(event.pid);
    if (story.block)
      for (const StoryWait& wait : story.block->waits)
        if (wait.standing == Standing::Stuck) add(wait.pid);
    if (story.race) {
      add(story.race->first.pid);
      add(story.race->second.pid);
    }
    if (story.error) add(story.error->pid);
    std::size_t next = 0;
    for (auto& [pid, column] : column_of_) column = next++;
  }

  bool has(Pid pid) const { return column_of_.contains(pid); }
  std::size_t of(Pid pid) const { return column_of_.at(pid); }

  std::vector<std::string> titles() const {
    std::vector<std::string> titles;
    for (const auto& [pid, column] : column_of_) titles.push_back(story_.name(pid));
    return titles;
  }

  // Columns of processes that exist during step i.
  std::vector<std::size_t> alive(std::size_t i) const {
    std::vector<std::size_t> list;
    for (const auto& [pid, column] : column_of_) {
      const StoryProcess& process = story_.processes[static_cast<std::size_t>(pid)];
      const bool before = process.created && *process.created > i;
      const bool after = process.ended_at_start || (process.ended && *process.ended < i);
      if (!before && !after) list.push_back(column);
    }
    return list;
  }

 private:
  void add(Pid pid) {
    if (story_.processes[static_cast<std::size_t>(pid)].shown) column_of_[pid] = 0;
  }

  const Story& story_;
  std::map<Pid, std::size_t> column_of_;
};

// "line 6", "lines 6, 11", without repetition.
std::string places(const SourceMap& sources, const std::vector<Span>& spans) {
  std::string here, elsewhere;
  std::set<std::string> seen;
  int lines = 0;
  for (const Span& span : spans) {
    const std::string text = place(sources, span);
    if (text.empty() || !seen.insert(text).second) continue;
    if (text.starts_with("line ")) {
      here += (here.empty() ? "" : ", ") + text.substr(5);
      ++lines;
    } else {
      elsewhere += (elsewhere.empty() ? "" : ", ") + text;
    }
  }
  if (!here.empty()) here = (lines > 1 ? "lines " : "line ") + here;
  return here.empty() || elsewhere.empty() ? here + elsewhere : here + ", " + elsewhere;
}

// What a step changes, as far as the action does not say it already: "x = 3, done = true". Where it changes
// variables of one name in several processes: "i = 1, worker 2: i = 0".
std::string changes(const Story& story, const StoryStep& step) {
  std::string text;
  std::map<std::string, std::string> seen;
  for (const StoryEvent& event : step.events)
    for (const StoryChange& change : event.changes) {
      const std::string part = change.name + " = " + change.value;
      if (event.action.ends_with("(" + change.value + ")") || event.action == part) continue;
      const auto [at, fresh] = seen.emplace(change.name, change.value);
      if (!fresh && at->second == change.value) continue;
      text += (text.empty() ? "" : ", ") + (fresh ? "" : story.name(event.pid) + ": ") + part;
    }
  return text;
}

void add_step(Picture& picture, const Story& story, std::size_t i, const Columns& columns,
              const SourceMap& sources) {
  const StoryStep& step = story.steps[i];
  Row row;
  row.number = std::to_string(i + 1);
  row.remark = changes(story, step);
  row.idle = columns.alive(i);
  std::vector<Span> spans;
  Row ends;
  std::vector<Span> end_spans;
  for (const StoryEvent& event : step.events) {
    if (event.action.empty() || !columns.has(event.pid)) continue;
    Row& target = event.ends ? ends : row;
    target.cells.push_back({columns.of(event.pid), event.action});
    (event.ends ? end_spans : spans).push_back(event.span);
    if (event.fails && story.error) target.remark = "<- " + story.error->message;
  }
  row.lines = places(sources, spans);
  if (row.cells.empty() && !ends.cells.empty())
    ends.number = row.number, ends.remark = row.remark;  // to end is all that it does
  else
    picture.rows.push_back(std::move(row));
  if (ends.cells.empty()) return;
  ends.lines = places(sources, end_spans);
  ends.idle = columns.alive(i + 1);
  picture.rows.push_back(std::move(ends));
}

void add_waits(Picture& picture, const StoryBlock& block, const Columns& columns, const SourceMap& sources) {
  for (const StoryWait& wait : block.waits) {
    if (!columns.has(wait.pid)) continue;
    Row row;
    row.cells.push_back({columns.of(wait.pid), wait.action});
    row.lines = place(sources, wait.span);
    switch (wait.standing) {
      case Standing::Stuck:
        row.remark = "<- blocked for ever: " + wait.short_reason;
        break;
      case Standing::AtRest:
        row.remark = "<- at rest, as a service may be";
        break;
      case Standing::Members:
        row.remark = "<- waits for its members to end";
        break;
      case Standing::Waits:
        row.remark = "<- waits: " + wait.short_reason;
        break;
    }
    picture.rows.push_back(std::move(row));
  }
}

void add_access(Picture& picture, const std::string& variable, const StoryAccess& access,
                const Columns& columns, const SourceMap& sources) {
  if (!columns.has(access.pid)) return;
  Row row;
  row.cells.push_back({columns.of(access.pid), access.action});
  row.lines = place(sources, access.span);
  row.remark = fmt::format("<- {} {}, {}", access.write ? "writes" : "reads", variable, locks_held(access));
  picture.rows.push_back(std::move(row));
}

std::string cycle(const Story& story, const std::vector<Pid>& pids) {
  std::string text;
  for (std::size_t i = 0; i < pids.size(); ++i)
    text += fmt::format("{}{} waits for {}", i ? ", " : "", story.name(pids[i]),
                        story.name(pids[(i + 1) % pids.size()]));
  return text;
}

std::string left_out(const Story& story, const Columns& columns) {
  std::vector<std::string> names;
  for (const StoryProcess& process : story.processes)
    if (process.shown && !columns.has(process.pid)) names.push_back(process.name);
  if (names.empty()) return "";
  std::string list;
  for (std::size_t i = 0; i < names.size() && i < 6; ++i) list += (i ? ", " : "") + names[i];
  if (names.size() > 6) list += fmt::format(", and {} more", names.size() - 6);
  return fmt::format("Without a step in this run: {}.", list);
}

// "x = 5, y = true"; what has no name (a whole expression of the property) is left out.
std::string named(const std::vector<StoryChange>& values) {
  std::string text;
  for (const StoryChange& v : values)
    if (!v.name.empty()) text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", v.name, v.value);
  return text;
}

std::string sentence(const std::string& text) {
  return text.ends_with('.') || text.ends_with('!') ? text : text + ".";
}

std::string title(const Statement& statement, const Instance& instance, const ToldFinding& told) {
  Statement truth = statement;
  truth.negated = told.finding.kind != FindingKind::Reached;
  truth.forall.clear();
  return fmt::format("{}{}: {}", truth.words(), instance.values.empty() ? "" : " with " + instance.values,
                     nature(told));
}

}  // namespace

std::string place(const SourceMap& sources, const Span& span) {
  if (!span.known()) return "";
  if (span.file <= 0 || span.file >= sources.size()) return fmt::format("line {}", span.line);
  return fmt::format("{}:{}", std::filesystem::path(sources.file(span.file).path()).filename().string(),
                     span.line);
}

std::vector<std::string> chosen_integers(const Story& story, const SourceMap& sources) {
  std::vector<std::string> lines;
  for (const StoryChosen& c : story.chosen)
    lines.push_back(fmt::format("{} takes {} at `{}` ({}){}.", story.name(c.pid), c.value, c.action,
                                place(sources, c.span),
                                c.step ? fmt::format(", in step {}", *c.step + 1) : std::string()));
  return lines;
}

Picture picture_of(const Story& story, const SourceMap& sources) {
  const Columns columns(story);
  Picture picture;
  picture.columns = columns.titles();
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    if (story.loop == i) picture.rows.push_back(Row{"", {}, {}, "", "", "from here on again and again"});
    add_step(picture, story, i, columns, sources);
  }
  if (story.loop)
    picture.rows.push_back(Row{"", {}, {}, "", "", fmt::format("back to step {}", *story.loop + 1)});
  if (story.block) add_waits(picture, *story.block, columns, sources);
  if (story.race) {
    add_access(picture, story.race->variable, story.race->first, columns, sources);
    add_access(picture, story.race->variable, story.race->second, columns, sources);
  }
  return picture;
}

std::string told_in_columns(const Statement& statement, const Instance& instance, const ToldFinding& told,
                            const SourceMap& sources, std::size_t width) {
  const Story& story = told.story;
  std::string text = wrapped(title(statement, instance, told), 0, width) + "\n";
  if (told.finding.kind == FindingKind::MissingOutcome) return text;
  text += "\n" + draw(picture_of(story, sources), width);
  std::vector<std::string> lines;
  if (story.steps.empty() && !told.process) lines.push_back("This is so from the start.");
  for (const std::string& line : chosen_integers(story, sources)) lines.push_back(line);
  if (story.error && !told.process) {
    lines.push_back(fmt::format("{} fails at `{}` ({}): {}.", story.name(story.error->pid),
                                story.error->operation, place(sources, story.error->span),
                                story.error->message));
    if (const std::string held = named(story.error->values); !held.empty())
      lines.push_back(fmt::format("Its variables: {}.", held));
    if (story.error->cause)
      lines.push_back(fmt::format("Before that: {} ({}).", story.error->cause->text,
                                  place(sources, story.error->cause->span)));
  }
  if (const std::string values = named(story.values); !values.empty())
    lines.push_back(fmt::format("In the last state: {}.", values));
  if (story.block && !story.block->cycle.empty())
    lines.push_back(fmt::format("The cycle of waiting: {}.", cycle(story, story.block->cycle)));
  if (story.block && !story.block->go_runtime.empty()) lines.push_back(sentence(story.block->go_runtime));
  if (told.process) {
    for (const std::string& line : sentences(*told.process, sources)) lines.push_back(line);
  } else if (const std::string rest = left_out(story, Columns(story)); !rest.empty()) {
    lines.push_back(rest);
  }
  if (!told.not_confirmed.empty())
    lines.push_back("Not confirmed by the reference interpreter: " + told.not_confirmed + ".");
  if (!lines.empty()) text += "\n";
  for (const std::string& line : lines) text += wrapped(line, 2, width) + "\n";
  return text;
}

}  // namespace csp
