// Loads a text and finds its variables, for the tests of names and types.
#pragma once

#include <string>
#include <vector>

#include "frontend/load.h"

namespace csp {

// A loaded text; `model` is empty if there were errors.
struct Loaded {
  SourceMap sources;
  Diagnostics diagnostics;
  std::optional<Model> model;

  explicit Loaded(const std::string& text, const std::vector<Override>& overrides = {})
      : model(load_text(sources, "test.csp", text, overrides, diagnostics)) {}

  // The codes of the diagnostics, in order: "E0301 E0401".
  std::string codes() const {
    std::string out;
    for (const Diagnostic& d : diagnostics.list()) out += (out.empty() ? "" : " ") + d.code;
    return out;
  }

  // The n-th variable of this name, in the order of the text; there must be one.
  const Variable& variable(const std::string& name, int n = 0) const {
    for (const Variable& v : model->variables)
      if (v.name == name && n-- == 0) return v;
    throw std::runtime_error("no variable " + name);
  }

  const Constant& constant(const std::string& name) const {
    for (const Constant& c : model->constants)
      if (c.name == name) return c;
    throw std::runtime_error("no constant " + name);
  }

  // The value of a constant as a person writes it.
  std::string value(const std::string& name) const {
    const Constant& c = constant(name);
    return show(model->types, c.type, c.value);
  }

  // The body of a prog, in braces, with `n`, `c` (chan of int) and `act` (prog()) as parameters.
  static std::string body(const std::string& statements) {
    return "prog P(n: int, c: chan of int, act: prog()) {\n" + statements + "\n}\n";
  }
};

}  // namespace csp
