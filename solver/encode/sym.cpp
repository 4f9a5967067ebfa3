// Symbolic values by structural recursion.
#include "solver/encode/sym.h"

namespace csp::solver {

namespace {
const std::vector<Sym> kNoItems;
}

const std::vector<Sym>& Sym::items() const { return items_ ? *items_ : kNoItems; }

bool same_shape(const Sym& a, const Sym& b) {
  if (a.kind != b.kind || a.tag != b.tag || a.items().size() != b.items().size()) return false;
  for (std::size_t i = 0; i < a.items().size(); ++i)
    if (!same_shape(a.items()[i], b.items()[i])) return false;
  return true;
}

bool identical(const Sym& a, const Sym& b) {
  if (a.kind != b.kind || a.tag != b.tag || a.term != b.term || a.items().size() != b.items().size())
    return false;
  for (std::size_t i = 0; i < a.items().size(); ++i)
    if (!identical(a.items()[i], b.items()[i])) return false;
  return true;
}

void for_each_leaf(const Sym& s, const std::function<void(const Sym&)>& f) {
  if (s.is_leaf()) return f(s);
  for (const Sym& item : s.items()) for_each_leaf(item, f);
}

Sym map_leaves(const Sym& s, const std::function<Term(const Sym&)>& f) {
  if (s.is_leaf()) {
    Sym out = s;
    out.term = f(s);
    return out;
  }
  if (s.items().empty()) return s;
  std::vector<Sym> items;
  items.reserve(s.items().size());
  for (const Sym& item : s.items()) items.push_back(map_leaves(item, f));
  if (s.kind == SymKind::Seq) return Sym::seq(std::move(items));
  if (s.kind == SymKind::Data) return Sym::data(s.tag, std::move(items));
  return Sym::closure(s.tag, std::move(items));
}

namespace {

// The type of item i of a value.
TypeId item_type(const Program& program, TypeId id, const Sym& s, std::size_t i) {
  if (s.kind == SymKind::Closure) {
    const Proc& proc = program.procs[static_cast<std::size_t>(s.tag)];
    return i < proc.locals.size() && !proc.locals[i].shared ? proc.locals[i].type : kNone;
  }
  if (id == kNone) return kNone;
  const Type& type = program.types[id];
  if (s.kind == SymKind::Seq && (type.kind == TypeKind::Struct || type.kind == TypeKind::Tuple))
    return i < type.parts.size() ? type.parts[i] : kNone;
  if (s.kind == SymKind::Seq && (type.kind == TypeKind::Array || type.kind == TypeKind::List))
    return type.parts[0];
  if (s.kind == SymKind::Data && type.kind == TypeKind::Data)
    for (const Constructor& c : type.constructors)
      if (c.tag == s.tag && i < c.fields.size()) return c.fields[i];
  return kNone;
}

}  // namespace

Sym map_typed(const Program& program, TypeId type, const Sym& s,
              const std::function<Term(const Sym&, TypeId)>& f) {
  if (s.is_leaf()) {
    Sym out = s;
    out.term = f(s, type);
    return out;
  }
  if (s.items().empty()) return s;
  std::vector<Sym> items;
  items.reserve(s.items().size());
  for (std::size_t i = 0; i < s.items().size(); ++i)
    items.push_back(map_typed(program, item_type(program, type, s, i), s.items()[i], f));
  if (s.kind == SymKind::Seq) return Sym::seq(std::move(items));
  if (s.kind == SymKind::Data) return Sym::data(s.tag, std::move(items));
  return Sym::closure(s.tag, std::move(items));
}

Term equal(Terms& t, const Sym& a, const Sym& b) {
  if (!same_shape(a, b)) return t.no();
  std::vector<Term> parts, left, right;
  for_each_leaf(a, [&](const Sym& s) { left.push_back(s.term); });
  for_each_leaf(b, [&](const Sym& s) { right.push_back(s.term); });
  for (std::size_t i = 0; i < left.size(); ++i) parts.push_back(t.eq(left[i], right[i]));
  return t.and_(std::move(parts));
}

std::optional<Sym> merge(Terms& t, Term condition, const Sym& a, const Sym& b) {
  if (t.is_true_constant(condition)) return a;
  if (t.is_false_constant(condition)) return b;
  if (!same_shape(a, b)) return std::nullopt;
  std::vector<Term> other;
  for_each_leaf(b, [&](const Sym& s) { other.push_back(s.term); });
  std::size_t i = 0;
  return map_leaves(a, [&](const Sym& s) { return t.choose(condition, s.term, other[i++]); });
}

Cases overwritten(Terms& t, const Cases& before, const Cases& after) {
  std::vector<Term> guards;
  for (const Guarded& g : after) guards.push_back(g.guard);
  const Term written = t.or_(std::move(guards));
  if (t.is_false_constant(written)) return before;
  Cases out;
  for (const Guarded& old : before) {
    const Term guard = t.and_(old.guard, t.not_(written));
    if (!t.is_false_constant(guard)) out.push_back({guard, old.value});
  }
  for (const Guarded& fresh : after) {
    if (t.is_false_constant(fresh.guard)) continue;
    bool merged = false;
    for (Guarded& g : out) {
      if (!same_shape(fresh.value, g.value)) continue;
      g = {t.or_(g.guard, fresh.guard), *merge(t, fresh.guard, fresh.value, g.value)};
      merged = true;
      break;
    }
    if (!merged) out.push_back(fresh);
  }
  if (out.size() == 1) out[0].guard = t.yes();
  return out;
}

}  // namespace csp::solver
