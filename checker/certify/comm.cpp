// Communications (docs/semantics.md 1.3): the steps of a process at a Comm. A joint step is listed with its
// sender.
#include "checker/certify/interpreter.h"

namespace csp::reference {

// The receiver takes the message: it stores what its pattern names and goes on, or stays with the failure
// pending.
void Interpreter::deliver(State& s, Pid p, const Offer& offer, const Value& message, bool ok) const {
  std::vector<Value> locals = s.top(p).locals;
  for (const auto& [local, value] : offer.bound) locals[static_cast<std::size_t>(local)] = value;
  std::optional<Failure> failure;
  const Pattern& pattern = offer.alt->pattern;
  const auto take = [&](const Place& target, const Value& value) {
    if (!failure) failure = store(program_, locals, target, value);
  };
  for (std::size_t i = 0; i < pattern.targets.size(); ++i) {
    if (!pattern.targets[i]) continue;
    if (pattern.kind == PatternKind::Whole)
      take(*pattern.targets[i], message);
    else if (i < message.items().size())
      take(*pattern.targets[i], message.items()[i]);
  }
  if (offer.alt->ok) take(*offer.alt->ok, Value::boolean(ok));
  if (failure) {
    s.process(p).pending = failure->kind;
    return;
  }
  s.top(p).locals = std::move(locals);
  go(s, p, offer.alt->next);
}

void Interpreter::comm_steps(const State& s, Pid p, std::vector<Successor>& out) const {
  const NodeId at = s.top(p).node;
  const Comm& comm = std::get<Comm>(node(at).op);
  const auto all = offers(s, p);
  if (!all) return fail_step(s, p, all.failure().kind, kNone, out);
  if (comm.mode == CommMode::Command && !all->empty() && peer_terminated(s, all->front()))
    return fail_step(s, p, ErrorKind::PeerTerminated, all->front().index, out);  // tests/regress/peer-terminated.csp

  const auto first = comm.priority ? first_ready(s, p, comm, *all) : std::nullopt;
  for (const Offer& offer : *all) {
    const bool preferred = !comm.priority || first == offer.index;
    if (preferred) solo_steps(s, p, comm, offer, out);
    if (offer.alt->kind != AltKind::Send) continue;
    for (const auto& [q, theirs] : partners(s, p, comm, offer)) {
      const NodeId at_other = s.top(q).node;
      const Comm& other = std::get<Comm>(node(at_other).op);
      if (other.priority) {
        const bool prefers = first_ready(s, q, other, *offers(s, q)) == theirs.index;
        if (comm.priority ? !preferred && !prefers : !prefers) continue;
      } else if (!preferred) {
        continue;
      }
      State after = s;
      for (const auto& [local, value] : offer.bound)
        after.top(p).locals[static_cast<std::size_t>(local)] = value;
      go(after, p, offer.alt->next);
      deliver(after, q, theirs, offer.value, true);
      finish({StepKind::Act, {{p, at, offer.index, {}}, {q, at_other, theirs.index, {}}}, 0},
             std::move(after), out);
    }
  }
  if (otherwise_possible(s, p, comm, *all)) {
    State after = s;
    go(after, p, comm.otherwise);
    finish({StepKind::Act, {{p, at, kNone, {}}}, 0}, std::move(after), out);
  }
}

// The steps of an alternative without another process: tau, buffers, closed channels, timers, the
// environment.
void Interpreter::solo_steps(const State& s, Pid p, const Comm& comm, const Offer& offer,
                             std::vector<Successor>& out) const {
  const NodeId at = s.top(p).node;
  const Alt& alt = *offer.alt;
  if (alone(s, comm, offer) == Ready::No) return;
  State after = s;
  Step step{StepKind::Act, {{p, at, offer.index, {}}}, 0};
  const auto go_on = [&] {
    for (const auto& [local, value] : offer.bound)
      after.top(p).locals[static_cast<std::size_t>(local)] = value;
    go(after, p, alt.next);
    finish(step, std::move(after), out);
  };
  if (alt.kind == AltKind::Tau) return go_on();

  Object& object = after.object(offer.channel.number());
  if (alt.kind == AltKind::Send) {
    if (object.closed) return fail_step(s, p, ErrorKind::SendClosed, offer.index, out);
    if (object.capacity > 0)
      object.buffer.push_back(offer.value);
    else
      step.kind = StepKind::Environment;
    return go_on();
  }
  if (object.kind == ObjectKind::Timer || object.kind == ObjectKind::Ticker) {
    if (object.kind == ObjectKind::Timer) object.ticking = Ticking::Idle;
    deliver(after, p, offer, Value::integer(0), true);
  } else if (!object.buffer.empty()) {
    const Value message = object.buffer.front();
    object.buffer.erase(object.buffer.begin());
    deliver(after, p, offer, message, true);
  } else if (object.closed) {
    deliver(after, p, offer, zero_value(program_.types, alt.type), false);
  } else {
    std::vector<std::pair<int, Value>> values;
    environment_has(s, offer, &values);
    step.kind = StepKind::Environment;
    for (const auto& [index, value] : values) {
      State sent = s;
      deliver(sent, p, offer, value, true);
      step.outcome = index;
      finish(step, std::move(sent), out);
    }
    return;
  }
  finish(step, std::move(after), out);
}

}  // namespace csp::reference
