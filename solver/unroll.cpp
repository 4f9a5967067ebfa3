// Unrolling the steps of a system.
#include "solver/unroll.h"

#include <algorithm>

#include "solver/independence.h"

namespace csp::solver {

Unrolling::Unrolling(Automaton& automaton, Smt& smt, bool reorder)
    : automaton_(automaton), t_(automaton.context().terms), smt_(smt), reorder_(reorder) {
  Frame nothing;
  start_.steps = start_of(automaton_, nothing);
  fire(start_, "start");
  Layer first;
  first.frame = frame_after(automaton_, nothing, start_.steps.events, start_.fired, start_.ways);
  name_frame(first.frame, 0);
  first.steps = steps_of(automaton_, first.frame);
  layers_.push_back(std::move(first));
}

Unrolling::Unrolling(Automaton& automaton, Smt& smt, const General& general)
    : automaton_(automaton), t_(automaton.context().terms), smt_(smt), reorder_(false) {
  Layer any;
  any.frame = general.frame();
  any.steps = general.steps();
  layers_.push_back(std::move(any));
}

Unrolling::Unrolling(Automaton& automaton, Smt& smt, const Frame& start)
    : automaton_(automaton), t_(automaton.context().terms), smt_(smt), reorder_(true) {
  Layer first;
  first.frame = start;
  first.steps = steps_of(automaton, start);
  layers_.push_back(std::move(first));
}

// A variable for a term, unless the term is as simple as one.
Term Unrolling::define(Term t, const std::string& name) {
  const TermOp op = t_[t].op;
  if (t_.is_constant(t) || op == TermOp::BoolVar || op == TermOp::IntVar) return t;
  if (op == TermOp::Not && t_[t_[t].args[0]].op == TermOp::BoolVar) return t;
  if (op == TermOp::Sum && t_[t].args.size() == 1 && t_[t_[t].args[0]].op == TermOp::IntVar) return t;
  if (t_.is_bool(t)) {
    const Term v = t_.bool_var(name);
    smt_.add(t_.iff(v, t));
    return v;
  }
  if (const auto* known = t_.values(t)) {  // one Boolean for each value but the last
    const std::vector<std::int64_t> values = *known;
    Term out = t_.number(values.back());
    for (std::size_t i = values.size() - 1; i-- > 0;)
      out = t_.choose(define(t_.eq(t, t_.number(values[i])), name), t_.number(values[i]), out);
    return out;
  }
  const Term v = t_.int_var(name);
  smt_.add(t_.eq(v, t));
  return v;
}

void Unrolling::name_frame(Frame& frame, int n) {
  const std::string suffix = "@" + std::to_string(n);
  frame.crashed = define(frame.crashed, "crashed" + suffix);
  for (std::size_t s = 0; s < frame.slots.size(); ++s) {
    const std::string slot = "p" + std::to_string(s);
    for (auto& [state, at] : frame.slots[s].at)
      at = define(at, slot + ".at" + std::to_string(state) + suffix);
    for (Term& r : frame.slots[s].ints) r = define(r, slot + ".r" + suffix);
    for (Term& r : frame.slots[s].bools) r = define(r, slot + ".b" + suffix);
  }
  for (std::size_t o = 0; o < frame.objects.size(); ++o)
    for_each_field(frame.objects[o], [&](Term& t, const char* name) {
      t = define(t, "o" + std::to_string(o) + "." + name + suffix);
    });
}

// Exactly one of the literals if `when`, else none. At most one: a ladder, linear in their number.
void Unrolling::exactly_one(const std::vector<Term>& list, Term when) {
  std::vector<Term> some = list;
  some.push_back(t_.not_(when));
  smt_.add(t_.or_(some));
  Term before = t_.no();  // one of those so far
  for (const Term t : list) {
    smt_.add(t_.implies(t, when));
    smt_.add(t_.not_(t_.and_(t, before)));
    before = list.size() <= 3 ? t_.or_(before, t) : define(t_.or_(before, t), "some");
  }
}

// Variables for what happens in a layer: one event, and for each process that takes part one way.
void Unrolling::fire(Layer& layer, const std::string& suffix) {
  const std::vector<Event>& events = layer.steps.events;
  events_ += events.size();
  for (std::size_t i = 0; i < events.size(); ++i)
    layer.fired.push_back(events.size() == 1 ? t_.yes()
                                             : t_.bool_var("e" + std::to_string(i) + "@" + suffix));
  exactly_one(layer.fired, t_.yes());
  for (std::size_t i = 0; i < events.size(); ++i) {
    smt_.add(t_.implies(layer.fired[i], events[i].guard));
    layer.ways.emplace_back();
    for (const Mover& m : events[i].movers) {
      const Term moves = t_.and_(layer.fired[i], m.takes_part);
      std::vector<Term> ways;
      if (m.ways.size() == 1) {
        ways = {moves};
        smt_.add(t_.implies(moves, m.ways[0].condition));
      } else if (!m.chosen) {
        for (const GoneOn& way : m.ways) ways.push_back(t_.and_(moves, way.condition));
      } else {
        for (const GoneOn& way : m.ways) {
          ways.push_back(t_.bool_var("w@" + suffix));
          smt_.add(t_.implies(ways.back(), way.condition));
        }
        exactly_one(ways, moves);
      }
      layer.ways.back().push_back(std::move(ways));
    }
  }
}

bool Unrolling::extend() {
  const int n = length();
  Layer& now = layers_.back();
  if (now.steps.events.empty()) return false;
  fire(now, std::to_string(n));
  if (reorder_ && n > 0) forbid_detours(layers_[static_cast<std::size_t>(n) - 1], now);
  Layer next;
  next.frame = frame_after(automaton_, now.frame, now.steps.events, now.fired, now.ways);
  name_frame(next.frame, n + 1);
  next.steps = steps_of(automaton_, next.frame);
  layers_.push_back(std::move(next));
  return true;
}

// Of two independent neighbouring steps the one with the smaller key comes first.
void Unrolling::forbid_detours(const Layer& before, const Layer& now) {
  for (std::size_t i = 0; i < before.steps.events.size(); ++i)
    for (std::size_t j = 0; j < now.steps.events.size(); ++j) {
      const Event &a = before.steps.events[i], &b = now.steps.events[j];
      if (key_of(b) < key_of(a) && independent(automaton_, a, b))
        smt_.add(t_.not_(t_.and_(before.fired[i], now.fired[j])));
    }
}

}  // namespace csp::solver
