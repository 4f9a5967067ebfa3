// The path gives the states of each program, up to the numbers of processes and objects; a concrete run with
// these states is told by the teller of traces of programs.
#include "checker/certify/program_teller.h"

#include <algorithm>
#include <map>
#include <memory>

#include "checker/certify/sos_program.h"
#include "checker/certify/teller.h"

namespace csp::reference {

namespace {

// One program, from its start or from where it was met first.
class Running {
 public:
  Running(ProgramStates& states, std::string name)
      : states_(states), name_(std::move(name)), teller_(states.interpreter(), property_) {}

  // At the state with this number, before its first step. False: it is none to start in.
  bool start(int number) {
    const std::vector<Start> starts = states_.interpreter().initial();
    if (number == kNone && starts.size() > 1) return true;  // it has yet to choose
    for (const Start& s : starts) {
      if (number != kNone && states_.number(s.state) != number) continue;
      now_ = s.state;
      teller_.start(s.state);
      return true;
    }
    return false;
  }

  // A step to the state `next`, that is to be seen as `label` (a renaming may stand around it). False: there
  // is none.
  bool step(int next, const Transition& label, std::size_t at) {
    if (!now_) return start(next);
    const EventId shown = label.event != kTau ? label.event : label.hidden;
    std::optional<Successor> found;
    for (Successor& successor : states_.interpreter().steps(*now_)) {
      if (states_.number(successor.state) != next) continue;
      const auto event = states_.communication(*now_, successor.step);
      if (event.has_value() != (shown >= 0)) continue;
      const bool exact = event.value_or(-1) == shown;
      if (exact || !found) found = std::move(successor);
      if (exact) break;
    }
    if (!found) return false;
    teller_.step(*now_, found->step, found->state);
    trace_.push_back(found->step);
    at_.push_back(at);
    crashed_ = found->state.crashed;
    now_ = std::move(found->state);
    return true;
  }

  bool crashed() const { return crashed_; }

  void tell(ProgramDeeds& out) {
    if (!now_) return;
    Finding finding;
    finding.kind = FindingKind::Error;
    finding.trace.steps = std::move(trace_);
    teller_.finish(*now_, finding);
    const Story story = teller_.take();
    const auto shown = [](const StoryProcess& p) { return p.shown; };
    const bool several = std::count_if(story.processes.begin(), story.processes.end(), shown) > 1;
    const auto name = [&](Pid pid) { return several ? story.name(pid) : std::string(); };
    for (std::size_t i = 0; i < at_.size() && i < story.steps.size(); ++i)
      for (const StoryEvent& e : story.steps[i].events)
        if (!e.action.empty() && !e.ends)
          out.steps[at_[i]].push_back({name_, name(e.pid), e.action, e.span, e.fails});
    if (!crashed_ || !story.error) return;
    out.failure = ProgramFailure{name_, name(story.error->pid), *story.error, at_.back()};
    if (auto& cause = out.failure->error.cause; cause && cause->step < at_.size()) {
      // The steps of the run are counted, not those of the program.
      const std::string own = " in step " + std::to_string(cause->step + 1);
      cause->step = at_[cause->step];
      if (cause->text.ends_with(own))
        cause->text.replace(cause->text.size() - own.size(), own.size(),
                            " in step " + std::to_string(cause->step + 1));
    }
  }

 private:
  ProgramStates& states_;
  std::string name_;
  Property property_;
  Teller teller_;
  std::optional<State> now_;
  std::vector<csp::Step> trace_;
  std::vector<std::size_t> at_;  // by step of the program: step of the run
  bool crashed_ = false;
};

class Along {
 public:
  Along(Sos& sos, std::size_t steps) : sos_(sos) { out_.steps.resize(steps); }

  void step(const RunStep& step) {
    const Terms& terms = sos_.terms();
    const Programs before = programs_in(terms, step.from), after = programs_in(terms, step.transition.next);
    const std::size_t index = std::min(step.index, out_.steps.size() - 1);
    bool told = false;
    for (std::size_t i = 0; i < after.size(); ++i) {
      const Key key = key_of(after, i);
      const auto old = find(before, key);
      if (old && *old == after[i].second) continue;  // it does nothing
      told = true;
      move(key, old, after[i].second, step, index);
    }
    if (told || step.from != step.transition.next) return;
    // A step that leads back to the same state.
    for (std::size_t i = 0; i < after.size() && !told; ++i)
      told = move(key_of(after, i), after[i].second, after[i].second, step, index);
  }

  ProgramDeeds take() {
    for (const auto& running : order_) running->tell(out_);
    return std::move(out_);
  }

 private:
  using Key = std::pair<int, int>;  // the program, and which of its copies from the left

  static Key key_of(const Programs& list, std::size_t at) {
    int copy = 0;
    for (std::size_t i = 0; i < at; ++i) copy += list[i].first == list[at].first;
    return {list[at].first, copy};
  }
  static std::optional<int> find(const Programs& list, const Key& key) {
    for (std::size_t i = 0; i < list.size(); ++i)
      if (key_of(list, i) == key) return list[i].second;
    return std::nullopt;
  }

  bool move(const Key& key, std::optional<int> from, int to, const RunStep& step, std::size_t index) {
    Running*& running = running_[key];
    if (running && running->crashed()) return false;
    if (running && running->step(to, step.transition, index)) return true;
    // It starts here, or starts again.
    ProgramStates& states = sos_.program(key.first);
    auto fresh = std::make_unique<Running>(states, sos_.terms().instance(key.first).text);
    const bool begun =
        from ? fresh->start(*from) && fresh->step(to, step.transition, index) : fresh->start(to);
    if (!begun) return false;
    running = fresh.get();
    order_.push_back(std::move(fresh));
    return true;
  }

  Sos& sos_;
  ProgramDeeds out_;
  std::map<Key, Running*> running_;
  std::vector<std::unique_ptr<Running>> order_;
};

}  // namespace

ProgramDeeds deeds_along(Sos& sos, const RunPath& path, std::size_t steps) {
  if (steps == 0) return {};
  Along along(sos, steps);
  for (const RunStep& step : path) along.step(step);
  return along.take();
}

}  // namespace csp::reference
