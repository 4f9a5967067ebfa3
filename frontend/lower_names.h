// Free process names (semantics.md rule 29): which labels a prog uses that no parallel command inside it has.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "frontend/model.h"

namespace csp {

// What process names mean at a place: the nearest enclosing parallel command that has the label; null: none
// has.
using Naming = std::map<std::string, const ast::ParallelStmt*>;

// The branch of the command with this label, or -1.
int branch_index(const ast::ParallelStmt&, const std::string& label);

class FreeNames {
 public:
  explicit FreeNames(const Model& model) : model_(model) {}

  // The free names of a prog: its own, those of the progs it mentions, and those of its parallel branches
  // without the labels of their command. The least fixpoint over the graph of progs, worked out at the first
  // question.
  const std::set<std::string>& of(const ProgInfo&);
  // The same for a parallel command that stands nowhere.
  std::set<std::string> of(const ast::ParallelStmt&);

 private:
  struct Uses {
    std::set<std::string> names;      // used by the prog itself
    std::set<const ProgInfo*> progs;  // called, started or taken as a value
    std::vector<const ast::ParallelStmt*> commands;
  };
  Uses uses(const ProgInfo&) const;
  void solve();

  const Model& model_;
  bool solved_ = false;
  std::map<const ProgInfo*, std::set<std::string>> free_;
};

}  // namespace csp
