// A program as a process (docs/semantics.md, rule 25), by the reference interpreter of programs: its states,
// numbered, and what the environment sees of its steps.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "checker/certify/interpreter.h"
#include "checker/certify/normal.h"
#include "checker/core/process.h"

namespace csp::reference {

class ProgramStates {
 public:
  ProgramStates(const ProgramInstance&, Events&);

  struct Step {
    EventId event = kTau;  // a communication on a declared channel, ✓ when all processes have ended, else τ
    int next = kNone;      // state; of ✓ kNone
    bool error = false;    // the system fails in this step
  };

  // States are equal up to the numbers of processes and objects and to garbage. Throws LimitReached.
  std::vector<int> starts();
  std::vector<Step> steps(int state);
  bool proper_end(int state) const;

  // ---- For who runs it himself ----
  const Interpreter& interpreter() const { return interpreter_; }
  int number(const State&);
  // The communication on a declared channel that the step is, if it is one.
  std::optional<EventId> communication(const State& before, const csp::Step&);

 private:

  std::shared_ptr<const Program> program_;
  Events& events_;
  Interpreter interpreter_;
  Normalizer normalizer_;
  std::vector<State> states_;
  std::unordered_map<State, int, Hash> numbers_;  // of normal forms
};

}  // namespace csp::reference
