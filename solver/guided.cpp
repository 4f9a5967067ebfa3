// A walk to a candidate deadlock: frames whose terms are all constants are states, so the encoding itself can
// be walked through.
#include <algorithm>
#include <deque>
#include <map>

#include "solver/encode/property.h"
#include "solver/local_proof.h"

namespace csp::solver {

namespace {

constexpr int kFar = 1'000'000;

class Walk {
 public:
  Walk(Automaton& automaton, const General& general, const Marking& candidate)
      : automaton_(automaton), t_(automaton.context().terms) {
    std::map<std::pair<SlotId, StateId>, std::set<StateId>> before;
    for (const Event& e : general.steps().events)
      for (const Mover& m : e.movers)
        for (const GoneOn& way : m.ways) before[{m.slot, way.target}].insert(m.from);
    for (const auto& [slot, goal] : candidate) {
      std::deque<StateId> open{goal};
      distance_[{slot, goal}] = 0;
      while (!open.empty()) {
        const StateId s = open.front();
        open.pop_front();
        for (const StateId p : before[{slot, s}])
          if (distance_.try_emplace({slot, p}, distance_[{slot, s}] + 1).second) open.push_back(p);
      }
    }
  }

  std::optional<Finding> run(const General& general, int most_steps) {
    const auto start = best(general.starts());
    if (!start) return std::nullopt;
    Frame frame = go(general.before(), general.starts(), *start);
    note_start(*start->event, start->ways);
    for (int n = 0; n <= most_steps; ++n) {
      const Steps steps = steps_of(automaton_, frame);
      if (!t_.is_false_constant(steps.beyond)) return std::nullopt;
      if (t_.is_true_constant(blocked(automaton_, frame, steps))) return finding(steps);
      const auto next = best(steps.events);
      if (!next) return std::nullopt;
      note(*next->event, next->ways);
      frame = go(frame, steps.events, *next);
    }
    return std::nullopt;
  }

 private:
  struct Choice {
    const Event* event = nullptr;
    std::vector<std::size_t> ways;  // by mover
    int gain = 0;
  };

  int distance(SlotId slot, StateId state) const {
    const auto at = distance_.find({slot, state});
    return at == distance_.end() ? kFar : at->second;
  }

  // The possible event that brings its processes nearest; nothing if none brings them nearer.
  std::optional<Choice> best(const std::vector<Event>& events) const {
    std::optional<Choice> out;
    for (const Event& e : events) {
      if (e.crash || !t_.is_true_constant(e.guard)) continue;
      Choice c;
      c.event = &e;
      bool known = true;
      for (const Mover& m : e.movers) {
        std::size_t chosen = m.ways.size();
        for (std::size_t w = 0; w < m.ways.size(); ++w) {
          if (!t_.is_true_constant(m.ways[w].condition)) continue;
          if (chosen == m.ways.size() ||
              distance(m.slot, m.ways[w].target) < distance(m.slot, m.ways[chosen].target))
            chosen = w;
        }
        if (chosen == m.ways.size() || !t_.is_true_constant(m.takes_part)) {
          known = false;
          break;
        }
        c.ways.push_back(chosen);
        c.gain += (m.from == kNone ? 0 : distance(m.slot, m.from)) -
                  (m.from == kNone ? 0 : distance(m.slot, m.ways[chosen].target));
        if (m.from == kNone) c.gain += 1;
      }
      if (known && c.gain > 0 && (!out || c.gain > out->gain)) out = c;
    }
    return out;
  }

  Frame go(const Frame& frame, const std::vector<Event>&, const Choice& c) {
    const std::vector<Event> only{*c.event};
    Ways3 ways(1);
    for (std::size_t m = 0; m < c.event->movers.size(); ++m) {
      ways[0].emplace_back(c.event->movers[m].ways.size(), t_.no());
      ways[0][m][c.ways[m]] = t_.yes();
    }
    return frame_after(automaton_, frame, only, {t_.yes()}, ways);
  }

  Pid pid_of(SlotId slot) { return pids_.try_emplace(slot, static_cast<Pid>(pids_.size())).first->second; }
  std::vector<int> choices(const GoneOn& way) const {
    std::vector<int> list;
    for (const Term c : way.choices) list.push_back(static_cast<int>(t_.number_of(c)));
    return list;
  }

  void note_start(const Event& e, const std::vector<std::size_t>& ways) {
    for (std::size_t m = 0; m < e.movers.size(); ++m) {
      pid_of(e.movers[m].slot);
      const std::vector<int> list = choices(e.movers[m].ways[ways[m]]);
      if (m == 0)
        trace_.start = list;
      else
        trace_.start_members.push_back(list);
    }
  }
  void note(const Event& e, const std::vector<std::size_t>& ways) {
    Step step;
    step.kind = e.kind;
    if (e.outcome.id >= 0 && t_.is_number(e.outcome))
      step.outcome = static_cast<int>(t_.number_of(e.outcome));
    for (std::size_t m = 0; m < e.movers.size(); ++m) {
      const Mover& mover = e.movers[m];
      step.parts.push_back({pid_of(mover.slot), mover.node, mover.alt, choices(mover.ways[ways[m]])});
    }
    trace_.steps.push_back(std::move(step));
  }

  Finding finding(const Steps& steps) {
    Finding f;
    f.kind = FindingKind::Deadlock;
    f.trace = trace_;
    for (const Standing& s : steps.standing)
      if (at_fault(automaton_, s) && t_.is_true_constant(s.here)) f.pids.push_back(pid_of(s.slot));
    std::sort(f.pids.begin(), f.pids.end());
    return f;
  }

  Automaton& automaton_;
  Terms& t_;
  std::map<std::pair<SlotId, StateId>, int> distance_;
  std::map<SlotId, Pid> pids_;
  Trace trace_;
};

}  // namespace

std::optional<Finding> go_to(Automaton& automaton, const General& general, const Marking& candidate,
                             int most_steps) {
  return Walk(automaton, general, candidate).run(general, most_steps);
}

}  // namespace csp::solver
