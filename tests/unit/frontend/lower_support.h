// Helpers of the lowering tests: a text to its first check, and a prog's nodes as a line of words.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "checker/core/dump.h"
#include "checker/core/dump_names.h"
#include "frontend/load.h"
#include "frontend/lower.h"

namespace csp::test {

struct Lowered {
  SourceMap sources;
  Diagnostics diagnostics;
  std::optional<Model> model;
  std::optional<Check> check;
  const Program& program() const { return check->program; }
};

// Lowers instance `instance` of assertion `assertion` of the text.
inline Lowered lowered(const std::string& text, std::size_t assertion = 0, std::size_t instance = 0) {
  Lowered out;
  out.model = load_text(out.sources, "test.csp", text, {}, out.diagnostics);
  if (out.model) {
    const AssertInfo& info = out.model->assertions.at(assertion);
    out.check = lower(*out.model, info, forall_values(info, instance), out.diagnostics);
  }
  INFO(render(out.sources, out.diagnostics));
  if (out.check) CHECK(malformed(out.check->program) == "");
  return out;
}

// The same for a text without mistakes.
inline Lowered good(const std::string& text, std::size_t assertion = 0, std::size_t instance = 0) {
  Lowered out = lowered(text, assertion, instance);
  INFO(render(out.sources, out.diagnostics));
  REQUIRE(out.check.has_value());
  return out;
}

// The codes of the diagnostics: "E0501 E0502".
inline std::string codes(const Lowered& l) {
  std::string out;
  for (const Diagnostic& d : l.diagnostics.list()) out += (out.empty() ? "" : " ") + d.code;
  return out;
}

inline ProcId proc(const Program& p, const std::string& name) {
  for (std::size_t i = 0; i < p.procs.size(); ++i)
    if (p.procs[i].name == name) return static_cast<ProcId>(i);
  FAIL("no prog " << name);
  return kNone;
}

// The kinds of the prog's nodes in the order of the text: "Read Write Lock Command Return".
inline std::string ops(const Program& p, const std::string& name) {
  const ProcId id = proc(p, name);
  std::string out;
  for (const Node& n : p.nodes) {
    if (n.proc != id) continue;
    std::string word = op_name(n);
    if (const auto* sync = std::get_if<Sync>(&n.op)) word = sync_name(sync->op);
    if (const auto* comm = std::get_if<Comm>(&n.op)) word = mode_name(comm->mode);
    if (const auto* made = std::get_if<NewObject>(&n.op)) word = "New" + object_name(made->kind);
    if (const auto* fail = std::get_if<Fail>(&n.op)) word = "Fail" + error_name(fail->kind);
    if (const auto* rmw = std::get_if<Rmw>(&n.op)) word = "Rmw" + rmw_name(rmw->op);
    out += (out.empty() ? "" : " ") + word;
  }
  return out;
}

// The nodes of one kind in a prog, in the order of the text.
template <class Op>
std::vector<const Op*> all(const Program& p, const std::string& name) {
  std::vector<const Op*> out;
  const ProcId id = proc(p, name);
  for (const Node& n : p.nodes)
    if (n.proc == id)
      if (const Op* op = std::get_if<Op>(&n.op)) out.push_back(op);
  return out;
}

inline std::string shown(const Program& p, const std::string& prog, ExprId e) {
  return dump_expr(p, &p.procs[static_cast<std::size_t>(proc(p, prog))], e);
}

inline const Local* local(const Program& p, const std::string& prog, const std::string& name) {
  for (const Local& l : p.procs[static_cast<std::size_t>(proc(p, prog))].locals)
    if (l.name == name) return &l;
  return nullptr;
}

}  // namespace csp::test
