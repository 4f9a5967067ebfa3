// Names: what stands at the top level, what is predeclared, what is visible in a body, and which variables
// are captured.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/model.h"

namespace csp {

// ---- Predeclared names

// A predeclared function (timeout, close, head, ...; closed, ended, at in properties only), or nothing.
std::optional<Builtin> predeclared_function(std::string_view name, bool in_property);

// A predeclared type without arguments: int, bool, unit, char, mutex, rwmutex, cond, once, waitgroup (and
// Int, Bool, Char of CSPM). `context` is not among them, because it is a struct.
std::optional<TypeKind> predeclared_type(std::string_view name);

// All predeclared functions (in_property adds its own), and all predeclared types, for "did you mean".
std::vector<std::string> predeclared_functions(bool in_property);
std::vector<std::string> predeclared_types();

// The operation `name` of atomic.
std::optional<Builtin> atomic_operation(std::string_view name);

// A method of a lock or context type: m.lock().
struct Method {
  std::string_view name;
  Builtin op;
  enum class Argument { None, Int, Prog } argument = Argument::None;
  enum class Result { None, Bool, Done } result = Result::None;  // Done: chan of unit
};
// The methods of a type of this kind (Struct: of context), in the order of docs/language.md; empty if it has
// none.
std::vector<Method> methods(TypeKind kind);

// ---- Local scopes

// The variables visible at a place of a body. Innermost last.
class Scopes {
 public:
  void push() { levels_.emplace_back(); }
  void pop() { levels_.pop_back(); }

  // The variable of this name, or null.
  Variable* find(std::string_view name) const;
  // The variable of this name in the innermost scope, or null.
  Variable* find_innermost(std::string_view name) const;
  // Makes the variable visible in the innermost scope; hides one of the same name.
  void add(Variable* variable);
  void names(std::vector<std::string>& out) const;

 private:
  std::vector<std::vector<Variable*>> levels_;
};

// ---- Capture

// Decides Variable::captured, ::shared and ProgInfo::captures while a body is read in the order of its text.
// A captured variable is shared if an assignment other than its declaration can happen after a capture: it
// stands in an inner prog, or behind the capture in the text, or in a loop (inside the variable's scope)
// around both.
class Captures {
 public:
  // The loops around the place where a prog is being read; one stack for each prog.
  void enter_loop(const ProgInfo* prog) { loops_[prog].push_back(++last_loop_); }
  void leave_loop(const ProgInfo* prog) { loops_[prog].pop_back(); }

  void declared(const Variable* variable);
  // `variable` is used, or assigned, in the body of `user` (its owner or a prog inside it).
  void used(Variable* variable, ProgInfo* user);
  void assigned(Variable* variable, ProgInfo* user);

 private:
  int loop_of(
      const Variable* variable) const;  // the outermost loop around this place inside its scope; 0: none

  std::unordered_map<const ProgInfo*, std::vector<int>> loops_;
  std::unordered_map<const Variable*, std::size_t> depth_;    // loops around the declaration
  std::unordered_map<const Variable*, std::set<int>> early_;  // loops of assignments before the first capture
  int last_loop_ = 0;
};

}  // namespace csp
