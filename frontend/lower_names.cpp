// Free process names as a least fixpoint: sets only grow, labels are finitely many.
#include "frontend/lower_names.h"

#include "frontend/lower_walk.h"

namespace csp {

int branch_index(const ast::ParallelStmt& command, const std::string& label) {
  for (std::size_t i = 0; i < command.branches.size(); ++i)
    if (command.branches[i].label.text == label) return static_cast<int>(i);
  return -1;
}

FreeNames::Uses FreeNames::uses(const ProgInfo& prog) const {
  Uses out;
  if (!prog.body) return out;
  TreeVisitor visitor;
  visitor.expr = [&](const ast::Expr& e) {
    if (std::holds_alternative<ast::ProgExpr>(e.node)) {
      const auto it = model_.prog_of.find(&std::get<ast::ProgExpr>(e.node));
      if (it != model_.prog_of.end()) out.progs.insert(it->second);
    }
    const auto it = model_.binding_of.find(&e);
    if (it == model_.binding_of.end()) return;
    if (const auto* label = std::get_if<ProcessLabel>(&it->second)) out.names.insert(label->name);
    if (const auto* used = std::get_if<ProgInfo*>(&it->second)) out.progs.insert(*used);
  };
  visitor.stmt = [&](const ast::Stmt& s) {
    if (const auto* command = std::get_if<ast::ParallelStmt>(&s.node)) out.commands.push_back(command);
  };
  walk(*prog.body, visitor);
  return out;
}

void FreeNames::solve() {
  solved_ = true;
  std::map<const ProgInfo*, Uses> all;
  for (const ProgInfo& prog : model_.progs) {
    all[&prog] = uses(prog);
    free_[&prog] = all[&prog].names;
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [prog, use] : all) {
      std::set<std::string>& mine = free_[prog];
      const std::size_t before = mine.size();
      for (const ProgInfo* other : use.progs) {
        const std::set<std::string> theirs = free_[other];
        mine.insert(theirs.begin(), theirs.end());
      }
      for (const ast::ParallelStmt* command : use.commands) mine.merge(of(*command));
      changed = changed || mine.size() > before;
    }
  }
}

const std::set<std::string>& FreeNames::of(const ProgInfo& prog) {
  if (!solved_) solve();
  return free_[&prog];
}

std::set<std::string> FreeNames::of(const ast::ParallelStmt& command) {
  std::set<std::string> out;
  for (const ast::ParallelBranch& branch : command.branches) {
    const auto it = model_.prog_of.find(&branch);
    if (it == model_.prog_of.end()) continue;
    for (const std::string& name : of(*it->second))
      if (branch_index(command, name) < 0) out.insert(name);
  }
  return out;
}

}  // namespace csp
