// Replay by sets of states: all states that the process may be in after each step of the run.
#include "checker/certify/replay_process.h"

#include <algorithm>

#include "checker/certify/evaluate.h"
#include "checker/certify/program_teller.h"
#include "checker/certify/runs.h"
#include "checker/certify/step_places.h"

namespace csp {
namespace {

using reference::Acceptance;
using reference::LimitReached;
using reference::RunPath;
using reference::Runs;
using reference::Sos;
using reference::StateSet;
using reference::Transition;

constexpr std::size_t kLongestTold = 5'000;  // steps of a run that is told with its places

struct Mismatch {
  std::string text;
};

std::vector<EventId> visible(const std::vector<ProcessStep>& run) {
  std::vector<EventId> out;
  for (const ProcessStep& step : run)
    if (step.event != kTau) out.push_back(step.event);
  return out;
}

class Replayer {
 public:
  Replayer(Terms& terms, const ProcessQuestion& question, const ProcessFinding& finding, const Budget& budget)
      : terms_(terms), question_(question), finding_(finding), sos_(terms), runs_(sos_, budget) {}

  // Throws Mismatch, LimitReached, EvaluationError.
  void prove() {
    const bool trace = finding_.kind == ProcessFindingKind::Trace;
    if (trace && (finding_.run.empty() || finding_.run.back().event == kTau))
      throw Mismatch{"a finding about a trace must end with a visible event"};
    if (finding_.loop > finding_.run.size()) throw Mismatch{"the loop begins behind the end of the run"};
    std::vector<ProcessStep> run = finding_.run;
    if (finding_.kind == ProcessFindingKind::Divergence) run.resize(finding_.loop);
    const StateSet last = follow(question_.process, run, finding_.kind == ProcessFindingKind::Error);
    if (question_.kind == ProcessQuestionKind::Refinement) specification(visible(run));
    switch (finding_.kind) {
      case ProcessFindingKind::Trace:
      case ProcessFindingKind::Error:
        return;  // done: the specification was asked, the last step seen
      case ProcessFindingKind::Refusal:
        end_ = offers(last);
        return;
      case ProcessFindingKind::Divergence:
        return loop(last);
      case ProcessFindingKind::Deadlock:
        end_ = deadlock(last);
        return;
      case ProcessFindingKind::Nondeterminism:
        offers(last);
        return nondeterminism();
    }
  }

  // What its parts offer at the end, and what the programs in it do. Throws LimitReached, EvaluationError.
  void tell(ReplayedProcess& out) {
    if (end_ != kNone) out.parts = reference::parts_at(sos_, runs_, question_.process, end_);
    if (out.parts.size() < 2) out.parts.clear();
    if (finding_.run.size() > kLongestTold) return;
    out.run = deeds(question_.process, finding_.run, true);
    const bool specification = question_.kind == ProcessQuestionKind::Refinement;
    out.other = deeds(specification ? question_.specification : question_.process, finding_.other, false);
  }

 private:
  // Of the run; `shows`: it ends in what the finding claims.
  ProgramDeeds deeds(TermId process, const std::vector<ProcessStep>& run, bool shows) {
    const bool lasso = shows && finding_.kind == ProcessFindingKind::Divergence;
    const bool error = shows && finding_.kind == ProcessFindingKind::Error;
    const std::size_t loop = lasso ? finding_.loop : run.size();
    std::optional<RunPath> round;
    const auto end = [&](TermId s) {
      if (!shows) return true;
      switch (finding_.kind) {
        case ProcessFindingKind::Trace:
        case ProcessFindingKind::Error:
          return true;
        case ProcessFindingKind::Refusal:
        case ProcessFindingKind::Nondeterminism:
          return offers_them(s);
        case ProcessFindingKind::Deadlock:
          return runs_.steps(s).empty() && !sos_.ended_well(s);
        case ProcessFindingKind::Divergence:
          round = find_path(sos_, runs_, s, {run, loop, run.size()}, false, [&](TermId t) { return t == s; });
          return round.has_value();
      }
      return true;
    };
    std::optional<RunPath> path = find_path(sos_, runs_, sos_.start(process), {run, 0, loop}, error, end);
    if (!path) return {};
    if (round) path->insert(path->end(), round->begin(), round->end());
    ProgramDeeds out = deeds_along(sos_, *path, run.size());
    out.places.resize(run.size());
    for (const reference::RunStep& step : *path)
      if (!step.extra && step.index < run.size())
        out.places[step.index] = reference::places_of(terms_, step.from, step.transition);
    return out;
  }

  bool offers_them(TermId s) {
    const std::vector<EventId> all = runs_.initials({s});
    return (runs_.stable(s) && all == finding_.offers) ||
           (finding_.offers == std::vector<EventId>{kTick} && !all.empty() && all.front() == kTick);
  }

  std::string name(EventId e) const { return terms_.events()[e].text; }
  std::string names(const std::vector<EventId>& all) const {
    std::string out = "{";
    for (const EventId e : all) out += (out.size() > 1 ? ", " : "") + name(e);
    return out + "}";
  }
  std::string trace_text(const std::vector<EventId>& all, std::size_t length) const {
    std::string out = "<";
    for (std::size_t i = 0; i < length; ++i) out += (i ? ", " : "") + name(all[i]);
    return out + ">";
  }

  // With a compression on the way, hidden events carry no labels that can be compared.
  StateSet rest(const StateSet& s) {
    return sos_.compressed() ? runs_.tau_closure(s) : runs_.unlabelled_closure(s);
  }
  StateSet step(const StateSet& from, const ProcessStep& step) {
    if (step.event != kTau) return runs_.after(from, step.event);
    if (!sos_.compressed()) return runs_.after_hidden(from, step.hidden);
    StateSet out = from;  // the τ may be one that the compression left out, or kept of several
    for (const TermId s : from)
      for (const Transition& t : runs_.steps(s))
        if (t.event == kTau) out.insert(t.next);
    return out;
  }

  // The states after the run, closed under τ that hide nothing. `error`: its last step is a run-time error.
  StateSet follow(TermId process, const std::vector<ProcessStep>& run, bool error = false) {
    StateSet states = rest({sos_.start(process)});
    for (std::size_t i = 0; i < run.size(); ++i) {
      StateSet next = step(states, run[i]);
      if (error && i + 1 == run.size()) {
        next.clear();
        for (const TermId s : states)
          for (const Transition& t : runs_.steps(s))
            if (t.error && (t.event == run[i].event)) next.insert(t.next);
      }
      if (next.empty()) {
        std::string what = "step " + std::to_string(i + 1) + " of the run (" + name(run[i].event);
        if (run[i].hidden >= 0) what += ", hiding " + name(run[i].hidden);
        throw Mismatch{what + ") is not possible"};
      }
      states = rest(next);
    }
    if (error && run.empty()) throw Mismatch{"a finding about an error must end with a step"};
    return states;
  }

  // The specification along the visible events of the run.
  void specification(const std::vector<EventId>& trace) {
    const bool impossible = finding_.kind == ProcessFindingKind::Trace;
    StateSet states = runs_.tau_closure({sos_.start(question_.specification)});
    for (std::size_t i = 0;; ++i) {
      const bool whole = i == trace.size();
      if (question_.model == SemanticModel::FD && !(impossible && whole) && runs_.diverges(states))
        throw Mismatch{"the specification diverges after " + trace_text(trace, i) +
                       ", so it allows everything"};
      if (whole) break;
      if (impossible && i + 1 == trace.size() && !finding_.allowed.empty() &&
          runs_.initials(states) != finding_.allowed)
        throw Mismatch{"after " + trace_text(trace, i) + " the specification could do " +
                       names(runs_.initials(states)) + ", not " + names(finding_.allowed)};
      states = runs_.tau_closure(runs_.after(states, trace[i]));
      if (states.empty()) {
        if (!impossible || i + 1 < trace.size())
          throw Mismatch{"the specification cannot do " + trace_text(trace, i + 1)};
        if (finding_.event >= 0 && finding_.event != trace.back())
          throw Mismatch{"the event of the finding is not the last of its run"};
        break;
      }
      if (impossible && i + 1 == trace.size())
        throw Mismatch{"the specification can do " + trace_text(trace, trace.size())};
    }
    if (finding_.kind == ProcessFindingKind::Refusal) refusals(states);
    std::vector<EventId> same = trace;
    if (impossible) same.pop_back();
    if (!finding_.other.empty()) {
      if (visible(finding_.other) != same)
        throw Mismatch{"the run of the specification has other visible events than that of the process"};
      follow(question_.specification, finding_.other);
    }
  }

  void refusals(const StateSet& states) {
    const auto theirs = runs_.acceptances(states);
    for (const Acceptance& a : theirs)
      if (std::includes(finding_.offers.begin(), finding_.offers.end(), a.begin(), a.end()))
        throw Mismatch{"the specification may offer only " + names(a) + ", which the process offers"};
    const auto least = reference::minimal(theirs);
    const std::set<Acceptance> mine(least.begin(), least.end());
    if (mine != std::set<Acceptance>(finding_.needs.begin(), finding_.needs.end()))
      throw Mismatch{"the minimal acceptances of the specification are other ones than the finding says"};
  }

  // Some state of these is stable and offers what the finding says: this one.
  TermId offers(const StateSet& states) {
    if (!std::is_sorted(finding_.offers.begin(), finding_.offers.end()))
      throw Mismatch{"the offers are not sorted"};
    std::string seen;
    for (const TermId s : states) {
      if (offers_them(s)) return s;
      if (runs_.stable(s)) seen += " " + names(runs_.initials({s}));
    }
    throw Mismatch{"after the run the process is never stable and offers " + names(finding_.offers) +
                   (seen.empty() ? "" : ": it offers" + seen)};
  }

  void loop(const StateSet& states) {
    const std::vector<ProcessStep> round(finding_.run.begin() + static_cast<std::ptrdiff_t>(finding_.loop),
                                         finding_.run.end());
    if (!visible(round).empty()) throw Mismatch{"the loop has a visible event"};
    if (round.empty()) throw Mismatch{"the loop has no step"};
    for (const TermId s : states) {
      StateSet now{s};
      for (const ProcessStep& one : round) now = step(rest(now), one);
      if (sos_.compressed() ? runs_.diverges(s) : rest(now).count(s) > 0) return;
    }
    throw Mismatch{"the steps of the loop do not lead back to the state before them"};
  }

  TermId deadlock(const StateSet& states) {
    for (const TermId s : states)
      if (runs_.steps(s).empty() && !sos_.ended_well(s)) return s;
    throw Mismatch{"after the run some step is always possible, or the process has ended"};
  }

  void nondeterminism() {
    if (std::binary_search(finding_.offers.begin(), finding_.offers.end(), finding_.event))
      throw Mismatch{"the process offers " + name(finding_.event) + " after the first run"};
    const StateSet states = follow(question_.process, finding_.other);
    std::vector<EventId> same = visible(finding_.run);
    if (visible(finding_.other) != same) {  // it may go on to the event itself
      same.push_back(finding_.event);
      if (visible(finding_.other) != same) throw Mismatch{"the two runs have different visible events"};
      return;
    }
    if (runs_.after(states, finding_.event).empty())
      throw Mismatch{"after the second run " + name(finding_.event) + " is not possible"};
  }

  Terms& terms_;
  const ProcessQuestion& question_;
  const ProcessFinding& finding_;
  Sos sos_;
  Runs runs_;
  TermId end_ = kNone;  // Deadlock, Refusal: the state that shows it
};

}  // namespace

ReplayedProcess replay_process(Terms& terms, const ProcessQuestion& question, const ProcessFinding& finding,
                               const Budget& budget) {
  ReplayedProcess out;
  Replayer replayer(terms, question, finding, budget);
  try {
    replayer.prove();
  } catch (const Mismatch& mismatch) {
    out.mismatch = mismatch.text;
  } catch (const LimitReached& limit) {
    out.not_confirmed = limit.what();
  } catch (const EvaluationError& error) {
    out.not_confirmed = error.failure.message;
  }
  if (!out.mismatch.empty()) return out;
  try {
    replayer.tell(out);
  } catch (const LimitReached&) {  // the story has fewer words
  } catch (const EvaluationError&) {
  }
  return out;
}

}  // namespace csp
