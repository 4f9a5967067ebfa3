// Membership, order and operators of sets.
#include "frontend/cspm/set.h"

#include <algorithm>
#include <functional>

namespace csp::cspm {
namespace {

bool listable(const Val& set) { return size_bound(set) <= static_cast<double>(kLargestSet); }

bool all_in(const std::vector<Val>& values, std::size_t from, const std::vector<Val>& sets) {
  if (values.size() != sets.size() + from) return false;
  for (std::size_t i = 0; i < sets.size(); ++i)
    if (!member(values[i + from], sets[i])) return false;
  return true;
}

// Is it a value of one of the atoms that `good` names, with all fields in their sets?
bool headed_value(const Val& v, Universe& universe, const std::function<bool(int)>& good) {
  if (v.is(ValKind::Atom)) {
    const int a = static_cast<int>(v.number());
    return good(a) && universe.atoms()[static_cast<std::size_t>(a)].arity == 0;
  }
  if (!v.is(ValKind::Dot) || v.node()->loose) return false;
  const int a = static_cast<int>(v.items()[0].number());
  return good(a) && v.node()->complete && all_in(v.items(), 1, universe.fields(a));
}

}  // namespace

void SetNode::give_up(std::vector<Val>& out) {
  for (Val& v : parts) out.push_back(std::move(v));
  for (Val& v : members)
    if (v.node()) out.push_back(std::move(v));
  parts.clear();
  members.clear();
}

// ---- Making

Val listed_set(std::vector<Val> list) {
  sort_out(list);
  if (!list.empty() && list.front().is(ValKind::Int)) {
    const std::int64_t lo = list.front().number(), hi = list.back().number();
    if (static_cast<std::uint64_t>(hi) - static_cast<std::uint64_t>(lo) == list.size() - 1)
      return int_range(lo, hi);
  }
  auto* node = new SetNode(SetKind::Listed);
  for (const Val& v : list)
    if (v.node()) node->depth = std::max(node->depth, v.node()->depth + 1);
  node->members = std::move(list);
  node->listed = true;
  return Val(node);
}

Val int_range(std::int64_t lo, std::int64_t hi) {
  if (lo > hi) return listed_set({});
  auto* node = new SetNode(SetKind::Range);
  node->lo = lo;
  node->hi = hi;
  return Val(node);
}

Val ints_from(std::int64_t lo) {
  auto* node = new SetNode(SetKind::From);
  node->lo = lo;
  return Val(node);
}

Val rule_set(SetKind rule, std::vector<Val> parts, int number, Universe* universe) {
  auto* node = new SetNode(rule);
  for (const Val& v : parts)
    if (v.node()) node->depth = std::max(node->depth, v.node()->depth + 1);
  node->parts = std::move(parts);
  node->number = number;
  node->universe = universe;
  return Val(node);
}

Val bool_set() { return listed_set({Val::boolean(false), Val::boolean(true)}); }

// ---- Asking

bool member(const Val& v, const Val& set) {
  const SetNode& s = set.as<SetNode>();
  switch (s.rule) {
    case SetKind::Listed:
      return std::binary_search(s.members.begin(), s.members.end(), v, ValLess{});
    case SetKind::Range:
      return v.is(ValKind::Int) && s.lo <= v.number() && v.number() <= s.hi;
    case SetKind::From:
      return v.is(ValKind::Int) && s.lo <= v.number();
    case SetKind::Int:
      return v.is(ValKind::Int);
    case SetKind::Char:
      return v.is(ValKind::Char);
    case SetKind::Proc:
      return v.is(ValKind::Process);
    case SetKind::Events:
      return headed_value(v, *s.universe,
                          [&](int a) { return s.universe->atoms()[static_cast<std::size_t>(a)].channel; });
    case SetKind::Datatype:
      return headed_value(v, *s.universe, [&](int a) {
        const Atom& atom = s.universe->atoms()[static_cast<std::size_t>(a)];
        return !atom.channel && atom.datatype == s.number;
      });
    case SetKind::Headed:
      if (s.parts.empty()) return v.is(ValKind::Atom) && v.number() == s.number;
      return v.is(ValKind::Dot) && !v.node()->loose && v.items()[0].number() == s.number &&
             all_in(v.items(), 1, s.parts);
    case SetKind::DotProduct:
      return v.is(ValKind::Dot) && v.node()->loose && all_in(v.items(), 0, s.parts);
    case SetKind::TupleProduct:
      return v.is(ValKind::Tuple) && all_in(v.items(), 0, s.parts);
    case SetKind::Powerset:
      return v.is(ValKind::Set) && subset(v, s.parts[0]);
    case SetKind::Sequences: {
      if (!v.is(ValKind::Seq)) return false;
      for (const Val& item : SeqView(v))
        if (!member(item, s.parts[0])) return false;
      return true;
    }
    case SetKind::Union:
      return std::any_of(s.parts.begin(), s.parts.end(), [&](const Val& p) { return member(v, p); });
    case SetKind::Inter:
      return std::all_of(s.parts.begin(), s.parts.end(), [&](const Val& p) { return member(v, p); });
    case SetKind::Diff:
      return member(v, s.parts[0]) && !member(v, s.parts[1]);
  }
  return false;
}

bool empty_set(const Val& set) {
  const SetNode& s = set.as<SetNode>();
  if (s.rule == SetKind::Range || s.rule == SetKind::From) return false;
  if (s.rule == SetKind::Int || s.rule == SetKind::Char || s.rule == SetKind::Proc) return false;
  if (s.rule == SetKind::Powerset || s.rule == SetKind::Sequences) return false;
  if (s.rule == SetKind::Headed || s.rule == SetKind::DotProduct || s.rule == SetKind::TupleProduct)
    return std::any_of(s.parts.begin(), s.parts.end(), empty_set);
  if (s.rule == SetKind::Union) return std::all_of(s.parts.begin(), s.parts.end(), empty_set);
  if ((s.rule == SetKind::Events || s.rule == SetKind::Datatype) && !listable(set)) return false;
  return members(set).empty();
}

bool subset(const Val& a, const Val& b) {
  if (same_rule(a, b)) return true;
  const SetNode &x = a.as<SetNode>(), &y = b.as<SetNode>();
  if (x.rule == SetKind::Range &&
      (y.rule == SetKind::Range || y.rule == SetKind::From || y.rule == SetKind::Int))
    return y.rule == SetKind::Int || (y.lo <= x.lo && (y.rule == SetKind::From || x.hi <= y.hi));
  if (x.rule == SetKind::From && y.rule == SetKind::From) return y.lo <= x.lo;
  if (x.rule == SetKind::From && y.rule == SetKind::Int) return true;
  if (x.rule == SetKind::Union)
    return std::all_of(x.parts.begin(), x.parts.end(), [&](const Val& p) { return subset(p, b); });
  if (x.rule == y.rule && (x.rule == SetKind::Sequences || x.rule == SetKind::Powerset))
    return subset(x.parts[0], y.parts[0]);
  const std::vector<Val>& list = members(a);
  return std::all_of(list.begin(), list.end(), [&](const Val& v) { return member(v, b); });
}

namespace {

int sign(std::int64_t a, std::int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

int compare_members(const std::vector<Val>& a, const std::vector<Val>& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (const int c = compare(a[i], b[i]); c != 0) return c;
  return 0;
}

int compare_rules(const SetNode& a, const SetNode& b) {
  if (a.rule != b.rule) return sign(static_cast<int>(a.rule), static_cast<int>(b.rule));
  if (a.rule == SetKind::Listed) return compare_members(a.members, b.members);
  if (const int c = sign(a.lo, b.lo); c != 0) return c;
  if (const int c = sign(a.hi, b.hi); c != 0) return c;
  if (const int c = sign(a.number, b.number); c != 0) return c;
  if (a.parts.size() != b.parts.size()) return a.parts.size() < b.parts.size() ? -1 : 1;
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    if (a.parts[i].node() == b.parts[i].node()) continue;
    if (const int c = compare_rules(a.parts[i].as<SetNode>(), b.parts[i].as<SetNode>()); c != 0) return c;
  }
  return 0;
}

}  // namespace

bool same_rule(const Val& a, const Val& b) {
  return a.node() == b.node() || compare_rules(a.as<SetNode>(), b.as<SetNode>()) == 0;
}

std::size_t hash_rule(const Val& set) {
  const SetNode& s = set.as<SetNode>();
  std::size_t h = mix(static_cast<std::size_t>(s.rule), static_cast<std::size_t>(s.number));
  h = mix(mix(h, static_cast<std::size_t>(s.lo)), static_cast<std::size_t>(s.hi));
  if (s.rule == SetKind::Listed)
    for (const Val& v : s.members) h = mix(h, hash(v));
  for (const Val& p : s.parts) h = mix(h, hash_rule(p));
  return h;
}

int compare_sets(const Val& a, const Val& b) {
  if (same_rule(a, b)) return 0;
  const bool x = listable(a), y = listable(b);
  if (x && y) return compare_members(members(a), members(b));
  if (x != y) return x ? -1 : 1;
  return compare_rules(a.as<SetNode>(), b.as<SetNode>());
}

std::size_t hash_set(const Val& set) {
  if (!listable(set)) return hash_rule(set);
  std::size_t h = 7;
  for (const Val& v : members(set)) h = mix(h, hash(v));
  return h;
}

// ---- Operators

namespace {

constexpr double kListAtOnce = 1 << 14;

// Should an operator list its operand, or keep a rule?
bool list_now(const Val& set) { return set.as<SetNode>().listed || size_bound(set) <= kListAtOnce; }

}  // namespace

Val unite(const std::vector<Val>& sets) {
  std::vector<Val> rules, list;
  for (const Val& s : sets) {
    if (list_now(s)) {
      const std::vector<Val>& more = members(s);
      list.insert(list.end(), more.begin(), more.end());
    } else if (s.as<SetNode>().rule == SetKind::Union) {
      for (const Val& p : s.as<SetNode>().parts) {
        if (!p.as<SetNode>().listed) {
          rules.push_back(p);
          continue;
        }
        const std::vector<Val>& more = members(p);
        list.insert(list.end(), more.begin(), more.end());
      }
    } else {
      rules.push_back(s);
    }
  }
  if (rules.empty()) return listed_set(std::move(list));
  // What a rule has already need not be listed.
  std::erase_if(list, [&](const Val& v) {
    return std::any_of(rules.begin(), rules.end(), [&](const Val& r) { return member(v, r); });
  });
  if (!list.empty()) {
    Val rest = listed_set(std::move(list));
    members(rest);
    rules.push_back(std::move(rest));
  }
  std::sort(rules.begin(), rules.end(),
            [](const Val& a, const Val& b) { return compare_rules(a.as<SetNode>(), b.as<SetNode>()) < 0; });
  rules.erase(std::unique(rules.begin(), rules.end(), same_rule), rules.end());
  if (rules.size() == 1) return rules.front();
  return rule_set(SetKind::Union, std::move(rules));
}

Val intersect(const std::vector<Val>& sets) {
  std::size_t base = 0;
  for (std::size_t i = 1; i < sets.size(); ++i)
    if (size_bound(sets[i]) < size_bound(sets[base])) base = i;
  if (!listable(sets[base])) {
    std::vector<Val> rules;
    for (const Val& s : sets)
      if (std::none_of(rules.begin(), rules.end(), [&](const Val& r) { return same_rule(r, s); }))
        rules.push_back(s);
    return rules.size() == 1 ? rules.front() : rule_set(SetKind::Inter, std::move(rules));
  }
  std::vector<Val> out;
  for (const Val& v : members(sets[base]))
    if (std::all_of(sets.begin(), sets.end(), [&](const Val& s) { return member(v, s); })) out.push_back(v);
  return listed_set(std::move(out));
}

Val subtract(const Val& a, const Val& b) {
  if (!list_now(a)) return rule_set(SetKind::Diff, {a, b});
  std::vector<Val> out;
  for (const Val& v : members(a))
    if (!member(v, b)) out.push_back(v);
  return listed_set(std::move(out));
}

}  // namespace csp::cspm
