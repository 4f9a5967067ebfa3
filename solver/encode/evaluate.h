// Expressions and places on symbolic values, as docs/semantics.md and core/program.h define them. Errors are
// thrown (SymFailure); what depends on unknown data is decided on the path.
#pragma once

#include <vector>

#include "solver/encode/context.h"
#include "solver/encode/path.h"

namespace csp::solver {

class Evaluator {
 public:
  Evaluator(Context& context, Path& path) : context_(context), t_(context.terms), path_(path) {}

  Sym eval(const std::vector<Sym>& locals, ExprId);
  // The operator of the expression on values of its arguments; not for And, Or, If and what stands for a
  // value itself.
  Sym apply(const Expr&, const std::vector<Sym>& args);
  Term number(const std::vector<Sym>& locals, ExprId e) { return number_of(eval(locals, e)); }
  Term truth(const std::vector<Sym>& locals, ExprId e) { return t_.is_true(number(locals, e)); }
  bool decide(const std::vector<Sym>& locals, ExprId e) { return path_.decide(truth(locals, e)); }

  bool decide_term(Term condition) { return path_.decide(condition); }

  // The integer of a value; a variable that nothing was assigned to counts as 0.
  Term number_of(const Sym&) const;

  // Indices worked out once: numbers, or terms.
  std::vector<Term> resolve(const std::vector<Sym>& locals, const std::vector<PathStep>&);
  Sym part_at(const Sym& whole, const std::vector<Term>& path);
  Sym with_part(const Sym& whole, const std::vector<Term>& path, std::size_t from, const Sym& part);
  void store(std::vector<Sym>& locals, const Place&, const Sym&);

  // Does the value lie in the type's domain? (core/type.h)
  Term fits(TypeId, const Sym&);

  // A term that is one of 0..n-1, made a number by deciding.
  std::size_t concrete(Term, std::size_t n);

 private:
  Sym item_at(const Sym& seq, Term index);
  Sym both(const std::vector<Sym>& locals, const Expr&);
  Sym sequence(const Expr&, const std::vector<Sym>& args);
  Sym member(const Expr&, const std::vector<Sym>& args);
  Sym peer_channel(const std::vector<Sym>& args);
  Sym boolean(Term t) { return Sym::integer(t_.as_int(t)); }

  Context& context_;
  Terms& t_;
  Path& path_;
};

}  // namespace csp::solver
