// What went wrong at the end of the story: the block, the race, the error.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "checker/certify/teller.h"
#include "checker/certify/waits.h"

namespace csp::reference {

namespace {

bool timer_pending(const State& s) {
  return std::any_of(s.objects.begin(), s.objects.end(), [](const Object& object) {
    return (object.kind == ObjectKind::Timer || object.kind == ObjectKind::Ticker) &&
           object.ticking == Ticking::Running;
  });
}

// What becomes of a state in which some process still runs: does every run come to a state in which the
// detector speaks, none, or is it open (endless runs, some of each, more than kLookAhead states)?
enum class Later { Speaks, Silent, Open };

Later later(const Interpreter& interpreter, const State& start) {
  constexpr std::size_t kLookAhead = 2000;
  struct Hash {
    std::size_t operator()(const State& s) const { return hash(s); }
  };
  std::unordered_set<State, Hash> seen{start};
  std::vector<const State*> todo{&*seen.begin()};
  bool speaks = false, silent = false;
  for (std::size_t i = 0; i < todo.size(); ++i) {
    if (todo.size() > kLookAhead) return Later::Open;
    const State& now = *todo[i];
    const auto successors = interpreter.steps(now);
    if (successors.empty()) {
      const bool asleep = !now.crashed && !now.process(0).terminated && !timer_pending(now);
      (asleep ? speaks : silent) = true;
      if (speaks && silent) return Later::Open;
    }
    for (const Successor& successor : successors)
      if (const auto [at, fresh] = seen.insert(successor.state); fresh) todo.push_back(&*at);
  }
  return speaks ? Later::Speaks : Later::Silent;
}

// Rule 27: Go's detector speaks exactly when every process is asleep, the starting one included, and no timer
// is pending.
std::string go_runtime(const Interpreter& interpreter, const State& s, const std::vector<bool>& moves) {
  if (s.process(0).terminated) return "Go's runtime stays silent here: main has returned";
  const auto running = std::count(moves.begin(), moves.end(), true);
  if (running > 0) {
    std::string text = fmt::format("Go's runtime stays silent while {} process{} still run{}", running,
                                   running == 1 ? "" : "es", running == 1 ? "s" : "");
    try {
      if (later(interpreter, s) == Later::Speaks) text += "; in the end it would report a deadlock";
    } catch (const LimitReached&) {
      // What comes later is not known; what is said holds all the same.
    }
    return text;
  }
  if (timer_pending(s)) return "Go's runtime stays silent here: a timer is pending";
  return "Go's runtime would report: all goroutines are asleep - deadlock!";
}

}  // namespace

std::vector<bool> Teller::moving(const State& s) const {
  std::vector<bool> moves(s.processes.size(), false);
  for (const Successor& successor : interpreter_.steps(s))
    for (const Part& part : successor.step.parts)
      if (part.pid < static_cast<Pid>(moves.size())) moves[static_cast<std::size_t>(part.pid)] = true;
  return moves;
}

std::vector<StoryWait> Teller::waits(const State& s, const Finding& finding,
                                     const std::vector<bool>& moves) const {
  std::vector<StoryWait> out;
  const bool still = std::find(moves.begin(), moves.end(), true) == moves.end();
  const Waits waits(interpreter_, s, names_, history_);
  for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p) {
    if (moves[static_cast<std::size_t>(p)] || s.process(p).terminated) continue;
    if (!names_.shown(p)) continue;
    StoryWait wait = waits.explain(p);
    const bool named = std::find(finding.pids.begin(), finding.pids.end(), p) != finding.pids.end();
    wait.standing = interpreter_.at_join(s, p)   ? Standing::Members
                    : interpreter_.at_rest(s, p) ? Standing::AtRest
                    : still || named             ? Standing::Stuck
                                                 : Standing::Waits;
    out.push_back(std::move(wait));
  }
  return out;
}

StoryBlock Teller::block(const State& s, const Finding& finding) const {
  StoryBlock out;
  const std::vector<bool> moves = moving(s);
  out.waits = waits(s, finding, moves);
  const auto rank = [&](const StoryWait& wait) {
    const bool first =
        finding.kind == FindingKind::Leak && !finding.pids.empty() && wait.pid == finding.pids[0];
    return first ? -1 : wait.standing == Standing::Stuck ? 0 : 1;
  };
  std::stable_sort(out.waits.begin(), out.waits.end(),
                   [&](const StoryWait& a, const StoryWait& b) { return rank(a) < rank(b); });
  out.cycle = waiting_cycle(out.waits);
  out.go_runtime = go_runtime(interpreter_, s, moves);
  return out;
}

StoryRace Teller::race(const State& s, const Finding& finding) const {
  StoryRace out;
  const auto side = [&](Pid pid) {
    StoryAccess access;
    access.pid = pid;
    const Node& node = *interpreter_.node_of(s, pid);
    access.span = node.span;
    access.action = node.text;
    access.write = interpreter_.next_access(s, pid)->write;
    for (const auto& [lock, how] : history_.held_by(pid)) {
      if (how == Holding::Running) continue;
      const std::string name = names_.object(s, pid, Value::ref(lock));
      access.locks.push_back(how == Holding::Reading ? name + " (for reading)" : name);
    }
    return access;
  };
  out.first = side(finding.pids[0]);
  out.second = side(finding.pids[1]);
  // The longer path names the location: a[2] of an access to a and one to a[2].
  const auto a = *interpreter_.next_access(s, finding.pids[0]),
             b = *interpreter_.next_access(s, finding.pids[1]);
  out.variable = names_.variable(s, a.path.size() >= b.path.size() ? a : b);
  return out;
}

StoryError Teller::error(const Step& step) const {
  StoryError out;
  out.pid = step.parts[0].pid;
  // The failure was noted when it happened: for an uncaught panic that is an earlier step.
  const auto panic = history_.panic(out.pid);
  if (!panic) return out;
  const StoryEvent& event = story_.steps[panic->deed.step].events[0];
  out.span = event.span;
  out.operation = event.action;
  out.kind = panic->kind;
  out.message = panic->message;
  out.cause = cause(out.pid, out.kind);
  if (const auto failing = failing_.find(out.pid); failing != failing_.end())
    out.values = locals(failing->second.before, out.pid);
  if (out.kind == ErrorKind::WaitGroupMisuse) out.message = misuse(out.pid, out.message);
  if (out.kind == ErrorKind::PeerTerminated)
    if (const auto peer = gone(out.pid))
      out.message = fmt::format("{} has terminated", names_.process(*peer));
  return out;
}

// Rule 14: who stands before the Wait that the add meets.
std::string Teller::misuse(Pid pid, const std::string& otherwise) const {
  const auto failing = failing_.find(pid);
  if (failing == failing_.end()) return otherwise;
  const State& before = failing->second.before;
  const Value group = interpreter_.object_at(before, pid);
  for (Pid q = 0; q < static_cast<Pid>(before.processes.size()); ++q) {
    const Node* node = interpreter_.node_of(before, q);
    const Sync* sync = node ? std::get_if<Sync>(&node->op) : nullptr;
    if (q == pid || !sync || sync->op != SyncOp::WgWait) continue;
    if (!(interpreter_.object_at(before, q) == group)) continue;
    return fmt::format("an add from zero while {} is about to wait (line {})", names_.process(q),
                       node->span.line);
  }
  return otherwise;
}

// Rule 9: the terminated process that a command names.
std::optional<Pid> Teller::gone(Pid pid) const {
  const auto failing = failing_.find(pid);
  if (failing == failing_.end()) return std::nullopt;
  const State& before = failing->second.before;
  const auto all = interpreter_.offers(before, pid);
  if (!all) return std::nullopt;
  for (const Offer& offer : *all) {
    if (offer.channel.kind() != ValueKind::Ref || !interpreter_.peer_terminated(before, offer)) continue;
    const int other =
        offer.alt->kind == AltKind::Send ? offer.channel.sub() & 0xffff : offer.channel.sub() >> 16;
    for (std::size_t q = 0; q < before.processes.size(); ++q)
      if (before.processes[q].group == offer.channel.number() && before.processes[q].member == other)
        return static_cast<Pid>(q);
  }
  return std::nullopt;
}

// The earlier step that made the operation wrong.
std::optional<StoryCause> Teller::cause(Pid pid, ErrorKind kind) const {
  const auto failing = failing_.find(pid);
  if (failing == failing_.end()) return std::nullopt;
  const State& before = failing->second.before;
  const History& history = failing->second.history;
  const Node* node = interpreter_.node_of(before, pid);
  if (!node) return std::nullopt;
  std::optional<Deed> deed;
  std::string did, name;
  if (kind == ErrorKind::PeerTerminated) {
    if (const auto peer = gone(pid)) deed = history.ended(*peer);
    did = "took its last step";
  } else if (std::holds_alternative<Comm>(node->op)) {
    const auto all = interpreter_.offers(before, pid);
    if (!all) return std::nullopt;
    for (const Offer& offer : *all) {
      if (deed || offer.channel.kind() != ValueKind::Ref) continue;
      if (kind == ErrorKind::SendClosed && offer.alt->kind == AltKind::Send) {
        deed = history.closed(offer.channel.number());
        name = names_.expression(before, pid, offer.alt->channel);
        did = fmt::format("closed `{}`", name);
      }
    }
  } else if (const auto* sync = std::get_if<Sync>(&node->op)) {
    const Value ref = interpreter_.object_at(before, pid);
    if (ref.kind() != ValueKind::Ref) return std::nullopt;
    name = names_.expression(before, pid, sync->object);
    if (kind == ErrorKind::CloseClosed)
      deed = history.closed(ref.number()), did = fmt::format("closed `{}`", name);
    if (kind == ErrorKind::NotLocked) {
      const Object& object = before.object(ref.number());
      const std::int64_t lock = object.kind == ObjectKind::Cond ? object.mutex.number() : ref.number();
      deed = history.unlocked(lock);
      did = fmt::format("unlocked `{}`",
                        object.kind == ObjectKind::Cond ? names_.object(before, pid, object.mutex) : name);
    }
    if (kind == ErrorKind::NegativeCounter || kind == ErrorKind::WaitGroupReused ||
        kind == ErrorKind::WaitGroupMisuse) {
      deed = history.counted(ref.number());
      did = fmt::format("brought the counter of `{}` to {}", name, before.object(ref.number()).counter);
    }
  }
  if (!deed) return std::nullopt;
  StoryCause out{deed->step, deed->pid, deed->span, ""};
  out.text = fmt::format("{} {} in step {}", names_.process(deed->pid), did, deed->step + 1);
  return out;
}

}  // namespace csp::reference
