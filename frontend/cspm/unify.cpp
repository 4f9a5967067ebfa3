// Unification. The rules for dots are those of FDR's type checker (its manual, CSPM, type system): in a list
// of items the shortest match is taken, the last item takes what is left.
#include "frontend/cspm/unify.h"

#include <algorithm>

namespace csp::cspm {
namespace {

bool is(Ty* t, TyKind kind) { return Types::resolve(t)->kind == kind; }

// Levels and the occurs check.
void adjust_in(Types& types, Ty* variable, Ty* t, Ty* whole, int depth) {
  t = Types::resolve(t);
  types.spend(depth);
  if (t == variable) throw Mismatch{Mismatch::Kind::Circular, variable, whole};
  if (t->kind == TyKind::Var) {
    t->level = std::min(t->level, variable->level);
    return;
  }
  for (Ty* p : t->parts) adjust_in(types, variable, p, whole, depth + 1);
}

// Is the variable one of the items of the Dot?
bool holds(Ty* dot, Ty* variable) {
  const std::vector<Ty*> list = Types::items(dot);
  return std::find(list.begin(), list.end(), variable) != list.end();
}

}  // namespace

void Unifier::adjust(Ty* variable, Ty* t) { adjust_in(types_, variable, t, t, 0); }

void Unifier::bind(Ty* v, Ty* t) {
  t = Types::resolve(t);
  if (v == t) return;
  if (t->kind == TyKind::Var) {
    t->level = std::min(t->level, v->level);
    v->bound = t;
    const std::vector<Ty*> extended = v->extends;
    t->constraints |= v->constraints;
    for (Ty* r : extended) extends(t, r);
    return;
  }
  adjust(v, t);
  v->bound = t;
  if (v->constraints) require(v->constraints, t);
  const std::vector<Ty*> extended = v->extends;
  for (Ty* r : extended) extends(t, r);
}

void Unifier::unify(Ty* a, Ty* b) {
  a = Types::resolve(a);
  b = Types::resolve(b);
  if (a == b) return;
  types_.spend(0);
  if (a->kind == TyKind::Dot) a = dot(a, nullptr, a->origin);
  if (b->kind == TyKind::Dot) b = dot(b, nullptr, b->origin);
  a = Types::resolve(a);
  b = Types::resolve(b);
  if (a == b) return;
  // f(s) = f(N.s): where s is a part of N.s it can only be a field, complete in itself.
  if (a->kind == TyKind::Var && b->kind == TyKind::Dot && holds(b, a)) b = Types::resolve(decide(b));
  if (b->kind == TyKind::Var && a->kind == TyKind::Dot && holds(a, b)) a = Types::resolve(decide(a));
  if (a == b) return;
  if (a->kind == TyKind::Var && b->kind != TyKind::Var) return bind(a, b);
  if (b->kind == TyKind::Var) return bind(b, a);
  if (a->kind == TyKind::Dot) return unify_dots(a, b, false);
  if (b->kind == TyKind::Dot) return unify_dots(b, a, true);
  if (a->kind == TyKind::Dotable && b->kind == TyKind::Dotable) return unify_dotables(a, b);
  if (a->kind == TyKind::Dotable || b->kind == TyKind::Dotable) {
    const Ty* open = a->kind == TyKind::Dotable ? a : b;
    Ty* closed = a->kind == TyKind::Dotable ? b : a;
    Ty* result = Types::result(const_cast<Ty*>(open));
    if (result->kind == closed->kind && (result->kind == TyKind::Event || result->kind == TyKind::Data))
      throw Mismatch{Mismatch::Kind::TooFew, a, b, Types::fields(const_cast<Ty*>(open)).size()};
    throw Mismatch{Mismatch::Kind::Clash, a, b};
  }
  if (a->kind != b->kind || a->parts.size() != b->parts.size() || a->number != b->number ||
      a->name != b->name)
    throw Mismatch{Mismatch::Kind::Clash, a, b};
  for (std::size_t i = 0; i < a->parts.size(); ++i) unify(a->parts[i], b->parts[i]);
}

void Unifier::require(std::uint8_t constraints, Ty* t) {
  t = Types::resolve(t);
  types_.spend(0);
  const auto refuse = [&](Constraint c) { throw Mismatch{Mismatch::Kind::Constraint, nullptr, t, 0, c}; };
  switch (t->kind) {
    case TyKind::Var:
      t->constraints |= constraints;
      return;
    case TyKind::Int:
    case TyKind::Char:
      if (constraints & kYield) refuse(kYield);
      return;
    case TyKind::Bool:
      if (constraints & kYield) refuse(kYield);
      if (constraints & kOrd) refuse(kOrd);
      return;
    case TyKind::Event:
      if (constraints & kOrd) refuse(kOrd);
      return;
    case TyKind::Data: {
      if (constraints & kOrd) refuse(kOrd);
      std::vector<int> visiting;
      if ((constraints & kEq) && !comparable(t, visiting)) refuse(kEq);
      return;
    }
    case TyKind::Proc:
      if (constraints & kEq) refuse(kEq);
      if (constraints & kOrd) refuse(kOrd);
      if (constraints & kYield) refuse(kYield);
      return;
    case TyKind::Fun:
    case TyKind::Foreign:
      if (constraints & kEq) refuse(kEq);
      if (constraints & kOrd) refuse(kOrd);
      if (constraints & kYield) refuse(kYield);
      if (constraints & kSet) refuse(kSet);
      return;
    case TyKind::Seq:
    case TyKind::Tuple:
    case TyKind::Dot:
      if (constraints & kYield) refuse(kYield);
      if (t->kind == TyKind::Dot && (constraints & kOrd)) refuse(kOrd);
      for (Ty* p : t->parts) require(constraints, p);
      return;
    case TyKind::Set:
      if (constraints & kYield) refuse(kYield);
      if (constraints & (kEq | kOrd)) require(kEq, t->parts[0]);
      return;
    case TyKind::Dotable:
      if (constraints & kYield) refuse(kYield);
      if (constraints & kOrd) refuse(kOrd);
      return;
  }
}

bool Unifier::comparable(Ty* t, std::vector<int>& visiting) {
  t = Types::resolve(t);
  types_.spend(0);
  if (t->kind == TyKind::Proc || t->kind == TyKind::Fun || t->kind == TyKind::Foreign) return false;
  if (t->kind == TyKind::Data) {
    if (std::find(visiting.begin(), visiting.end(), t->number) != visiting.end()) return true;
    visiting.push_back(t->number);
    for (Ty* c : types_.data[static_cast<std::size_t>(t->number)].constructors)
      for (Ty* f : Types::fields(c))
        if (!comparable(f, visiting)) return false;
    return true;
  }
  return std::all_of(t->parts.begin(), t->parts.end(), [&](Ty* p) { return comparable(p, visiting); });
}

// ---- Dots

// Items from the left: a Dotable takes the item behind it as its next field, if that is known or not the
// last.
std::vector<Ty*> Unifier::reduce(std::vector<Ty*> list, Span origin) {
  while (list.size() > 1) {
    Ty* head = Types::resolve(list[0]);
    Ty* next = Types::resolve(list[1]);
    if (head->kind != TyKind::Dotable) {
      if (head->kind == TyKind::Var || list.size() <= 2) break;
      // Values that take no fields stay side by side.
      const std::vector<Ty*> rest = reduce({list.begin() + 1, list.end()}, origin);
      std::vector<Ty*> all{head};
      all.insert(all.end(), rest.begin(), rest.end());
      return all;
    }
    if (next->kind == TyKind::Var && list.size() == 2) break;
    std::vector<Ty*> fields = Types::fields(head);
    Ty* result = Types::result(head);
    if (next->kind == TyKind::Dotable) {
      // A value of a datatype that is not complete itself: its fields come first.
      unify(fields[0], Types::result(next));
      std::vector<Ty*> open = Types::fields(next);
      open.insert(open.end(), fields.begin() + 1, fields.end());
      list[0] = types_.dotable(std::move(open), result, origin);
    } else {
      unify(fields[0], next);
      list[0] = types_.dotable({fields.begin() + 1, fields.end()}, result, origin);
    }
    list.erase(list.begin() + 1);
  }
  return list;
}

Ty* Unifier::dot(Ty* left, Ty* right, Span origin) {
  std::vector<Ty*> list = Types::items(left);
  if (right)
    for (Ty* t : Types::items(right)) list.push_back(t);
  return types_.dot(reduce(std::move(list), origin), origin);
}

Ty* Unifier::decide(Ty* t) {
  t = Types::resolve(t);
  types_.spend(0);
  if (t->kind == TyKind::Set || t->kind == TyKind::Seq || t->kind == TyKind::Tuple ||
      t->kind == TyKind::Fun) {
    for (Ty*& p : t->parts) p = decide(p);
    return t;
  }
  if (t->kind != TyKind::Dot) return t;
  std::vector<Ty*> list = reduce(Types::items(t), t->origin);
  if (list.size() == 2 && is(list[0], TyKind::Dotable)) {
    supply(Types::fields(list[0]), {list[1]}, list[0]);
    return Types::result(list[0]);
  }
  return types_.dot(std::move(list), t->origin);
}

// The items given are exactly the fields.
void Unifier::supply(const std::vector<Ty*>& fields, std::vector<Ty*> given, Ty* whole) {
  const std::vector<Ty*> left = supply_some(fields, std::move(given), nullptr);
  if (!left.empty()) throw Mismatch{Mismatch::Kind::TooFew, whole, whole, left.size()};
}

// The items given are the first of the fields; gives the fields that are left. With `whole` null the last
// item, if unknown, is all that is left.
std::vector<Ty*> Unifier::supply_some(std::vector<Ty*> fields, std::vector<Ty*> given, Ty* whole) {
  while (!given.empty()) {
    Ty* item = Types::resolve(given.front());
    if (item->kind == TyKind::Dot) {
      std::vector<Ty*> list = Types::items(item);
      list.insert(list.end(), given.begin() + 1, given.end());
      given = std::move(list);
      continue;
    }
    if (fields.empty()) throw Mismatch{Mismatch::Kind::TooMany, whole, item, given.size()};
    Ty* field = Types::resolve(fields.front());
    if (item->kind == TyKind::Dotable) {
      unify(field, Types::result(item));
      std::vector<Ty*> open = Types::fields(item);
      open.insert(open.end(), fields.begin() + 1, fields.end());
      fields = std::move(open);
      given.erase(given.begin());
      continue;
    }
    if (item->kind == TyKind::Var && given.size() == 1 && !whole) {
      unify(types_.dot(fields, item->origin), item);
      return {};
    }
    if (field->kind == TyKind::Var && fields.size() == 1 && given.size() > 1) {
      unify(field, types_.dot(given, item->origin));
      return {};
    }
    unify(field, item);
    fields.erase(fields.begin());
    given.erase(given.begin());
  }
  return fields;
}

// a is a Dot that cannot be decided alone.
void Unifier::unify_dots(Ty* a, Ty* b, bool swapped) {
  const std::vector<Ty*> list = Types::items(a);
  Ty* head = Types::resolve(list[0]);
  const std::vector<Ty*> rest(list.begin() + 1, list.end());
  const auto clash = [&] {
    throw swapped ? Mismatch{Mismatch::Kind::Clash, b, a} : Mismatch{Mismatch::Kind::Clash, a, b};
  };
  if (b->kind == TyKind::Dot) {
    Ty* x = Types::resolve(decide(a));
    Ty* y = Types::resolve(decide(b));
    if (x->kind != TyKind::Dot || y->kind != TyKind::Dot) return swapped ? unify(y, x) : unify(x, y);
    return lists(Types::items(x), Types::items(y), x, y);
  }
  const std::vector<Ty*> more = Types::fields(b);
  Ty* result = Types::result(b);
  if (head->kind == TyKind::Dotable) {
    swapped ? unify(result, Types::result(head)) : unify(Types::result(head), result);
    std::vector<Ty*> given = rest;
    given.insert(given.end(), more.begin(), more.end());
    try {
      supply(Types::fields(head), given, head);
    } catch (Mismatch& m) {
      if (m.kind == Mismatch::Kind::TooMany && !m.left) m.left = head;
      throw;
    }
    return;
  }
  if (result->kind != TyKind::Event && result->kind != TyKind::Data && result->kind != TyKind::Var) {
    clash();
    return;
  }
  if (head->kind != TyKind::Var) {
    if (head->kind == TyKind::Event || head->kind == TyKind::Data) {
      unify(result, head);
      throw Mismatch{Mismatch::Kind::TooMany, head, Types::resolve(rest.front()), rest.size()};
    }
    clash();
    return;
  }
  std::vector<Ty*> fields;
  for (Ty* t : reduce(rest, a->origin)) fields.push_back(t);
  fields.insert(fields.end(), more.begin(), more.end());
  bind(head, types_.dotable(std::move(fields), result, a->origin));
}

void Unifier::lists(std::vector<Ty*> a, std::vector<Ty*> b, Ty* left, Ty* right) {
  for (;;) {
    if (a.empty() && b.empty()) return;
    if (a.empty() || b.empty()) throw Mismatch{Mismatch::Kind::Clash, left, right};
    if (a.size() == 1 || b.size() == 1) {
      Ty *x = types_.dot(a, left->origin), *y = types_.dot(b, right->origin);
      x = Types::resolve(x);
      y = Types::resolve(y);
      if (x->kind == TyKind::Dot && y->kind != TyKind::Var && y->kind != TyKind::Dot)
        throw Mismatch{Mismatch::Kind::Clash, left, right};
      if (y->kind == TyKind::Dot && x->kind != TyKind::Var && x->kind != TyKind::Dot)
        throw Mismatch{Mismatch::Kind::Clash, left, right};
      unify(x, y);
      return;
    }
    unify(a[0], b[0]);
    a.erase(a.begin());
    b.erase(b.begin());
  }
}

void Unifier::unify_dotables(Ty* a, Ty* b) {
  const std::vector<Ty*> x = Types::fields(a), y = Types::fields(b);
  Ty *p = Types::result(a), *q = Types::result(b);
  // A result that is not known may take more fields.
  if (p->kind == TyKind::Var && !p->extends.empty() && y.size() > x.size()) {
    for (std::size_t i = 0; i < x.size(); ++i) unify(x[i], y[i]);
    return unify(p,
                 types_.dotable({y.begin() + static_cast<std::ptrdiff_t>(x.size()), y.end()}, q, b->origin));
  }
  if (q->kind == TyKind::Var && !q->extends.empty() && x.size() > y.size()) {
    for (std::size_t i = 0; i < y.size(); ++i) unify(x[i], y[i]);
    return unify(types_.dotable({x.begin() + static_cast<std::ptrdiff_t>(y.size()), x.end()}, p, a->origin),
                 q);
  }
  unify(p, q);
  lists(x, y, a, b);
}

Ty* Unifier::extends(Ty* t, Ty* result) {
  t = Types::resolve(t);
  switch (t->kind) {
    case TyKind::Var:
      if (t->extends.empty())
        t->extends.push_back(result);
      else
        unify(t->extends.front(), result);
      adjust(t, result);
      return t;
    case TyKind::Event:
    case TyKind::Data:
      unify(result, t);
      return t;
    case TyKind::Dotable:
      unify(result, Types::result(t));
      return t;
    case TyKind::Dot:
      break;
    case TyKind::Int:
    case TyKind::Bool:
    case TyKind::Char:
    case TyKind::Proc:
    case TyKind::Seq:
    case TyKind::Set:
    case TyKind::Tuple:
    case TyKind::Fun:
    case TyKind::Foreign:
      throw Mismatch{Mismatch::Kind::NoChannel, result, t};
  }
  const std::vector<Ty*> list = reduce(Types::items(t), t->origin);
  if (list.size() == 1) return extends(list[0], result);
  Ty* head = Types::resolve(list[0]);
  std::vector<Ty*> rest(list.begin() + 1, list.end());
  if (head->kind == TyKind::Dotable) {
    unify(result, Types::result(head));
    return types_.dotable(supply_some(Types::fields(head), rest, head), Types::result(head), t->origin);
  }
  if (head->kind == TyKind::Var) {
    Ty* tail = types_.var(t->origin, head->level);
    tail->extends.push_back(result);
    bind(head, types_.dotable(rest, tail, t->origin));
    return tail;
  }
  throw Mismatch{Mismatch::Kind::NoChannel, result, head};
}

}  // namespace csp::cspm
