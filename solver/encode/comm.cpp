// Communications (docs/semantics.md 1.3): the steps of a process at a Comm. A joint step is listed with its
// sender.
#include <algorithm>

#include "solver/encode/stepper.h"

namespace csp::solver {

const Ways& Stepper::taken(const Offered& o) {
  const Standing& s = out_.standing[o.standing];
  return automaton_.ways({kOffer, static_cast<std::int64_t>(s.number), static_cast<std::int64_t>(o.position)},
                         s.slot, s.state, s.what->condition, [&](LocalRun&, SymProcess& p) {
                           for (const auto& [local, value] : o.offer->bound)
                             p.top().locals[static_cast<std::size_t>(local)] = value;
                           LocalRun::go(p, o.offer->alt->next);
                         });
}

// The receiver takes the message: it stores what its pattern names and goes on, or stays with the failure
// pending.
const Ways& Stepper::delivered(const Offered& o, const Sym& message, TypeId type, bool keep_constants,
                               bool ok, Meaning& meaning) {
  const Standing& s = out_.standing[o.standing];
  WayKey key{kDeliver, static_cast<std::int64_t>(s.number), static_cast<std::int64_t>(o.position), ok};
  const auto abstract = automaton_.abstract(message, type, keep_constants, key);
  meaning = abstract.meaning;
  const Alt& alt = *o.offer->alt;
  return automaton_.ways(std::move(key), s.slot, s.state, s.what->condition,
                         [&](LocalRun& run, SymProcess& p) {
                           std::vector<Sym> locals = p.top().locals;
                           for (const auto& [local, value] : o.offer->bound)
                             locals[static_cast<std::size_t>(local)] = value;
                           const Sym& m = abstract.message;
                           try {
                             for (std::size_t i = 0; i < alt.pattern.targets.size(); ++i) {
                               const auto& target = alt.pattern.targets[i];
                               if (!target) continue;
                               if (alt.pattern.kind == PatternKind::Whole)
                                 run.eval.store(locals, *target, m);
                               else if (i < m.items().size())
                                 run.eval.store(locals, *target, m.items()[i]);
                             }
                             if (alt.ok) run.eval.store(locals, *alt.ok, Sym::integer(t_.number(ok ? 1 : 0)));
                           } catch (const SymFailure& failure) {
                             p.pending = failure.kind;
                             return;
                           }
                           p.top().locals = std::move(locals);
                           LocalRun::go(p, alt.next);
                         });
}

void Stepper::receive(const Offered& o, Event e, const Sym& message, TypeId type, bool keep_constants,
                      bool ok) {
  if (t_.is_false_constant(e.guard)) return;
  Meaning meaning;
  const Ways& ways = delivered(o, message, type, keep_constants, ok, meaning);
  e.progress = true;
  act(out_.standing[o.standing], o.offer->index, ways, std::move(e), meaning);
}

void Stepper::comm_steps(std::size_t index) {
  const Standing s = out_.standing[index];
  const CommCase& c = std::get<CommCase>(s.what->what);
  std::vector<Offered*> all;
  for (const std::size_t i : offers_of_[index]) all.push_back(&offered_[i]);
  Term guard = s.here;
  if (c.comm->mode == CommMode::Command && !all.empty()) {
    const Term gone = peer_terminated(*all[0]);
    Event like;
    if (!t_.is_false_constant(gone))
      each_referent(all[0]->channel, [&](ObjectId o, int, Term) { like.reads.push_back(o); });
    fail(s, ErrorKind::PeerTerminated, all[0]->offer->index, t_.and_(guard, gone), like);
    guard = t_.and_(guard, t_.not_(gone));
  }
  for (Offered* o : all) {
    const Term mine = c.comm->priority ? t_.and_(guard, preferred(out_.standing[index], o->position)) : guard;
    if (!t_.is_false_constant(mine)) solo_steps(*o, mine);
    if (o->offer->alt->kind != AltKind::Send || !o->reference || t_.is_false_constant(guard)) continue;
    const bool known = t_.is_number(o->channel);
    for (const auto& [channel, list] : by_channel_) {
      if (known && channel != kNil && channel != t_.number_of(o->channel)) continue;
      for (const std::size_t i : list)
        if (offered_[i].offer->alt->kind == AltKind::Receive) joint_step(*o, offered_[i]);
    }
  }
  Event e = event(otherwise_possible(s, all));
  if (t_.is_false_constant(e.guard)) return;
  e.global = c.comm->priority;
  for (const Offered* o : all)
    if (o->reference) each_referent(o->channel, [&](ObjectId id, int, Term) { e.reads.push_back(id); });
  act(s, kNone, go_on(s, c.comm->otherwise, std::nullopt, std::nullopt, 2), std::move(e));
}

void Stepper::joint_step(Offered& send, Offered& other) {
  const Term possible = joins(send, other);
  if (t_.is_false_constant(possible)) return;
  const Standing &a = out_.standing[send.standing], &b = out_.standing[other.standing];
  Event e = event(possible);
  if (send.comm->priority || other.comm->priority) {
    // The joint step must be the first ready alternative of one of the two; with one side, of that side.
    std::vector<Term> some;
    if (send.comm->priority) some.push_back(preferred(a, send.position));
    if (other.comm->priority) some.push_back(preferred(b, other.position));
    e.guard = t_.and_(e.guard, t_.or_(std::move(some)));
    e.global = true;
  }
  if (t_.is_false_constant(e.guard)) return;
  Meaning meaning;
  const TypeId type = other.offer->alt->type;
  const Ways& theirs = delivered(other, send.value, type, true, true, meaning);
  e.movers.push_back(mover(b, other.offer->index, theirs, meaning));
  e.progress = true;
  each_referent(send.channel, [&](ObjectId o, int, Term) {
    e.reads.push_back(o);
    e.observable = e.observable || (o < static_cast<ObjectId>(context_.program.globals.size()) &&
                                    context_.program.globals[static_cast<std::size_t>(o)].declared);
  });
  act(a, send.offer->index, taken(send), std::move(e));
}

// The steps of an alternative without another process.
void Stepper::solo_steps(Offered& o, Term guard) {
  const Standing& s = out_.standing[o.standing];
  const Alt& alt = *o.offer->alt;
  Event like;
  like.global = o.comm->priority;
  if (alt.kind == AltKind::Tau) {
    Event e = like;
    e.guard = guard;
    return act(s, o.offer->index, taken(o), std::move(e));
  }
  if (!o.reference) return;
  each_referent(o.channel, [&](ObjectId id, int, Term is) {
    const ObjectName name = context_.universe.object(id);
    const ObjectFrame f = object(id);
    const Term there = t_.and_(guard, is);
    const TypeId unit = alt.type;
    const auto start = [&](Term condition) {
      Event e = like;
      e.guard = t_.and_(there, condition);
      e.observable = id < static_cast<ObjectId>(context_.program.globals.size()) &&
                     context_.program.globals[static_cast<std::size_t>(id)].declared;
      return e;
    };
    if (name.kind == ObjectKind::Timer || name.kind == ObjectKind::Ticker) {
      if (alt.kind == AltKind::Send) return;
      Event e = start(name.kind == ObjectKind::Timer ? t_.or_(f.running, f.expired) : f.running);
      e.reads.push_back(id);
      if (name.kind == ObjectKind::Timer) {
        Effect idle;
        idle.running = idle.expired = t_.no();
        e.effects.emplace_back(id, std::move(idle));
        e.writes.push_back(id);
      }
      receive(o, std::move(e), Sym::integer(t_.number(0)), unit, true, true);
    } else if (name.kind == ObjectKind::Chan && alt.kind == AltKind::Send) {
      Event closed = start(f.closed);
      closed.reads.push_back(id);
      fail(s, ErrorKind::SendClosed, o.offer->index, closed.guard, closed);
      const Term open = t_.and_(there, t_.not_(f.closed));
      if (name.capacity > 0) return send_buffered(o, id, open);
      Event e = start(environment(o, id, open));
      e.kind = StepKind::Environment;
      e.reads.push_back(id);
      e.progress = true;
      if (!t_.is_false_constant(e.guard)) act(s, o.offer->index, taken(o), std::move(e));
    } else if (name.kind == ObjectKind::Chan) {
      receive_buffered(o, id, there);
      const Term empty = f.filled.empty() ? t_.yes() : t_.not_(f.filled[0]);
      if (o.comm->mode != CommMode::Guarded) {
        Event e = start(t_.and_(f.closed, empty));
        e.reads.push_back(id);
        receive(o, std::move(e), context_.constant(zero_value(context_.program.types, alt.type)), alt.type,
                true, false);
      }
      receive_environment(o, id, there);
    }
  });
}

void Stepper::send_buffered(const Offered& o, ObjectId id, Term guard) {
  const std::int64_t capacity = context_.universe.object(id).capacity;
  const ObjectFrame f = object(id);
  const std::size_t n = f.filled.size();
  const bool grows = static_cast<std::int64_t>(n) < capacity;
  Event e = event(grows ? guard : t_.and_(guard, t_.not_(f.filled.back())));
  if (t_.is_false_constant(e.guard)) return;
  Effect effect;
  effect.filled.resize(n + (grows ? 1 : 0));
  effect.buffer.resize(effect.filled.size());
  for (std::size_t i = 0; i < effect.filled.size(); ++i) {
    // Place i is the first free one.
    const Term before = i == 0 ? t_.yes() : f.filled[i - 1];
    const Term old = i < n ? f.filled[i] : t_.no();
    effect.filled[i] = before;
    const Term here_now = t_.and_(before, t_.not_(old));
    if (!t_.is_false_constant(here_now)) effect.buffer[i] = {{here_now, o.value}};
  }
  e.effects.emplace_back(id, std::move(effect));
  e.writes.push_back(id);
  e.progress = true;
  e.observable = id < static_cast<ObjectId>(context_.program.globals.size()) &&
                 context_.program.globals[static_cast<std::size_t>(id)].declared;
  e.global = o.comm->priority;
  act(out_.standing[o.standing], o.offer->index, taken(o), std::move(e));
}

void Stepper::receive_buffered(const Offered& o, ObjectId id, Term guard) {
  const ObjectFrame f = object(id);
  if (f.filled.empty()) return;
  for (const Guarded& first : f.buffer[0]) {
    if (!fits(o.offer->alt->pattern, first.value)) continue;
    Event e = event(t_.and_({guard, f.filled[0], first.guard}));
    if (t_.is_false_constant(e.guard)) continue;
    Effect effect;
    effect.filled.resize(f.filled.size());
    effect.buffer.resize(f.filled.size());
    for (std::size_t i = 0; i < f.filled.size(); ++i) {
      const bool last = i + 1 == f.filled.size();
      effect.filled[i] = last ? t_.no() : f.filled[i + 1];
      if (!last) effect.buffer[i] = f.buffer[i + 1];
    }
    e.effects.emplace_back(id, std::move(effect));
    e.writes.push_back(id);
    e.observable = id < static_cast<ObjectId>(context_.program.globals.size()) &&
                   context_.program.globals[static_cast<std::size_t>(id)].declared;
    e.global = o.comm->priority;
    receive(o, std::move(e), first.value, context_.universe.object(id).type, false, true);
  }
}

void Stepper::receive_environment(const Offered& o, ObjectId id, Term guard) {
  const Term open = environment(o, id, guard);
  if (t_.is_false_constant(open)) return;
  const Global& global = context_.program.globals[static_cast<std::size_t>(id)];
  const auto domain = *csp::domain(context_.program.types, global.type);
  if (domain.size() > 64) throw NotEncoded("an environment that may send more than 64 values");
  const ObjectFrame f = object(id);
  const Term empty = f.filled.empty() ? t_.yes() : t_.not_(f.filled[0]);
  for (std::size_t i = 0; i < domain.size(); ++i) {
    const Sym message = context_.constant(domain[i]);
    if (!fits(o.offer->alt->pattern, message)) continue;
    Event e = event(t_.and_(open, empty), StepKind::Environment);
    e.outcome = t_.number(static_cast<std::int64_t>(i));
    e.reads.push_back(id);
    e.observable = global.declared;
    e.global = o.comm->priority;
    receive(o, std::move(e), message, global.type, true, true);
  }
}

}  // namespace csp::solver
