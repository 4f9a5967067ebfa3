// Sets: listed ones, and those that are known by a rule (Int, Events, {|c|}, Seq(S), {n..}). A finite set is
// listed only when its members are asked for.
#pragma once

#include <cstdint>
#include <vector>

#include "frontend/cspm/universe.h"
#include "frontend/cspm/value.h"

namespace csp::cspm {

enum class SetKind : std::uint8_t {
  Listed,  // members, sorted, without duplicates
  Range,   // the integers lo..hi, not empty
  From,    // the integers from lo
  Int,
  Char,
  Events,
  Proc,
  Datatype,    // number: all values of it
  Headed,      // number: an atom; parts: sets for its fields: all values A.x.y with x and y in these
  DotProduct,  // parts: all x.y (without an atom in front)
  TupleProduct,
  Powerset,
  Sequences,  // parts[0]
  Union,
  Inter,  // parts
  Diff    // parts[0] without parts[1]
};

struct SetNode : Node {
  explicit SetNode(SetKind k) : Node(ValKind::Set), rule(k) {}
  void give_up(std::vector<Val>& out) override;
  SetKind rule;
  std::int64_t lo = 0, hi = 0;
  int number = 0;
  std::vector<Val> parts;
  Universe* universe = nullptr;  // Events, Datatype, Headed
  mutable bool listed = false;
  mutable std::vector<Val> members;  // Listed, or once they have been asked for
};

// The most members that a set may have to be listed.
inline constexpr std::size_t kLargestSet = 1 << 22;

// ---- Making ----
Val listed_set(std::vector<Val> members);  // in any order, with duplicates
Val int_range(std::int64_t lo, std::int64_t hi);
Val ints_from(std::int64_t lo);
Val rule_set(SetKind rule, std::vector<Val> parts = {}, int number = 0, Universe* universe = nullptr);
Val bool_set();

// ---- Asking ----
bool member(const Val& v, const Val& set);
bool finite(const Val& set);
double size_bound(const Val& set);  // no more members than this; 1e18: infinitely many, or as good as that
void sort_out(std::vector<Val>& list);  // into the form of members
// The members in order. Fault E0604 if there are infinitely many, E0612 if there are too many.
const std::vector<Val>& members(const Val& set);
bool empty_set(const Val& set);
bool subset(const Val& a, const Val& b);  // Fault if `a` is infinite and no rule decides
int compare_sets(const Val& a, const Val& b);
std::size_t hash_set(const Val& set);
// Are they made in the same way? Cheaper than compare, and never lists; true only if they are equal.
bool same_rule(const Val& a, const Val& b);
std::size_t hash_rule(const Val& set);

// ---- Operators ----
Val unite(const std::vector<Val>& sets);
Val intersect(const std::vector<Val>& sets);  // not empty
Val subtract(const Val& a, const Val& b);

}  // namespace csp::cspm
