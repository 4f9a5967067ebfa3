// The loop over states, and the search from each.
#include "solver/futures.h"

#include <algorithm>
#include <map>
#include <set>

#include "solver/z3_smt.h"

namespace csp::solver {

namespace {

constexpr std::size_t kMostStates = 400;      // that are looked at one by one
constexpr unsigned kAliveEffort = 2'000'000;  // of one question whether runs go on
constexpr SlotId kEverybody = kNone;          // the question is about the end of all

struct GaveUp {
  std::string why;
};

// The state that the frame has in the solver's model, as a frame of constants.
Frame state_of(Automaton& automaton, Smt& smt, const Frame& frame) {
  Terms& t = automaton.context().terms;
  const auto constant = [&](Term x) { return t.is_bool(x) ? t.truth(smt.truth(x)) : t.number(smt.value(x)); };
  Frame out;
  out.crashed = constant(frame.crashed);
  for (const SlotFrame& slot : frame.slots) {
    out.slots.emplace_back();
    SlotFrame& s = out.slots.back();
    for (const auto& [state, at] : slot.at) {
      if (!smt.truth(at)) continue;
      s.at = {{state, t.yes()}};
      for (std::size_t r = 0; r < automaton[state].ints; ++r) s.ints.push_back(constant(slot.ints[r]));
      for (std::size_t r = 0; r < automaton[state].bools; ++r) s.bools.push_back(constant(slot.bools[r]));
      break;
    }
  }
  const auto one_case = [&](Cases& cases) {
    Cases chosen;
    for (const Guarded& g : cases)
      if (t.is_true_constant(g.guard)) chosen = {g};
    cases = std::move(chosen);
  };
  for (ObjectFrame object : frame.objects) {
    for_each_field(object, [&](Term& field, const char*) { field = constant(field); });
    for (Cases& place : object.buffer) one_case(place);
    one_case(object.content);
    out.objects.push_back(std::move(object));
  }
  return out;
}

class Futures {
 public:
  Futures(Automaton& automaton, const Property& property, const SolveOptions& options, const Budget& budget,
          Verdict& verdict)
      : automaton_(automaton),
        t_(automaton.context().terms),
        property_(property),
        options_(options),
        budget_(budget),
        verdict_(verdict) {}

  void run(int steps) {
    const auto smt = solver();
    Unrolling unrolling(automaton_, *smt);
    for (int n = 0; n <= steps; ++n) {
      look(unrolling, *smt, n);
      if (n < steps && (!unrolling.extend() || smt->check({}, kAliveEffort) == Sat::Unsat)) break;
    }
    if (verdict_.findings.empty()) verdict_.answer = Answer::Holds;
  }

 private:
  std::unique_ptr<Smt> solver() const { return make_z3(t_, budget_, options_.effort); }
  bool leaks() const { return property_.kind == PropertyKind::LeakFree; }

  // Is the frame one of the states from which it is known that the process may go on?
  Term good(SlotId slot, const Frame& frame) {
    std::vector<Term> some;
    for (const Frame& known : good_[slot]) some.push_back(same_state(automaton_, frame, known));
    return t_.or_(std::move(some));
  }

  // The processes that the question is about, each with the condition under which it is open in the frame.
  std::map<SlotId, Term> open(const Frame& frame, const Steps& steps) {
    std::map<SlotId, Term> out;
    if (!leaks()) {
      out[kEverybody] = t_.not_(good(kEverybody, frame));
      return out;
    }
    std::map<SlotId, std::vector<Term>> stands;
    for (const Standing& s : steps.standing)
      if (at_fault(automaton_, s) && !places_.count(place_of(s))) stands[s.slot].push_back(s.here);
    for (auto& [slot, some] : stands)
      out[slot] = t_.and_({t_.not_(frame.crashed), t_.or_(std::move(some)), t_.not_(good(slot, frame))});
    return out;
  }
  std::pair<ProcId, NodeId> place_of(const Standing& s) const {
    const SymProcess& p = automaton_[s.state].process;
    if (p.frames.empty()) return {kNone, kNone};
    return {p.frames.front().proc, p.frames.back().node};
  }

  void look(Unrolling& unrolling, Smt& smt, int n) {
    while (true) {
      const auto asked = open(unrolling.last(), unrolling.possible());
      std::vector<Term> some;
      for (const auto& [slot, when] : asked) some.push_back(when);
      const Term question = t_.or_(std::move(some));
      if (t_.is_false_constant(question)) return;
      const Sat sat = smt.check({question});
      if (sat == Sat::Unsat) return;
      if (sat == Sat::Unknown) throw GaveUp{smt.reason()};
      if (++looked_at_ > kMostStates)
        throw GaveUp{"more than " + std::to_string(kMostStates) +
                     " states whose future would have to be looked at"};
      const auto slot = std::find_if(asked.begin(), asked.end(), [&](const auto& one) {
                          return smt.truth(one.second);
                        })->first;
      const Frame here = state_of(automaton_, smt, unrolling.last());
      if (goes_on(here, slot)) continue;
      const Unrolling::Run run = unrolling.run(n);
      Finding f;
      f.kind = leaks() ? FindingKind::Leak : FindingKind::CannotEnd;
      f.trace = run.trace;
      if (leaks()) f.pids = {run.pids[static_cast<std::size_t>(slot)]};
      verdict_.findings.push_back(std::move(f));
      verdict_.answer = Answer::Fails;
      if (!leaks()) return;
      for (const Standing& s : unrolling.possible().standing)
        if (s.slot == slot && at_fault(automaton_, s) && smt.truth(s.here)) places_.insert(place_of(s));
      if (options_.first || verdict_.findings.size() == options_.max_findings) return;
    }
  }

  // Is there a run from the state in which the process takes a step, or all come to a proper end? Notes what
  // the run shows.
  bool goes_on(const Frame& from, SlotId slot) {
    const auto smt = solver();
    Unrolling run(automaton_, *smt, from);
    std::vector<Term> distinct;
    // A process that no future lets go on is a leak, unless all futures end in an error: then nobody is left.
    bool may_crash = false;
    const auto never = [&] {
      if (leaks() && may_crash) throw GaveUp{"a run-time error lies ahead of a process that is stuck"};
      return false;
    };
    for (int m = 0; m <= options_.depth; ++m) {
      if (!t_.is_false_constant(run.possible().beyond) && smt->check({run.possible().beyond}) != Sat::Unsat)
        throw GaveUp{"a state that is not encoded lies ahead"};
      const Term reached = slot == kEverybody ? proper_end(automaton_, run.last(), run.possible())
                                              : moves(run.possible(), slot);
      if (!t_.is_false_constant(reached)) {
        const Sat sat = smt->check({reached});
        if (sat == Sat::Unknown) throw GaveUp{smt->reason()};
        if (sat == Sat::Sat) {
          note(run, *smt, m, slot);
          return true;
        }
      }
      may_crash = may_crash || (!t_.is_false_constant(run.last().crashed) &&
                                smt->check({run.last().crashed}) != Sat::Unsat);
      if (!run.extend()) return never();
      const Sat more = smt->check({}, kAliveEffort);
      if (more == Sat::Unsat) return never();
      for (int i = 0; i <= m; ++i) distinct.push_back(t_.not_(run.same_state(i, m + 1)));
      if (smt->check({t_.and_(distinct)}, kAliveEffort) == Sat::Unsat) {
        // Every state has been in a shorter run; the last frame closes the cycles.
        const Term again = slot == kEverybody ? proper_end(automaton_, run.last(), run.possible())
                                              : moves(run.possible(), slot);
        if (smt->check({again}) == Sat::Unsat) return never();
      }
    }
    throw GaveUp{"no answer within " + std::to_string(options_.depth) + " steps from a state on the way"};
  }

  Term moves(const Steps& steps, SlotId slot) {
    std::vector<Term> some;
    for (const Event& e : steps.events)
      for (const Mover& m : e.movers)
        if (m.slot == slot) some.push_back(t_.and_(e.guard, m.takes_part));
    return t_.or_(std::move(some));
  }

  // All states on the run are good for what it reaches, and those before a step for everybody who takes part.
  void note(Unrolling& run, Smt& smt, int m, SlotId slot) {
    std::vector<Frame> states;
    for (int i = 0; i <= m; ++i) states.push_back(state_of(automaton_, smt, run.frame(i)));
    std::map<SlotId, int> last{{slot, m}};
    if (slot != kEverybody)
      for (int i = 0; i < m; ++i)
        for (std::size_t e = 0; e < run.fired(i).size(); ++e)
          if (smt.truth(run.fired(i)[e]))
            for (const Mover& mover : run.steps(i).events[e].movers)
              if (smt.truth(mover.takes_part) && mover.slot != slot) last[mover.slot] = i;
    for (const auto& [who, until] : last)
      good_[who].insert(good_[who].end(), states.begin(), states.begin() + until + 1);
  }

  Automaton& automaton_;
  Terms& t_;
  const Property& property_;
  const SolveOptions& options_;
  const Budget& budget_;
  Verdict& verdict_;
  std::map<SlotId, std::vector<Frame>> good_;
  std::set<std::pair<ProcId, NodeId>> places_;  // of leaks that were found
  std::size_t looked_at_ = 0;
};

}  // namespace

std::string look_ahead(Automaton& automaton, const Property& property, int steps, const SolveOptions& options,
                       const Budget& budget, Verdict& verdict) {
  try {
    Futures(automaton, property, options, budget, verdict).run(steps);
  } catch (const GaveUp& gave_up) {
    return gave_up.why;
  }
  return "";
}

}  // namespace csp::solver
