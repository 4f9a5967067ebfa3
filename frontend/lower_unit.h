// What the lowering of one assertion instance shares: the program under construction, which progs are wanted
// in which surroundings, and what the property makes visible.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "frontend/constant.h"
#include "frontend/diagnostic.h"
#include "frontend/lower_names.h"
#include "frontend/model.h"

namespace csp {

class ProcLowering;

// A prog in given surroundings: the parallel commands that its free process names mean.
struct Specialisation {
  const ProgInfo* prog = nullptr;
  Naming naming;  // exactly the free names of the prog
  Naming around;  // all that names mean there: for suggestions, and what its callees get
  std::vector<const ast::ParallelStmt*> groups;  // each gives two hidden parameters: group value, own number
  Span instance;                                 // where the surroundings were chosen, for notes
};

class Unit {
 public:
  Unit(const Model&, Diagnostics&, Valuation);

  const Model& model;
  Diagnostics& diagnostics;
  Valuation valuation;  // parameters of systems, `forall` variables
  Program program;
  FreeNames free_names;
  std::set<const Variable*> named_variables;  // by the property: become shared
  std::set<std::string> named_labels;         // by at(p, L): observed
  std::map<std::pair<const ProgInfo*, std::string>, std::vector<NodeId>>
      label_nodes;                                                 // where each label L: is
  std::map<std::pair<ProcId, const Variable*>, LocalId> local_of;  // of named variables
  std::map<const ast::Expr*, LocalId> hoisted;  // of the guard that is lowered: read already

  // ---- Progs ----
  // The proc for a prog called or started where `around` says what process names mean.
  ProcId proc(const ProgInfo&, const Naming& around, const Span& instance);
  const Specialisation* specialisation(ProcId id) const;
  // A prog of ours: `params` parameters without names; `body` builds it.
  ProcId hidden(std::string name, const Span&, int params, std::function<void(ProcLowering&)> body);
  // Reports a process name that no parallel command around it has, once for each place.
  void unknown_process(const Span& use, const std::string& label, const Naming& around, const Span& instance);
  // Lowers all progs that have been asked for.
  void run();

  // ---- Questions about the model ----
  bool shared(const Variable& v) const { return v.shared || named_variables.contains(&v); }
  const Type& type(TypeId id) const { return program.types[id]; }
  bool is(TypeId id, TypeKind kind) const { return id != kNone && type(id).kind == kind; }
  TypeId type_of(const ast::Expr&) const;  // kNone if it has none
  TypeId unit_type() const;                // kNone if the model has none
  TypeId type_named(const ast::Type&) const;
  template <class T>
  const T* binding(const ast::Expr& e) const {  // the binding if it is a T, else null
    const auto it = model.binding_of.find(&e);
    return it == model.binding_of.end() ? nullptr : std::get_if<T>(&it->second);
  }
  const ConstructorUse* constructor(const ast::Expr&) const;
  bool needs_zero(TypeId) const;           // its zero value has locks or arrays of unknown size
  bool restricted(TypeId) const;           // has ranges or sets inside: stored values must be checked
  bool lock(TypeId) const;                 // mutex, rwmutex, once, waitgroup
  ObjectKind object_kind(TypeId) const;    // of a lock or cond type
  bool interacts(const ast::Expr&) const;  // does its evaluation need nodes?
  const ast::Expr* process_name(
      const ast::Expr&) const;  // the NameExpr of a process label P or P[i, j]; else null

 private:
  void globals();
  Value with_locks(const GlobalInfo&, TypeId, const Value&, const std::string& name);
  bool deep(TypeId, const std::function<bool(const Type&)>&, std::set<TypeId>& seen) const;

  struct Task {
    ProcId proc;
    std::function<void(ProcLowering&)> body;  // empty: a prog of the model
  };
  std::map<std::pair<const ProgInfo*, Naming>, ProcId> made_;
  std::map<ProcId, Specialisation> specialisations_;
  std::deque<Task> wanted_;
  std::vector<Span> reported_;
};

}  // namespace csp
