// States, choices and places of a program.
#include "cli/step/program_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "checker/certify/judge.h"
#include "cli/report/columns.h"

namespace csp {
namespace {

using reference::Successor;
using Path = std::vector<std::size_t>;

// What any(int) may be on a walk: a few small values, and those of the run that is followed.
std::vector<std::int64_t> integers(const std::optional<Trace>& guide) {
  std::set<std::int64_t> all{-1, 0, 1, 2};
  if (guide)
    for (const Step& step : guide->steps)
      for (const Part& part : step.parts) all.insert(part.choices.begin(), part.choices.end());
  if (guide) all.insert(guide->start.begin(), guide->start.end());
  return {all.begin(), all.end()};
}

bool same_parts(const Step& a, const Step& b) {
  return a.kind == b.kind && a.outcome == b.outcome &&
         std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                    [](const Part& x, const Part& y) {
                      return x.pid == y.pid && x.node == y.node && x.alt == y.alt && x.choices == y.choices;
                    });
}

bool starts_so(const reference::Start& start, const Trace& trace) {
  auto members = trace.start_members;
  members.resize(std::max(members.size(), start.members.size()));
  return start.choices == trace.start && start.members == members;
}

std::string line_of(const Span& span) { return fmt::format("line {}", span.line); }

// A walk gives up where the interpreter does.
template <class F>
auto told(F&& f) {
  try {
    return f();
  } catch (const reference::LimitReached& limit) {
    throw WalkFailure{limit.what()};
  }
}

}  // namespace

ProgramWalk::ProgramWalk(Program program, Property property, std::optional<Trace> guide)
    : program_(std::move(program)),
      property_(std::move(property)),
      guide_(std::move(guide)),
      interpreter_(program_, {true, true, false, integers(guide_)}) {
  starts_ = told([&] { return interpreter_.initial(); });
  if (starts_.empty()) throw WalkFailure{"it has no state to start in"};
  if (starts_.size() > 1)
    first_ = 0;  // which one is the first choice
  else
    start(starts_.front());
}

void ProgramWalk::start(const reference::Start& chosen) {
  reference::Teller teller(interpreter_, property_);
  teller.start(chosen.state, chosen.chosen);
  path_.push_back({chosen.state, teller, {}, guide_ && starts_so(chosen, *guide_), std::nullopt, {}});
}

const WalkState& ProgramWalk::now() {
  if (path_.empty()) {
    if (!start_choice_) start_choice_ = choose_start();
    return *start_choice_;
  }
  if (!path_.back().shown) told([&] { look(path_.back()); });
  return *path_.back().shown;
}

void ProgramWalk::take(std::size_t choice) {
  now();
  if (path_.empty()) return start(starts_[choice]);
  const Point& last = path_.back();
  const Successor& taken = last.next[choice];
  const std::size_t number = path_.size() - 1;
  const bool guided =
      last.on_guide && number < guide_->steps.size() && same_parts(taken.step, guide_->steps[number]);
  Point point{taken.state, last.teller, taken.step, guided, std::nullopt, {}};
  point.teller.step(last.state, taken.step, taken.state, taken.chosen);
  path_.push_back(std::move(point));
}

std::size_t ProgramWalk::number() {
  if (path_.empty()) return 0;
  return numbers_.emplace(path_.back().state, numbers_.size() + 1).first->second;
}

bool ProgramWalk::back() {
  if (length() == 0) return false;
  path_.pop_back();
  return true;
}

// ---- What is shown of a state

void ProgramWalk::look(Point& point) const {
  WalkState out;
  if (!point.state.crashed) point.next = interpreter_.steps(point.state);
  std::vector<std::vector<std::string>> effects(point.next.size());
  for (std::size_t i = 0; i < point.next.size(); ++i)
    out.choices.push_back(choice(point, point.next[i], effects[i]));
  tell_apart(out.choices, effects);
  if (!point.state.crashed) {
    out.places = places(point);
    out.shared = point.teller.shared(point.state);
  }
  out.remark = remark(point);
  point.shown = std::move(out);
}

WalkState ProgramWalk::choose_start() const {
  WalkState out;
  std::vector<std::vector<std::string>> effects;
  for (const reference::Start& start : starts_) {
    out.choices.push_back({"start", {}, {}, false});
    effects.emplace_back();
    reference::Teller teller(interpreter_, property_);
    teller.start(start.state, start.chosen);
    for (const WalkPlace& place : places({start.state, teller, {}, false, std::nullopt, {}})) {
      effects.back().push_back(place.who + " at " + line_of(place.span));
      for (const StoryChange& v : place.values)
        effects.back().push_back(fmt::format("{}: {} = {}", place.who, v.name, v.value));
    }
  }
  tell_apart(out.choices, effects);
  out.remark = "there are several ways to start";
  return out;
}

WalkChoice ProgramWalk::choice(const Point& point, const Successor& next,
                               std::vector<std::string>& effects) const {
  reference::Teller teller = point.teller;
  teller.step(point.state, next.step, next.state, next.chosen);
  teller.name_processes();
  const std::vector<Pid> parts = [&] {
    std::vector<Pid> list;
    for (const Part& part : next.step.parts) list.push_back(part.pid);
    return list;
  }();
  if (!next.state.crashed)
    for (const Pid pid : parts) {
      if (next.state.process(pid).terminated) continue;
      const Node* node = interpreter_.node_of(next.state, pid);
      if (node) effects.push_back(fmt::format("{} at {}", teller.name(pid), line_of(node->span)));
      for (const StoryChange& v : teller.locals(next.state, pid))
        effects.push_back(fmt::format("{}: {} = {}", teller.name(pid), v.name, v.value));
    }
  const Story story = teller.take();
  WalkChoice out;
  for (const StoryEvent& event : story.steps.back().events) {
    if (event.action.empty() || event.ends) continue;
    out.names.push_back(event.action);
    out.label += fmt::format("{}{}: {}", out.label.empty() ? "" : ", ", story.name(event.pid), event.action);
    if (event.span.known()) out.spans.push_back(event.span);
  }
  if (next.step.kind == StepKind::Fail) out.label += " (fails)";
  return out;
}

std::vector<WalkPlace> ProgramWalk::places(const Point& point) const {
  reference::Teller teller = point.teller;
  teller.name_processes();
  const std::vector<StoryWait> waits = teller.waits(point.state);
  std::vector<WalkPlace> out;
  for (Pid pid = 0; pid < static_cast<Pid>(point.state.processes.size()); ++pid) {
    const Node* node = interpreter_.node_of(point.state, pid);
    if (!teller.shown(pid) || point.state.process(pid).terminated || !node) continue;
    WalkPlace place{teller.name(pid), node->text, node->span, teller.locals(point.state, pid), "", {}};
    for (const StoryWait& wait : waits)
      if (wait.pid == pid) {
        for (const Pid on : wait.on) place.on.push_back(teller.name(on));
        place.waits = wait.standing == Standing::AtRest    ? "at rest"
                      : wait.standing == Standing::Members ? "waits for its members to end"
                      : wait.standing == Standing::Stuck   ? "blocked: " + wait.short_reason
                                                           : "waits: " + wait.short_reason;
      }
    out.push_back(std::move(place));
  }
  return out;
}

std::string ProgramWalk::remark(const Point& point) const {
  if (point.state.crashed) return "a run-time error has ended the system";
  if (!point.next.empty()) return "";
  if (interpreter_.proper_end(point.state)) return "all processes have ended, or are at rest";
  return "deadlock: nothing can happen any more";
}

Picture ProgramWalk::picture(const SourceMap& sources) {
  if (path_.empty()) return {};
  reference::Teller teller = path_.back().teller;
  teller.name_processes();
  return picture_of(teller.take(), sources);
}

// ---- The run that is followed

Path ProgramWalk::guide() {
  if (!guide_) return {};
  now();
  if (path_.empty()) {
    for (std::size_t i = 0; i < starts_.size(); ++i)
      if (starts_so(starts_[i], *guide_)) return {i};
    return {};
  }
  const std::size_t number = path_.size() - 1;
  if (!path_.back().on_guide || number >= guide_->steps.size()) return {};
  const auto& next = path_.back().next;
  for (std::size_t i = 0; i < next.size(); ++i)
    if (same_parts(next[i].step, guide_->steps[number])) return {i};
  return {};
}

bool ProgramWalk::at_end_of_guide() {
  return guide_ && !path_.empty() && path_.back().on_guide && path_.size() - 1 == guide_->steps.size();
}

// ---- Searching for a place

bool ProgramWalk::is_stuck(const reference::State& s) const {
  return !s.crashed && interpreter_.steps(s).empty() && !interpreter_.proper_end(s);
}

bool ProgramWalk::stuck() {
  return !path_.empty() && told([&] { return is_stuck(path_.back().state); });
}

bool ProgramWalk::at_line(const reference::State& s, int line) const {
  for (Pid pid = 0; pid < static_cast<Pid>(s.processes.size()); ++pid) {
    const Node* node = s.process(pid).terminated ? nullptr : interpreter_.node_of(s, pid);
    if (!node) continue;
    if (node->span.line == line) return true;
    if (const Comm* comm = std::get_if<Comm>(&node->op))
      for (const Alt& alt : comm->alts)
        if (alt.span.line == line) return true;
  }
  return false;
}

bool ProgramWalk::called(const reference::State& before, const Step& step, const std::string& text) const {
  for (const Part& part : step.parts) {
    if (part.node == kNone) continue;
    const auto offer = reference::taken(interpreter_, before, part);
    const std::string& name =
        offer && !offer->alt->text.empty() ? offer->alt->text : interpreter_.node(part.node).text;
    if (name.find(text) != std::string::npos) return true;
  }
  return false;
}

Path ProgramWalk::way_to(const WalkGoal& goal, const Budget& budget, std::string& reason) {
  struct Seen {
    reference::State state;
    std::size_t from, choice;
  };
  const auto path = [](const std::deque<Seen>& seen, std::size_t at) {
    Path out;
    for (; at != 0; at = seen[at].from) out.push_back(seen[at].choice);
    std::reverse(out.begin(), out.end());
    return out;
  };
  const reference::Normalizer normalizer(program_);
  const auto fits = [&](const reference::State& state) {
    return goal.stuck ? is_stuck(state) : goal.line > 0 && at_line(state, goal.line);
  };
  std::deque<Seen> seen;
  std::unordered_set<reference::State, reference::Hash> known;
  const bool unstarted = path_.empty();  // then the first state is none, and its choices are the starts
  seen.push_back({unstarted ? reference::State{} : path_.back().state, 0, 0});
  if (!unstarted) known.insert(normalizer.normal(seen.front().state).state);
  for (std::size_t choice = 0; unstarted && choice < starts_.size(); ++choice) {
    seen.push_back({starts_[choice].state, 0, choice});
    if (fits(seen.back().state)) return path(seen, seen.size() - 1);
    known.insert(normalizer.normal(seen.back().state).state);
  }
  for (std::size_t i = unstarted ? 1 : 0; i < seen.size(); ++i) {
    const Progress progress{seen.size(), 0, 0, 0};
    if (i % 64 == 0 && !(reason = budget.exhausted(progress)).empty()) return {};
    if (seen[i].state.crashed) continue;
    const auto next = told([&] { return interpreter_.steps(seen[i].state); });
    for (std::size_t choice = 0; choice < next.size(); ++choice) {
      const bool there = fits(next[choice].state) || (!goal.stuck && goal.line == 0 &&
                                                      called(seen[i].state, next[choice].step, goal.text));
      if (!there && !known.insert(normalizer.normal(next[choice].state).state).second) continue;
      seen.push_back({next[choice].state, i, choice});
      if (there) return path(seen, seen.size() - 1);
    }
  }
  return {};
}

}  // namespace csp
