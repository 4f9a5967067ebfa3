// Names for numbers, and two runs side by side.
#include "cli/process_told.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace csp {
namespace {

std::vector<std::string> names(const Terms& terms, const std::vector<EventId>& events) {
  std::vector<std::string> out;
  out.reserve(events.size());
  for (const EventId e : events) out.push_back(terms.events()[e].text);
  return out;
}

std::vector<ToldStep> steps(const Terms& terms, const std::vector<ProcessStep>& run,
                            const ProgramDeeds& deeds) {
  std::vector<ToldStep> out;
  out.reserve(run.size());
  for (const ProcessStep& s : run) {
    const bool visible = s.event != kTau;
    const EventId shown = visible ? s.event : s.hidden >= 0 ? s.hidden : kTau;
    const std::size_t i = out.size();
    out.push_back({terms.events()[shown].text, visible, s.by,
                   i < deeds.steps.size() ? deeds.steps[i] : std::vector<ProgramDeed>{},
                   i < deeds.places.size() ? deeds.places[i] : std::vector<Span>{}});
  }
  return out;
}

std::vector<ToldPart> parts(const Terms& terms, const std::vector<PartOffer>& all) {
  std::vector<ToldPart> out;
  for (const PartOffer& part : all) {
    const auto same = [&](const PartOffer& other) { return other.part == part.part; };
    std::string name = part.part;
    if (name.empty() || std::count_if(all.begin(), all.end(), same) > 1) {
      name = fmt::format("part {}", out.size() + 1);
      if (!part.part.empty()) name += ", " + part.part + ",";
    }
    out.push_back({std::move(name), names(terms, part.offers), part.terminated});
  }
  return out;
}

// "τ (mid.1)", "τ (ch <-= 1; worker: x := <-ch  (1), line 9)": what is hidden, or what programs did.
std::string hidden_text(const ToldStep& step) {
  if (step.event != "τ") return fmt::format("τ ({})", step.event);
  std::string text;
  for (const ProgramDeed& deed : step.deeds) {
    if (deed.action.empty()) continue;
    if (!text.empty()) text += "; ";
    if (!deed.process.empty()) text += deed.process + ": ";
    text += deed.action;
    if (&deed != &step.deeds.front() && deed.span.known()) text += fmt::format(", line {}", deed.span.line);
  }
  return text.empty() ? "τ" : fmt::format("τ ({})", text);
}

constexpr std::size_t kMostLanes = 8;

// `PHIL(0), FORK(0)` -> its two names; commas inside of brackets part nothing.
std::vector<std::string> components(const std::string& by) {
  std::vector<std::string> out;
  std::string name;
  int depth = 0;
  for (const char c : by) {
    if (c == '(' || c == '{' || c == '<' || c == '[') ++depth;
    if (c == ')' || c == '}' || c == '>' || c == ']') --depth;
    if (c == ',' && depth <= 0) {
      out.push_back(std::move(name));
      name.clear();
    } else if (c != ' ' || !name.empty()) {
      name += c;
    }
  }
  if (!name.empty()) out.push_back(std::move(name));
  return out;
}

class Sides {
 public:
  explicit Sides(const ToldProcess& told) : told_(told) {
    if (told.kind == ProcessFindingKind::Nondeterminism) {
      add(told.process + ", which may do it");
      add(told.process + ", which may refuse it");
      main_ = 1;
      return;
    }
    if (!told.specification.empty()) main_ = add(told.specification + " (specification)") + 1;
    if (!lanes()) add(told.process);
  }

  Story run() {
    std::size_t next = 0;  // in the other run
    for (std::size_t i = 0; i < told_.run.size(); ++i) {
      const ToldStep& step = told_.run[i];
      if (told_.kind == ProcessFindingKind::Divergence && i == told_.loop) story_.loop = story_.steps.size();
      StoryStep out;
      if (step.visible) {
        hidden_of_other(next);
        if (next < told_.other.size()) put(out, 0, told_.other[next++]);
      }
      put_main(out, step);
      story_.steps.push_back(std::move(out));
    }
    while (next < told_.other.size()) {
      StoryStep out;
      put(out, 0, told_.other[next++]);
      story_.steps.push_back(std::move(out));
    }
    error();
    return std::move(story_);
  }

 private:
  // The run-time error stands in the column of its program, if there is one.
  void error() {
    if (!told_.failure) return;
    story_.error = told_.failure->error;
    const auto lane = lane_.find(told_.failure->program);
    story_.error->pid = lane == lane_.end() ? main_ : lane->second;
    if (story_.error->cause) story_.error->cause->pid = story_.error->pid;
  }

  Pid add(std::string name) {
    StoryProcess p;
    p.pid = static_cast<Pid>(story_.processes.size());
    p.name = std::move(name);
    story_.processes.push_back(std::move(p));
    return story_.processes.back().pid;
  }

  // A column for each component, if every step names its components and they are not too many.
  bool lanes() {
    std::vector<std::string> names;
    for (const ToldStep& step : told_.run) {
      const std::vector<std::string> by = components(step.by);
      if (by.empty()) return false;
      for (const std::string& name : by)
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    if (names.size() < 2 || names.size() > kMostLanes) return false;
    for (const std::string& name : names) lane_[name] = add(name);
    return true;
  }

  void put_main(StoryStep& out, const ToldStep& step) {
    if (lane_.empty()) put(out, main_, step);
    const auto by = lane_.empty() ? std::vector<std::string>{} : components(step.by);
    for (std::size_t i = 0; i < by.size(); ++i)  // both from left to right
      put(out, lane_.at(by[i]), step, by.size() == step.places.size() ? i : 0);
  }

  // What the other side does hidden before its next visible event.
  void hidden_of_other(std::size_t& next) {
    for (; next < told_.other.size() && !told_.other[next].visible; ++next) {
      StoryStep out;
      put(out, 0, told_.other[next]);
      story_.steps.push_back(std::move(out));
    }
  }

  static void put(StoryStep& out, Pid side, const ToldStep& step, std::size_t place = 0) {
    StoryEvent event;
    event.pid = side;
    event.action = step.visible ? step.event : hidden_text(step);
    if (!step.deeds.empty()) event.span = step.deeds.front().span;
    if (place < step.places.size()) event.prefix = step.places[place];
    for (const ProgramDeed& deed : step.deeds) event.fails |= deed.fails;
    out.events.push_back(std::move(event));
  }

  const ToldProcess& told_;
  Story story_;
  Pid main_ = 0;
  std::map<std::string, Pid> lane_;
};

}  // namespace

std::vector<std::string> ToldProcess::trace() const {
  std::vector<std::string> out;
  for (const ToldStep& s : run)
    if (s.visible) out.push_back(s.event);
  return out;
}

ToldProcess tell(const Terms& terms, const ProcessClaim& claim, SemanticModel model,
                 const ProcessFinding& finding, const ReplayedProcess& replayed) {
  ToldProcess told;
  told.kind = finding.kind;
  told.model = model;
  told.failure = replayed.run.failure;
  if (claim.kind == ProcessQuestionKind::Refinement) told.specification = claim.specification;
  told.process = claim.implementation;
  told.run = steps(terms, finding.run, replayed.run);
  told.other = steps(terms, finding.other, replayed.other);
  told.loop = finding.loop;
  told.offers = names(terms, finding.offers);
  told.allowed = names(terms, finding.allowed);
  for (const std::vector<EventId>& set : finding.needs) told.needs.push_back(names(terms, set));
  told.parts = parts(terms, replayed.parts);
  if (finding.event >= 0) told.event = terms.events()[finding.event].text;
  return told;
}

Story story_of(const ToldProcess& told) { return Sides(told).run(); }

}  // namespace csp
