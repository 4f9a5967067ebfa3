// Dotted values: joining and taking apart.
#include "frontend/cspm/dot.h"

#include <fmt/format.h>

#include <algorithm>

#include "frontend/cspm/code.h"
#include "frontend/cspm/set.h"

namespace csp::cspm {

bool headed(const Val& v) { return v.is(ValKind::Atom) || (v.is(ValKind::Dot) && !v.node()->loose); }

int head_atom(const Val& v) {
  return static_cast<int>(v.is(ValKind::Atom) ? v.number() : v.items()[0].number());
}

std::size_t field_count(const Val& v) { return v.is(ValKind::Atom) ? 0 : v.items().size() - 1; }

const Val& field(const Val& v, std::size_t i) { return v.items()[i + 1]; }

bool complete(const Val& v, const Universe& u) {
  if (v.is(ValKind::Atom)) return u.atom(v).arity == 0;
  return !v.is(ValKind::Dot) || v.node()->complete;
}

std::vector<Val> split(const Val& v) {
  if (v.is(ValKind::Dot) && v.node()->loose) return v.items();
  return {v};
}

Val join(std::vector<Val> parts) {
  if (parts.size() == 1) return parts.front();
  std::vector<Val> flat;
  for (const Val& p : parts)
    for (Val& v : split(p)) flat.push_back(std::move(v));
  return dotted(std::move(flat), true, true);
}

namespace {

bool open_inside(const Val& v, const Universe& u) { return headed(v) && !complete(v, u); }

void check_field(const Atom& atom, std::size_t i, const Val& value, Universe& u, int number) {
  const Val& set = u.fields(number)[i];
  if (member(value, set)) return;
  throw Fault{"E0605", fmt::format("{} is not a value of field {} of `{}`", show(value, u), i + 1, atom.name),
              "not in the field's set", fmt::format("the field takes values of {}", show(set, u, 12))};
}

Val dot_one(const Val& a, const Val& p, Universe& u) {
  if (!open_inside(a, u)) {
    std::vector<Val> items = split(a);
    items.push_back(p);
    return dotted(std::move(items), true, true);
  }
  const int number = head_atom(a);
  const Atom& atom = u.atoms()[static_cast<std::size_t>(number)];
  std::vector<Val> items = a.is(ValKind::Atom) ? std::vector<Val>{a} : a.items();
  if (items.size() > 1 && open_inside(items.back(), u))
    items.back() = dot_one(items.back(), p, u);
  else
    items.push_back(p);
  const bool last = !open_inside(items.back(), u);
  if (last) check_field(atom, items.size() - 2, items.back(), u, number);
  const bool all = last && static_cast<int>(items.size()) - 1 == atom.arity;
  return dotted(std::move(items), false, all);
}

// The members of `set` that begin with the incomplete value v.
Val starting_with(const Val& v, const Val& set, Universe& u) {
  Val all = productions(v, u);
  const SetNode& s = set.as<SetNode>();
  if (s.rule == SetKind::Datatype) return all;
  return intersect({set, all});
}

// What stands in `whole` behind the part v of it.
void rest_of(const Val& v, const Val& whole, std::vector<Val>& out, const Universe& u) {
  const std::size_t have = field_count(v), n = field_count(whole);
  std::size_t from = have;
  if (have > 0 && open_inside(field(v, have - 1), u))
    rest_of(field(v, have - 1), field(whole, have - 1), out, u);
  for (; from < n; ++from) out.push_back(field(whole, from));
}

// The sets whose product completes v; `set` is where v itself must lie, or null.
std::vector<Val> completing(const Val& v, const Val* set, Universe& u) {
  if (set && set->as<SetNode>().rule != SetKind::Datatype) {
    std::vector<Val> rests;
    const Val all = starting_with(v, *set, u);
    for (const Val& whole : members(all)) {
      std::vector<Val> rest;
      rest_of(v, whole, rest, u);
      rests.push_back(join(std::move(rest)));
    }
    return {listed_set(std::move(rests))};
  }
  const std::vector<Val>& sets = u.fields(head_atom(v));
  const std::size_t have = field_count(v);
  std::vector<Val> out;
  if (have > 0 && open_inside(field(v, have - 1), u))
    out = completing(field(v, have - 1), &sets[have - 1], u);
  out.insert(out.end(), sets.begin() + static_cast<std::ptrdiff_t>(have), sets.end());
  return out;
}

// Sets of which none, one or several make a set of loosely joined values.
Val joined_sets(std::vector<Val> sets) {
  if (sets.size() == 1) return sets.front();
  const bool flat = std::none_of(sets.begin(), sets.end(), [](const Val& s) {
    const SetNode& n = s.as<SetNode>();
    return n.rule == SetKind::DotProduct || (n.rule == SetKind::Listed && !n.members.empty() &&
                                             n.members[0].is(ValKind::Dot) && n.members[0].node()->loose);
  });
  if (flat) return rule_set(SetKind::DotProduct, std::move(sets));
  std::vector<Val> all = members(sets[0]);
  for (std::size_t i = 1; i < sets.size(); ++i) {
    std::vector<Val> longer;
    for (const Val& a : all)
      for (const Val& b : members(sets[i])) longer.push_back(join({a, b}));
    all = std::move(longer);
  }
  return listed_set(std::move(all));
}

}  // namespace

Val dot(const Val& a, const Val& b, Universe& u) {
  if (!(b.is(ValKind::Dot) && b.node()->loose)) return dot_one(a, b, u);
  Val out = a;
  for (const Val& p : b.items()) out = dot_one(out, p, u);
  return out;
}

Val productions(const Val& v, Universe& u) {
  if (complete(v, u)) return listed_set({v});
  const int atom = head_atom(v);
  const std::vector<Val>& sets = u.fields(atom);
  std::vector<Val> parts;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (i >= field_count(v)) {
      parts.push_back(sets[i]);
    } else if (open_inside(field(v, i), u)) {
      parts.push_back(starting_with(field(v, i), sets[i], u));
    } else {
      parts.push_back(listed_set({field(v, i)}));
    }
  }
  return rule_set(SetKind::Headed, std::move(parts), atom, &u);
}

Val extensions(const Val& v, Universe& u) {
  if (complete(v, u)) return listed_set({});
  return joined_sets(completing(v, nullptr, u));
}

Val next_field(const Val& v, Universe& u) {
  if (complete(v, u)) return listed_set({});
  const std::vector<Val>& sets = u.fields(head_atom(v));
  const std::size_t have = field_count(v);
  if (have == 0 || !open_inside(field(v, have - 1), u)) return sets[have];
  const Val& inner = field(v, have - 1);
  const Val& set = sets[have - 1];
  if (set.as<SetNode>().rule == SetKind::Datatype) return next_field(inner, u);
  std::vector<Val> firsts;
  const Val all = starting_with(inner, set, u);
  for (const Val& whole : members(all)) {
    std::vector<Val> rest;
    rest_of(inner, whole, rest, u);
    if (!rest.empty()) firsts.push_back(rest.front());
  }
  return listed_set(std::move(firsts));
}

}  // namespace csp::cspm
