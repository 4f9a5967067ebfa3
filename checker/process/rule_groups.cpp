// Numbering sets of rules.
#include "checker/process/rule_groups.h"

#include <iterator>

namespace csp {

std::uint32_t RuleGroups::add(Rule&& rule, bool& fresh) {
  std::vector<std::uint32_t> participants;
  for (const Participant& p : rule.with) participants.push_back(p.component);
  const auto [at, is_new] =
      by_participants_.emplace(participants, static_cast<std::uint32_t>(groups_.size()));
  fresh = is_new;
  if (fresh) {
    Group& made = groups_.emplace_back();
    for (const std::uint32_t c : participants) made.members.push_back({c, 0});
    made.by_event.resize(participants.size());
    bytes_ += sizeof(Group) + 2048;
  }
  Group& group = groups_[at->second];
  GroupRule inside{rule.event, rule.hidden, {}};
  for (std::size_t m = 0; m < rule.with.size(); ++m) {
    inside.events.push_back(rule.with[m].event);
    group.by_event[m][rule.with[m].event].push_back(static_cast<std::uint32_t>(group.rules.size()));
  }
  group.rules.push_back(std::move(inside));
  bytes_ += sizeof(GroupRule) + 16 * rule.with.size();
  return at->second;
}

std::uint32_t RuleGroups::offered(std::uint32_t g, std::size_t member, const std::vector<EventId>& events) {
  Group& group = groups_[g];
  std::vector<std::uint32_t> set;
  for (const EventId e : events) {
    const auto rules = group.by_event[member].find(e);
    if (rules != group.by_event[member].end())
      set.insert(set.end(), rules->second.begin(), rules->second.end());
  }
  std::sort(set.begin(), set.end());
  return number(group, std::move(set));
}

std::uint32_t RuleGroups::find_meet(Group& group, std::uint32_t a, std::uint32_t b) {
  std::vector<std::uint32_t> both;
  std::set_intersection(group.sets[a].begin(), group.sets[a].end(), group.sets[b].begin(),
                        group.sets[b].end(), std::back_inserter(both));
  const std::uint32_t set = number(group, std::move(both));
  group.meets.insert(std::uint64_t{a} << 32 | b, set);
  bytes_ += 32;
  return set;
}

std::uint32_t RuleGroups::number(Group& group, std::vector<std::uint32_t> set) {
  const auto [at, fresh] =
      group.numbers.emplace(std::move(set), static_cast<std::uint32_t>(group.sets.size()));
  if (fresh) {
    group.sets.push_back(at->first);
    bytes_ += 8 * at->first.size() + 96;
  }
  return at->second;
}

}  // namespace csp
