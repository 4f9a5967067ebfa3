// The network of a program: who meets whom, and in what, in the states that are looked at. Processes that are
// made at run time have the name of what they run, so all workers are one node.
#include <deque>
#include <unordered_set>

#include "checker/certify/judge.h"
#include "cli/step/program_walk.h"

namespace csp {
namespace {

using namespace reference;

const char* kind_name(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::Chan:
      return "channel";
    case ObjectKind::Timer:
    case ObjectKind::Ticker:
      return "timer";
    case ObjectKind::Mutex:
    case ObjectKind::RwMutex:
      return "lock";
    case ObjectKind::Cond:
      return "condition";
    case ObjectKind::Once:
      return "once";
    case ObjectKind::WaitGroup:
      return "waitgroup";
    case ObjectKind::Var:
      return "variable";
    case ObjectKind::Group:
      return "group";
  }
  return "";
}

class Drawing {
 public:
  Drawing(const Interpreter& interpreter, Connections& network)
      : interpreter_(interpreter), network_(network) {}

  void step(const State& before, const Step& step, const Teller& teller) {
    if (step.kind == StepKind::Fail || step.parts.empty() || step.parts[0].node == kNone) return;
    const Part& first = step.parts[0];
    const auto process = [&](const Part& p) { return network_.node(teller.name(p.pid), "process"); };
    if (const auto offer = taken(interpreter_, before, first)) {
      if (offer->alt->kind == AltKind::Tau) return;
      const bool sends = offer->alt->kind == AltKind::Send;
      if (step.parts.size() == 2) {
        const std::string name = offer->alt->peer ? offer->alt->text : teller.object(before, offer->channel);
        network_.add({process(first), process(step.parts[1]), name, true, false});
        return;
      }
      const bool outside = step.kind == StepKind::Environment;
      const std::size_t other =
          outside ? network_.node("environment", "environment") : thing(before, offer->channel, teller);
      const std::string label = outside ? teller.object(before, offer->channel) : "";
      network_.add({sends ? process(first) : other, sends ? other : process(first), label, true, false});
      return;
    }
    const Node& node = interpreter_.node(first.node);
    if (std::holds_alternative<Begin>(node.op) && step.parts.size() == 2) {
      network_.add({process(first), process(step.parts[1]), "begins", true, false});
      return;
    }
    if (const auto access = interpreter_.next_access(before, first.pid)) {
      const std::size_t variable = thing(before, Value::ref(access->object), teller);
      const bool both = std::holds_alternative<Rmw>(node.op);
      if (access->write || both) network_.add({process(first), variable, "", true, false});
      if (!access->write || both) network_.add({variable, process(first), "", true, false});
      return;
    }
    if (!std::holds_alternative<Sync>(node.op)) return;
    const Value object = interpreter_.object_at(before, first.pid);
    if (object.kind() == ValueKind::Ref)
      network_.add({process(first), thing(before, object, teller), "", false, false});
  }

 private:
  std::size_t thing(const State& s, const Value& ref, const Teller& teller) {
    return network_.node(teller.object(s, ref), kind_name(s.object(ref.number()).kind));
  }

  const Interpreter& interpreter_;
  Connections& network_;
};

}  // namespace

Connections ProgramWalk::network(const Budget& budget) {
  struct Seen {
    State state;
    Teller teller;
  };
  Connections network;
  Drawing drawing(interpreter_, network);
  const Normalizer normalizer(program_);
  std::unordered_set<State, Hash> known;
  std::deque<Seen> todo;
  std::size_t looked = 0;
  for (const Start& start : starts_) {
    Teller teller(interpreter_, property_);
    teller.start(start.state, start.chosen);
    for (Pid pid = 0; pid < static_cast<Pid>(start.state.processes.size()); ++pid)
      if (teller.shown(pid)) network.node(teller.name(pid), "process");
    if (known.insert(normalizer.normal(start.state).state).second) todo.push_back({start.state, teller});
  }
  try {
    for (; !todo.empty(); todo.pop_front()) {
      const Seen at = todo.front();
      if (looked++ % 64 == 0 && !(network.reason = budget.exhausted({known.size(), 0, 0, 0})).empty()) break;
      if (at.state.crashed) continue;
      for (const Successor& next : interpreter_.steps(at.state)) {
        Teller teller = at.teller;
        teller.step(at.state, next.step, next.state, next.chosen);
        drawing.step(at.state, next.step, teller);
        if (known.insert(normalizer.normal(next.state).state).second) todo.push_back({next.state, teller});
      }
    }
  } catch (const LimitReached& limit) {
    network.reason = limit.what();
  }
  return network;
}

}  // namespace csp
