// Bringing what is known of the components' states up to date as rules are found.
#include "checker/process/process_network.h"

#include <algorithm>
#include <unordered_set>

#include "checker/process/component_maker.h"

namespace csp {

ProcessNetwork::ProcessNetwork(ComponentMaker& maker, TermId term)
    : transitions_(maker.transitions()), structure_(maker, term) {
  const bool alone = structure_.components().size() == 1;
  for (const TermId t : structure_.components()) parts_.emplace_back().component = maker.make(t, alone);
}

std::vector<ComponentState> ProcessNetwork::start() const {
  std::vector<ComponentState> at;
  for (const Part& part : parts_) at.push_back(part.component->start());
  return at;
}

void ProcessNetwork::prepare(const ComponentState* at) {
  const std::size_t n = parts_.size();
  for (;;) {
    const std::uint64_t before = changes_;
    for (std::uint32_t c = 0; c < n; ++c) {
      const ComponentState l = at[c];
      if (l <= kFinished) continue;
      const Part& part = parts_[c];
      if (l < part.known.size() && part.known[l].version == part.version) [[likely]]
        continue;
      if (l >= part.known.size() || part.known[l].version == 0) discover(c, l);
      refresh(c, l);
    }
    if (changes_ == before) return;  // else rules were found that concern states seen before
  }
}

// The first time that component c is in state l: its moves, and the rules that its new events make.
void ProcessNetwork::discover(std::uint32_t c, ComponentState l) {
  Part& part = parts_[c];
  std::vector<LocalMove> moves = part.component->moves(l);
  std::stable_sort(moves.begin(), moves.end(),
                   [](const LocalMove& a, const LocalMove& b) { return a.event < b.event; });
  if (part.known.size() <= l) {
    part.known.resize(std::max<std::size_t>(l + 1, part.component->size()));
    part.sets.resize(part.known.size() * part.stride);
  }
  Known& known = part.known[l];
  known.failed = part.component->failed(l);
  known.moves = static_cast<std::uint32_t>(part.moves.size());
  part.moves.insert(part.moves.end(), moves.begin(), moves.end());
  known.moves_end = static_cast<std::uint32_t>(part.moves.size());
  for (const LocalMove& m : moves)
    if (m.event != kTau && m.event != kTick && part.announced.emplace(m.event, true).second)
      structure_.announce(c, m.event, [this](Rule&& rule) { add_rule(std::move(rule)); });
}

void ProcessNetwork::add_rule(Rule&& rule) {
  for (const Participant& p : rule.with) ++parts_[p.component].version;
  ++changes_;
  if (rule.with.size() == 1) {
    const Participant p = rule.with[0];
    parts_[p.component].alone[p.event].push_back(static_cast<std::uint32_t>(alone_.size()));
    alone_.push_back(std::move(rule));
    return;
  }
  bool fresh = false;
  const std::uint32_t g = groups_.add(std::move(rule), fresh);
  if (!fresh) return;
  RuleGroups::Group& group = groups_[g];
  for (std::uint32_t i = 0; i < group.members.size(); ++i) {
    RuleGroups::Member& m = group.members[i];
    Part& part = parts_[m.component];
    m.slot = static_cast<std::uint32_t>(part.groups.size());
    part.groups.push_back({g, i});
    if (part.groups.size() > part.stride) restride(part, part.stride * 2);
  }
  // A component with few groups leads: it is active in few of them at a time.
  for (std::uint32_t m = 1; m < group.members.size(); ++m)
    if (parts_[group.members[m].component].groups.size() <
        parts_[group.members[group.leader].component].groups.size())
      group.leader = m;
}

void ProcessNetwork::restride(Part& part, std::uint32_t stride) {
  std::vector<std::uint32_t> sets(part.known.size() * stride);
  for (std::size_t l = 0; l < part.known.size(); ++l)
    std::copy_n(&part.sets[l * part.stride], part.stride, &sets[l * stride]);
  part.sets.swap(sets);
  part.stride = stride;
}

// A list takes the place of the one it follows, if it fits there.
template <class T>
void ProcessNetwork::put(std::vector<T>& into, std::uint32_t& from, std::uint32_t& to,
                         const std::vector<T>& list) {
  if (list.size() > to - from) {
    from = static_cast<std::uint32_t>(into.size());
    into.resize(into.size() + list.size());
  }
  std::copy(list.begin(), list.end(), into.begin() + from);
  to = from + static_cast<std::uint32_t>(list.size());
}

void ProcessNetwork::refresh(std::uint32_t c, ComponentState l) {
  Part& part = parts_[c];
  Known& known = part.known[l];
  known.version = part.version;
  std::vector<Solo> solos;
  std::vector<EventId> events;
  for (std::uint32_t i = known.moves; i < known.moves_end; ++i) {
    const LocalMove m = part.moves[i];
    if (m.event == kTau) {
      solos.push_back({kTau, m.hidden, m.next});
    } else if (m.event == kTick) {
      solos.push_back({parts_.size() == 1 ? kTick : kTau, -1, kOmega});
    } else {
      if (const auto rules = part.alone.find(m.event); rules != part.alone.end())
        for (const std::uint32_t r : rules->second)
          solos.push_back({alone_[r].event, alone_[r].hidden, m.next});
      if (events.empty() || events.back() != m.event) events.push_back(m.event);
    }
  }
  put(part.solos, known.solos, known.solos_end, solos);
  std::vector<Offer> offers;
  for (std::uint32_t slot = 0; slot < part.groups.size(); ++slot) {
    const Place& place = part.groups[slot];
    const std::uint32_t set = groups_.offered(place.group, place.member, events);
    part.sets[l * part.stride + slot] = set;
    if (set != 0 && groups_[place.group].leader == place.member) offers.push_back({place.group, set});
  }
  put(part.offers, known.offers, known.offers_end, offers);
}

bool ProcessNetwork::failed(const ComponentState* at) const {
  if (!transitions_.may_fail()) return false;
  for (std::size_t c = 0; c < parts_.size(); ++c)
    if (at[c] > kFinished && parts_[c].component->failed(at[c])) return true;
  return false;
}

std::size_t ProcessNetwork::local_states() const {
  std::size_t n = 0;
  for (const Part& part : parts_) n += part.known.size();
  return n;
}

std::size_t ProcessNetwork::memory_bytes() const {
  std::size_t bytes = groups_.memory_bytes();
  for (const Part& part : parts_)
    bytes += part.known.capacity() * sizeof(Known) + part.moves.capacity() * sizeof(LocalMove) +
             part.solos.capacity() * sizeof(Solo) + part.offers.capacity() * sizeof(Offer) +
             part.sets.capacity() * 4;
  return bytes;
}

bool ProcessNetwork::show_components(std::size_t most) {
  bool all = true;
  for (std::uint32_t c = 0; c < parts_.size(); ++c) {
    std::vector<ComponentState> order{parts_[c].component->start()};
    std::unordered_set<ComponentState> seen{order.front()};
    for (std::size_t i = 0; i < order.size(); ++i) {
      const ComponentState l = order[i];
      if (l <= kFinished) continue;
      if (l >= parts_[c].known.size() || parts_[c].known[l].version == 0) {
        discover(c, l);
        refresh(c, l);
      }
      for (const LocalMove& m : parts_[c].component->moves(l)) {
        if (seen.count(m.next)) continue;
        if (seen.size() == most) {
          all = false;
          continue;
        }
        seen.insert(m.next);
        order.push_back(m.next);
      }
    }
  }
  return all;
}

std::vector<JointEvents> ProcessNetwork::meetings() const {
  std::vector<JointEvents> list;
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    JointEvents meeting;
    for (const RuleGroups::Member& m : groups_[g].members) meeting.components.push_back(m.component);
    for (const RuleGroups::GroupRule& rule : groups_[g].rules)
      meeting.events.push_back(rule.event == kTau && rule.hidden >= 0 ? rule.hidden : rule.event);
    list.push_back(std::move(meeting));
  }
  return list;
}

std::vector<std::vector<std::size_t>> ProcessNetwork::waits(const ComponentState* at) {
  std::vector<std::vector<std::size_t>> list(parts_.size());
  const auto offers = [&](std::size_t c, EventId e) {
    if (at[c] <= kFinished) return false;
    const std::vector<LocalMove>& moves = parts_[c].component->moves(at[c]);
    return std::any_of(moves.begin(), moves.end(), [&](const LocalMove& m) { return m.event == e; });
  };
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    const auto& members = groups_[g].members;
    for (const RuleGroups::GroupRule& rule : groups_[g].rules)
      for (std::size_t i = 0; i < members.size(); ++i) {
        if (!offers(members[i].component, rule.events[i])) continue;
        std::vector<std::size_t>& mine = list[members[i].component];
        for (std::size_t j = 0; j < members.size(); ++j)
          if (!offers(members[j].component, rule.events[j])) mine.push_back(members[j].component);
      }
  }
  for (std::uint32_t c = 0; c < parts_.size(); ++c) {
    if (at[c] <= kFinished) continue;
    for (const LocalMove& m : parts_[c].component->moves(at[c]))
      for (const std::uint32_t other : structure_.missing(c, m.event)) list[c].push_back(other);
  }
  for (std::vector<std::size_t>& one : list) {
    std::sort(one.begin(), one.end());
    one.erase(std::unique(one.begin(), one.end()), one.end());
  }
  return list;
}

}  // namespace csp
