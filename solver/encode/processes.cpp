// Begin, parallel commands, join, local steps (docs/semantics.md 1.6); the start of a system.
#include "solver/encode/stepper.h"

namespace csp::solver {

void Stepper::local_steps(const Standing& s, const LocalCase& c) {
  act(s, kNone, c.ways, event(s.here, StepKind::Local));
}

void Stepper::begin_steps(const Standing& s, const BeginCase& c) {
  const NodeId at = node_of(s);
  const Begin& begin = std::get<Begin>(context_.node(at).op);
  const auto& made = state(s).process.made;
  const int occurrence = made.count(at) ? made.at(at) : 0;
  const SlotId child = context_.universe.slot(s.slot, at, occurrence, kNone);
  const auto number = static_cast<std::int64_t>(s.number);
  const Ways& own = automaton_.ways({kGo, number, begin.next, 1}, s.slot, s.state, s.what->condition,
                                    [&](LocalRun& run, SymProcess& p) {
                                      run.count(p, at);
                                      LocalRun::go(p, begin.next);
                                    });
  const Ways& its = automaton_.ways({kChild, s.state, number}, child, kNone, s.what->condition,
                                    [&](LocalRun& run, SymProcess& p) {
                                      p.frames.push_back(run.frame(c.proc, c.args));
                                      p.service = begin.service;
                                    });
  Event e = event(s.here);
  e.movers.push_back(created(child, s, its));
  act(s, kNone, own, std::move(e));
}

void Stepper::parallel_steps(const Standing& s, const ParallelCase& c) {
  const NodeId at = node_of(s);
  const ParallelStart& start = std::get<ParallelStart>(context_.node(at).op);
  const auto number = static_cast<std::int64_t>(s.number);
  const Ways& own = automaton_.ways({kGroup, number}, s.slot, s.state, s.what->condition,
                                    [&](LocalRun& run, SymProcess& p) {
                                      run.count(p, at);
                                      p.top().locals[static_cast<std::size_t>(start.group)] = c.group;
                                      LocalRun::go(p, start.next);
                                    });
  Event e = event(s.here);
  const std::vector<SlotId> slots = context_.universe.object(c.object).members;
  for (std::size_t i = 0; i < c.members.size(); ++i) {
    const Member& member = c.members[i];
    const Ways& its = automaton_.ways({kMember, s.state, number}, slots[i], kNone, s.what->condition,
                                      [&](LocalRun& run, SymProcess& p) {
                                        p.frames.push_back(run.frame(member.proc, member.args));
                                        p.service = member.service;
                                        p.group = c.object;
                                        p.member = static_cast<int>(i);
                                      });
    e.movers.push_back(created(slots[i], s, its));
  }
  e.reads.push_back(c.object);
  act(s, kNone, own, std::move(e));
}

void Stepper::join_steps(const Standing& s, const JoinCase& c) {
  std::vector<Term> ended{s.here};
  for (const SlotId member : context_.universe.object(c.group).members)
    ended.push_back(terminated(automaton_, t_, frame_, member));
  const Term guard = t_.and_(std::move(ended));
  if (t_.is_false_constant(guard)) return;
  Event e = event(guard);
  e.reads.push_back(c.group);
  act(s, kNone, go_on(s, std::get<Join>(context_.node(node_of(s)).op).next), std::move(e));
}

Steps start_of(Automaton& automaton, Frame& before) {
  const Program& program = automaton.context().program;
  Terms& t = automaton.context().terms;
  before = Frame();
  before.crashed = t.no();
  // The root at its entry, before it runs.
  SymProcess root;
  Path none(t);
  LocalRun run(automaton.context(), none, 0);
  std::vector<Sym> args;
  for (const Value& v : program.root_args) args.push_back(automaton.context().constant(v));
  root.frames.push_back(run.frame(program.root, std::move(args)));
  root.service = program.root_service;
  SlotFrame slot;
  const StateId entry = automaton.intern(0, root, slot.ints, slot.bools);
  slot.at = {{entry, t.yes()}};
  before.slots = {slot};
  return Stepper(automaton, before).start();
}

Steps Stepper::start() {
  const StateId entry = frame_.slots[0].at[0].first;
  out_.beyond = t_.no();
  if (context_.program.root_parallel) {
    find_standing();
    for (const Standing& s : std::vector<Standing>(out_.standing)) {
      if (const auto* c = std::get_if<ParallelCase>(&s.what->what)) {
        parallel_steps(s, *c);
        return std::move(out_);
      }
    }
  }
  // The root runs on by itself; a parallel command whose arguments fail stays where it is.
  const Ways& ways = automaton_.ways({kRoot}, 0, entry, t_.yes(), [](LocalRun&, SymProcess&) {});
  Event e = event(t_.yes());
  Standing root;
  root.slot = 0;
  root.state = entry;
  e.movers.push_back(mover(root, kNone, ways));
  out_.events.push_back(std::move(e));
  return std::move(out_);
}

Frame frame_after(Automaton& automaton, const Frame& before, const std::vector<Event>& events,
                  const std::vector<Term>& fired, const Ways3& ways) {
  Context& context = automaton.context();
  Terms& t = context.terms;
  Frame after = before;
  struct Arrival {
    StateId target;
    Term when;
    const GoneOn* way;
  };
  std::map<SlotId, std::vector<Arrival>> arrivals;
  std::vector<Term> crashed{before.crashed};
  const auto object_at = [&](ObjectId o) -> ObjectFrame& {
    while (after.objects.size() <= static_cast<std::size_t>(o))
      after.objects.push_back(fresh_object(context, static_cast<ObjectId>(after.objects.size())));
    return after.objects[static_cast<std::size_t>(o)];
  };
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.crash) crashed.push_back(fired[i]);
    for (const auto& [o, effect] : e.effects) {
      ObjectFrame& object = object_at(o);
      object = changed(context, object, fired[i], effect);
    }
    for (std::size_t m = 0; m < e.movers.size(); ++m)
      for (std::size_t w = 0; w < e.movers[m].ways.size(); ++w) {
        const GoneOn& way = e.movers[m].ways[w];
        arrivals[e.movers[m].slot].push_back({way.target, ways[i][m][w], &way});
        for (const MadeObject& made : way.made) {
          Effect effect;
          effect.content = {{t.yes(), made.content}};
          ObjectFrame& object = object_at(made.object);
          object = changed(context, object, ways[i][m][w], effect);
        }
      }
  }
  after.crashed = t.or_(std::move(crashed));
  for (const auto& [slot, list] : arrivals) {
    if (after.slots.size() <= static_cast<std::size_t>(slot))
      after.slots.resize(static_cast<std::size_t>(slot) + 1);
    SlotFrame& s = after.slots[static_cast<std::size_t>(slot)];
    std::vector<Term> moved;
    std::map<StateId, std::vector<Term>> at;
    for (const Arrival& a : list) {
      moved.push_back(a.when);
      at[a.target].push_back(a.when);
      for (std::size_t r = 0; r < a.way->ints.size(); ++r) {
        if (s.ints.size() <= r) s.ints.resize(r + 1, t.number(0));
        s.ints[r] = t.choose(a.when, a.way->ints[r], s.ints[r]);
      }
      for (std::size_t r = 0; r < a.way->bools.size(); ++r) {
        if (s.bools.size() <= r) s.bools.resize(r + 1, t.no());
        s.bools[r] = t.choose(a.when, a.way->bools[r], s.bools[r]);
      }
    }
    const Term stays = t.not_(t.or_(std::move(moved)));
    for (const auto& [state, was] : s.at) at[state].push_back(t.and_(was, stays));
    s.at.clear();
    for (auto& [state, some] : at) {
      const Term there = t.or_(std::move(some));
      if (!t.is_false_constant(there)) s.at.emplace_back(state, there);
    }
  }
  return after;
}

}  // namespace csp::solver
