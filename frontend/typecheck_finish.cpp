// What can be said only when all bodies are known: free process names (semantics.md rule 29) and where
// recover makes sense.
#include <fmt/format.h>

#include "frontend/typecheck_impl.h"

namespace csp {

// A prog has the free process names of its own text, of the progs inside it, and of those it calls; the
// branches of a parallel command find the labels of that command.
void Checker::spread_process_names() {
  const auto bound = [&](const ProgInfo* inner, const std::string& name) {
    const auto it = command_of_.find(inner);
    if (it == command_of_.end()) return false;
    for (const ast::ParallelBranch& branch : it->second->branches)
      if (branch.label.text == name) return true;
    return false;
  };
  bool changed = true;
  const auto add = [&](const ProgInfo* to, const ProgInfo* from) {
    if (!to || to == from) return;
    if (const auto own = messages_of_.find(from); own != messages_of_.end()) {
      const std::set<std::size_t> indices = own->second;
      for (const std::size_t i : indices)
        if (!bound(from, messages_[i].label) && messages_of_[to].insert(i).second) changed = true;
    }
    const auto source = free_names_.find(from);
    if (source == free_names_.end()) return;
    const std::map<std::string, Span> names = source->second;
    for (const auto& [name, span] : names)
      if (!bound(from, name) && free_names_[to].try_emplace(name, span).second) changed = true;
  };
  while (changed) {
    changed = false;
    for (const Edge& edge : calls_) add(edge.from, edge.to);
    for (const Edge& edge : begins_) add(edge.from, edge.to);
    for (const ProgInfo& prog : model_.progs) add(prog.parent, &prog);
  }
  for (ProgInfo& prog : model_.progs) {
    const auto it = free_names_.find(&prog);
    if (it == free_names_.end()) continue;
    for (const auto& [name, span] : it->second)
      prog.names_processes = prog.names_processes || !bound(&prog, name);
  }
}

void Checker::finish() {
  spread_process_names();
  check_messages();
  for (const Started& started : begun_) {
    if (!started.prog->names_processes) continue;
    const auto& [name, span] = *free_names_.at(started.prog).begin();
    const bool named = started.prog->decl != nullptr;
    Diagnostic& d = error("E0416", started.span,
                          fmt::format("{} names the process `{}`, so it can run in a parallel command only",
                                      named ? fmt::format("`{}`", started.prog->name) : "this prog", name),
                          "not in a parallel command");
    note(d, fmt::format("`{}` is named here", name), span);
    if (named)
      d.help = fmt::format("start it as a process of a command: [ a:: {}(...) || {}:: ... ]",
                           started.prog->name, name);
  }
  for (const auto& [prog, span] : recovers_) {
    const bool value = defers_values_ && prog->expr;
    if (deferred_.contains(prog) || value) continue;
    error(
        "E0413", span, "`recover` works in a deferred prog only",
        prog->decl ? fmt::format("no `defer {}(...)` in this file", prog->name) : "this prog is not deferred")
        .help = "write defer prog() { if recover() { ... } }();";
  }
}

}  // namespace csp
