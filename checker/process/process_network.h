// A network of processes as the search sees it: a global state is the tuple of its components' state numbers,
// and a step is table look-up.
//
// Components meet in groups: a group is a set of components that have rules with exactly these participants.
// For a state of one component, what it offers to a group is a set of the group's rules, numbered; the rules
// that all participants offer are found by looking up intersections of numbered sets. So the work for a
// global state depends on the groups that are active in it, not on how many rules there are.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/process/component.h"
#include "checker/process/rule_groups.h"
#include "checker/process/structure.h"

namespace csp {

struct Change {
  std::uint32_t component = 0;
  ComponentState to = 0;
};

struct JointMove {
  EventId event = kTau;
  EventId hidden = -1;
  const Change* changes = nullptr;
  std::uint32_t count = 0;
};

struct JointEvents {  // events that these components do together
  std::vector<std::size_t> components;
  std::vector<EventId> events;  // as the whole does them; the hidden one where it does τ
};

class ComponentMaker;

class ProcessNetwork {
 public:
  ProcessNetwork(ComponentMaker&, TermId);

  std::size_t components() const { return parts_.size(); }
  std::vector<ComponentState> start() const;

  // Makes sure that what the components can do in this state is known. Throws EvaluationError, LimitReached.
  void prepare(const ComponentState* at);
  // Calls emit(const JointMove&) for every step of the state, in a fixed order. A move is valid during the
  // call. Pre: prepare(at) was the last call. Cost: as many look-ups as there are active groups, and the
  // moves.
  template <class Emit>
  void expand(const ComponentState* at, Emit&& emit);

  // The process has ended by ✓.
  bool terminated(const ComponentState* at) const {
    return at[0] == (parts_.size() == 1 ? kOmega : kFinished);
  }
  // Some component is a program that has stopped with a run-time error.
  bool failed(const ComponentState* at) const;
  const Component& component(std::size_t c) const { return *parts_[c].component; }
  Component& component(std::size_t c) { return *parts_[c].component; }
  // For reports: lets each component show all that it could do by itself, up to `most` states of it; false if one has more.
  // Throws EvaluationError, LimitReached, also of states that the network never comes to.
  bool show_components(std::size_t most);
  // Who meets whom by what, as far as the components have shown it.
  std::vector<JointEvents> meetings() const;
  // By component: those that it waits for, because they do not offer their part of what it offers.
  std::vector<std::vector<std::size_t>> waits(const ComponentState* at);
  std::size_t local_states() const;
  std::size_t memory_bytes() const;

 private:
  struct Solo {  // a move without partners
    EventId event, hidden;
    ComponentState next;
  };
  struct Offer {  // to a group that this component leads
    std::uint32_t group, set;
  };
  struct Known {                // by ComponentState: what the component can do there
    std::uint32_t version = 0;  // of the part when it was last brought up to date; 0: never
    bool failed = false;
    std::uint32_t moves = 0, moves_end = 0;    // in Part::moves, ordered by event
    std::uint32_t solos = 0, solos_end = 0;    // in Part::solos
    std::uint32_t offers = 0, offers_end = 0;  // in Part::offers
  };
  struct Place {  // of the component in a group
    std::uint32_t group, member;
  };
  struct Part {
    std::shared_ptr<Component> component;
    std::uint32_t version = 1;  // goes up when rules for events that it had already shown are found
    std::vector<Known> known;   // by ComponentState
    std::vector<LocalMove> moves;
    std::vector<Solo> solos;
    std::vector<Offer> offers;
    std::vector<Place> groups;        // that it takes part in, by slot
    std::vector<std::uint32_t> sets;  // by ComponentState * stride + slot: 0 is the empty set
    std::uint32_t stride = 1;
    std::unordered_map<EventId, std::vector<std::uint32_t>>
        alone;  // rules with this participant only, by event
    std::unordered_map<EventId, bool> announced;
  };

  void discover(std::uint32_t part, ComponentState);
  void add_rule(Rule&&);
  void refresh(std::uint32_t part, ComponentState);
  void restride(Part&, std::uint32_t stride);
  template <class T>
  static void put(std::vector<T>& into, std::uint32_t& from, std::uint32_t& to, const std::vector<T>& list);
  template <class Emit>
  void emit_rule(const ComponentState* at, const RuleGroups::Group&, const RuleGroups::GroupRule&,
                 Emit& emit);

  Transitions& transitions_;
  Structure structure_;
  std::vector<Part> parts_;
  RuleGroups groups_;
  std::vector<Rule> alone_;    // rules with one participant
  std::uint64_t changes_ = 0;  // goes up with every version
  std::vector<Change> scratch_;
};

// ---- Implementation of the templates ------------------------------------------------------------

template <class Emit>
void ProcessNetwork::expand(const ComponentState* at, Emit&& emit) {
  const std::size_t n = parts_.size();
  bool all_omega = n > 1;
  Change change;
  for (std::uint32_t c = 0; c < n; ++c) {
    const ComponentState l = at[c];
    if (l <= kFinished) {
      all_omega = all_omega && l == kOmega;
      continue;
    }
    all_omega = false;
    const Part& part = parts_[c];
    const Known& known = part.known[l];
    change.component = c;
    for (std::uint32_t i = known.solos; i < known.solos_end; ++i) {
      const Solo& solo = part.solos[i];
      change.to = solo.next;
      emit(JointMove{solo.event, solo.hidden, &change, 1});
    }
    for (std::uint32_t i = known.offers; i < known.offers_end; ++i) {
      const Offer& offer = part.offers[i];
      RuleGroups::Group& group = groups_[offer.group];
      std::uint32_t set = offer.set;
      for (const RuleGroups::Member& m : group.members) {
        if (m.component == c) continue;
        const ComponentState other = at[m.component];
        const Part& partner = parts_[m.component];
        const std::uint32_t theirs = other <= kFinished ? 0 : partner.sets[other * partner.stride + m.slot];
        set = theirs == set ? set : theirs == 0 ? 0 : groups_.meet(group, set, theirs);
        if (set == 0) break;
      }
      if (set == 0) continue;
      for (const std::uint32_t r : group.sets[set]) emit_rule(at, group, group.rules[r], emit);
    }
  }
  if (all_omega) {
    change = {0, kFinished};
    emit(JointMove{kTick, -1, &change, 1});
  }
}

// Every combination of the participants' moves by the rule's events.
template <class Emit>
void ProcessNetwork::emit_rule(const ComponentState* at, const RuleGroups::Group& group,
                               const RuleGroups::GroupRule& rule, Emit& emit) {
  const std::size_t n = group.members.size();
  scratch_.resize(n);
  struct Range {
    const LocalMove* first;
    const LocalMove* now;
    const LocalMove* end;
  };
  constexpr std::size_t kFew = 16;
  Range few[kFew];
  std::vector<Range> many(n > kFew ? n : 0);
  Range* ranges = n > kFew ? many.data() : few;
  bool single = true;
  for (std::size_t i = 0; i < n; ++i) {
    const Part& part = parts_[group.members[i].component];
    const Known& known = part.known[at[group.members[i].component]];
    const LocalMove *from = &part.moves[known.moves], *end = part.moves.data() + known.moves_end;
    const EventId e = rule.events[i];
    if (end - from > 8) {
      from = std::lower_bound(from, end, e, [](const LocalMove& m, EventId x) { return m.event < x; });
    } else {
      while (from->event != e) ++from;
    }
    const LocalMove* to = from + 1;
    while (to != end && to->event == e) ++to;
    single = single && to == from + 1;
    ranges[i] = {from, from, to};
    scratch_[i] = {group.members[i].component, from->next};
  }
  for (;;) {
    emit(JointMove{rule.event, rule.hidden, scratch_.data(), static_cast<std::uint32_t>(n)});
    if (single) return;
    std::size_t i = n;
    while (i > 0) {
      Range& r = ranges[i - 1];
      if (++r.now != r.end) break;
      r.now = r.first;
      scratch_[i - 1].to = r.now->next;
      --i;
    }
    if (i == 0) return;
    scratch_[i - 1].to = ranges[i - 1].now->next;
  }
}

}  // namespace csp
