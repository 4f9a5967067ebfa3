// Faults, races, progress and observation, one definition each.
#include "checker/certify/judge.h"

#include <algorithm>

namespace csp::reference {

std::vector<Pid> at_fault(const Interpreter& interpreter, const State& s) {
  std::vector<Pid> out;
  for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p)
    if (!interpreter.blameless(s, p)) out.push_back(p);
  return out;
}

bool conflict(const Access& a, const Access& b) {
  if (a.object != b.object || (!a.write && !b.write) || (a.atomic && b.atomic)) return false;
  const std::size_t common = std::min(a.path.size(), b.path.size());
  return std::equal(a.path.begin(), a.path.begin() + static_cast<std::ptrdiff_t>(common), b.path.begin());
}

std::vector<std::pair<Pid, Pid>> races(const Interpreter& interpreter, const State& s) {
  std::vector<std::pair<Pid, Access>> accesses;
  for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p)
    if (auto access = interpreter.next_access(s, p)) accesses.emplace_back(p, std::move(*access));
  std::vector<std::pair<Pid, Pid>> out;
  for (std::size_t i = 0; i < accesses.size(); ++i)
    for (std::size_t j = i + 1; j < accesses.size(); ++j)
      if (conflict(accesses[i].second, accesses[j].second))
        out.emplace_back(accesses[i].first, accesses[j].first);
  return out;
}

std::optional<Offer> taken(const Interpreter& interpreter, const State& before, const Part& part) {
  if (part.alt == kNone || part.node == kNone) return std::nullopt;
  if (!std::holds_alternative<Comm>(interpreter.node(part.node).op)) return std::nullopt;
  const auto all = interpreter.offers(before, part.pid);
  if (!all) return std::nullopt;
  for (const Offer& offer : *all)
    if (offer.index == part.alt) return offer;
  return std::nullopt;
}

bool progress(const Interpreter& interpreter, const State& before, const Step& step, const State& after) {
  for (std::size_t i = 0; i < after.processes.size(); ++i)
    if (after.processes[i].terminated && (i >= before.processes.size() || !before.processes[i].terminated))
      return true;
  if (step.kind == StepKind::Fail || step.kind == StepKind::Local) return false;
  if (const auto offer = taken(interpreter, before, step.parts[0])) return offer->alt->kind != AltKind::Tau;
  const Part& part = step.parts[0];
  const Sync* sync = part.node == kNone ? nullptr : std::get_if<Sync>(&interpreter.node(part.node).op);
  if (!sync) return false;
  switch (sync->op) {
    case SyncOp::Lock:
    case SyncOp::CondRelock:
    case SyncOp::RLock:
    case SyncOp::RwAcquire:
    case SyncOp::WgSleep:
      return true;
    case SyncOp::TryLock:
      return !before.object(interpreter.object_at(before, part.pid).number()).locked;
    case SyncOp::Unlock:
    case SyncOp::RUnlock:
    case SyncOp::RwAnnounce:
    case SyncOp::RwUnlock:
    case SyncOp::CondWait:
    case SyncOp::CondSleep:
    case SyncOp::CondSignal:
    case SyncOp::CondBroadcast:
    case SyncOp::OnceEnter:
    case SyncOp::OnceExit:
    case SyncOp::WgAdd:
    case SyncOp::WgWait:
    case SyncOp::Close:
    case SyncOp::Cancel:
    case SyncOp::ChanLength:
    case SyncOp::ChanCapacity:
    case SyncOp::ChanIsClosed:
    case SyncOp::TimerStop:
    case SyncOp::TimerReset:
      return false;
  }
  return false;
}

bool observable(const Interpreter& interpreter, const State& before, const Step& step, const State& after) {
  if (!after.crashed && std::all_of(after.processes.begin(), after.processes.end(),
                                    [](const Process& p) { return p.terminated; }))
    return true;
  if (step.kind == StepKind::Fail || step.kind == StepKind::Local) return false;
  const auto offer = taken(interpreter, before, step.parts[0]);
  if (!offer || offer->channel.kind() != ValueKind::Ref) return false;
  const auto& globals = interpreter.program().globals;
  const std::int64_t id = offer->channel.number();
  return id < static_cast<std::int64_t>(globals.size()) && globals[static_cast<std::size_t>(id)].declared;
}

std::optional<Value> outcome(const Interpreter& interpreter, const State& s, const Property& property) {
  std::vector<Value> values;
  for (ExprId e : property.exprs) {
    const auto value = evaluate_in_state(interpreter.program(), s, e);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return Value::seq(std::move(values));
}

}  // namespace csp::reference
