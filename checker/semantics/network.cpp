// The tables: local states, what they offer, and the ways of each kind of step, worked out on first use.
#include "checker/semantics/network.h"

#include <algorithm>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace csp {

namespace {

Effect light(const Effect& e) {  // without the states, which the way's numbers stand for
  Effect out = e;
  for (Continuation& c : out.after) c.state = ProcessState{};
  out.object.reset();
  return out;
}

// A process ends in this step, also one that is born in it (tests/regress/ended-at-birth.csp).
bool ends_process(const Effect& e) {
  const auto ended = [](const Continuation& c) { return c.state.ended(); };
  return std::any_of(e.after.begin(), e.after.end(), ended) || std::any_of(e.born.begin(), e.born.end(), ended);
}

ObjectState initial_object(const Global& g) {
  ObjectState o;
  o.kind = g.kind;
  if (g.kind == ObjectKind::Chan) {
    o.a = g.capacity;
    o.c = static_cast<std::int64_t>(g.environment);
  }
  if (g.kind == ObjectKind::Timer || g.kind == ObjectKind::Ticker) o.a = kTimerRunning;
  if (g.kind == ObjectKind::Var || g.kind == ObjectKind::Cond) o.values = {g.init};
  return o;
}

}  // namespace

// What an interned local state takes: its words and references twice, as key and in the list, and a place in the table.
static std::size_t encoded_bytes(const Encoded& e) {
  constexpr std::size_t kNode = sizeof(Encoded) + 5 * sizeof(void*), kAllocations = 4 * 2 * sizeof(void*);
  return kNode + sizeof(Encoded) + kAllocations + 2 * (e.words.size() + e.refs.size()) * sizeof(std::int64_t);
}

std::size_t Network::EncodedHash::operator()(const Encoded& e) const {
  return XXH3_64bits_withSeed(e.words.data(), e.words.size() * 8, XXH3_64bits(e.refs.data(), e.refs.size() * 8));
}

Network::Network(const Program& program, Options options, const Liveness::Kept& kept)
    : program_(program),
      options_(options),
      runner_(program, options.savings, kept),
      globals_(static_cast<std::uint32_t>(program.globals.size())) {
  crash_ = intern_object(Encoded{{-1}, {}});
}

LocalState Network::intern_process(const Encoded& e) {
  const auto [it, fresh] = process_numbers_.try_emplace(e, static_cast<LocalState>(encoded_.size()));
  if (!fresh) return it->second;
  encoded_.push_back(e);
  objects_.push_back(nullptr);
  flags_.push_back(0);
  processes_.push_back(std::make_unique<ProcessInfo>());
  ProcessInfo& info = *processes_.back();
  info.offers = offers_of(runner_, decode(it->second));
  table_bytes_ += encoded_bytes(e) + sizeof(ProcessInfo) + sizeof(Actor) + sizeof(void*) * 4 +
                  info.offers.list.size() * (sizeof(Offer) + sizeof(HotOffer) + 2 * sizeof(std::uint64_t) + sizeof(void*) * 2);
  for (Offer& o : info.offers.list) {
    o.id = static_cast<std::uint32_t>(offer_by_id_.size());
    offer_by_id_.push_back(&o);
    info.asleep = info.asleep || o.kind == OfferKind::Asleep;
    if (o.kind != OfferKind::Channel) continue;
    const std::uint64_t name = static_cast<std::uint64_t>(o.object) << 32 | static_cast<std::uint32_t>(o.sub);
    std::uint64_t key = keys_.find(name);
    if (key == FlatMap::kMissing) {
      key = key_count_++;
      keys_.insert(name, key);
      heads_.emplace_back();
    }
    o.key = static_cast<std::uint32_t>(key);
  }
  alone_.resize(offer_by_id_.size(), FlatMap::kMissing);
  failure_.resize(offer_by_id_.size(), FlatMap::kMissing);
  add_actor(info);
  return it->second;
}

void Network::add_actor(const ProcessInfo& info) {
  Actor actor;
  actor.info = &info;
  actor.priority = info.offers.priority;
  actor.default_mode = info.offers.mode == CommMode::Default;
  actor.command = info.offers.mode == CommMode::Command;
  actor.special = actor.priority || actor.default_mode || info.offers.mode == CommMode::Guarded;
  const auto add = [&](bool receives) {
    for (const Offer& o : info.offers.list) {
      if ((o.kind == OfferKind::Channel && !o.send) != receives) continue;
      hot_.push_back({o.kind, o.send, o.peer, o.through_cond, o.wg_add, o.id, o.key, static_cast<std::uint32_t>(o.object)});
    }
  };
  actor.begin = static_cast<std::uint32_t>(hot_.size());
  add(true);
  actor.receives = static_cast<std::uint32_t>(hot_.size());
  add(false);
  actor.end = static_cast<std::uint32_t>(hot_.size());
  if (const HotOffer* one = actor.end == actor.begin + 1 ? &hot_.back() : nullptr)
    actor.single = !actor.special && one->kind == OfferKind::Object && !one->through_cond && !one->wg_add;
  actor.listens = actor.receives > actor.begin && !actor.default_mode && !actor.priority;
  for (std::uint32_t h = actor.receives; h != actor.end; ++h) actor.listens = actor.listens && hot_[h].kind == OfferKind::Otherwise;
  actors_.push_back(actor);
}

LocalState Network::intern_object(const Encoded& e) {
  const auto [it, fresh] = object_numbers_.try_emplace(e, static_cast<LocalState>(encoded_.size()));
  if (!fresh) return it->second;
  encoded_.push_back(e);
  processes_.push_back(nullptr);
  objects_.push_back(std::make_unique<ObjectInfo>());
  actors_.emplace_back();
  flags_.push_back(0);
  table_bytes_ += encoded_bytes(e) + sizeof(ObjectInfo) + sizeof(Actor) + sizeof(void*) * 4 +
                  e.words.size() / 2 * sizeof(Value);  // a value is two words
  if (e.words.size() < 2) return it->second;  // the crash state
  ObjectInfo& info = *objects_.back();
  info.content = decode_object(e.words, e.refs);
  const ObjectState& o = info.content;
  info.rendezvous = o.kind == ObjectKind::Group ||
                    (o.kind == ObjectKind::Chan && o.a == 0 && !o.b && static_cast<Environment>(o.c) == Environment::None);
  info.drained = o.kind == ObjectKind::Chan && o.b && o.values.empty();
  if (o.kind == ObjectKind::Group)
    for (const Value& v : o.values) info.any_ended = info.any_ended || v.truth();
  const bool buffer = o.kind == ObjectKind::Chan && o.a > 0 && !o.b && static_cast<Environment>(o.c) == Environment::None;
  const bool full = buffer && static_cast<std::int64_t>(o.values.size()) >= o.a;
  flags_.back() = static_cast<std::uint8_t>((info.rendezvous ? kRendezvous : 0) | (info.any_ended ? kAnyEnded : 0) | (full ? kFull : 0) |
                                            (buffer && o.values.empty() ? kEmpty : 0));
  return it->second;
}

std::uint64_t Network::keep(std::vector<Effect> effects, LocalState actor, LocalState partner, LocalState object) {
  const std::uint64_t first = ways_.size();
  std::vector<Way> made;
  for (Effect& e : effects) {
    Way way;
    way.progress = e.progress || ends_process(e);
    way.observable = e.observable;
    way.certain = e.certain;
    way.structural = e.crash || !e.born.empty() || !e.new_objects.empty();
    Encoded after[2], content;
    const LocalState before[2] = {actor, partner};
    for (std::size_t i = 0; i < e.after.size() && i < 2; ++i) {
      const Continuation& c = e.after[i];
      after[i] = encode(c.state, globals_);
      if (!c.objects.empty()) way.structural = true;
      // Without canonical numbering what has ended keeps its place; its group, if it has one, is told.
      if (c.state.ended() && (options_.canonical || !c.state.group.is_nil())) way.structural = true;
      if (options_.canonical && after[i].refs != encoded_[before[i]].refs) way.structural = true;
    }
    if (e.object) {
      content = encode(*e.object, globals_);
      if (options_.canonical && content.refs != encoded_[object].refs) way.structural = true;
    }
    if (!way.structural) {
      if (!e.after.empty()) way.actor = intern_process(after[0]);
      if (e.after.size() > 1) way.partner = intern_process(after[1]);
      if (e.object) way.object = intern_object(content);
    }
    way.record = static_cast<std::uint32_t>(records_.size());
    auto record = std::make_unique<Record>();
    record->simple = way.structural && !e.crash && e.new_objects.empty() && e.after.size() <= 2;
    for (const Continuation& c : e.after) record->simple = record->simple && c.objects.empty();
    for (const Continuation& c : e.born)
      record->simple = record->simple && c.objects.empty() && !(c.state.ended() && !c.state.group.is_nil());
    if (record->simple) {
      for (std::size_t i = 0; i < e.after.size(); ++i) record->after.push_back(intern_process(after[i]));
      for (const Continuation& c : e.born) record->born.push_back(intern_process(encode(c.state, globals_)));
      if (e.object) record->object = intern_object(content);
    }
    record->effect = way.structural ? std::move(e) : light(e);
    table_bytes_ += sizeof(Record) + (way.structural ? 2000 : 200) + content.words.size() / 2 * sizeof(Value);
    records_.push_back(std::move(record));
    made.push_back(way);
  }
  ways_.insert(ways_.end(), made.begin(), made.end());
  return first << 24 | made.size();
}

std::uint64_t Network::find_alone(LocalState l, std::uint32_t id) {
  const std::uint64_t kept = keep(effects_alone(runner_, decode(l), offer(id)), l, kNoLocal, kNoLocal);
  return alone_[id] = kept;
}

Network::Span Network::ways_failure(LocalState l, std::uint32_t id) {
  if (failure_[id] == FlatMap::kMissing) {
    std::vector<Effect> effects = effects_failure(runner_, decode(l));
    for (Effect& e : effects) e.alt[0] = offer(id).alt;
    const std::uint64_t kept = keep(std::move(effects), l, kNoLocal, kNoLocal);
    failure_[id] = kept;
  }
  return unpack(failure_[id]);
}

std::uint64_t Network::find_object(LocalState l, std::uint32_t id, LocalState object) {
  const std::uint64_t found = keep(effects_with_object(runner_, decode(l), offer(id), objects_[object]->content), l, kNoLocal, object);
  with_object_.insert(static_cast<std::uint64_t>(id) << 32 | object, found);
  return found;
}

std::uint64_t Network::find_pair(LocalState l, std::uint32_t id, LocalState partner, std::uint32_t other) {
  const std::uint64_t found = keep(effects_rendezvous(runner_, decode(l), offer(id), decode(partner), offer(other)), l, partner, kNoLocal);
  with_partner_.insert(static_cast<std::uint64_t>(id) << 32 | other, found);
  return found;
}

Network::Span Network::ways_signal(LocalState l, std::uint32_t id, LocalState sleeper, std::uint32_t other) {
  const std::uint64_t key = static_cast<std::uint64_t>(id) << 32 | (sleeper == kNoLocal ? kNoLocal : other);
  std::uint64_t found = with_partner_.find(key);
  if (found == FlatMap::kMissing) {
    std::vector<Effect> effects = to_effects(signalled(runner_, decode(l)), Effect{});
    if (sleeper != kNoLocal) {
      std::vector<Effect> both;
      for (const Continuation& way : wake(runner_, decode(sleeper), 1))
        for (const Effect& e : effects) {
          both.push_back(e);
          both.back().after.push_back(way);
        }
      effects = std::move(both);
    }
    found = keep(std::move(effects), l, sleeper, kNoLocal);
    with_partner_.insert(key, found);
  }
  return unpack(found);
}

const Way& Network::scratch(Effect e) {
  if (scratch_record_ == kNoLocal) {
    scratch_record_ = static_cast<std::uint32_t>(records_.size());
    records_.push_back(std::make_unique<Record>());
  }
  scratch_way_ = Way{};
  scratch_way_.progress = e.progress || ends_process(e);
  records_[scratch_record_]->effect = std::move(e);
  scratch_way_.structural = true;
  scratch_way_.record = scratch_record_;
  return scratch_way_;
}

std::vector<Network::Start> Network::initial() {
  State blank;
  blank.processes = 1;
  for (const Global& g : program_.globals) blank.at.push_back(intern_object(encode(initial_object(g), globals_)));
  ProcessState root;
  root.service = program_.root_service;
  root.frames.push_back(runner_.make_frame(DeferredCall{program_.root, program_.root_args}));
  const LocalState unborn = intern_process(encode(root, globals_));
  blank.at.push_back(unborn);
  std::vector<Effect> effects = program_.root_parallel ? effects_alone(runner_, root, Offer{})
                                                       : to_effects(runner_.run(root, after_base(0)), Effect{});
  if (program_.root_parallel && !effects.empty()) fixed_ = 1 + static_cast<std::uint32_t>(effects[0].born.size());
  for (Effect& e : effects)
    for (std::size_t i = 0; options_.canonical && i < e.born.size(); ++i) e.born[i].state.ancestor = static_cast<int>(1 + i);
  std::vector<Start> out;
  for (Effect& e : effects) {
    Start start;
    if (!e.after.empty()) start.choices = e.after[0].choices;
    for (const Continuation& c : e.born) start.member_choices.push_back(c.choices);
    Move move;
    move.way = &scratch(std::move(e));
    apply(blank, move, start.state);
    bool known = false;
    for (const Start& other : out) known = known || other.state == start.state;
    if (!known) out.push_back(std::move(start));
  }
  return out;
}

std::size_t Network::memory_bytes() const {
  return table_bytes_ + ways_.capacity() * sizeof(Way) + with_object_.memory_bytes() + with_partner_.memory_bytes() + with_refs_.memory_bytes() +
         group_after_.memory_bytes() + keys_.memory_bytes() +
         heads_.capacity() * sizeof(Head) + (alone_.capacity() + failure_.capacity()) * 8;
}

}  // namespace csp
