// What processes at a Comm offer, and which of it is ready (docs/semantics.md 1.3).
#include <algorithm>

#include "solver/encode/stepper.h"

namespace csp::solver {

void Stepper::find_offers() {
  offers_of_.resize(out_.standing.size());
  for (std::size_t i = 0; i < out_.standing.size(); ++i) {
    const Standing& s = out_.standing[i];
    const auto* c = std::get_if<CommCase>(&s.what->what);
    if (!c) continue;
    for (std::size_t k = 0; k < c->offers.size(); ++k) {
      const SymOffer& offer = c->offers[k];
      Offered o;
      o.standing = i;
      o.position = k;
      o.offer = &offer;
      o.comm = c->comm;
      o.reference = offer.channel.kind == SymKind::Ref && offer.alt->kind != AltKind::Tau;
      if (o.reference) o.channel = here(s.slot, offer.channel.term);
      if (o.reference && t_.is_number(o.channel) && t_.number_of(o.channel) == kNil) o.reference = false;
      if (offer.alt->kind == AltKind::Send) o.value = here(s.slot, offer.value);
      offers_of_[i].push_back(offered_.size());
      if (o.reference)
        by_channel_[t_.is_number(o.channel) ? t_.number_of(o.channel) : kNil].push_back(offered_.size());
      offered_.push_back(std::move(o));
    }
  }
}

bool Stepper::fits(const Pattern& pattern, const Sym& message) const {
  switch (pattern.kind) {
    case PatternKind::Whole:
      return message.kind != SymKind::Data ||
             !context_.program.types.tags[static_cast<std::size_t>(message.tag)].shape;
    case PatternKind::Tuple:
      return message.kind == SymKind::Seq && message.items().size() == pattern.targets.size();
    case PatternKind::Shape:
      return message.kind == SymKind::Data && message.tag == pattern.tag &&
             message.items().size() == pattern.targets.size();
  }
  return false;
}

Term Stepper::rendezvous(ObjectId o) {
  const ObjectName& name = context_.universe.object(o);
  if (name.kind == ObjectKind::Group) return t_.yes();
  if (name.kind != ObjectKind::Chan || name.capacity > 0) return t_.no();
  return t_.not_(object(o).closed);
}

// Two different processes, one sends what the other takes, on one open channel without a buffer.
Term Stepper::joins(const Offered& send, const Offered& receive) {
  const Standing &a = out_.standing[send.standing], &b = out_.standing[receive.standing];
  if (a.slot == b.slot || !send.reference || !receive.reference) return t_.no();
  if (send.comm->mode == CommMode::Default && receive.comm->mode == CommMode::Default) return t_.no();
  if (!fits(receive.offer->alt->pattern, send.value)) return t_.no();
  const Term same = t_.eq(send.channel, receive.channel);
  if (t_.is_false_constant(same)) return same;
  const Term both = t_.and_({a.here, b.here, same});
  if (t_.is_false_constant(both)) return both;
  std::vector<Term> some;
  each_referent(t_.is_number(send.channel) ? send.channel : receive.channel,
                [&](ObjectId o, int, Term is) { some.push_back(t_.and_(is, rendezvous(o))); });
  return t_.and_(both, t_.or_(std::move(some)));
}

// Some other process is there to be joined with. True only where the process itself is there.
Term Stepper::with_partner(Offered& o) {
  if (o.with_partner) return *o.with_partner;
  std::vector<Term> some;
  if (o.reference) {
    const bool send = o.offer->alt->kind == AltKind::Send;
    const bool known = t_.is_number(o.channel);
    for (const auto& [channel, list] : by_channel_) {
      if (known && channel != kNil && channel != t_.number_of(o.channel)) continue;
      for (const std::size_t i : list) {
        const Offered& other = offered_[i];
        if (other.offer->alt->kind != (send ? AltKind::Receive : AltKind::Send)) continue;
        some.push_back(send ? joins(o, other) : joins(other, o));
      }
    }
  }
  o.with_partner = t_.or_(std::move(some));
  return *o.with_partner;
}

// Would the environment take part, if the channel is this object?
Term Stepper::environment(const Offered& o, ObjectId object, Term there) {
  if (object >= static_cast<ObjectId>(context_.program.globals.size())) return t_.no();
  const Global& global = context_.program.globals[static_cast<std::size_t>(object)];
  const bool send = o.offer->alt->kind == AltKind::Send;
  if (global.environment != (send ? Environment::Receives : Environment::Sends)) return t_.no();
  if (send) return t_.and_(there, rendezvous(object));
  const auto domain = csp::domain(context_.program.types, global.type);
  if (!domain) throw NotEncoded("an environment that may send infinitely many values");
  const bool some = std::any_of(domain->begin(), domain->end(), [&](const Value& v) {
    return fits(o.offer->alt->pattern, context_.constant(v));
  });
  return some ? t_.and_(there, rendezvous(object)) : t_.no();
}

Stepper::Alone Stepper::alone(const Offered& o) {
  const Alt& alt = *o.offer->alt;
  if (alt.kind == AltKind::Tau) return {t_.no(), t_.yes()};
  std::vector<Term> surely, ready;
  if (o.reference)
    each_referent(o.channel, [&](ObjectId id, int, Term is) {
      const ObjectName name = context_.universe.object(id);
      const bool send = alt.kind == AltKind::Send;
      const ObjectFrame f = object(id);
      const auto sure = [&](Term t) {
        surely.push_back(t_.and_(is, t));
        ready.push_back(surely.back());
      };
      if (name.kind == ObjectKind::Timer) {
        if (send) return;
        sure(f.expired);
        ready.push_back(t_.and_(is, f.running));
      } else if (name.kind == ObjectKind::Ticker) {
        if (!send) sure(f.running);
      } else if (name.kind == ObjectKind::Chan) {
        if (send) sure(f.closed);
        if (send && name.capacity > 0) {
          const bool room = static_cast<std::int64_t>(f.filled.size()) < name.capacity;
          sure(t_.and_(t_.not_(f.closed), room ? t_.yes() : t_.not_(f.filled.back())));
          return;
        }
        const Term some = f.filled.empty() ? t_.no() : f.filled[0];
        if (!send) {
          if (!f.filled.empty())
            for (const Guarded& g : f.buffer[0])
              if (fits(alt.pattern, g.value)) sure(t_.and_(some, g.guard));
          if (o.comm->mode != CommMode::Guarded) sure(t_.and_(f.closed, t_.not_(some)));
        }
        ready.push_back(environment(o, id, is));
      }
    });
  return {t_.or_(std::move(surely)), t_.or_(std::move(ready))};
}

// The channel is one between members of a group, and the member at its other end has terminated.
Term Stepper::peer_terminated(const Offered& o) {
  if (!o.offer->alt->peer || !o.reference) return t_.no();
  std::vector<Term> some;
  each_referent(o.channel, [&](ObjectId id, int sub, Term is) {
    const ObjectName& name = context_.universe.object(id);
    if (name.kind != ObjectKind::Group) return;
    const auto other =
        static_cast<std::size_t>(o.offer->alt->kind == AltKind::Send ? sub & 0xffff : sub >> 16);
    if (other < name.members.size())
      some.push_back(t_.and_(is, terminated(automaton_, t_, frame_, name.members[other])));
  });
  return t_.or_(std::move(some));
}

// The alternative at this position is the first one that is ready.
Term Stepper::preferred(const Standing& s, std::size_t position) {
  const auto& list = offers_of_[static_cast<std::size_t>(&s - out_.standing.data())];
  std::vector<Term> parts;
  for (std::size_t i = 0; i <= position; ++i) {
    Offered& o = offered_[list[i]];
    const Term ready = t_.or_(alone(o).ready, with_partner(o));
    parts.push_back(i == position ? ready : t_.not_(ready));
  }
  return t_.and_(std::move(parts));
}

Term Stepper::otherwise_possible(const Standing& s, std::vector<Offered*>& all) {
  const Comm& comm = *std::get<CommCase>(s.what->what).comm;
  if (comm.mode == CommMode::Command || comm.mode == CommMode::Select) return t_.no();
  std::vector<Term> parts{s.here};
  if (comm.mode == CommMode::Guarded) {
    for (Offered* o : all) {
      if (!o->reference) return t_.no();
      std::vector<Term> failed{peer_terminated(*o)};
      each_referent(o->channel, [&](ObjectId id, int, Term is) {
        if (context_.universe.object(id).kind != ObjectKind::Chan) return;
        const ObjectFrame f = object(id);
        failed.push_back(t_.and_({is, f.closed, f.filled.empty() ? t_.yes() : t_.not_(f.filled[0])}));
      });
      parts.push_back(t_.or_(std::move(failed)));
    }
    return t_.and_(std::move(parts));
  }
  for (Offered* o : all)
    parts.push_back(t_.not_(comm.priority ? t_.or_(alone(*o).ready, with_partner(*o)) : alone(*o).surely));
  return t_.and_(std::move(parts));
}

}  // namespace csp::solver
