// What a process at a Comm offers, and which of it is ready (docs/semantics.md 1.3).
#include <algorithm>

#include "checker/certify/interpreter.h"

namespace csp::reference {

namespace {

bool rendezvous(const Object& object) {
  return object.kind == ObjectKind::Group ||
         (object.kind == ObjectKind::Chan && object.capacity == 0 && !object.closed);
}

}  // namespace

Result<std::vector<Offer>> Interpreter::offers(const State& s, Pid p) const {
  const Comm& comm = std::get<Comm>(node_of(s, p)->op);
  std::vector<Offer> out;
  int index = 0;
  std::optional<Failure> failure;
  for (const Alt& alt : comm.alts) {
    // All combinations of the replicators' values, the last one fastest.
    std::vector<std::pair<std::vector<Value>, std::vector<std::pair<LocalId, Value>>>> combinations{
        {s.top(p).locals, {}}};
    for (const Replicator& replicator : alt.replicators) {
      decltype(combinations) longer;
      for (const auto& [locals, bound] : combinations) {
        const auto set = evaluate(program_, locals, replicator.set);
        if (!set) return set.failure();
        for (const Value& value : set->items()) {
          longer.push_back({locals, bound});
          longer.back().first[static_cast<std::size_t>(replicator.local)] = value;
          longer.back().second.emplace_back(replicator.local, value);
        }
      }
      combinations = std::move(longer);
    }
    for (auto& [locals, bound] : combinations) {
      Offer offer;
      offer.index = index++;
      offer.alt = &alt;
      if (alt.enabled != kNone) {
        const auto enabled = evaluate(program_, locals, alt.enabled);
        if (!enabled) return enabled.failure();
        if (!enabled->truth()) continue;
      }
      if (alt.channel != kNone) {
        const auto channel = evaluate(program_, locals, alt.channel);
        if (!channel) return channel.failure();
        offer.channel = *channel;
      }
      if (alt.value != kNone) {
        const auto value = evaluate(program_, locals, alt.value);
        if (!value) return value.failure();
        offer.value = *value;
      }
      offer.bound = std::move(bound);
      out.push_back(std::move(offer));
    }
  }
  return out;
}

// The channel is one between members of a group, and the member at its other end has terminated.
bool Interpreter::peer_terminated(const State& s, const Offer& offer) const {
  if (!offer.alt->peer || offer.channel.kind() != ValueKind::Ref) return false;
  const int from = offer.channel.sub() >> 16, to = offer.channel.sub() & 0xffff;
  const auto& ended = s.object(offer.channel.number()).ended;
  return ended[static_cast<std::size_t>(offer.alt->kind == AltKind::Send ? to : from)];
}

bool Interpreter::message_fits(const Pattern& pattern, const Value& message) const {
  switch (pattern.kind) {
    case PatternKind::Whole:
      return message.kind() != ValueKind::Data ||
             !program_.types.tags[static_cast<std::size_t>(message.tag())].shape;
    case PatternKind::Tuple:
      return message.kind() == ValueKind::Seq && message.items().size() == pattern.targets.size();
    case PatternKind::Shape:
      return message.kind() == ValueKind::Data && message.tag() == pattern.tag &&
             message.items().size() == pattern.targets.size();
  }
  return false;
}

// Would the environment take part? `values`: what it may send, with its index in the type's domain.
bool Interpreter::environment_has(const State& s, const Offer& offer,
                                  std::vector<std::pair<int, Value>>* values) const {
  const std::int64_t id = offer.channel.number();
  if (offer.channel.kind() != ValueKind::Ref || id >= static_cast<std::int64_t>(program_.globals.size()))
    return false;
  const Global& global = program_.globals[static_cast<std::size_t>(id)];
  if (!rendezvous(s.object(id))) return false;
  if (offer.alt->kind == AltKind::Send) return global.environment == Environment::Receives;
  if (global.environment != Environment::Sends) return false;
  const auto domain = csp::domain(program_.types, global.type);
  if (!domain) throw LimitReached("the environment may send infinitely many values on " + global.name);
  bool some = false;
  for (std::size_t i = 0; i < domain->size(); ++i)
    if (message_fits(offer.alt->pattern, (*domain)[i])) {
      some = true;
      if (values) values->emplace_back(static_cast<int>(i), (*domain)[i]);
    }
  return some;
}

// Readiness that needs no other process.
Interpreter::Ready Interpreter::alone(const State& s, const Comm& comm, const Offer& offer) const {
  if (offer.alt->kind == AltKind::Tau) return Ready::Maybe;
  if (offer.channel.kind() != ValueKind::Ref) return Ready::No;
  const bool send = offer.alt->kind == AltKind::Send;
  const Object& object = s.object(offer.channel.number());
  if (object.kind == ObjectKind::Timer) {
    if (send || object.ticking == Ticking::Idle) return Ready::No;
    return object.ticking == Ticking::Running ? Ready::Maybe : Ready::Surely;
  }
  if (object.kind == ObjectKind::Ticker)
    return !send && object.ticking == Ticking::Running ? Ready::Surely : Ready::No;
  if (object.kind != ObjectKind::Chan) return Ready::No;
  const auto filled = static_cast<std::int64_t>(object.buffer.size());
  if (send && object.closed) return Ready::Surely;  // an error
  if (send && object.capacity > 0) return filled < object.capacity ? Ready::Surely : Ready::No;
  if (!send && filled > 0)
    return message_fits(offer.alt->pattern, object.buffer.front()) ? Ready::Surely : Ready::No;
  if (!send && object.closed) return comm.mode == CommMode::Guarded ? Ready::No : Ready::Surely;
  return environment_has(s, offer, nullptr) ? Ready::Maybe : Ready::No;
}

// The other ends of a rendezvous: every process and alternative of its that the offer could be joined with.
std::vector<std::pair<Pid, Offer>> Interpreter::partners(const State& s, Pid p, const Comm& comm,
                                                         const Offer& offer) const {
  std::vector<std::pair<Pid, Offer>> out;
  if (offer.alt->kind == AltKind::Tau || offer.channel.kind() != ValueKind::Ref) return out;
  if (!rendezvous(s.object(offer.channel.number()))) return out;
  const bool send = offer.alt->kind == AltKind::Send;
  for (Pid q = 0; q < static_cast<Pid>(s.processes.size()); ++q) {
    const Node* at = node_of(s, q);
    if (q == p || !at || s.process(q).pending) continue;
    const Comm* other = std::get_if<Comm>(&at->op);
    if (!other || (comm.mode == CommMode::Default && other->mode == CommMode::Default)) continue;
    if (options_.arrival && other->mode != CommMode::Default && !s.process(q).arrived) continue;
    const auto theirs = offers(s, q);
    if (!theirs) continue;
    for (const Offer& one : *theirs) {
      if (one.alt->kind != (send ? AltKind::Receive : AltKind::Send) || !(one.channel == offer.channel))
        continue;
      if (message_fits(send ? one.alt->pattern : offer.alt->pattern, send ? offer.value : one.value))
        out.emplace_back(q, one);
    }
  }
  return out;
}

std::optional<int> Interpreter::first_ready(const State& s, Pid p, const Comm& comm,
                                            const std::vector<Offer>& all) const {
  for (const Offer& offer : all)
    if (alone(s, comm, offer) != Ready::No || !partners(s, p, comm, offer).empty()) return offer.index;
  return std::nullopt;
}

bool Interpreter::otherwise_possible(const State& s, Pid p, const Comm& comm,
                                     const std::vector<Offer>& all) const {
  if (comm.mode == CommMode::Command || comm.mode == CommMode::Select) return false;
  if (comm.mode == CommMode::Guarded)
    return std::all_of(all.begin(), all.end(), [&](const Offer& offer) {
      if (offer.alt->kind == AltKind::Tau || offer.channel.kind() != ValueKind::Ref) return false;
      const Object& object = s.object(offer.channel.number());
      return peer_terminated(s, offer) || (object.closed && object.buffer.empty());
    });
  if (comm.priority) return !first_ready(s, p, comm, all);
  return std::all_of(all.begin(), all.end(), [&](const Offer& offer) {
    return alone(s, comm, offer) != Ready::Surely &&
           (!options_.arrival || partners(s, p, comm, offer).empty());
  });
}

}  // namespace csp::reference
