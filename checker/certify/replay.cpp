// Replay: every step of the trace is looked up among the steps that the reference interpreter has in that
// state, and the finding is checked at the end by its definition.
#include "checker/certify/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "checker/certify/explore.h"
#include "checker/certify/future.h"
#include "checker/certify/judge.h"
#include "checker/certify/teller.h"

namespace csp {

namespace {

using namespace reference;

struct Mismatch {
  std::string what;
};

bool same_parts(const Step& a, const Step& b) {
  return std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                    [](const Part& x, const Part& y) {
                      return x.pid == y.pid && x.node == y.node && x.alt == y.alt && x.choices == y.choices;
                    });
}

std::string kind_text(StepKind kind) {
  switch (kind) {
    case StepKind::Act:
      return "an interaction";
    case StepKind::Environment:
      return "a communication with the environment";
    case StepKind::Fail:
      return "a failure";
    case StepKind::Local:
      return "a local step";
  }
  return "";
}

// What any(int) may be in the replay: what it is somewhere in the trace.
std::vector<std::int64_t> integers(const Trace& trace) {
  std::set<std::int64_t> all{0};
  all.insert(trace.start.begin(), trace.start.end());
  for (const auto& member : trace.start_members) all.insert(member.begin(), member.end());
  for (const Step& step : trace.steps)
    for (const Part& part : step.parts) all.insert(part.choices.begin(), part.choices.end());
  return {all.begin(), all.end()};
}

class Replayer {
 public:
  Replayer(const Program& program, const Property& property, const Finding& finding,
           const ReplayOptions& options)
      : program_(program),
        property_(property),
        finding_(finding),
        options_(options),
        interpreter_(program, {options.merge, options.resolve, false, integers(finding.trace)}),
        normalizer_(program),
        teller_(interpreter_, property) {}

  Replayed run() {
    try {
      fits_property();
      if (finding_.kind == FindingKind::MissingOutcome)
        missing_outcome();
      else
        carry_out();
    } catch (const Mismatch& mismatch) {
      out_.mismatch = mismatch.what;
    } catch (const LimitReached& limit) {
      out_.not_confirmed = limit.what();
    }
    out_.story = teller_.take();
    out_.story.loop = finding_.trace.loop;
    return std::move(out_);
  }

 private:
  [[noreturn]] static void reject(const std::string& what) { throw Mismatch{what}; }
  static void require(bool condition, const char* what) {
    if (!condition) reject(what);
  }

  void fits_property() const {
    bool fits = false;
    switch (finding_.kind) {
      case FindingKind::Deadlock:
        fits = property_.kind == PropertyKind::DeadlockFree;
        break;
      case FindingKind::Leak:
        fits = property_.kind == PropertyKind::LeakFree;
        break;
      case FindingKind::Race:
        fits = property_.kind == PropertyKind::RaceFree;
        break;
      case FindingKind::Error:
        fits = property_.kind == PropertyKind::ErrorFree;
        break;
      case FindingKind::NotAlways:
        fits = property_.kind == PropertyKind::Always;
        break;
      case FindingKind::Reached:
        fits = property_.kind == PropertyKind::Reachable;
        break;
      case FindingKind::EndlessRun:
        fits = property_.kind == PropertyKind::Terminates || property_.kind == PropertyKind::LivelockFree ||
               property_.kind == PropertyKind::DivergenceFree;
        break;
      case FindingKind::CannotEnd:
        fits = property_.kind == PropertyKind::CanTerminate;
        break;
      case FindingKind::UnexpectedOutcome:
      case FindingKind::MissingOutcome:
        fits = property_.kind == PropertyKind::Outcomes;
        break;
    }
    if (!fits) reject("the finding is of another kind than the property");
  }

  // ---- The steps ----
  void carry_out() {
    const Trace& trace = finding_.trace;
    const auto starts = interpreter_.initial();
    const auto start = std::find_if(starts.begin(), starts.end(), [&](const Start& s) {
      return s.choices == trace.start && s.members == padded(trace.start_members, s.members.size());
    });
    if (start == starts.end()) reject("no initial state has the choices of the trace");
    states_.push_back(start->state);
    teller_.start(states_.back(), start->chosen);
    for (std::size_t i = 0; i < trace.steps.size(); ++i) {
      out_.step = i;
      Successor next = take(trace.steps[i], i);
      teller_.step(states_.back(), trace.steps[i], next.state, next.chosen);
      states_.push_back(std::move(next.state));
    }
    out_.step.reset();
    check_end();
    teller_.finish(states_.back(), finding_);
  }

  static std::vector<std::vector<int>> padded(std::vector<std::vector<int>> members, std::size_t size) {
    if (members.size() < size) members.resize(size);  // nobody has a choice: may be left out
    return members;
  }

  Successor take(const Step& step, std::size_t number) const {
    auto successors = interpreter_.steps(states_.back());
    Successor* match = nullptr;
    for (Successor& successor : successors) {
      if (successor.step.kind != step.kind || !same_parts(successor.step, step)) continue;
      if (successor.step.outcome == step.outcome) return std::move(successor);
      match = &successor;
    }
    if (match)
      reject(fmt::format("step {}: another outcome than {} was to be had", number + 1, step.outcome));
    reject(fmt::format("step {}: {}", number + 1, why_not(step, successors)));
  }

  std::string why_not(const Step& step, const std::vector<Successor>& successors) const {
    if (step.parts.empty()) return "it has no parts";
    const State& s = states_.back();
    for (const Part& part : step.parts) {
      if (part.node == kNone) continue;
      if (part.pid < 0 || part.pid >= static_cast<Pid>(s.processes.size()))
        return fmt::format("there is no process {}", part.pid);
      const Node* at = interpreter_.node_of(s, part.pid);
      if (!at) return fmt::format("process {} has ended", part.pid);
      if (s.top(part.pid).node != part.node)
        return fmt::format("process {} is at node {} (`{}`, line {}), not at node {}", part.pid,
                           s.top(part.pid).node, at->text, at->span.line, part.node);
    }
    const Part& first = step.parts[0];
    bool some = false, of_kind = false, of_alt = false;
    for (const Successor& successor : successors) {
      if (successor.step.parts[0].pid != first.pid) continue;
      some = true;
      if (successor.step.kind != step.kind) continue;
      of_kind = true;
      if (successor.step.parts[0].alt == first.alt) of_alt = true;
    }
    if (!some) return fmt::format("process {} cannot take a step here", first.pid);
    if (!of_kind) return fmt::format("process {} has no step that is {}", first.pid, kind_text(step.kind));
    if (!of_alt) return fmt::format("alternative {} of process {} is not possible", first.alt, first.pid);
    return fmt::format("process {} has no step with these partners and choices", first.pid);
  }

  // ---- The end ----
  const State& last() const { return states_.back(); }
  bool stands_still() const { return !last().crashed && interpreter_.steps(last()).empty(); }
  bool exists(Pid p) const { return p >= 0 && p < static_cast<Pid>(last().processes.size()); }

  void check_end() {
    const auto& pids = finding_.pids;
    switch (finding_.kind) {
      case FindingKind::Deadlock: {
        require(stands_still(), "the last state is no deadlock: it has a step, or is the end after an error");
        const auto faulty = at_fault(interpreter_, last());
        require(!faulty.empty(), "everybody in the last state has ended or is at rest");
        for (Pid p : pids)
          if (std::find(faulty.begin(), faulty.end(), p) == faulty.end())
            reject(fmt::format("process {} is not at fault in the last state", p));
        return;
      }
      case FindingKind::Leak:
        return check_leak();
      case FindingKind::Race: {
        require(pids.size() == 2 && exists(pids[0]) && exists(pids[1]) && pids[0] != pids[1],
                "a race is of two processes");
        const auto a = interpreter_.next_access(last(), pids[0]),
                   b = interpreter_.next_access(last(), pids[1]);
        require(a && b, "one of the two processes is not about to access a shared variable");
        require(conflict(*a, *b), "the two next accesses do not conflict");
        return;
      }
      case FindingKind::Error:
        require(last().crashed, "the last step is not the end of the system by an error");
        return;
      case FindingKind::NotAlways:
      case FindingKind::Reached: {
        require(property_.exprs.size() == 1, "the property has no expression");
        const auto v = evaluate_in_state(program_, last(), property_.exprs[0]);
        require(v.has_value(), "the property's expression has no value in the last state");
        require(v->truth() == (finding_.kind == FindingKind::Reached),
                "the property's expression has the other value in the last state");
        return;
      }
      case FindingKind::EndlessRun:
        return check_endless();
      case FindingKind::CannotEnd: {
        const Future future =
            search_future(interpreter_, normalizer_, last(), std::nullopt, options_.max_future_states);
        require(!future.ends, "a proper end can be reached from the last state");
        out_.not_confirmed = future.given_up;
        return;
      }
      case FindingKind::UnexpectedOutcome: {
        require(stands_still() && interpreter_.proper_end(last()), "the last state is no proper end");
        const auto v = outcome(interpreter_, last(), property_);
        require(v && *v == finding_.values, "the outcome in the last state is another one");
        require(
            std::find(property_.outcomes.begin(), property_.outcomes.end(), *v) == property_.outcomes.end(),
            "the outcome is an expected one");
        return;
      }
      case FindingKind::MissingOutcome:
        return;
    }
  }

  void check_leak() {
    require(!finding_.pids.empty() && exists(finding_.pids[0]), "a leak names a process");
    const Pid pid = finding_.pids[0];
    require(!interpreter_.blameless(last(), pid),
            "the process has ended, is at rest, or waits for its members");
    const Future future = search_future(interpreter_, normalizer_, last(), pid, options_.max_future_states);
    require(!future.moves, "the process takes a step in some future of the last state");
    out_.not_confirmed = future.given_up;
    require(!future.given_up.empty() || future.survives, "every future of the last state ends with an error");
  }

  void check_endless() {
    const Trace& trace = finding_.trace;
    if (!trace.loop) {
      require(property_.kind == PropertyKind::Terminates, "a run without end needs a loop");
      require(interpreter_.steps(last()).empty() && !interpreter_.proper_end(last()),
              "the last state has a step, or is a proper end");
      return;
    }
    require(*trace.loop < trace.steps.size(), "the loop is empty");
    const auto same = normalizer_.same(states_[*trace.loop], last());
    if (!same)
      out_.not_confirmed = "whether the loop is closed is too hard to tell";
    else
      require(*same, "the state after the loop is not the one before it");
    for (std::size_t i = *trace.loop; i < trace.steps.size(); ++i) {
      if (property_.kind == PropertyKind::LivelockFree &&
          progress(interpreter_, states_[i], trace.steps[i], states_[i + 1]))
        reject(fmt::format("step {} of the loop is progress", i + 1));
      if (property_.kind == PropertyKind::DivergenceFree &&
          observable(interpreter_, states_[i], trace.steps[i], states_[i + 1]))
        reject(fmt::format("step {} of the loop can be observed", i + 1));
    }
  }

  void missing_outcome() {
    ExploreOptions options;
    options.steps.merge = options_.merge;
    options.steps.resolve = options_.resolve;
    options.max_states = options_.max_future_states;
    Property none = property_;
    none.outcomes = {finding_.values};
    const Exploration all = explore(program_, none, options);
    require(!std::binary_search(all.outcomes.begin(), all.outcomes.end(), finding_.values),
            "the outcome is reached");
    require(std::find(property_.outcomes.begin(), property_.outcomes.end(), finding_.values) !=
                property_.outcomes.end(),
            "the outcome is not an expected one");
    if (all.answer == Answer::Unknown) out_.not_confirmed = all.reason;
  }

  const Program& program_;
  const Property& property_;
  const Finding& finding_;
  const ReplayOptions& options_;
  Interpreter interpreter_;
  Normalizer normalizer_;
  Teller teller_;
  std::vector<State> states_;  // before each step, and the last one
  Replayed out_;
};

}  // namespace

Replayed replay(const Program& program, const Property& property, const Finding& finding,
                const ReplayOptions& options) {
  return Replayer(program, property, finding, options).run();
}

}  // namespace csp
