// One sentence for each way to be blocked.
#include "checker/certify/waits.h"

#include <fmt/format.h>

#include <algorithm>

namespace csp::reference {

void Waits::say(StoryWait& wait, const std::string& reason, const std::string& short_reason,
                const std::vector<Pid>& on) {
  wait.reason = wait.reason.empty() ? "waits " + reason : wait.reason + ", or " + reason;
  if (wait.short_reason.find(short_reason) == std::string::npos)
    wait.short_reason += (wait.short_reason.empty() ? "" : "; ") + short_reason;
  for (Pid p : on)
    if (std::find(wait.on.begin(), wait.on.end(), p) == wait.on.end()) wait.on.push_back(p);
  std::sort(wait.on.begin(), wait.on.end());
}

StoryWait Waits::explain(Pid pid) const {
  StoryWait wait;
  wait.pid = pid;
  const Node* node = interpreter_.node_of(state_, pid);
  if (!node) return wait;
  wait.span = node->span;
  wait.action = node->text;
  if (const auto* c = std::get_if<Comm>(&node->op)) {
    comm(pid, *c, wait);
  } else if (const auto* s = std::get_if<Sync>(&node->op)) {
    sync(pid, *s, wait);
  } else if (std::holds_alternative<Join>(node->op)) {
    const Value group = interpreter_.object_at(state_, pid);
    std::vector<Pid> members;
    for (Pid q = 0; q < static_cast<Pid>(state_.processes.size()); ++q)
      if (state_.process(q).group == group.number() && !state_.process(q).terminated) members.push_back(q);
    std::string names;
    for (Pid q : members) names += (names.empty() ? "" : ", ") + names_.process(q);
    say(wait, "for the end of its members: " + names, "its members have not ended", members);
  }
  return wait;
}

// ---- Communications -----------------------------------------------------------------------------

void Waits::comm(Pid pid, const Comm& comm, StoryWait& wait) const {
  const auto all = interpreter_.offers(state_, pid);
  if (!all || all->empty())
    return say(wait, "for ever: there is no case to wait for", "there is no case to wait for", {});
  if (comm.alts.size() == 1 && comm.alts[0].span.known()) wait.span = comm.alts[0].span;
  if (comm.alts.size() == 1 && !comm.alts[0].text.empty()) wait.action = comm.alts[0].text;
  const ProcId proc = interpreter_.node_of(state_, pid)->proc;
  if (interpreter_.program().procs[static_cast<std::size_t>(proc)].name == "context watcher")
    return context(pid, *all, wait);
  for (const Offer& offer : *all) alternative(pid, offer, wait);
}

// The process that watches over a derived context (rule 15): who could still tell it to stop?
void Waits::context(Pid pid, const std::vector<Offer>& sources, StoryWait& wait) const {
  std::vector<Pid> others;
  for (const Offer& offer : sources) {
    if (offer.channel.kind() != ValueKind::Ref) continue;
    for (Pid q : prospects_.operators(pid, offer.channel, {SyncOp::Cancel}))
      if (std::find(others.begin(), others.end(), q) == others.end()) others.push_back(q);
  }
  std::sort(others.begin(), others.end());
  if (others.empty())
    return say(wait, "for its context to be cancelled: nobody is left to do so",
               "nobody is left to cancel this context or its parent", {});
  const std::string who = names_.list(others);
  say(wait, fmt::format("for its context to be cancelled: only {} could do so", who),
      fmt::format("only {} could cancel this context or its parent", who), others);
}

Pid Waits::member(std::int64_t group, int number) const {
  for (Pid q = 0; q < static_cast<Pid>(state_.processes.size()); ++q)
    if (state_.process(q).group == group && state_.process(q).member == number) return q;
  return kNone;
}

void Waits::alternative(Pid pid, const Offer& offer, StoryWait& wait) const {
  const bool send = offer.alt->kind == AltKind::Send;
  if (offer.channel.kind() == ValueKind::Ref &&
      state_.object(offer.channel.number()).kind == ObjectKind::Group) {
    const Pid peer =
        member(offer.channel.number(), send ? offer.channel.sub() & 0xffff : offer.channel.sub() >> 16);
    if (peer == kNone) return;
    const std::string name = names_.process(peer);
    const std::string what = send ? "to send to " + name : "to hear from " + name;
    if (state_.process(peer).terminated)
      return say(wait, what + ", which has ended", name + " has ended", {});
    if (peer == pid) return say(wait, what + ", which is itself", "it talks to itself", {peer});
    return say(wait, what, "waits " + what, {peer});
  }
  const std::string name = names_.expression(state_, pid, offer.alt->channel);
  std::string what = (send ? "to send on " : "to receive from ") + name;
  if (offer.channel.kind() != ValueKind::Ref)
    return say(wait, what + (name == "nil" ? "" : ", which is nil"),
               (name == "nil" ? "the channel" : name) + " is nil", {});
  const Object& object = state_.object(offer.channel.number());
  if (object.kind != ObjectKind::Chan) {
    if (send) return say(wait, what + ", a timer's channel", "nobody can send to a timer", {});
    return say(wait, what + ", which is not running", name + " is not running", {});
  }
  std::vector<Pid> others;
  if (send) {
    others = prospects_.receivers(pid, offer.channel);
    if (object.capacity > 0) what += fmt::format(", whose buffer is full ({})", object.capacity);
    if (others.empty())
      return say(wait, what + ": nobody is left to receive from it", "nobody is left to receive from " + name,
                 {});
    const std::string who = names_.list(others);
    return say(wait, fmt::format("{}: only {} could receive from it", what, who),
               fmt::format("only {} could receive from {}", who, name), others);
  }
  others = prospects_.senders(pid, offer.channel);
  for (Pid q : prospects_.operators(pid, offer.channel, {SyncOp::Close, SyncOp::Cancel}))
    if (std::find(others.begin(), others.end(), q) == others.end()) others.push_back(q);
  std::sort(others.begin(), others.end());
  if (others.empty())
    return say(wait, what + ": nobody is left to send on it or to close it",
               fmt::format("nobody is left to send on {} or to close it", name), {});
  const std::string who = names_.list(others);
  say(wait, fmt::format("{}: only {} could send on it or close it", what, who),
      fmt::format("only {} could send on {} or close it", who, name), others);
}

// ---- Locks and the like -------------------------------------------------------------------------

std::string Waits::owner(Pid pid, const Hold& hold) const {
  const Pid by = hold.since.pid;
  std::string out = by == pid ? "itself" : names_.process(by);
  if (by != pid && state_.process(by).terminated) out += ", which has ended,";
  if (hold.since.span.known()) out += fmt::format(" since line {}", hold.since.span.line);
  return out;
}

// Whether that hold keeps the operation back (docs/semantics.md, 1.5): an announced writer keeps new readers and writers out, and is
// itself kept back by readers only.
bool Waits::keeps_back(SyncOp op, Holding how) {
  if (op == SyncOp::RwAcquire) return how == Holding::Reading;
  if (op == SyncOp::RwAnnounce || op == SyncOp::RLock) return how != Holding::Reading;
  return true;
}

void Waits::lock(Pid pid, SyncOp op, const Value& lock, const std::string& what, StoryWait& wait) const {
  std::string held;
  std::vector<Pid> on;
  for (const Hold& hold : history_.holders(lock.number())) {
    if (!keeps_back(op, hold.how)) continue;
    const char* how = hold.how == Holding::Reading     ? "held for reading by "
                      : hold.how == Holding::Announced ? "announced for writing by "
                                                       : "held by ";
    held += (held.empty() ? "" : " and ") + (how + owner(pid, hold));
    if (!state_.process(hold.since.pid).terminated) on.push_back(hold.since.pid);
  }
  if (held.empty()) held = "which is held";
  say(wait, "for " + what + ", " + held, held, on);
}

void Waits::sync(Pid pid, const Sync& sync, StoryWait& wait) const {
  const Value ref = interpreter_.object_at(state_, pid);
  const std::string name = names_.expression(state_, pid, sync.object);
  if (ref.kind() != ValueKind::Ref) return say(wait, "on nil", "nil", {});
  const Object& object = state_.object(ref.number());
  switch (sync.op) {
    case SyncOp::Lock:
    case SyncOp::RwAnnounce:
    case SyncOp::RwAcquire:
      return lock(pid, sync.op, ref, name + ".lock()", wait);
    case SyncOp::RLock:
      return lock(pid, sync.op, ref, name + ".rlock()", wait);
    case SyncOp::CondRelock:
      return lock(pid, sync.op, object.mutex, "the lock of " + name + ", after it was woken", wait);
    case SyncOp::CondSleep: {
      const auto on = prospects_.operators(pid, ref, {SyncOp::CondSignal, SyncOp::CondBroadcast});
      if (on.empty())
        return say(wait, fmt::format("for a signal on {}: nobody is left to give one", name),
                   "nobody is left to signal " + name, {});
      return say(wait, fmt::format("for a signal on {}: only {} could give one", name, names_.list(on)),
                 fmt::format("only {} could signal {}", names_.list(on), name), on);
    }
    case SyncOp::OnceEnter:
      return lock(pid, sync.op, ref, "the first call of " + name + " to end", wait);
    case SyncOp::WgSleep:
    case SyncOp::WgWait: {
      const std::string count = fmt::format("the counter is {}", object.counter);
      return say(wait, fmt::format("for {}.wait(): {}", name, count), count,
                 prospects_.operators(pid, ref, {SyncOp::WgAdd}));
    }
    case SyncOp::Unlock:
    case SyncOp::TryLock:
    case SyncOp::RUnlock:
    case SyncOp::RwUnlock:
    case SyncOp::CondWait:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
    case SyncOp::OnceExit:
    case SyncOp::WgAdd:
    case SyncOp::Close:
    case SyncOp::Cancel:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed:
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
      return;  // these never block
  }
}

}  // namespace csp::reference
