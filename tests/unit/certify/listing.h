// Steps as short text, so that a test can list all steps of a state: `act(0, node, alt)`, `with(1, other,
// alt)`.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include "checker/certify/interpreter.h"

namespace csp::test {

inline std::string text(const Part& part) {
  std::string out = std::to_string(part.pid) + "@" + (part.node == kNone ? "new" : std::to_string(part.node));
  if (part.alt != kNone) out += "." + std::to_string(part.alt);
  for (int choice : part.choices) out += "{" + std::to_string(choice) + "}";
  return out;
}

inline std::string text(const Step& step) {
  std::string out;
  switch (step.kind) {
    case StepKind::Act:
      out = "act";
      break;
    case StepKind::Environment:
      out = "env";
      break;
    case StepKind::Fail:
      out = "fail";
      break;
    case StepKind::Local:
      out = "local";
      break;
  }
  for (const Part& part : step.parts) out += " " + text(part);
  if (step.outcome) out += " =" + std::to_string(step.outcome);
  return out;
}

inline Part part(Pid pid, NodeId node, int alt = kNone, std::vector<int> choices = {}) {
  return {pid, node, alt, std::move(choices)};
}
inline std::string step(StepKind kind, std::vector<Part> parts, int outcome = 0) {
  return text(Step{kind, std::move(parts), outcome});
}
inline std::string act(Pid pid, NodeId node, int alt = kNone, std::vector<int> choices = {}) {
  return step(StepKind::Act, {part(pid, node, alt, std::move(choices))});
}
inline std::string fail(Pid pid, NodeId node, int alt = kNone) {
  return step(StepKind::Fail, {part(pid, node, alt)});
}
inline std::string local(Pid pid, NodeId node, std::vector<int> choices = {}) {
  return step(StepKind::Local, {part(pid, node, kNone, std::move(choices))});
}

using Steps = std::vector<std::string>;

// Walks through the states of a program.
class Walk {
 public:
  explicit Walk(const Program& program, reference::Options options = {}) : interpreter_(program, options) {
    state = interpreter_.initial().front().state;
  }
  reference::State state;
  const reference::Interpreter& interpreter() const { return interpreter_; }

  Steps steps() const {
    Steps out;
    for (const auto& successor : interpreter_.steps(state)) out.push_back(text(successor.step));
    return out;
  }
  void take(const std::string& wanted) {
    for (auto& successor : interpreter_.steps(state))
      if (text(successor.step) == wanted) {
        state = std::move(successor.state);
        return;
      }
    throw std::logic_error("no step " + wanted);
  }
  const reference::Object& object(int id) const { return state.object(id); }
  Value local_of(Pid pid, LocalId local) const {
    return state.top(pid).locals[static_cast<std::size_t>(local)];
  }
  bool ended(Pid pid) const { return state.process(pid).terminated; }

 private:
  reference::Interpreter interpreter_;
};

}  // namespace csp::test
