// A script and the terms of its definitions, for tests that look at single processes.
#pragma once

#include <string>
#include <vector>

#include "tests/laws/expression.h"

namespace csp::laws {

struct Processes {
  explicit Processes(const std::string& text) : script(read_script(text, "")), builder(script) {}
  Processes(const Processes&) = delete;

  TermId operator()(const std::string& expression) { return builder.term(read_expression(expression)); }
  Terms& terms() { return builder.terms(); }
  EventId event(const std::string& name) {
    return name == "tau" ? kTau : name == "tick" ? kTick : builder.event(name);
  }
  std::vector<EventId> events(const std::vector<std::string>& names) {
    std::vector<EventId> out;
    for (const std::string& name : names) out.push_back(event(name));
    return out;
  }
  ProcessQuestion refinement(SemanticModel model, const std::string& specification,
                             const std::string& process) {
    return {ProcessQuestionKind::Refinement, model, (*this)(specification), (*this)(process)};
  }
  ProcessQuestion ask(ProcessQuestionKind kind, SemanticModel model, const std::string& process) {
    return {kind, model, kNone, (*this)(process)};
  }

  Script script;
  Builder builder;
};

}  // namespace csp::laws
