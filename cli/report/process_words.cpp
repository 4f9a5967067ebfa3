// Findings about processes in words.
#include "cli/report/process_words.h"

#include <fmt/format.h>

#include "cli/report/columns.h"

namespace csp {
namespace {

// The events before the one that is wrong.
std::vector<std::string> before(const ToldProcess& told) {
  std::vector<std::string> trace = told.trace();
  if (told.kind == ProcessFindingKind::Trace && !trace.empty()) trace.pop_back();
  if (told.kind != ProcessFindingKind::Divergence) return trace;
  trace.clear();
  for (std::size_t i = 0; i < told.run.size() && i < told.loop; ++i)
    if (told.run[i].visible) trace.push_back(told.run[i].event);
  return trace;
}

std::string after(const ToldProcess& told) {
  const std::vector<std::string> trace = before(told);
  return trace.empty() ? "at the start" : "after " + trace_text(trace);
}

std::string doing(const std::vector<std::string>& events) {
  if (events.empty()) return "nothing";
  return events.size() == 1 ? "only " + events[0] : "only what is in " + set_text(events);
}

// The sets of which one has to be offered.
std::string needed(const ToldProcess& told) {
  std::string text;
  for (std::size_t i = 0; i < told.needs.size(); ++i) {
    if (i == 4) {
      text += fmt::format(" or one of {} more sets", told.needs.size() - i);
      break;
    }
    text += (i ? " or " : "") + set_text(told.needs[i]);
  }
  return text;
}

// The hidden events that go on for ever: "hiding mid.0, mid.1".
std::string hidden(const ToldProcess& told) {
  std::vector<std::string> events;
  for (std::size_t i = told.loop; i < told.run.size(); ++i)
    if (told.run[i].event != "τ") events.push_back(told.run[i].event);
  if (events.empty()) return "";
  return "hidden: " + trace_text(events);
}

// Whose run-time error: "COPY(left, mid)", "worker of S".
std::string failing(const ProgramFailure& f) {
  return f.process.empty() ? quoted_process(f.program)
                           : fmt::format("{} of {}", f.process, quoted_process(f.program));
}

// Where: "`x = 1 / n`, line 5".
std::string operation(const ProgramFailure& f, const SourceMap& sources) {
  const std::string where = place(sources, f.error.span);
  return fmt::format("`{}`{}", f.error.operation, where.empty() ? "" : ", " + where);
}

// The run-time error and why it decides the question.
std::vector<std::string> failure_sentences(const ToldProcess& told, const std::string& when,
                                           const SourceMap& sources) {
  const ProgramFailure& f = *told.failure;
  std::vector<std::string> list = {
      fmt::format("{} {} fails at {}: {}.", when, failing(f), operation(f, sources), f.error.message)};
  std::string held;
  for (const StoryChange& v : f.error.values)
    held += fmt::format("{}{} = {}", held.empty() ? "" : ", ", v.name, v.value);
  if (!held.empty()) list.push_back(fmt::format("Its variables: {}.", held));
  if (f.error.cause)
    list.push_back(
        fmt::format("Before that: {} ({}).", f.error.cause->text, place(sources, f.error.cause->span)));
  if (told.kind == ProcessFindingKind::Divergence) {
    list.push_back(
        "In the model FD a run-time error is a divergence: nothing is known of what comes after it "
        "(docs/semantics.md, rules 24 and 25).");
  } else {
    list.push_back(fmt::format(
        "In the model {} a run-time error that can be reached fails the check (docs/semantics.md, rule 24).",
        told.model == SemanticModel::T ? "T" : "F"));
  }
  return list;
}

// Of few parts in a few words: "VM offers only {coffee}, CUST only {tea}".
std::string few_parts(const ToldProcess& told) {
  if (told.parts.empty() || told.parts.size() > 3) return "";
  std::string text;
  for (const ToldPart& part : told.parts) {
    text += text.empty() ? ": " : ", ";
    const std::string offers = part.offers.empty() ? "nothing" : "only " + set_text(part.offers, 3);
    text += quoted_process(part.name) + (part.terminated ? " has terminated" : " offers " + offers);
  }
  return text;
}

// What each part offers where the whole stands: a sentence for each, of the first ones.
void add_parts(const ToldProcess& told, std::vector<std::string>& list) {
  constexpr std::size_t kMost = 12;
  for (std::size_t i = 0; i < told.parts.size() && i < kMost; ++i) {
    const ToldPart& part = told.parts[i];
    const std::string name = quoted_process(part.name);
    if (part.terminated)
      list.push_back(fmt::format("There {} has terminated.", name));
    else
      list.push_back(fmt::format("There {} offers {}.", name,
                                 part.offers.empty() ? "nothing" : "only " + set_text(part.offers)));
  }
  if (told.parts.size() > kMost)
    list.push_back(fmt::format("There are {} more parts.", told.parts.size() - kMost));
}

}  // namespace

std::string quoted_process(const std::string& text) {
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '{' || c == '<') ++depth;
    if (c == ')' || c == '}' || c == '>') --depth;
    if (c == ' ' && depth <= 0) return "`" + text + "`";
  }
  return text;
}

std::string trace_text(const std::vector<std::string>& events, std::size_t most) {
  std::string text = events.size() > most ? "..., " : "";
  for (std::size_t i = events.size() > most ? events.size() - most : 0; i < events.size(); ++i)
    text += events[i] + (i + 1 < events.size() ? ", " : "");
  return "<" + text + ">";
}

std::string set_text(const std::vector<std::string>& events, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i == most) return fmt::format("{{{}, ... {} in all}}", text, events.size());
    text += (i ? ", " : "") + events[i];
  }
  return "{" + text + "}";
}

std::string nature(const ToldProcess& told) {
  const std::string process = quoted_process(told.process), spec = quoted_process(told.specification);
  switch (told.kind) {
    case ProcessFindingKind::Trace:
      return fmt::format("{} can do {}, and {} cannot", process, told.event, spec);
    case ProcessFindingKind::Refusal:
      if (told.needs.empty()) return fmt::format("{} can come to rest where {} never does", process, spec);
      return fmt::format("{} can refuse what {} has to offer", process, spec);
    case ProcessFindingKind::Divergence:
      if (told.failure)
        return fmt::format("{} can have the run-time error \"{}\", which is a divergence in FD",
                           failing(*told.failure), told.failure->error.message);
      return spec.empty()
                 ? fmt::format("{} can go on for ever without a visible event", process)
                 : fmt::format("{} can go on for ever without a visible event, and {} cannot", process, spec);
    case ProcessFindingKind::Deadlock:
      return "nothing can happen any more";
    case ProcessFindingKind::Nondeterminism:
      return fmt::format("{} can do {} and can refuse it", process, told.event);
    case ProcessFindingKind::Error:
      if (!told.failure) return "a run-time error of a program";
      return fmt::format("{} can have the run-time error \"{}\"", failing(*told.failure),
                         told.failure->error.message);
  }
  return "";
}

std::string summary(const ToldProcess& told, const SourceMap& sources) {
  const std::string spec = quoted_process(told.specification);
  std::string text = nature(told) + ", " + after(told);
  if (told.failure) return text + fmt::format(" (at {})", operation(*told.failure, sources));
  switch (told.kind) {
    case ProcessFindingKind::Trace:
      return text + fmt::format(" ({} can do {})", spec, doing(told.allowed));
    case ProcessFindingKind::Refusal:
      if (told.needs.empty()) return text;
      return text + fmt::format(": it offers {}, not {}",
                                told.offers.empty() ? "nothing" : set_text(told.offers), needed(told));
    case ProcessFindingKind::Divergence: {
      const std::string events = hidden(told);
      return events.empty() ? text : text + " (" + events + ")";
    }
    case ProcessFindingKind::Nondeterminism:
      return text + fmt::format(": it may offer only {}", set_text(told.offers));
    case ProcessFindingKind::Deadlock:
      return text + few_parts(told);
    case ProcessFindingKind::Error:
      break;
  }
  return text;
}

std::vector<std::string> sentences(const ToldProcess& told, const SourceMap& sources) {
  const std::string process = quoted_process(told.process), spec = quoted_process(told.specification);
  const std::string when = before(told).empty() ? "At the start" : "After " + trace_text(before(told));
  std::vector<std::string> list;
  switch (told.kind) {
    case ProcessFindingKind::Trace:
      return {fmt::format("{} {} can do {}.", when, process, told.event),
              fmt::format("{} can do {} there.", spec, doing(told.allowed))};
    case ProcessFindingKind::Refusal:
      list = {fmt::format("{} {} may come to rest where it offers {}.", when, process,
                          told.offers.empty() ? "nothing" : "only " + set_text(told.offers)),
              told.needs.empty()
                  ? fmt::format("{} diverges there and never comes to rest.", spec)
                  : fmt::format("{} has to offer {} there.", spec,
                                told.needs.size() > 1 ? "all events of one of these: " + needed(told)
                                                      : needed(told))};
      add_parts(told, list);
      return list;
    case ProcessFindingKind::Divergence:
      list = {fmt::format("{} {} can go on for ever without a visible event.", when, process)};
      if (told.failure) list = failure_sentences(told, when, sources);
      if (!spec.empty()) list.push_back(fmt::format("{} does not diverge there.", spec));
      return list;
    case ProcessFindingKind::Deadlock:
      list = {fmt::format("{} {} can do nothing, and has not terminated.", when, process)};
      add_parts(told, list);
      return list;
    case ProcessFindingKind::Nondeterminism:
      return {fmt::format("{} {} can do {}, and can also come to rest where it offers only {}.", when,
                          process, told.event, set_text(told.offers))};
    case ProcessFindingKind::Error:
      if (told.failure) return failure_sentences(told, when, sources);
      return {fmt::format("The last step of {} is a run-time error.", process)};
  }
  return {};
}

}  // namespace csp
