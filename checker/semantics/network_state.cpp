// Questions about a whole state, and the steps that change its shape: processes or objects come, go, or are renumbered.
#include <algorithm>
#include <map>

#include "checker/semantics/network.h"

namespace csp {

namespace {

// A state taken apart, with object numbers as in the state before and kNewObject + ... for objects made by the step.
struct Parts {
  std::vector<Encoded> globals;
  std::vector<Encoded> processes;
  std::vector<std::pair<std::int64_t, Encoded>> created;  // number, content
};

Encoded* find_object(Parts& parts, std::int64_t globals, std::int64_t object) {
  if (object < globals) return &parts.globals[static_cast<std::size_t>(object)];
  for (auto& [number, content] : parts.created)
    if (number == object) return &content;
  return nullptr;
}

void tell_group(Parts& parts, std::int64_t globals, const ProcessState& ended) {
  if (!ended.ended() || ended.group.is_nil()) return;
  Encoded* encoded = find_object(parts, globals, ended.group.number());
  if (!encoded) return;
  ObjectState group = decode_object(encoded->words, encoded->refs);
  group.values[static_cast<std::size_t>(ended.member)] = Value::boolean(true);
  *encoded = encode(group, globals);
}

void add_objects(Parts& parts, std::int64_t globals, const std::vector<ObjectState>& objects, std::int64_t base) {
  for (std::size_t i = 0; i < objects.size(); ++i)
    parts.created.emplace_back(base + static_cast<std::int64_t>(i), encode(objects[i], globals));
}

// Numbers objects in the order in which they are reached and drops the others (canonical), or just continues the count.
void renumber(Parts& parts, std::int64_t globals, bool canonical) {
  std::map<std::int64_t, std::int64_t> number;
  std::vector<std::pair<std::int64_t, Encoded>> ordered;
  if (canonical) {
    std::vector<std::int64_t> reached;
    const auto visit = [&](const Encoded& e) {
      for (std::int64_t ref : e.refs)
        if (number.try_emplace(ref, globals + static_cast<std::int64_t>(reached.size())).second) reached.push_back(ref);
    };
    for (const Encoded& e : parts.globals) visit(e);
    for (const Encoded& e : parts.processes) visit(e);
    for (std::size_t i = 0; i < reached.size(); ++i) {
      const Encoded* content = find_object(parts, globals, reached[i]);
      ordered.emplace_back(reached[i], *content);
      visit(ordered.back().second);
    }
  } else {
    for (auto& [old, content] : parts.created) {
      number[old] = globals + static_cast<std::int64_t>(ordered.size());
      ordered.emplace_back(old, std::move(content));
    }
  }
  parts.created = std::move(ordered);
  const auto translate = [&](Encoded& e) {
    for (std::int64_t& ref : e.refs) ref = number.at(ref);
  };
  for (Encoded& e : parts.globals) translate(e);
  for (Encoded& e : parts.processes) translate(e);
  for (auto& [old, content] : parts.created) translate(content);
}

}  // namespace

void Network::apply(const State& s, const Move& move, State& next, std::vector<int>* process_map, std::vector<int>* born_at) {
  if (process_map) {
    process_map->resize(s.processes);
    for (std::uint32_t p = 0; p < s.processes; ++p) (*process_map)[p] = static_cast<int>(p);
  }
  if (born_at) born_at->clear();
  if (!move.way->structural) {
    next = s;
    if (move.way->actor != kNoLocal) next.at[globals_ + move.actor] = move.way->actor;
    if (move.way->partner != kNoLocal) next.at[globals_ + move.partner] = move.way->partner;
    if (move.way->object != kNoLocal) next.at[move.object] = move.way->object;
    return;
  }
  const Record& record = *records_[move.way->record];
  if (record.simple) return apply_simple(s, move, record, next, process_map, born_at);
  const Effect& effect = record.effect;
  if (effect.crash) {
    next.processes = 0;
    next.at.assign(1, crash_);
    return;
  }
  Parts parts;
  for (std::uint32_t g = 0; g < globals_; ++g) parts.globals.push_back(encoded_[s.at[g]]);
  for (std::uint32_t p = 0; p < s.processes; ++p) parts.processes.push_back(encoded_[s.at[globals_ + p]]);
  for (std::size_t o = globals_ + s.processes; o < s.at.size(); ++o)
    parts.created.emplace_back(static_cast<std::int64_t>(o) - s.processes, encoded_[s.at[o]]);

  std::vector<std::uint32_t> who{move.actor};
  if (move.partner != kNoLocal) who.push_back(move.partner);
  if (move.woken) who.insert(who.end(), move.woken->begin(), move.woken->end());
  if (effect.object) {
    const std::size_t at = move.object;
    (at < globals_ ? parts.globals[at] : parts.created[at - globals_ - s.processes].second) = encode(*effect.object, globals_);
  }
  for (std::size_t i = 0; i < effect.after.size(); ++i) add_objects(parts, globals_, effect.after[i].objects, after_base(i));
  add_objects(parts, globals_, effect.new_objects, kStepObjects);
  for (std::size_t i = 0; i < effect.born.size(); ++i) add_objects(parts, globals_, effect.born[i].objects, born_base(i));
  for (std::size_t i = 0; i < effect.after.size(); ++i) {
    parts.processes[who[i]] = encode(effect.after[i].state, globals_);
    tell_group(parts, globals_, effect.after[i].state);
  }
  for (const Continuation& c : effect.born) tell_group(parts, globals_, c.state);

  // The new tuple of processes: for where born ones stand, see network.h.
  std::vector<Encoded> processes;
  std::vector<int> map(s.processes, -1);
  bool waiting_to_add = false;
  const auto add_born = [&] {
    waiting_to_add = false;
    for (const Continuation& c : effect.born) {
      const bool keep_it = !options_.canonical || !c.state.ended() || processes.size() < fixed_;
      if (born_at) born_at->push_back(keep_it ? static_cast<int>(processes.size()) : -1);
      if (keep_it) processes.push_back(encode(c.state, globals_));
    }
  };
  for (std::uint32_t p = 0; p < s.processes; ++p) {
    if (waiting_to_add && p >= fixed_ && encoded_ancestor(parts.processes[p]) >= static_cast<int>(move.actor)) add_born();
    bool ended = false;
    for (std::size_t i = 0; i < effect.after.size(); ++i) ended = ended || (who[i] == p && effect.after[i].state.ended());
    if (!ended || p < fixed_ || !options_.canonical) {
      map[p] = static_cast<int>(processes.size());
      processes.push_back(std::move(parts.processes[p]));
    }
    if (p != move.actor || !options_.canonical) continue;
    if (p < fixed_)
      waiting_to_add = true;
    else
      add_born();
  }
  if (waiting_to_add) add_born();
  if (!options_.canonical) add_born();
  parts.processes = std::move(processes);
  renumber(parts, globals_, options_.canonical);

  next.processes = static_cast<std::uint32_t>(parts.processes.size());
  next.at.clear();
  for (const Encoded& e : parts.globals) next.at.push_back(intern_object(e));
  for (const Encoded& e : parts.processes) next.at.push_back(intern_process(e));
  for (const auto& [old, content] : parts.created) next.at.push_back(intern_object(content));
  if (process_map) *process_map = std::move(map);
}

// Are the created objects numbered in the order in which they are reached, and all reached?
bool Network::is_canonical(const State& s) const {
  std::int64_t expected = globals_;
  const auto visit = [&](LocalState l) {
    for (std::int64_t ref : encoded_[l].refs) {
      if (ref > expected) return false;
      if (ref == expected) ++expected;
    }
    return true;
  };
  for (std::size_t i = 0; i < globals_ + s.processes; ++i)
    if (!visit(s.at[i])) return false;
  for (std::size_t i = globals_ + s.processes; i < s.at.size(); ++i)
    if (static_cast<std::int64_t>(i - s.processes) >= expected || !visit(s.at[i])) return false;
  return true;
}

LocalState Network::group_after(LocalState group, int member) {
  const std::uint64_t key = static_cast<std::uint64_t>(group) << 32 | static_cast<std::uint32_t>(member);
  std::uint64_t found = group_after_.find(key);
  if (found == FlatMap::kMissing) {
    ObjectState after = objects_[group]->content;
    after.values[static_cast<std::size_t>(member)] = Value::boolean(true);
    found = intern_object(encode(after, globals_));
    group_after_.insert(key, found);
  }
  return static_cast<LocalState>(found);
}

// The next state of a simple structural way.
void Network::apply_simple(const State& s, const Move& move, const Record& record, State& next, std::vector<int>* process_map,
                           std::vector<int>* born_at) {
  next.at.clear();
  next.at.insert(next.at.end(), s.at.begin(), s.at.begin() + globals_);
  const Effect& effect = record.effect;
  bool to_add = false;
  std::uint32_t count = 0;
  const auto add_born = [&] {
    to_add = false;
    for (std::size_t i = 0; i < record.born.size(); ++i) {
      const bool keep_it = !options_.canonical || !effect.born[i].state.ended();
      if (born_at) born_at->push_back(keep_it ? static_cast<int>(count) : -1);
      if (!keep_it) continue;
      next.at.push_back(record.born[i]);
      ++count;
    }
  };
  for (std::uint32_t p = 0; p < s.processes; ++p) {
    LocalState l = s.at[globals_ + p];
    if (to_add && options_.canonical && p >= fixed_ && encoded_ancestor(encoded_[l]) >= static_cast<int>(move.actor)) add_born();
    bool ended = false;
    for (std::size_t i = 0; i < record.after.size(); ++i) {
      if ((i == 0 ? move.actor : move.partner) != p) continue;
      l = record.after[i];
      ended = effect.after[i].state.ended();
    }
    const bool stays = !ended || p < fixed_ || !options_.canonical;
    if (process_map) (*process_map)[p] = stays ? static_cast<int>(count) : -1;
    if (stays) {
      next.at.push_back(l);
      ++count;
    }
    if (p != move.actor || record.born.empty()) continue;
    if (p < fixed_ || !options_.canonical)
      to_add = true;
    else
      add_born();
  }
  if (to_add) add_born();
  next.processes = count;
  next.at.insert(next.at.end(), s.at.begin() + globals_ + s.processes, s.at.end());
  if (record.object != kNoLocal)
    next.at[move.object < globals_ ? move.object : move.object - s.processes + count] = record.object;
  for (const Continuation& c : effect.after) {
    if (!c.state.ended() || c.state.group.is_nil()) continue;
    LocalState& group = next.at[position(next, c.state.group.number())];
    group = group_after(group, c.state.member);
  }
  if (options_.canonical && !is_canonical(next)) renumber_objects(next);
}

// Gives created objects the numbers in whose order they are reached and drops the others.
void Network::renumber_objects(State& s) {
  const std::size_t main = globals_ + s.processes;
  std::vector<std::int64_t> number(s.at.size() - main, -1);
  std::vector<LocalState> reached;
  const auto visit = [&](LocalState l) {
    for (std::int64_t ref : encoded_[l].refs) {
      std::int64_t& n = number[static_cast<std::size_t>(ref - globals_)];
      if (n >= 0) continue;
      n = globals_ + static_cast<std::int64_t>(reached.size());
      reached.push_back(s.at[position(s, ref)]);
    }
  };
  for (std::size_t i = 0; i < main; ++i) visit(s.at[i]);
  for (std::size_t i = 0; i < reached.size(); ++i) visit(LocalState(reached[i]));
  s.at.resize(main);
  s.at.insert(s.at.end(), reached.begin(), reached.end());
  std::vector<std::int64_t> refs;
  for (LocalState& l : s.at) {
    refs = encoded_[l].refs;
    for (std::int64_t& ref : refs) ref = number[static_cast<std::size_t>(ref - globals_)];
    if (refs != encoded_[l].refs) l = with_refs(l, refs);
  }
}

// The same local state with other references. Remembered where they are few and small.
LocalState Network::with_refs(LocalState l, const std::vector<std::int64_t>& refs) {
  constexpr std::size_t kFew = 3;
  constexpr int kBits = 10;
  std::uint64_t key = l;
  bool small = refs.size() <= kFew;
  for (std::int64_t ref : refs) {
    small = small && ref < (1 << kBits);
    key = key << kBits | static_cast<std::uint64_t>(ref);
  }
  const std::uint64_t found = small ? with_refs_.find(key) : FlatMap::kMissing;
  if (found != FlatMap::kMissing) return static_cast<LocalState>(found);
  const Encoded other{encoded_[l].words, refs};
  const LocalState known = processes_[l] ? intern_process(other) : intern_object(other);
  if (small) with_refs_.insert(key, known);
  return known;
}

bool Network::ready(const State& s, std::uint32_t p, const ProcessInfo& info, const Offer& offer) {
  if (offer.kind == OfferKind::Alone) return true;
  if (offer.kind != OfferKind::Channel) return false;
  const LocalState object = s.at[position(s, offer.object)];
  if (!objects_[object]->rendezvous) return ways_object(s.at[globals_ + p], offer.id, object).count > 0;
  for (std::uint32_t q = 0; q < s.processes; ++q) {
    if (q == p) continue;
    const ProcessInfo& other = *processes_[s.at[globals_ + q]];
    if (info.offers.mode == CommMode::Default && other.offers.mode == CommMode::Default) continue;
    for (const Offer& o : other.offers.list) {
      if (o.kind != OfferKind::Channel || o.key != offer.key || o.send == offer.send) continue;
      const LocalState mine = s.at[globals_ + p], theirs = s.at[globals_ + q];
      const Span span = offer.send ? ways_pair(mine, offer.id, theirs, o.id) : ways_pair(theirs, o.id, mine, offer.id);
      if (span.count) return true;
    }
  }
  return false;
}

// Is the offer the first one ready of a process with priority?
bool Network::allowed(const State& s, std::uint32_t p, const ProcessInfo& info, const Offer& offer) {
  for (const Offer& o : info.offers.list) {
    if (o.id == offer.id) return true;
    if (ready(s, p, info, o)) return false;
  }
  return true;
}

// Two selects with default never meet. With priority on one side the joint step must be that side's first ready offer, with priority on both of one of them.
bool Network::joint_allowed(const State& s, std::uint32_t p, LocalState local, std::uint32_t id, std::uint32_t q, LocalState partner,
                            std::uint32_t other_id) {
  const ProcessInfo& info = *processes_[local];
  const ProcessInfo& other = *processes_[partner];
  const Offer& offer = *offer_by_id_[id];
  const Offer& other_offer = *offer_by_id_[other_id];
  if (info.offers.mode == CommMode::Default && other.offers.mode == CommMode::Default) return false;
  if (!info.offers.priority && !other.offers.priority) return true;
  return (info.offers.priority && allowed(s, p, info, offer)) || (other.offers.priority && allowed(s, q, other, other_offer));
}

bool Network::partner_ended(const State& s, const Offer& offer) const {
  const ObjectState& group = objects_[s.at[position(s, offer.object)]]->content;
  const int member = offer.send ? offer.sub & 0xffff : offer.sub >> 16;
  return group.values[static_cast<std::size_t>(member)].truth();
}

bool Network::failed(const State& s, const Offer& offer) const {
  const ObjectInfo& object = *objects_[s.at[position(s, offer.object)]];
  return offer.peer ? object.any_ended && partner_ended(s, offer) : object.drained;
}

bool Network::someone_waits(const State& s, std::uint32_t p, std::int64_t object) const {
  for (std::uint32_t q = 0; q < s.processes; ++q) {
    if (q == p) continue;
    for (const Offer& o : processes_[s.at[globals_ + q]]->offers.list)
      if (o.wg_wait && o.object == object) return true;
  }
  return false;
}

LocalState Network::mutex_of_cond(const State& s, std::uint32_t& where) const {
  const Value& mutex = objects_[s.at[where]]->content.values[0];
  where = static_cast<std::uint32_t>(position(s, mutex.number()));
  return s.at[where];
}

// Is the next step of the process, at an access to a variable, a failure?
bool Network::fails_next(const State& s, std::uint32_t p) {
  const LocalState l = s.at[globals_ + p];
  const Offer& offer = processes_[l]->offers.list[0];
  const Span span = ways_object(l, offer.id, s.at[position(s, offer.object)]);
  return span.count > 0 && records_[span.first->record]->effect.kind == StepKind::Fail;
}

std::pair<int, int> Network::find_race(const State& s) {
  for (std::uint32_t p = 0; p < s.processes; ++p) {
    const auto& a = processes_[s.at[globals_ + p]]->offers.access;
    if (!a) continue;
    for (std::uint32_t q = p + 1; q < s.processes; ++q) {
      const auto& b = processes_[s.at[globals_ + q]]->offers.access;
      if (!b || a->object != b->object || (!a->write && !b->write) || (a->atomic && b->atomic)) continue;
      const std::size_t common = std::min(a->path.size(), b->path.size());
      if (std::equal(a->path.begin(), a->path.begin() + static_cast<std::ptrdiff_t>(common), b->path.begin()) &&
          !fails_next(s, p) && !fails_next(s, q))
        return {static_cast<int>(p), static_cast<int>(q)};
    }
  }
  return {-1, -1};
}

}  // namespace csp
