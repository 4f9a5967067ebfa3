// Which definitions belong to CSPM, and what the other half of the check needs of them: their values as core
// values, and the sets that they name as types.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "frontend/cspm/evaluator.h"
#include "frontend/cspm/half.h"
#include "frontend/diagnostic.h"
#include "frontend/model.h"
#include "frontend/typecheck.h"
#include "frontend/typecheck_types.h"

namespace csp {

class CspmSide {
 public:
  CspmSide(Model& model, TypeTable& types, const OverrideDecls& overrides, const EvaluationLimits& limits,
           Diagnostics& diagnostics)
      : model_(model), types_(types), overrides_(overrides), limits_(limits), diagnostics_(diagnostics) {}

  // ---- Sorting, before anything is checked ----
  void add(const ast::Decl& decl) { decls_.push_back(&decl); }
  void add_variable(const ast::Decl& decl) { variables_.push_back(&decl); }
  void add_instance(const ast::Name& name, const ast::Decl& decl) { instances_.emplace_back(&name, &decl); }
  void sort_out();  // after all have been added
  bool owns(std::string_view name) const { return owned_.contains(name); }
  bool needs(const ast::Expr& e) const;  // forms or names that only CSPM has?
  bool needs(const ast::Type& t) const;
  bool wanted() const { return wanted_; }  // is there anything of CSPM?

  // ---- Checking ----
  // Infers and compiles, once. False if there were errors.
  bool ready();
  cspm::Half& half() { return *model_.cspm; }
  cspm::Evaluator& evaluator() { return *evaluator_; }
  bool has_program(const ast::Expr& e) const;  // does it depend on a prog or system?

  // ---- Values for programs ----
  // The type that programs have for it; kNone: they have none.
  TypeId core_type(cspm::Ty* t);
  cspm::Ty* cspm_type(TypeId id, const Span& origin);  // of a `forall` variable; null: CSPM has none
  // The value of a definition without parameters; nothing if it has a type that programs do not have, or
  // cannot be evaluated, which is reported at `use`.
  std::optional<std::pair<TypeId, Value>> constant(const std::string& name, const Span& use);
  // The set that an expression or type denotes as a type; kNone if programs cannot have it. Errors of
  // evaluation are reported.
  TypeId set_type(const ast::Expr& set);
  TypeId set_type(const ast::Type& type);

 private:
  TypeId set_type(const cspm::Val& set, cspm::Ty* element);
  void take_constants(const std::map<std::string, const ast::ExprBox*>& constants);
  template <class F>
  bool evaluate(F&& f);  // reports an EvaluationError

  Model& model_;
  TypeTable& types_;
  const OverrideDecls& overrides_;
  EvaluationLimits limits_;
  Diagnostics& diagnostics_;
  std::vector<const ast::Decl*> decls_, variables_;
  std::vector<std::pair<const ast::Name*, const ast::Decl*>> instances_;
  std::set<std::string, std::less<>> owned_;
  std::set<std::string, std::less<>> declared_;           // all names of the top level
  std::map<std::string, cspm::Names, std::less<>> uses_;  // of each definition: the names it needs
  cspm::Names atoms_;
  bool wanted_ = false;
  std::optional<bool> ready_;
  std::unique_ptr<Terms> terms_;  // for the evaluation of constants
  std::unique_ptr<cspm::Evaluator> evaluator_;
  std::vector<std::shared_ptr<ast::Expr>> made_;
};

}  // namespace csp
