// Findings in words.
#include "cli/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/report/columns.h"
#include "cli/report/process_words.h"
#include "cli/terminal.h"

namespace csp {
namespace {

std::string steps(const Finding& finding) {
  const std::size_t n = finding.trace.steps.size();
  return n == 0 ? "at the start" : "after " + count(n, "step");
}

// Who is concerned: "child at `ch <-= 1` (line 6): nobody is left to receive from ch".
std::string who(const ToldFinding& told, const SourceMap& sources) {
  const Story& story = told.story;
  const auto at = [&](Pid pid, const std::string& action, const Span& span) {
    return fmt::format("{} at `{}` ({})", story.name(pid), action, place(sources, span));
  };
  if (story.error) return at(story.error->pid, story.error->operation, story.error->span);
  if (story.race)
    return at(story.race->first.pid, story.race->first.action, story.race->first.span) + " and " +
           at(story.race->second.pid, story.race->second.action, story.race->second.span);
  if (!story.block) return "";
  const std::vector<Pid>& pids = told.finding.pids;
  for (const StoryWait& wait : story.block->waits) {
    if (wait.standing != Standing::Stuck) continue;
    if (told.finding.kind == FindingKind::Leak && !pids.empty() && wait.pid != pids[0]) continue;
    return fmt::format("{}: {}", at(wait.pid, wait.action, wait.span), wait.short_reason);
  }
  return "";
}

}  // namespace

std::string nature(const ToldFinding& told) {
  if (told.process) return nature(*told.process);
  const Finding& finding = told.finding;
  const Story& story = told.story;
  switch (finding.kind) {
    case FindingKind::Deadlock:
      return "nothing can happen any more";
    case FindingKind::Leak:
      return "a process is blocked for ever";
    case FindingKind::Race:
      return story.race ? fmt::format("two processes access {} at the same time", story.race->variable)
                        : "a data race";
    case FindingKind::Error:
      return story.error ? story.error->message : "a run-time error";
    case FindingKind::NotAlways:
      return "a state where it is false";
    case FindingKind::Reached:
      return "a state where it is true";
    case FindingKind::EndlessRun:
      return finding.trace.loop ? "a run without end" : "a run that stops before its end";
    case FindingKind::CannotEnd:
      return "a run after which no proper end can be reached";
    case FindingKind::UnexpectedOutcome:
      return fmt::format("the outcome {} is not among them", told.outcome);
    case FindingKind::MissingOutcome:
      return fmt::format("the outcome {} never occurs", told.outcome);
  }
  return "";
}

std::string summary(const ToldFinding& told, const SourceMap& sources) {
  if (told.process) return summary(*told.process, sources);
  const Finding& finding = told.finding;
  std::string text = nature(told);
  if (finding.kind != FindingKind::MissingOutcome) text += ", " + steps(finding);
  if (finding.trace.loop)
    text += fmt::format(", of which {} again and again", finding.trace.steps.size() - *finding.trace.loop);
  const std::string concerned = who(told, sources);
  return concerned.empty() ? text : text + ": " + concerned;
}

std::string locks_held(const StoryAccess& access) {
  if (access.locks.empty()) return "holding no lock";
  std::string list;
  for (const std::string& lock : access.locks) list += (list.empty() ? "" : ", ") + lock;
  return "holding " + list;
}

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
  std::string out;
  for (const std::string& line : broken(text, width > indent ? width - indent : 1))
    out += (out.empty() ? "" : "\n") + std::string(indent, ' ') + line;
  return out;
}

std::string count(std::uint64_t n, const std::string& noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string duration(double seconds) {
  if (seconds < 0.01) return fmt::format("{:.1f} ms", seconds * 1000);
  if (seconds < 1) return fmt::format("{:.0f} ms", seconds * 1000);
  if (seconds < 120) return fmt::format("{:.2f} s", seconds);
  return fmt::format("{:.0f} min {:.0f} s", std::floor(seconds / 60), std::fmod(seconds, 60));
}

std::vector<std::string> instances_that_differ(const AssertionResult& result) {
  const auto instances_with = [&](Answer answer) {
    std::string list;
    std::size_t n = 0;
    for (const Instance& instance : result.instances) {
      if (instance.verdict.answer != answer) continue;
      if (++n <= 8) list += (list.empty() ? "" : "; ") + instance.values;
    }
    return n > 8 ? fmt::format("{}; and {} more", list, n - 8) : list;
  };
  std::vector<std::string> lines;
  const auto add = [&](const char* verb, const std::string& list) {
    if (!list.empty()) lines.push_back(fmt::format("{} {}", verb, list));
  };
  add("fails for", instances_with(Answer::Fails));
  add("holds for", instances_with(Answer::Holds));
  add("unknown for", instances_with(Answer::Unknown));
  if (lines.size() < 2) lines.clear();
  return lines;
}

std::string compressions(const AssertionResult& result) {
  std::string text;
  std::size_t more = 0;
  for (const Instance& instance : result.instances)
    for (const CompressionRecord& c : instance.compressions) {
      if (c.states_after >= c.states_before) continue;
      if (!text.empty()) {
        ++more;
        continue;
      }
      const std::string part = c.part.empty()       ? "a part"
                               : c.part.size() > 40 ? c.part.substr(0, 37) + "..."
                                                    : c.part;
      text = fmt::format("compressed: {} from {} to {} ({})", part, c.states_before,
                         count(c.states_after, "state"), c.method);
    }
  return more ? fmt::format("{}; {} more", text, more) : text;
}

std::vector<std::string> notes(const AssertionResult& result) {
  bool error = false, race = false, open = false;
  for (const Instance& instance : result.instances) {
    error |= instance.verdict.error_reachable;
    race |= instance.verdict.race_reachable;
    open |= instance.verdict.open;
  }
  std::vector<std::string> list;
  if (result.instances.empty() && !result.diagnostics.has_errors())
    list.push_back("there is no instance: a set of the forall is empty");
  for (const Instance& instance : result.instances)
    for (std::size_t at = 0; at < instance.proof.size();) {
      const std::size_t end = std::min(instance.proof.find('\n', at), instance.proof.size());
      list.push_back(instance.proof.substr(at, end - at));
      at = end + 1;
    }
  for (const Instance& instance : result.instances)
    if (!instance.engine_note.empty()) {
      list.push_back(instance.engine_note);
      break;
    }
  if (error) list.push_back("also: a run-time error is reachable");
  if (race) list.push_back("assuming sequential consistency; a data race exists");
  if (open) list.push_back("assuming a willing environment");
  return list;
}

}  // namespace csp
