// What all kinds of steps share: where processes stand, movers, failures.
#include "solver/encode/stepper.h"

#include <algorithm>

namespace csp::solver {

Substitution& Stepper::registers(SlotId slot) {
  const auto at = registers_.find(slot);
  if (at != registers_.end()) return at->second;
  return registers_.emplace(slot, registers_of(context_, frame_, slot)).first->second;
}

Sym Stepper::here(SlotId slot, const Sym& s) {
  Substitution& r = registers(slot);
  return map_leaves(s, [&](const Sym& leaf) { return r(leaf.term); });
}

void Stepper::find_standing() {
  const Term running = t_.not_(frame_.crashed);
  for (SlotId slot = 0; slot < static_cast<SlotId>(frame_.slots.size()); ++slot)
    for (const auto& [state, at] : frame_.slots[static_cast<std::size_t>(slot)].at) {
      const std::vector<StepCase>& cases = automaton_.cases(state);
      for (std::size_t i = 0; i < cases.size(); ++i) {
        const Term there = t_.and_({running, at, here(slot, cases[i].condition)});
        if (!t_.is_false_constant(there)) out_.standing.push_back({slot, state, i, &cases[i], there});
      }
    }
}

void Stepper::each_referent(Term ref, const std::function<void(ObjectId, int, Term)>& f) {
  const Universe& u = context_.universe;
  if (t_.is_number(ref)) {
    const std::int64_t n = t_.number_of(ref);
    if (n != kNil) f(u.object_of(n), u.sub_of(n), t_.yes());
    return;
  }
  const std::int64_t refs = u.refs();
  for (std::int64_t n = 0; n < refs; ++n) {
    const Term is = t_.eq(ref, t_.number(n));
    if (!t_.is_false_constant(is)) f(u.object_of(n), u.sub_of(n), is);
  }
}

Mover Stepper::mover(const Standing& s, int alt, const Ways& ways, const Meaning& meaning) {
  Mover out;
  out.slot = s.slot;
  out.from = s.state;
  out.node = node_of(s);
  out.alt = alt;
  out.takes_part = t_.yes();
  add_ways(out, s.slot, ways, meaning);
  return out;
}

Mover Stepper::created(SlotId slot, const Standing& maker, const Ways& ways) {
  Mover out;
  out.slot = slot;
  out.takes_part = t_.yes();
  add_ways(out, maker.slot, ways, {});
  return out;
}

void Stepper::add_ways(Mover& out, SlotId terms_of, const Ways& ways, const Meaning& meaning) {
  out.chosen = ways.chosen;
  Substitution plain = registers_of(context_, frame_, terms_of);
  for (const auto& [placeholder, term] : meaning) plain.set(placeholder, term);
  for (const Way& way : ways.list) {
    if (way.fails) continue;
    Substitution own = plain;
    for (const Term input : way.inputs)
      own.set(input, t_.is_bool(input) ? t_.bool_var("input") : t_.int_var("input"));
    const auto all = [&](const std::vector<Term>& terms) {
      std::vector<Term> list;
      for (const Term t : terms) list.push_back(own(t));
      return list;
    };
    GoneOn gone;
    gone.condition = own(way.condition);
    if (t_.is_false_constant(gone.condition)) continue;
    gone.target = way.target;
    gone.ints = all(way.ints);
    gone.bools = all(way.bools);
    gone.choices = all(way.choices);
    for (const MadeObject& made : way.made)
      gone.made.push_back(
          {made.object, map_leaves(made.content, [&](const Sym& leaf) { return own(leaf.term); })});
    out.ways.push_back(std::move(gone));
  }
}

void Stepper::act(const Standing& s, int alt, const Ways& ways, Event e, const Meaning& meaning) {
  bool some_fail = false;
  for (const Way& way : ways.list) {
    if (!way.fails) continue;
    some_fail = true;
    Substitution own = registers_of(context_, frame_, s.slot);
    for (const auto& [placeholder, term] : meaning) own.set(placeholder, term);
    fail(s, *way.fails, kNone, t_.and_(e.guard, own(way.condition)), e);
  }
  Mover m = mover(s, alt, ways, meaning);
  if (some_fail) {
    std::vector<Term> some;
    for (const GoneOn& way : m.ways) some.push_back(way.condition);
    e.guard = t_.and_(e.guard, t_.or_(std::move(some)));
  }
  if (t_.is_false_constant(e.guard)) return;
  e.movers.insert(e.movers.begin(), std::move(m));
  out_.events.push_back(std::move(e));
}

void Stepper::fail(const Standing& s, ErrorKind kind, int alt, Term guard, const Event& like) {
  if (t_.is_false_constant(guard)) return;
  Event e = event(guard, StepKind::Fail);
  e.reads = like.reads;
  e.reads.insert(e.reads.end(), like.writes.begin(), like.writes.end());
  e.looks_at = like.looks_at;
  e.global = like.global;
  const SymProcess& p = state(s).process;
  const bool deferred =
      std::any_of(p.frames.begin(), p.frames.end(), [](const SymFrame& f) { return !f.deferred.empty(); });
  if (!deferred || kind == ErrorKind::Stack) {
    e.crash = true;
    e.movers.push_back(mover(s, alt, {}));
  } else {
    const Ways& ways =
        automaton_.ways({kPanic, static_cast<std::int64_t>(kind)}, s.slot, s.state, s.what->condition,
                        [kind](LocalRun& run, SymProcess& q) { run.panic(q, kind); });
    e.movers.push_back(mover(s, alt, ways));
  }
  out_.events.push_back(std::move(e));
}

const Ways& Stepper::go_on(const Standing& s, NodeId next, const std::optional<Place>& result,
                           const std::optional<Sym>& value, std::int64_t key) {
  return automaton_.ways({kGo, static_cast<std::int64_t>(s.number), next, key}, s.slot, s.state,
                         s.what->condition, [&](LocalRun& run, SymProcess& p) {
                           if (result && value) run.eval.store(p.top().locals, *result, *value);
                           LocalRun::go(p, next);
                         });
}

void Stepper::steps_at(std::size_t i) {
  const Standing s = out_.standing[i];
  const auto& what = s.what->what;
  if (const auto* f = std::get_if<FailCase>(&what)) {
    fail(s, f->kind, f->alt, s.here);
  } else if (const auto* l = std::get_if<LocalCase>(&what)) {
    local_steps(s, *l);
  } else if (std::holds_alternative<CommCase>(what)) {
    comm_steps(i);
  } else if (const auto* y = std::get_if<SyncCase>(&what)) {
    sync_steps(s, *y);
  } else if (const auto* a = std::get_if<AccessCase>(&what)) {
    access_steps(s, *a);
  } else if (const auto* n = std::get_if<BeginCase>(&what)) {
    begin_steps(s, *n);
  } else if (const auto* g = std::get_if<ParallelCase>(&what)) {
    parallel_steps(s, *g);
  } else if (const auto* j = std::get_if<JoinCase>(&what)) {
    join_steps(s, *j);
  }
}

Steps Stepper::steps() {
  find_standing();
  find_offers();
  std::vector<Term> beyond;
  for (std::size_t i = 0; i < out_.standing.size(); ++i) {
    const Standing s = out_.standing[i];
    const auto unknown = [&](const std::string& why) {
      beyond.push_back(s.here);
      out_.why_beyond.push_back(why);
    };
    try {
      if (const auto* b = std::get_if<BeyondCase>(&s.what->what))
        unknown(b->reason);
      else
        steps_at(i);
    } catch (const NotEncoded& why) {
      unknown(context_.located(why.what(), node_of(s)));
    } catch (const NumberTooLarge& why) {
      unknown(context_.located(why.what(), node_of(s)));
    }
  }
  out_.beyond = t_.or_(std::move(beyond));
  return std::move(out_);
}

Steps steps_of(Automaton& automaton, const Frame& frame) { return Stepper(automaton, frame).steps(); }

}  // namespace csp::solver
