// The inner loop: all steps of one state. Included by network.h only; a template so that the search's work at
// each step is inlined.
//
// First every receive on a rendezvous channel is entered in the list of its key; then each process's other
// offers are gone through, a send looking up its partners by key. Nothing here interprets the program: that
// happens in ways_*, once per pair of local states.
#pragma once

#include "checker/semantics/network.h"

namespace csp {

template <class Emit>
std::uint32_t Network::expand(const State& s, Emit&& emit) {
  return expand_meetings(s, [&](const Meeting& m) {
    const Span span = ways(s, m);
    for (std::uint32_t i = 0; i < span.count; ++i) emit(move_of(m, span.first + i));
    return span.count;
  });
}

inline Network::Span Network::ways(const State& s, const Meeting& m) {
  const LocalState local = s.at[globals_ + m.actor];
  const LocalState partner = m.partner == kNoLocal ? kNoLocal : s.at[globals_ + m.partner];
  switch (m.kind) {
    case MeetingKind::Alone:
      return ways_alone(local, m.offer);
    case MeetingKind::Failure:
      return ways_failure(local, m.offer);
    case MeetingKind::Object:
      return ways_object(local, m.offer, m.other);
    case MeetingKind::Pair:
      return ways_pair(local, m.offer, partner, m.other);
    case MeetingKind::Signal:
      return ways_signal(local, m.offer, partner, m.other);
    case MeetingKind::Broadcast:
      break;
  }
  return {&scratch_way_, 1};
}

template <class Meet>
std::uint32_t Network::expand_meetings(const State& s, Meet&& meet) {
  if (s.processes == 0) return 0;
  ++epoch_;
  waiting_count_ = 0;
  active_.clear();
  const LocalState* processes = s.at.data() + globals_;
  for (std::uint32_t p = 0; p < s.processes; ++p) {
    const Actor& actor = actors_[processes[p]];
    bool passive = actor.listens;  // only its partners make steps with it
    for (std::uint32_t h = actor.begin; h != actor.receives; ++h) {
      const HotOffer& offer = hot_[h];
      const std::uint8_t flags = flags_[s.at[position(s, offer.object)]];
      passive = passive && (flags == kRendezvous || flags == kEmpty);
      if (!(flags & kRendezvous)) continue;
      Head& head = heads_[offer.key];
      const std::int32_t next = head.epoch == epoch_ ? head.first : -1;
      head = {epoch_, static_cast<std::int32_t>(waiting_count_)};
      if (waiting_count_ == waiting_.size()) waiting_.resize(2 * waiting_.size() + 16);
      waiting_[waiting_count_++] = {p, h, next, !actor.default_mode && !actor.priority};
    }
    if (!passive && actor.begin != actor.end) active_.push_back(p);
  }
  std::uint32_t count = 0;
  for (std::uint32_t p : active_) {
    const Actor actor = actors_[processes[p]];
    if (actor.single) {
      const HotOffer offer = hot_[actor.begin];
      const auto where = static_cast<std::uint32_t>(position(s, offer.object));
      const LocalState object = s.at[where];
      count += meet(Meeting{MeetingKind::Object, true, offer.id, object, p, kNoLocal, where});
    } else if (actor.special)
      count += expand_special(s, p, actor, meet);
    else
      for (std::uint32_t h = actor.begin; h != actor.end; ++h)
        count += expand_offer(s, p, actor, HotOffer(hot_[h]), meet);
  }
  return count;
}

template <class Meet>
inline std::uint32_t Network::expand_offer(const State& s, std::uint32_t p, const Actor& actor,
                                           const HotOffer& offer, Meet& meet) {
  const LocalState local = s.at[globals_ + p];
  const auto failure = [&] { return meet(Meeting{MeetingKind::Failure, true, offer.id, 0, p}); };
  const auto with_object = [&](LocalState object, std::uint32_t where) {
    return meet(Meeting{MeetingKind::Object, !offer.through_cond, offer.id, object, p, kNoLocal, where});
  };
  switch (offer.kind) {
    case OfferKind::Alone:
      return meet(Meeting{MeetingKind::Alone, true, offer.id, 0, p});
    case OfferKind::Object: {
      auto where = static_cast<std::uint32_t>(position(s, offer.object));
      const LocalState object = offer.through_cond ? mutex_of_cond(s, where) : s.at[where];
      std::uint32_t count = with_object(object, where);
      // An add that fails as a reuse is no misuse as well (tests/regress/reused-not-misused.csp).
      const ObjectState& content = objects_[object]->content;
      if (offer.wg_add && content.a == 0 && content.c == 0 && someone_waits(s, p, offer.object))
        count += failure();
      return count;
    }
    case OfferKind::Channel: {
      const auto where = static_cast<std::uint32_t>(position(s, offer.object));
      const LocalState object = s.at[where];
      const std::uint8_t flags = flags_[object];
      if (flags & (offer.send ? kFull : kEmpty)) return 0;
      if (!(flags & kRendezvous)) return with_object(object, where);
      if ((flags & kAnyEnded) && offer.peer && partner_ended(s, this->offer(offer.id)))
        return actor.command ? failure() : 0;
      if (!offer.send) return 0;  // found by its sender
      const Head head = heads_[offer.key];
      if (head.epoch != epoch_) return 0;
      const bool plain = !actor.default_mode && !actor.priority;
      std::uint32_t count = 0;
      for (std::int32_t w = head.first; w >= 0; w = waiting_[static_cast<std::size_t>(w)].next) {
        const Waiting receiver = waiting_[static_cast<std::size_t>(w)];
        if (receiver.process == p) continue;
        const LocalState partner = s.at[globals_ + receiver.process];
        const std::uint32_t other = hot_[receiver.offer].id;
        if (!(plain && receiver.plain) &&
            !joint_allowed(s, p, local, offer.id, receiver.process, partner, other))
          continue;
        count += meet(Meeting{MeetingKind::Pair, true, offer.id, other, p, receiver.process});
      }
      return count;
    }
    case OfferKind::Signal:
    case OfferKind::Broadcast:
      return expand_cond(s, p, offer, meet);
    case OfferKind::Otherwise:
    case OfferKind::Asleep:
      return 0;
  }
  return 0;
}

// Default, Guarded and priority: an offer's being possible depends on the process's other offers.
template <class Meet>
std::uint32_t Network::expand_special(const State& s, std::uint32_t p, const Actor& actor, Meet& meet) {
  const LocalState local = s.at[globals_ + p];
  const bool guarded = !actor.default_mode && actor.info->offers.mode == CommMode::Guarded;
  bool excluded = false;  // `otherwise` is
  std::uint32_t count = 0;
  for (std::uint32_t h = actor.begin; h != actor.end; ++h) {
    const HotOffer offer = hot_[h];
    if (offer.kind == OfferKind::Otherwise) {
      if (!excluded) count += meet(Meeting{MeetingKind::Alone, true, offer.id, 0, p});
      continue;
    }
    if (guarded) {
      if (offer.kind == OfferKind::Channel && failed(s, this->offer(offer.id))) continue;
      excluded = true;
    }
    if (actor.priority) {
      if (ready(s, p, *actor.info, this->offer(offer.id))) excluded = true;
      const bool joint =
          offer.kind == OfferKind::Channel && (flags_[s.at[position(s, offer.object)]] & kRendezvous);
      if (!joint && !allowed(s, p, *actor.info, this->offer(offer.id))) continue;
    } else if (actor.default_mode && offer.kind == OfferKind::Channel) {
      const LocalState object = s.at[position(s, offer.object)];
      if (!(flags_[object] & kRendezvous)) {
        const Span span = ways_object(local, offer.id, object);
        for (std::uint32_t i = 0; i < span.count; ++i) excluded = excluded || span.first[i].certain;
      }
    }
    count += expand_offer(s, p, actor, offer, meet);
  }
  return count;
}

template <class Meet>
std::uint32_t Network::expand_cond(const State& s, std::uint32_t p, const HotOffer& offer, Meet& meet) {
  const LocalState local = s.at[globals_ + p];
  std::vector<std::uint32_t> sleepers;
  for (std::uint32_t q = 0; q < s.processes; ++q) {
    const ProcessInfo& info = *processes_[s.at[globals_ + q]];
    if (info.asleep && info.offers.list[0].object == static_cast<std::int64_t>(offer.object))
      sleepers.push_back(q);
  }
  if (sleepers.empty()) return meet(Meeting{MeetingKind::Signal, true, offer.id, 0, p});
  std::uint32_t count = 0;
  if (offer.kind == OfferKind::Signal) {
    for (std::uint32_t q : sleepers) {
      const LocalState sleeper = s.at[globals_ + q];
      const std::uint32_t other = processes_[sleeper]->offers.list[0].id;
      count += meet(Meeting{MeetingKind::Signal, true, offer.id, other, p, q});
    }
    return count;
  }
  // Broadcast: every combination of how the signaller and the woken go on.
  std::vector<Effect> effects = to_effects(signalled(runner_, decode(local)), Effect{});
  for (std::size_t i = 0; i < sleepers.size(); ++i) {
    std::vector<Effect> next;
    for (const Continuation& way : wake(runner_, decode(s.at[globals_ + sleepers[i]]), i + 1))
      for (const Effect& e : effects) {
        next.push_back(e);
        next.back().after.push_back(way);
      }
    effects = std::move(next);
  }
  for (Effect& e : effects) {
    scratch(std::move(e));
    count += meet(Meeting{MeetingKind::Broadcast, false, offer.id, 0, p, kNoLocal, kNoLocal, &sleepers});
  }
  return count;
}

}  // namespace csp
