// The CSPM half of a model as one thing: checked, compiled, and ready to be asked for values and terms.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "frontend/cspm/compile.h"
#include "frontend/cspm/infer.h"
#include "frontend/cspm/script.h"
#include "frontend/diagnostic.h"

namespace csp::cspm {

class Half {
 public:
  explicit Half(Diagnostics& diagnostics) : inference_(script_, diagnostics), diagnostics_(&diagnostics) {}

  // ---- Making it, in this order ----
  void declare_instance(const ast::Name& name, const ast::Decl& decl);  // a prog or system
  void declare(const ast::Decl& decl) { inference_.declare(decl); }
  void override_value(const std::string& name, const ast::Expr& value) {
    inference_.override_value(name, value);
  }
  // Infers types and compiles. False if there were errors: then nothing can be evaluated.
  // tag: of a constructor, in Types::tags.
  bool finish(const std::function<int(const std::string& constructor)>& tag);

  // ---- Expressions that are no definitions: assertions, what -- print shows ----
  // Infers and compiles; variables are the parameters of the unit. Null if there were errors. expected may be
  // null.
  const Unit* expression(const ast::Expr& e, const std::vector<std::pair<ast::Name, Ty*>>& variables,
                         Ty* expected, std::string_view what);
  // A type: its set, and what the members are.
  const Unit* type(const ast::Type& t, Ty*& element);
  void report_to(Diagnostics& diagnostics);                                               // from now on
  void keep(std::shared_ptr<const ast::File> tree) { kept_.push_back(std::move(tree)); }  // of an expression
  Ty* process_type(const Span& origin) { return inference_.simple(TyKind::Proc, origin); }
  Ty* event_set_type(const Span& origin);

  const Script& script() const { return script_; }
  Inference& inference() { return inference_; }

 private:
  static Shape shape(Ty* t);
  void compile_atoms(const std::function<int(const std::string&)>& tag);

  Script script_;
  Inference inference_;
  Diagnostics* diagnostics_;
  std::unique_ptr<Compiler> compiler_;
  std::vector<std::shared_ptr<const ast::File>> kept_;
};

}  // namespace csp::cspm
