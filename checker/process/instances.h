// Programs as processes (docs/semantics.md, rule 25): the states of a program's network, numbered, and what
// the environment sees of its steps. A communication on a declared channel is an event, ✓ follows when all
// processes have ended, everything else is τ; a run-time error is a state that can only go on by τ.
#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "checker/process/transitions.h"
#include "checker/semantics/network.h"

namespace csp {

class Instances : public InstanceReader {
 public:
  explicit Instances(Terms& terms) : terms_(terms) {}

  std::vector<Transition> transitions(int payload, int state) override;  // throws LimitReached
  bool failed(int payload, int state) const override;
  bool open() const;  // some program that was met has a declared channel whose other end is the environment

 private:
  struct Hash {
    std::size_t operator()(const State&) const;
  };
  struct Running {
    explicit Running(const ProgramInstance&);
    std::shared_ptr<const Program> program;
    Network network;
    std::deque<State> states;
    std::unordered_map<State, int, Hash> numbers;
  };

  Running& running(int payload);
  int number(Running&, const State&);
  TermId term(int payload, int state);
  static void refuse_priority(const Running&, const State& before, const Move&);  // throws EvaluationError
  EventId event(Running&, const State& before, const Move&);

  Terms& terms_;
  std::unordered_map<int, std::unique_ptr<Running>> programs_;
};

}  // namespace csp
