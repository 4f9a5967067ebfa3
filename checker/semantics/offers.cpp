// Offers by kind of node.
#include "checker/semantics/offers.h"

#include <algorithm>

namespace csp {

namespace {

Offer alone() { return Offer{}; }

Offer with_object(const Value& ref) {
  Offer o;
  o.kind = OfferKind::Object;
  o.object = ref.number();
  return o;
}

void offer_comm(const Runner& runner, const ProcessState& p, const Comm& comm, Offers& out) {
  const Program& program = runner.program();
  out.mode = comm.mode;
  out.priority = comm.priority;
  bool only_receives = true;
  bool any_nil = false;
  Locals locals = p.top().locals;
  for_each_alternative(program, comm, locals, [&](int index, const Alt& alt) {
    if (alt.enabled != kNone && !evaluate(program, alt.enabled, locals).truth()) return;
    if (alt.kind != AltKind::Receive) only_receives = false;
    Offer o;
    o.alt = index;
    if (alt.kind != AltKind::Tau) {
      const Value channel = evaluate(program, alt.channel, locals);
      // The value too, also for a nil channel: it may fail (tests/regress/send-on-nil.csp).
      if (alt.kind == AltKind::Send) o.message = evaluate(program, alt.value, locals);
      if (channel.is_nil()) {
        any_nil = true;
        return;
      }
      o.kind = OfferKind::Channel;
      o.send = alt.kind == AltKind::Send;
      o.peer = alt.peer;
      o.object = channel.number();
      o.sub = channel.sub();
    }
    out.list.push_back(std::move(o));
  });
  // A guard on a nil channel never fails.
  if (comm.mode == CommMode::Default || (comm.mode == CommMode::Guarded && !any_nil)) {
    Offer o;
    o.kind = OfferKind::Otherwise;
    out.list.push_back(o);
  }
  const NodeId first = p.frames.front().node;
  const bool service = p.service || program.procs[static_cast<std::size_t>(program.nodes[static_cast<std::size_t>(first)].proc)].service;
  out.may_rest = service && only_receives && comm.mode != CommMode::Default;
}

void offer_sync(const Runner& runner, const ProcessState& p, const Sync& sync, Offers& out) {
  const Program& program = runner.program();
  const Value object = evaluate(program, sync.object, p.top().locals);
  if (object.is_nil()) {
    out.list.push_back(alone());  // the failure, or the answer for a nil channel: see effects.cpp
    return;
  }
  Offer o = with_object(object);
  switch (sync.op) {
    case SyncOp::CondSleep: o.kind = OfferKind::Asleep; break;
    case SyncOp::CondSignal: o.kind = OfferKind::Signal; break;
    case SyncOp::CondBroadcast: o.kind = OfferKind::Broadcast; break;
    case SyncOp::CondWait:
    case SyncOp::CondRelock: o.through_cond = true; break;
    case SyncOp::WgAdd: o.wg_add = evaluate(program, sync.arg, p.top().locals).number() > 0; break;
    case SyncOp::WgWait: o.wg_wait = true; break;
    case SyncOp::Lock:
    case SyncOp::Unlock:
    case SyncOp::TryLock:
    case SyncOp::RLock:
    case SyncOp::RUnlock:
    case SyncOp::RwAnnounce:
    case SyncOp::RwAcquire:
    case SyncOp::RwUnlock:
    case SyncOp::OnceEnter:
    case SyncOp::OnceExit:
    case SyncOp::WgSleep:
    case SyncOp::Close:
    case SyncOp::Cancel:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed:
    case SyncOp::TimerStop:
    case SyncOp::TimerReset: break;
  }
  out.list.push_back(std::move(o));
}

template <class Op>
void offer_access(const Runner& runner, const ProcessState& p, const Op& op, bool write, bool atomic, Offers& out) {
  const Program& program = runner.program();
  Access access;
  const Value object = evaluate(program, op.object, p.top().locals);
  access.object = object.number();
  access.path = evaluate_path(program, op.path, p.top().locals);
  access.write = write;
  access.atomic = atomic;
  out.list.push_back(with_object(object));
  out.access = std::move(access);
}

void offer_node(const Runner& runner, const ProcessState& p, Offers& out) {
  const Program& program = runner.program();
  const Node& node = program.nodes[static_cast<std::size_t>(p.top().node)];
  if (!is_interaction(node) || runner.is_local(p)) {
    out.list.push_back(alone());
  } else if (const auto* comm = std::get_if<Comm>(&node.op)) {
    bool any_channel = false;
    Locals locals = p.top().locals;
    for_each_alternative(program, *comm, locals, [&](int, const Alt& alt) {
      if (alt.kind != AltKind::Tau && (alt.enabled == kNone || evaluate(program, alt.enabled, locals).truth())) any_channel = true;
    });
    // Only boolean guards: an internal choice that is a step of its own (resolve is off).
    if (comm->mode == CommMode::Guarded && !any_channel)
      out.list.push_back(alone());
    else
      offer_comm(runner, p, *comm, out);
  } else if (const auto* read = std::get_if<Read>(&node.op)) {
    offer_access(runner, p, *read, false, read->atomic, out);
  } else if (const auto* write = std::get_if<Write>(&node.op)) {
    offer_access(runner, p, *write, true, write->atomic, out);
  } else if (const auto* rmw = std::get_if<Rmw>(&node.op)) {
    offer_access(runner, p, *rmw, true, true, out);
  } else if (const auto* sync = std::get_if<Sync>(&node.op)) {
    offer_sync(runner, p, *sync, out);
  } else if (const auto* join = std::get_if<Join>(&node.op)) {
    out.list.push_back(with_object(evaluate(program, join->group, p.top().locals).items()[0]));
    out.joins = true;
  } else {
    out.list.push_back(alone());  // Begin, ParallelStart, Fail
  }
}

}  // namespace

Offers offers_of(const Runner& runner, const ProcessState& p) {
  Offers out;
  out.ended = p.ended();
  if (out.ended) return out;
  if (p.frames.empty() || p.pending) {
    out.list.push_back(alone());
    return out;
  }
  try {
    offer_node(runner, p, out);
  } catch (const Fault&) {
    out = Offers{};
    out.list.push_back(alone());  // the failure of the evaluation
  }
  return out;
}

bool matches(const Program& program, const Pattern& pattern, const Value& message) {
  switch (pattern.kind) {
    case PatternKind::Whole:
      return !(message.kind() == ValueKind::Data && program.types.tags[static_cast<std::size_t>(message.tag())].shape);
    case PatternKind::Tuple:
      return message.kind() == ValueKind::Seq && message.items().size() == pattern.targets.size();
    case PatternKind::Shape:
      return message.kind() == ValueKind::Data && message.tag() == pattern.tag &&
             program.types.tags[static_cast<std::size_t>(message.tag())].shape &&
             message.items().size() == pattern.targets.size();
  }
  return false;
}

}  // namespace csp
