// The search of increasing depth, and what each property looks for in it.
#include "solver/bmc.h"

#include <algorithm>
#include <set>

#include "solver/futures.h"
#include "solver/outcomes.h"
#include "solver/ranking.h"

namespace csp::solver {

namespace {

// Asking whether runs go on at all is only worth so much work: if it is too hard, they are taken to go on.
constexpr unsigned kAliveEffort = 2'000'000;
constexpr int kFarthestDistinct = 60;  // frames that are compared pairwise

bool is_about_cycles(PropertyKind kind) {
  return kind == PropertyKind::LivelockFree || kind == PropertyKind::DivergenceFree;
}

class Search {
 public:
  Search(Automaton& automaton, Smt& smt, const Property& property, const SolveOptions& options,
         const Budget& budget, Verdict& verdict)
      : automaton_(automaton),
        t_(automaton.context().terms),
        smt_(smt),
        property_(property),
        options_(options),
        budget_(budget),
        verdict_(verdict),
        unrolling_(automaton, smt, !is_about_cycles(property.kind)),
        ranking_(unrolling_.last()),
        outcomes_(automaton, smt, property) {}

  void run(const Prover& prove) {
    bool slow_proofs_tried = false;
    for (int n = 0;; ++n) {
      if (!look(n)) return;
      ranking_.add(unrolling_.possible().events);
      const auto longest = ranking_.longest();
      if (prove && verdict_.answer != Answer::Fails) {
        // While nobody has gone round, this search may come to an end by itself: quick proofs first.
        const bool last = n == options_.depth;
        if (n == std::min(kProofDepth, options_.depth)) {
          slow_proofs_tried = !longest || last;
          if (prove(slow_proofs_tried ? Proofs::All : Proofs::Quick)) return proved();
        } else if (last && !slow_proofs_tried && prove(Proofs::All)) {
          return proved();
        }
      }
      if (longest && *longest <= n) return all_seen(true);
      if (n == options_.depth) return unknown("no counterexample within " + std::to_string(n) + " steps");
      if (const std::string why = exhausted(n); !why.empty())
        return unknown(why + " at depth " + std::to_string(n));
      if (!unrolling_.extend()) return all_seen(true);
      const Sat more = smt_.check({}, kAliveEffort);
      if (more == Sat::Unsat) return all_seen(true);
      if (const std::string why = exhausted(n); !why.empty())
        return unknown(why + " at depth " + std::to_string(n));
      if (!longest && n + 1 <= kFarthestDistinct && !fresh_states(n + 1)) {
        if (!look(n + 1)) return;  // a cycle through all of the states closes only now
        return all_seen(false);
      }
    }
  }

 private:
  std::string exhausted(int n) {
    Progress progress;
    progress.depth = static_cast<std::uint64_t>(n);
    progress.transitions = unrolling_.events();
    return budget_.exhausted(progress);
  }
  void unknown(const std::string& why) {
    if (verdict_.answer == Answer::Fails) return;  // what was found stays found
    verdict_.answer = Answer::Unknown;
    verdict_.reason = beyond_.empty() ? why : beyond_;
  }

  // Can a run of n steps pass n + 1 different states? If not, every reachable state has been seen in a
  // shorter run (the recurrence diameter of Biere et al., TACAS 1999).
  bool fresh_states(int n) {
    for (int i = 0; i < n; ++i) distinct_.push_back(t_.not_(unrolling_.same_state(i, n)));
    return smt_.check({t_.and_(distinct_)}, kAliveEffort) != Sat::Unsat;
  }

  void proved() {
    verdict_.answer = property_.kind == PropertyKind::Reachable ? Answer::Fails : Answer::Holds;
  }

  // Every reachable state has been looked at; with `finite` every run has been followed to its end.
  void all_seen(bool finite) {
    if (verdict_.answer == Answer::Fails && property_.kind != PropertyKind::Outcomes) return;
    if (!beyond_.empty()) return unknown(beyond_);
    if (options_.proof)
      *options_.proof = (finite ? "no invariant: every run was followed to its end; steps of the longest: "
                                : "no invariant: every state was looked at; steps to the farthest: ") +
                        std::to_string(unrolling_.length() - (finite ? 0 : 1));
    switch (property_.kind) {
      case PropertyKind::Reachable:
        verdict_.answer = Answer::Fails;
        return;
      case PropertyKind::Outcomes:
        return outcomes_.conclude(verdict_, options_.max_findings);
      case PropertyKind::LeakFree:
        if (!finite) return look_further();
        break;
      case PropertyKind::CanTerminate:
        if (!finite) return look_further();
        break;
      case PropertyKind::DeadlockFree:
      case PropertyKind::RaceFree:
      case PropertyKind::ErrorFree:
      case PropertyKind::Terminates:
      case PropertyKind::LivelockFree:
      case PropertyKind::DivergenceFree:
      case PropertyKind::Always:
        break;
    }
    verdict_.answer = Answer::Holds;
  }

  // Some runs have no end: what can still happen after each state?
  void look_further() {
    const std::string why =
        look_ahead(automaton_, property_, unrolling_.length(), options_, budget_, verdict_);
    if (!why.empty()) unknown(why);
  }

  // Asks whether a run of n steps ends in a state with the condition. Stop: no answer can be given.
  enum class Found { No, Yes, Stop };
  Found ask(Term condition, int n) {
    if (t_.is_false_constant(condition)) return Found::No;
    const Sat sat = smt_.check({condition});
    if (sat == Sat::Unsat) return Found::No;
    if (sat == Sat::Sat) return Found::Yes;
    unknown(smt_.reason() + " at depth " + std::to_string(n));
    return Found::Stop;
  }

  void add_finding(FindingKind kind, Unrolling::Run run, std::vector<Pid> pids = {}) {
    Finding f;
    f.kind = kind;
    f.trace = std::move(run.trace);
    f.pids = std::move(pids);
    verdict_.findings.push_back(std::move(f));
    verdict_.answer = Answer::Fails;
  }

  std::vector<Pid> faulty(const Unrolling::Run& run, int n) {
    std::vector<Pid> pids;
    for (const Standing& s : unrolling_.steps(n).standing)
      if (at_fault(automaton_, s) && smt_.truth(s.here))
        pids.push_back(run.pids[static_cast<std::size_t>(s.slot)]);
    std::sort(pids.begin(), pids.end());
    return pids;
  }

  // Looks for the property's finding in frame n. False: stop.
  bool look(int n) {
    const Frame& frame = unrolling_.last();
    const Steps& steps = unrolling_.possible();
    if (!t_.is_false_constant(steps.beyond)) {
      const Found found = ask(steps.beyond, n);
      if (found == Found::Stop) return false;
      if (found == Found::Yes && beyond_.empty())
        beyond_ = "not encoded: " + *std::min_element(steps.why_beyond.begin(), steps.why_beyond.end());
      smt_.add(t_.not_(steps.beyond));
    }
    switch (property_.kind) {
      case PropertyKind::DeadlockFree:
        return one(FindingKind::Deadlock, blocked(automaton_, frame, steps), n, true);
      case PropertyKind::LeakFree:
        return leak(frame, steps, n);
      case PropertyKind::RaceFree:
        return race(frame, steps, n);
      case PropertyKind::ErrorFree:
        return one(FindingKind::Error, frame.crashed, n, false);
      case PropertyKind::Terminates:
        return one(FindingKind::EndlessRun, t_.or_(frame.crashed, blocked(automaton_, frame, steps)), n,
                   true) &&
               lasso(n, [](const Event&) { return true; });
      case PropertyKind::CanTerminate:
        return one(FindingKind::CannotEnd, t_.or_(frame.crashed, blocked(automaton_, frame, steps)), n,
                   false);
      case PropertyKind::LivelockFree:
        return lasso(n, [](const Event& e) { return !e.progress; });
      case PropertyKind::DivergenceFree:
        return lasso(n, [](const Event& e) { return !e.observable; });
      case PropertyKind::Always:
        return one(FindingKind::NotAlways, has_truth(automaton_, frame, property_.exprs[0], false), n, false);
      case PropertyKind::Reachable:
        if (one(FindingKind::Reached, has_truth(automaton_, frame, property_.exprs[0], true), n, false))
          return true;
        if (verdict_.answer == Answer::Fails) verdict_.answer = Answer::Holds;
        return false;
      case PropertyKind::Outcomes:
        if (outcomes_.look(unrolling_, n, verdict_, options_.max_findings)) return true;
        unknown(smt_.reason() + " at depth " + std::to_string(n));
        return false;
    }
    return true;
  }

  bool one(FindingKind kind, Term bad, int n, bool with_pids) {
    const Found found = ask(bad, n);
    if (found != Found::Yes) return found == Found::No;
    Unrolling::Run run = unrolling_.run(n);
    std::vector<Pid> pids;
    if (with_pids && !smt_.truth(unrolling_.last().crashed)) pids = faulty(run, n);
    if (kind == FindingKind::Error && !run.trace.steps.empty()) pids = {run.trace.steps.back().parts[0].pid};
    add_finding(kind, std::move(run), std::move(pids));
    return false;
  }

  bool race(const Frame& frame, const Steps& steps, int n) {
    const auto pairs = races(automaton_, frame, steps);
    std::vector<Term> some;
    for (const RacingPair& p : pairs) some.push_back(p.when);
    const Found found = ask(t_.or_(std::move(some)), n);
    if (found != Found::Yes) return found == Found::No;
    Unrolling::Run run = unrolling_.run(n);
    for (const RacingPair& p : pairs) {
      if (!smt_.truth(p.when)) continue;
      const Pid a = run.pids[static_cast<std::size_t>(steps.standing[p.first].slot)];
      const Pid b = run.pids[static_cast<std::size_t>(steps.standing[p.second].slot)];
      add_finding(FindingKind::Race, std::move(run), {std::min(a, b), std::max(a, b)});
      break;
    }
    return false;
  }

  // Leaks that show where nothing more can happen; one for each place.
  bool leak(const Frame& frame, const Steps& steps, int n) {
    while (true) {
      std::vector<Term> some;
      for (const Standing& s : steps.standing)
        if (at_fault(automaton_, s) && !places_.count(place_of(s))) some.push_back(s.here);
      const Found found =
          ask(t_.and_({t_.not_(frame.crashed), t_.not_(can_step(t_, steps)), t_.or_(std::move(some))}), n);
      if (found != Found::Yes) return found == Found::No;
      const Unrolling::Run run = unrolling_.run(n);
      for (const Standing& s : steps.standing) {
        if (!at_fault(automaton_, s) || !smt_.truth(s.here) || !places_.insert(place_of(s)).second) continue;
        add_finding(FindingKind::Leak, run, {run.pids[static_cast<std::size_t>(s.slot)]});
        if (options_.first || verdict_.findings.size() == options_.max_findings) return false;
      }
    }
  }
  std::pair<ProcId, NodeId> place_of(const Standing& s) const {
    const SymProcess& p = automaton_[s.state].process;
    if (p.frames.empty()) return {kNone, kNone};
    return {p.frames.front().proc, p.frames.back().node};
  }

  // A run that comes back to a state by steps that are all accepted.
  template <class Accept>
  bool lasso(int n, Accept accept) {
    if (n > 0) {
      std::vector<Term> refused;
      const auto& events = unrolling_.steps(n - 1).events;
      for (std::size_t i = 0; i < events.size(); ++i)
        if (!accept(events[i])) refused.push_back(unrolling_.fired(n - 1)[i]);
      accepted_.push_back(t_.not_(t_.or_(std::move(refused))));
    }
    if (ranking_.longest()) return true;  // nobody has gone round yet
    std::vector<Term> back, some;
    for (int i = n - 1; i >= 0; --i) {
      back.push_back(accepted_[static_cast<std::size_t>(i)]);
      some.push_back(t_.and_(unrolling_.same_state(i, n), t_.and_(back)));
    }
    const std::vector<Term> closes = some;
    const Found found = ask(t_.or_(std::move(some)), n);
    if (found != Found::Yes) return found == Found::No;
    Unrolling::Run run = unrolling_.run(n);
    for (std::size_t k = 0; k < closes.size(); ++k)
      if (smt_.truth(closes[k])) {
        run.trace.loop = static_cast<std::size_t>(n) - 1 - k;
        break;
      }
    add_finding(FindingKind::EndlessRun, std::move(run));
    return false;
  }

  Automaton& automaton_;
  Terms& t_;
  Smt& smt_;
  const Property& property_;
  const SolveOptions& options_;
  const Budget& budget_;
  Verdict& verdict_;
  Unrolling unrolling_;
  Ranking ranking_;
  OutcomeSearch outcomes_;
  std::string beyond_;          // why not everything could be followed
  std::vector<Term> distinct_;  // frames so far are pairwise different
  std::vector<Term> accepted_;  // by step: it is one that a lasso may have
  std::set<std::pair<ProcId, NodeId>> places_;
};

}  // namespace

void bounded_search(Automaton& automaton, Smt& smt, const Property& property, const SolveOptions& options,
                    const Budget& budget, Verdict& verdict, const Prover& prove) {
  Search(automaton, smt, property, options, budget, verdict).run(prove);
}

}  // namespace csp::solver
