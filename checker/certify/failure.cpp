// Failures (docs/semantics.md 1.7): the Fail step, panics and the crash; and why a process's next step fails,
// for reports.
#include <algorithm>

#include "checker/certify/interpreter.h"

namespace csp::reference {

namespace {

std::string words_of(const Fail& fail) {
  if (fail.message.empty()) return fail.kind == ErrorKind::Panic ? "panic" : "";
  if (fail.kind == ErrorKind::Assertion) return "`" + fail.message + "` is false";
  if (fail.kind == ErrorKind::Panic) return "panic: " + fail.message;
  return fail.message;
}

}  // namespace

// The process fails: the system ends, or the process panics through its frames.
void Interpreter::panic(State& s, Pid p, ErrorKind kind) const {
  Process& process = s.process(p);
  const bool deferred = std::any_of(process.frames.begin(), process.frames.end(),
                                    [](const Frame& frame) { return !frame.deferred.empty(); });
  if (!deferred || kind == ErrorKind::Stack) {
    s = State();
    s.crashed = true;
    return;
  }
  process.pending.reset();
  process.arrived = false;
  process.frames.back().leaving = Leaving::Panic;
  unwind(s, p);
}

void Interpreter::fail_step(const State& s, Pid p, ErrorKind kind, int alt,
                            std::vector<Successor>& out) const {
  const NodeId at = s.process(p).frames.empty() ? kNone : s.top(p).node;
  Step step{StepKind::Fail, {{p, at, alt, {}}}, 0};
  State after = s;
  panic(after, p, kind);
  if (after.crashed)
    out.push_back({std::move(step), std::move(after)});
  else
    finish(std::move(step), std::move(after), out);
}

std::optional<Failure> Interpreter::next_failure(const State& s, Pid p) const {
  const Process& process = s.process(p);
  if (process.uncaught) return Failure{ErrorKind::Panic, "a panic that nobody recovers"};
  if (process.frames.empty()) return std::nullopt;
  if (process.pending) return Failure{*process.pending, "a value is out of range"};
  const std::vector<Value>& locals = s.top(p).locals;
  const Node& at = *node_of(s, p);
  if (acts_locally(s, p)) {
    const auto ways = carry_out(s, p);
    if (!ways) return ways.failure();
    return std::nullopt;
  }
  if (const auto* fail = std::get_if<Fail>(&at.op)) return Failure{fail->kind, words_of(*fail)};
  if (const auto* begin = std::get_if<Begin>(&at.op)) {
    const auto callee = resolve(locals, begin->callee);
    if (!callee) return callee.failure();
  } else if (std::holds_alternative<ParallelStart>(at.op)) {
    State scratch = s;
    std::vector<Pid> members;
    return start_parallel(scratch, p, members);
  } else if (const auto* comm = std::get_if<Comm>(&at.op)) {
    const auto all = offers(s, p);
    if (!all) return all.failure();
    for (const Offer& offer : *all) {
      if (comm->mode == CommMode::Command && peer_terminated(s, offer))
        return Failure{ErrorKind::PeerTerminated, "the process at the other end has terminated"};
      if (offer.alt->kind == AltKind::Send && offer.channel.kind() == ValueKind::Ref &&
          s.object(offer.channel.number()).closed)
        return Failure{ErrorKind::SendClosed, "send on a closed channel"};
    }
  } else if (std::holds_alternative<Sync>(at.op)) {
    return sync_failure(s, p);
  } else if (!std::holds_alternative<Join>(at.op)) {
    const auto after = accessed(s, p);
    if (!after) return after.failure();
  }
  return std::nullopt;
}

}  // namespace csp::reference
