// How many members a set has at most, and listing them.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "frontend/cspm/set.h"

namespace csp::cspm {
namespace {

constexpr double kMany = 1e18;
constexpr double kInfinite = std::numeric_limits<double>::infinity();

// An upper bound of the number of members; kMany or more: as good as infinite. `visiting`: datatypes around.
double estimate(const Val& set, std::vector<int>& visiting);

double product(const std::vector<Val>& sets, std::vector<int>& visiting) {
  double n = 1;
  bool empty = false;
  for (const Val& s : sets) {
    const double part = estimate(s, visiting);
    empty = empty || part == 0;
    n *= part;
  }
  return empty ? 0 : n;
}

double constructors(const SetNode& s, const std::vector<int>& atoms, std::vector<int>& visiting) {
  double n = 0;
  for (const int a : atoms) n += product(s.universe->fields(a), visiting);
  return n;
}

std::vector<int> channels(const Universe& u) {
  std::vector<int> out;
  for (std::size_t i = 0; i < u.atoms().size(); ++i)
    if (u.atoms()[i].channel) out.push_back(static_cast<int>(i));
  return out;
}

const std::vector<int>& constructors_of(const SetNode& s) {
  return s.universe->datatypes()[static_cast<std::size_t>(s.number)].constructors;
}

double estimate(const Val& set, std::vector<int>& visiting) {
  const SetNode& s = set.as<SetNode>();
  if (s.listed) return static_cast<double>(s.members.size());
  switch (s.rule) {
    case SetKind::Listed:
      return static_cast<double>(s.members.size());
    case SetKind::Range:
      return static_cast<double>(s.hi) - static_cast<double>(s.lo) + 1;
    case SetKind::From:
    case SetKind::Int:
    case SetKind::Char:
    case SetKind::Proc:
      return kInfinite;
    case SetKind::Events:
      return constructors(s, channels(*s.universe), visiting);
    case SetKind::Datatype: {
      if (std::find(visiting.begin(), visiting.end(), s.number) != visiting.end()) return kInfinite;
      visiting.push_back(s.number);
      const double n = constructors(s, constructors_of(s), visiting);
      visiting.pop_back();
      return n;
    }
    case SetKind::Headed:
    case SetKind::DotProduct:
    case SetKind::TupleProduct:
      return product(s.parts, visiting);
    case SetKind::Powerset: {
      const double n = estimate(s.parts[0], visiting);
      return n > 59 ? std::max(n, kMany) : static_cast<double>(std::int64_t{1} << static_cast<int>(n));
    }
    case SetKind::Sequences:
      return estimate(s.parts[0], visiting) == 0 ? 1 : kInfinite;
    case SetKind::Union: {
      double n = 0;
      for (const Val& p : s.parts) n += estimate(p, visiting);
      return n;
    }
    case SetKind::Inter: {
      double n = kInfinite;
      for (const Val& p : s.parts) n = std::min(n, estimate(p, visiting));
      return n;
    }
    case SetKind::Diff:
      return estimate(s.parts[0], visiting);
  }
  return 0;
}

// All choices of one member of each set, in lexicographic order.
void choices(const std::vector<Val>& sets, const std::function<void(const std::vector<Val>&)>& found) {
  std::vector<const std::vector<Val>*> lists;
  for (const Val& s : sets) lists.push_back(&members(s));
  for (const auto* list : lists)
    if (list->empty()) return;
  std::vector<std::size_t> at(sets.size(), 0);
  std::vector<Val> choice;
  for (const auto* list : lists) choice.push_back(list->front());
  for (;;) {
    found(choice);
    std::size_t i = sets.size();
    while (i > 0 && at[i - 1] + 1 == lists[i - 1]->size()) {
      at[i - 1] = 0;
      choice[i - 1] = lists[i - 1]->front();
      --i;
    }
    if (i == 0) return;
    ++at[i - 1];
    choice[i - 1] = (*lists[i - 1])[at[i - 1]];
  }
}

void list_headed(int atom, const std::vector<Val>& fields, std::vector<Val>& out) {
  if (fields.empty()) {
    out.push_back(Val::atom(atom));
    return;
  }
  choices(fields, [&](const std::vector<Val>& choice) {
    std::vector<Val> items{Val::atom(atom)};
    items.insert(items.end(), choice.begin(), choice.end());
    out.push_back(dotted(std::move(items), false, true));
  });
}

std::vector<Val> list(const Val& set) {
  const SetNode& s = set.as<SetNode>();
  std::vector<Val> out;
  switch (s.rule) {
    case SetKind::Listed:
      return s.members;
    case SetKind::Range:
      for (std::int64_t n = s.lo; n <= s.hi; ++n) out.push_back(Val::integer(n));
      break;
    case SetKind::From:
    case SetKind::Int:
    case SetKind::Char:
    case SetKind::Proc:
      break;  // not finite
    case SetKind::Events:
      for (const int c : channels(*s.universe)) list_headed(c, s.universe->fields(c), out);
      break;
    case SetKind::Datatype:
      for (const int c : constructors_of(s)) list_headed(c, s.universe->fields(c), out);
      break;
    case SetKind::Headed:
      list_headed(s.number, s.parts, out);
      break;
    case SetKind::DotProduct:
      choices(s.parts, [&](const std::vector<Val>& c) { out.push_back(dotted(c, true, true)); });
      break;
    case SetKind::TupleProduct:
      choices(s.parts, [&](const std::vector<Val>& c) { out.push_back(tuple(c)); });
      break;
    case SetKind::Powerset: {
      const std::vector<Val>& base = members(s.parts[0]);
      for (std::size_t bits = 0; bits < (std::size_t{1} << base.size()); ++bits) {
        std::vector<Val> some;
        for (std::size_t i = 0; i < base.size(); ++i)
          if (bits >> i & 1) some.push_back(base[i]);
        out.push_back(listed_set(std::move(some)));
      }
      break;
    }
    case SetKind::Sequences:
      out.push_back(sequence({}));
      break;
    case SetKind::Union:
      for (const Val& p : s.parts) {
        const std::vector<Val>& more = members(p);
        out.insert(out.end(), more.begin(), more.end());
      }
      break;
    case SetKind::Inter:
    case SetKind::Diff: {
      std::size_t base = 0;
      if (s.rule == SetKind::Inter)
        for (std::size_t i = 1; i < s.parts.size(); ++i)
          if (size_bound(s.parts[i]) < size_bound(s.parts[base])) base = i;
      for (const Val& v : members(s.parts[base]))
        if (member(v, set)) out.push_back(v);
      break;
    }
  }
  sort_out(out);
  return out;
}

}  // namespace

double size_bound(const Val& set) {
  std::vector<int> visiting;
  return estimate(set, visiting);
}

void sort_out(std::vector<Val>& list) {
  const auto ordered = [](const Val& a, const Val& b) { return compare(a, b) >= 0; };
  if (std::adjacent_find(list.begin(), list.end(), ordered) == list.end()) return;
  std::sort(list.begin(), list.end(), ValLess{});
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

bool finite(const Val& set) { return size_bound(set) < kMany; }

const std::vector<Val>& members(const Val& set) {
  const SetNode& s = set.as<SetNode>();
  if (s.listed) return s.members;
  const double n = size_bound(set);
  if (std::isinf(n))
    throw Fault{"E0604", "an infinite set where a finite one is needed", "has infinitely many members",
                "restrict it to a finite set, such as {0..7}"};
  if (n > static_cast<double>(kLargestSet))
    throw Fault{"E0612", "a set that is too large to be listed", "has more than four million members",
                "use smaller types"};
  s.members = list(set);
  s.listed = true;
  return s.members;
}

}  // namespace csp::cspm
