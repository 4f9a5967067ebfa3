// One case for each operation that an explanation may later refer to.
#include "checker/certify/history.h"

#include <algorithm>

namespace csp::reference {

Failure why_fails(const Interpreter& interpreter, const State& before, const Step& step) {
  const Part& part = step.parts[0];
  if (const auto failure = interpreter.next_failure(before, part.pid)) return *failure;
  return {ErrorKind::WaitGroupMisuse, "an add from zero while another process is about to wait"};
}

const std::vector<Hold>& History::holders(std::int64_t object) const {
  static const std::vector<Hold> kNobody;
  const auto at = holders_.find(object);
  return at == holders_.end() ? kNobody : at->second;
}

std::vector<std::pair<std::int64_t, Holding>> History::held_by(Pid pid) const {
  std::vector<std::pair<std::int64_t, Holding>> out;
  for (const auto& [object, holds] : holders_)
    for (const Hold& hold : holds)
      if (hold.since.pid == pid && hold.how != Holding::Announced) out.emplace_back(object, hold.how);
  return out;
}

// The holder's own entry goes if there is one, else the oldest: unlocking by another process is allowed.
void History::release(std::int64_t object, Holding how, Pid pid) {
  auto& holds = holders_[object];
  const auto own = std::find_if(holds.begin(), holds.end(),
                                [&](const Hold& h) { return h.how == how && h.since.pid == pid; });
  const auto any = std::find_if(holds.begin(), holds.end(), [&](const Hold& h) { return h.how == how; });
  if (own != holds.end())
    holds.erase(own);
  else if (any != holds.end())
    holds.erase(any);
}

void History::step(const Interpreter& interpreter, const State& before, const Step& step, const State& after,
                   std::size_t number) {
  const Part& part = step.parts[0];
  Deed deed{number, part.pid, {}, ""};
  if (part.node != kNone) {
    deed.span = interpreter.node(part.node).span;
    deed.action = interpreter.node(part.node).text;
  }
  for (std::size_t i = 0; i < after.processes.size(); ++i)
    if (after.processes[i].terminated && (i >= before.processes.size() || !before.processes[i].terminated)) {
      Deed last{number, static_cast<Pid>(i), deed.span, deed.action};
      for (const Part& own : step.parts)  // in a joint step each side has a place of its own
        if (own.pid == last.pid && own.node != kNone) {
          last.span = interpreter.node(own.node).span;
          last.action = interpreter.node(own.node).text;
        }
      ended_[last.pid] = last;
    }
  if (step.kind == StepKind::Fail) {
    if (!before.process(part.pid).uncaught) {
      const Failure failure = why_fails(interpreter, before, step);
      panics_[part.pid] = {failure.kind, failure.message, deed};
    }
    return;
  }
  const Sync* sync = part.node == kNone ? nullptr : std::get_if<Sync>(&interpreter.node(part.node).op);
  if (!sync || step.kind != StepKind::Act) return;
  const Value ref = interpreter.object_at(before, part.pid);
  if (ref.kind() != ValueKind::Ref) return;
  const std::int64_t id = ref.number();
  const Object& object = before.object(id);
  switch (sync->op) {
    case SyncOp::Lock:
      holders_[id].push_back({Holding::Lock, deed});
      break;
    case SyncOp::TryLock:
      if (!object.locked) holders_[id].push_back({Holding::Lock, deed});
      break;
    case SyncOp::RwUnlock:
    case SyncOp::Unlock:
      release(id, Holding::Lock, part.pid);
      unlocked_[id] = deed;
      break;
    case SyncOp::RLock:
      holders_[id].push_back({Holding::Reading, deed});
      break;
    case SyncOp::RUnlock:
      release(id, Holding::Reading, part.pid);
      unlocked_[id] = deed;
      break;
    case SyncOp::RwAnnounce:
      holders_[id].push_back({Holding::Announced, deed});
      break;
    case SyncOp::RwAcquire:
      release(id, Holding::Announced, part.pid);
      holders_[id].push_back({Holding::Lock, deed});
      break;
    case SyncOp::CondWait:
      release(object.mutex.number(), Holding::Lock, part.pid);
      unlocked_[object.mutex.number()] = deed;
      break;
    case SyncOp::CondRelock:
      holders_[object.mutex.number()].push_back({Holding::Lock, deed});
      break;
    case SyncOp::OnceEnter:
      if (object.once == Done::Fresh) holders_[id].push_back({Holding::Running, deed});
      break;
    case SyncOp::OnceExit:
      release(id, Holding::Running, part.pid);
      break;
    case SyncOp::WgAdd:
      counted_[id] = deed;
      break;
    case SyncOp::Close:
    case SyncOp::Cancel:
      if (!object.closed) closed_[id] = deed;
      break;
    case SyncOp::CondSleep:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
    case SyncOp::WgWait:
    case SyncOp::WgSleep:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed:
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
      break;
  }
}

}  // namespace csp::reference
