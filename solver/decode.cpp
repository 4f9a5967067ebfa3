// A model of the solver as a trace: which event happened in each step, and the choices on each way.
#include <algorithm>

#include "solver/unroll.h"

namespace csp::solver {

namespace {

struct Taken {
  const Event* event = nullptr;
  std::vector<std::size_t> way;  // by mover; of those that take part
  std::vector<bool> takes_part;
};

}  // namespace

Unrolling::Run Unrolling::run(int n) {
  Run out;
  const auto pid_of = [&](SlotId slot) {
    if (out.pids.size() <= static_cast<std::size_t>(slot))
      out.pids.resize(static_cast<std::size_t>(slot) + 1, kNone);
    Pid& pid = out.pids[static_cast<std::size_t>(slot)];
    if (pid == kNone) {
      pid = static_cast<Pid>(out.slots.size());
      out.slots.push_back(slot);
    }
    return pid;
  };
  const auto taken = [&](const Layer& layer) {
    Taken t;
    for (std::size_t i = 0; i < layer.fired.size(); ++i) {
      if (!smt_.truth(layer.fired[i])) continue;
      t.event = &layer.steps.events[i];
      for (std::size_t m = 0; m < t.event->movers.size(); ++m) {
        const auto& ways = layer.ways[i][m];
        t.takes_part.push_back(smt_.truth(t.event->movers[m].takes_part));
        std::size_t w = 0;
        while (w + 1 < ways.size() && !smt_.truth(ways[w])) ++w;
        t.way.push_back(w);
      }
      break;
    }
    return t;
  };
  const auto choices = [&](const Mover& m, std::size_t way) {
    std::vector<int> list;
    if (way < m.ways.size())
      for (const Term c : m.ways[way].choices) {
        const std::int64_t index = smt_.value(c);
        if (index != static_cast<int>(index))
          throw NumberTooLarge("a value of the counterexample does not fit 32 bits");
        list.push_back(static_cast<int>(index));
      }
    return list;
  };

  const Taken first = taken(start_);
  for (std::size_t m = 0; m < first.event->movers.size(); ++m) {
    const Mover& mover = first.event->movers[m];
    pid_of(mover.slot);
    if (m == 0)
      out.trace.start = choices(mover, first.way[m]);
    else
      out.trace.start_members.push_back(choices(mover, first.way[m]));
  }
  for (int i = 0; i < n; ++i) {
    const Taken t = taken(layers_[static_cast<std::size_t>(i)]);
    Step step;
    step.kind = t.event->kind;
    if (t.event->outcome.id >= 0) step.outcome = static_cast<int>(smt_.value(t.event->outcome));
    for (std::size_t m = 0; m < t.event->movers.size(); ++m) {
      if (!t.takes_part[m]) continue;
      const Mover& mover = t.event->movers[m];
      Part part;
      part.pid = pid_of(mover.slot);
      part.node = mover.node;
      part.alt = mover.alt;
      part.choices = choices(mover, t.way[m]);
      step.parts.push_back(std::move(part));
    }
    // Those that a broadcast wakes are named in order of their numbers.
    if (step.kind == StepKind::Act && step.parts.size() > 2 && step.parts[1].node != kNone)
      std::sort(step.parts.begin() + 1, step.parts.end(),
                [](const Part& a, const Part& b) { return a.pid < b.pid; });
    out.trace.steps.push_back(std::move(step));
  }
  return out;
}

void Unrolling::add_taken(const Layer& layer, std::vector<Term>& parts) {
  const auto as_it_is = [&](Term t) {
    if (t_.is_constant(t)) return;
    if (t_.is_bool(t))
      parts.push_back(smt_.truth(t) ? t : t_.not_(t));
    else
      parts.push_back(t_.eq(t, t_.number(smt_.value(t))));
  };
  for (std::size_t i = 0; i < layer.fired.size(); ++i) {
    if (!smt_.truth(layer.fired[i])) continue;
    const Event& event = layer.steps.events[i];
    parts.push_back(layer.fired[i]);
    if (event.outcome.id >= 0) as_it_is(event.outcome);
    for (std::size_t m = 0; m < event.movers.size(); ++m) {
      as_it_is(event.movers[m].takes_part);
      for (std::size_t w = 0; w < layer.ways[i][m].size(); ++w) {
        if (!smt_.truth(layer.ways[i][m][w])) continue;
        parts.push_back(layer.ways[i][m][w]);
        for (const Term choice : event.movers[m].ways[w].choices) as_it_is(choice);
      }
    }
  }
}

Term Unrolling::this_run(int n) {
  std::vector<Term> parts;
  add_taken(start_, parts);
  for (int i = 0; i < n; ++i) add_taken(layers_[static_cast<std::size_t>(i)], parts);
  return t_.and_(std::move(parts));
}

}  // namespace csp::solver
