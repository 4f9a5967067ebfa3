// Rules by the components that take part in them, and numbered sets of a group's rules (see
// process_network.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "checker/process/structure.h"
#include "checker/semantics/flat_map.h"

namespace csp {

class RuleGroups {
 public:
  struct Member {
    std::uint32_t component = 0, slot = 0;  // the group's position in the component's list of groups
  };
  struct GroupRule {
    EventId event = kTau, hidden = -1;
    std::vector<EventId> events;  // by member
  };
  struct Group {
    std::vector<Member> members;  // two or more, by component
    std::uint32_t leader = 0;     // the member whose offers are looked at first
    std::vector<GroupRule> rules;
    std::vector<std::unordered_map<EventId, std::vector<std::uint32_t>>>
        by_event;                                         // by member: rules by event
    std::vector<std::vector<std::uint32_t>> sets = {{}};  // by number: ascending; number 0 is the empty set
    std::map<std::vector<std::uint32_t>, std::uint32_t> numbers = {{{}, 0}};
    FlatMap meets;  // (set, set) -> set
  };

  Group& operator[](std::uint32_t g) { return groups_[g]; }
  const Group& operator[](std::uint32_t g) const { return groups_[g]; }
  std::size_t size() const { return groups_.size(); }

  // The group of the rule's participants, made if it is new (then `fresh`, and members have no slots yet),
  // and the rule in it.
  std::uint32_t add(Rule&&, bool& fresh);
  // The number of the set of the group's rules that a component offers which can do these events (ascending,
  // without duplicates).
  std::uint32_t offered(std::uint32_t group, std::size_t member, const std::vector<EventId>& events);
  // The intersection. O(1) but for the first time.
  std::uint32_t meet(Group& group, std::uint32_t a, std::uint32_t b) {
    if (a > b) std::swap(a, b);
    const std::uint64_t known = group.meets.find(std::uint64_t{a} << 32 | b);
    return known != FlatMap::kMissing ? static_cast<std::uint32_t>(known) : find_meet(group, a, b);
  }
  std::size_t memory_bytes() const { return bytes_; }

 private:
  std::uint32_t find_meet(Group&, std::uint32_t a, std::uint32_t b);
  std::uint32_t number(Group&, std::vector<std::uint32_t> set);

  std::deque<Group> groups_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> by_participants_;
  std::size_t bytes_ = 0;
};

}  // namespace csp
