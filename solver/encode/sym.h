// Symbolic values: the shape of a value (sequence, datatype value, prog value) is known, its numbers and
// references are terms. A value of which not even the shape is known is a list of cases (Cases).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "checker/core/program.h"
#include "solver/term.h"

namespace csp::solver {

enum class SymKind : std::uint8_t {
  Int,     // term
  Ref,     // term: a number of Refs (universe.h); kNil is nil, or no value yet
  Seq,     // items
  Data,    // tag, items
  Closure  // tag: ProcId; items: captured values
};

inline constexpr std::int64_t kNil = -1;

class Sym {
 public:
  SymKind kind = SymKind::Int;
  int tag = 0;
  Term term;

  static Sym integer(Term t) { return make(SymKind::Int, 0, t, {}); }
  static Sym reference(Term t) { return make(SymKind::Ref, 0, t, {}); }
  static Sym seq(std::vector<Sym> items) { return make(SymKind::Seq, 0, {}, std::move(items)); }
  static Sym data(int tag, std::vector<Sym> items) { return make(SymKind::Data, tag, {}, std::move(items)); }
  static Sym closure(int proc, std::vector<Sym> items) {
    return make(SymKind::Closure, proc, {}, std::move(items));
  }

  const std::vector<Sym>& items() const;
  bool is_leaf() const { return kind == SymKind::Int || kind == SymKind::Ref; }

 private:
  static Sym make(SymKind kind, int tag, Term term, std::vector<Sym> items) {
    Sym s;
    s.kind = kind;
    s.tag = tag;
    s.term = term;
    if (!items.empty()) s.items_ = std::make_shared<const std::vector<Sym>>(std::move(items));
    return s;
  }
  std::shared_ptr<const std::vector<Sym>> items_;
};

// The same tree, terms aside.
bool same_shape(const Sym&, const Sym&);
// The same tree and the same terms.
bool identical(const Sym&, const Sym&);

// Calls f(Sym) for each leaf, in order.
void for_each_leaf(const Sym&, const std::function<void(const Sym&)>& f);
// The same shape with f(leaf) as terms.
Sym map_leaves(const Sym&, const std::function<Term(const Sym&)>& f);

// As map_leaves, where f is told the type of each leaf as far as it is known (else kNone).
Sym map_typed(const Program&, TypeId, const Sym&, const std::function<Term(const Sym&, TypeId)>& f);

// Structural equality, as ExprKind::Eq means it.
Term equal(Terms&, const Sym&, const Sym&);

// if condition then a else b; nothing if the shapes differ.
std::optional<Sym> merge(Terms&, Term condition, const Sym& a, const Sym& b);

// A value that has one of several shapes: which one is told by the guards, of which at most one is true;
// exactly one where the value matters. With a single case the guard is true.
struct Guarded {
  Term guard;
  Sym value;
};
using Cases = std::vector<Guarded>;

// The cases of `after` where their guards are true, else those of `before`; equal shapes are merged.
Cases overwritten(Terms&, const Cases& before, const Cases& after);

}  // namespace csp::solver
