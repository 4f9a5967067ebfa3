// The network of components as the search sees it. A component's local state is a small number; what it offers and what a step does
// to it is worked out once and kept. A global state is a tuple of these numbers and a step is table look-up.
//
// Layout of a state: the globals (fixed), the processes, the created objects. With canonical numbering a process that ends leaves
// the tuple (the root and the members of a parallel root stay: they are fixed), a new process stands right behind its creator (one of a fixed
// process before the first that a later fixed process created), and created objects are
// numbered in the order in which they are reached from the globals and then the processes; what is not reached is dropped. Without it
// everything keeps its number in order of creation.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/core/trace.h"
#include "checker/semantics/effects.h"
#include "checker/semantics/flat_map.h"

namespace csp {

using LocalState = std::uint32_t;  // number of an interned local state
inline constexpr std::uint32_t kNoLocal = ~std::uint32_t{0};

struct State {
  std::uint32_t processes = 0;        // 0: the crash state
  std::vector<LocalState> at;

  friend bool operator==(const State&, const State&) = default;
};

// A way a step can go. Not structural: the new local states of actor, partner and object; else see record.
struct Way {
  LocalState actor = kNoLocal, partner = kNoLocal, object = kNoLocal;
  std::uint32_t record = 0;
  bool structural = false;            // processes or references change: Network::apply works out the next state
  bool progress = false, observable = false;
  bool certain = true;                // see Effect
};

struct Record {                       // what traces and apply need to know about a way
  Effect effect;                      // the participants' states only if the way is structural
  // A structural way that makes no objects: `after`, `born` and `object` are right but for the numbers of objects.
  bool simple = false;
  std::vector<LocalState> after, born;
  LocalState object = kNoLocal;
};

struct Move {
  const Way* way = nullptr;
  std::uint32_t actor = 0;            // index among the processes
  std::uint32_t partner = kNoLocal;   // index among the processes
  std::uint32_t object = kNoLocal;    // position in State::at of the object that changes
  const std::vector<std::uint32_t>* woken = nullptr;  // Broadcast: the other participants, in process order
};

// Who takes part in a step, and what with. The ways of a step depend on the offers and the object's local state only.
enum class MeetingKind : std::uint8_t { Alone, Failure, Object, Pair, Signal, Broadcast };
struct Meeting {
  MeetingKind kind = MeetingKind::Alone;
  bool fixed = true;                  // the offers and the positions of their processes say which components change
  std::uint32_t offer = 0;            // Offer::id
  std::uint32_t other = 0;            // Object: its local state. Pair, Signal with a sleeper: the partner's Offer::id. Else 0
  std::uint32_t actor = 0;            // as in Move, from here on
  std::uint32_t partner = kNoLocal;
  std::uint32_t object = kNoLocal;
  const std::vector<std::uint32_t>* woken = nullptr;
};

// What the inner loop reads of an offer.
struct HotOffer {
  OfferKind kind = OfferKind::Alone;
  bool send = false, peer = false, through_cond = false, wg_add = false;
  std::uint32_t id = 0, key = 0, object = 0;
};

struct ProcessInfo {
  Offers offers;
  bool asleep = false;
};

struct ObjectInfo {
  ObjectState content;
  bool rendezvous = false;            // an open channel without buffer inside the system, or the channels of a group
  bool drained = false;               // closed and empty
  bool any_ended = false;             // Group: some member has terminated
};

class Network {
 public:
  struct Options {
    Savings savings;
    bool canonical = true;
  };

  // `kept`: locals that the property looks at.
  Network(const Program&, Options, const Liveness::Kept& kept);

  struct Start {
    State state;
    std::vector<int> choices;                     // of the root
    std::vector<std::vector<int>> member_choices; // of the members of a parallel root
  };
  // All initial states, in order, without duplicates.
  std::vector<Start> initial();

  // Calls emit(const Move&) for every step of the state, in a fixed order. A move is valid until the next call. Returns their number.
  template <class Emit>
  std::uint32_t expand(const State& s, Emit&& emit);

  // The same for a caller who remembers what meetings lead to: calls meet(const Meeting&) for each meeting that may be a step. Returns
  // the sum of what meet returns.
  template <class Meet>
  std::uint32_t expand_meetings(const State& s, Meet&& meet);
  // The ways of a meeting of the state, perhaps none; of one that is not `fixed` only until `meet` returns.
  struct Span { const Way* first; std::uint32_t count; };
  Span ways(const State& s, const Meeting& m);
  static Move move_of(const Meeting& m, const Way* way) { return {way, m.actor, m.partner, m.object, m.woken}; }

  // The state after the move. `process_map`, if given, receives for each process its new index or -1; born processes are where the
  // map leaves gaps, listed by `born_at` in order of creation.
  void apply(const State&, const Move&, State& next, std::vector<int>* process_map = nullptr, std::vector<int>* born_at = nullptr);

  // Two processes whose next accesses conflict (semantics.md rule 20), or {-1, -1}.
  std::pair<int, int> find_race(const State&);

  const ProcessInfo& process(LocalState l) const { return *processes_[l]; }
  const ObjectInfo& object(LocalState l) const { return *objects_[l]; }
  ProcessState decode(LocalState l) const { return decode_process(encoded_[l].words, encoded_[l].refs); }
  const Encoded& encoded(LocalState l) const { return encoded_[l]; }
  const Record& record(std::uint32_t r) const { return *records_[r]; }
  const Program& program() const { return program_; }
  const Runner& runner() const { return runner_; }
  std::uint32_t globals() const { return globals_; }
  std::size_t local_states() const { return encoded_.size(); }
  // Of the tables: counted for local states and ways by their sizes, roughly for what they hold inside.
  std::size_t memory_bytes() const;

  // Position in State::at.
  std::size_t position(const State& s, std::int64_t object) const {
    return static_cast<std::size_t>(object < globals_ ? object : object + s.processes);
  }
  std::size_t position_of_process(std::uint32_t p) const { return globals_ + p; }

 private:
  struct Waiting { std::uint32_t process, offer; std::int32_t next; bool plain; };  // offer: index in hot_
  // By local state of a process: its receives and its other offers in hot_, and what sets it apart.
  struct Actor {
    std::uint32_t begin = 0, receives = 0, end = 0;  // hot_[begin, receives) are receives, [receives, end) the rest
    bool special = false;                            // Default, Guarded or priority: its offers depend on each other
    bool default_mode = false, command = false, priority = false;
    bool single = false;                             // one offer, to a shared variable or the like
    bool listens = false;                            // nothing but receives (and perhaps `otherwise` of a Guarded)
    const ProcessInfo* info = nullptr;
  };
  struct Head { std::uint64_t epoch = 0; std::int32_t first = -1; };
  // Of objects. Full, empty: of an open channel with a buffer, whose other end is in the system.
  static constexpr std::uint8_t kRendezvous = 1, kAnyEnded = 2, kFull = 4, kEmpty = 8;

  void apply_simple(const State&, const Move&, const Record&, State& next, std::vector<int>* process_map, std::vector<int>* born_at);
  LocalState group_after(LocalState group, int member);
  bool is_canonical(const State&) const;
  void renumber_objects(State&);
  LocalState with_refs(LocalState, const std::vector<std::int64_t>& refs);
  LocalState intern_process(const Encoded&);
  LocalState intern_object(const Encoded&);
  void add_actor(const ProcessInfo&);
  std::uint64_t keep(std::vector<Effect> effects, LocalState before, LocalState before_partner, LocalState before_object);
  Span unpack(std::uint64_t packed) const { return {&ways_[packed >> 24], static_cast<std::uint32_t>(packed & 0xffffff)}; }
  const Offer& offer(std::uint32_t id) const { return *offer_by_id_[id]; }
  // The ways of an offer, by its number; worked out when asked for the first time.
  Span ways_alone(LocalState l, std::uint32_t offer) {
    return unpack(alone_[offer] != FlatMap::kMissing ? alone_[offer] : find_alone(l, offer));
  }
  Span ways_object(LocalState l, std::uint32_t offer, LocalState object) {
    const std::uint64_t found = with_object_.find(static_cast<std::uint64_t>(offer) << 32 | object);
    return unpack(found != FlatMap::kMissing ? found : find_object(l, offer, object));
  }
  Span ways_pair(LocalState l, std::uint32_t offer, LocalState partner, std::uint32_t other) {
    const std::uint64_t found = with_partner_.find(static_cast<std::uint64_t>(offer) << 32 | other);
    return unpack(found != FlatMap::kMissing ? found : find_pair(l, offer, partner, other));
  }
  Span ways_failure(LocalState l, std::uint32_t offer);
  Span ways_signal(LocalState l, std::uint32_t offer, LocalState sleeper, std::uint32_t other);
  std::uint64_t find_alone(LocalState l, std::uint32_t offer);
  std::uint64_t find_object(LocalState l, std::uint32_t offer, LocalState object);
  std::uint64_t find_pair(LocalState l, std::uint32_t offer, LocalState partner, std::uint32_t other);

  template <class Meet>
  std::uint32_t expand_offer(const State&, std::uint32_t p, const Actor&, const HotOffer&, Meet& meet);
  template <class Meet>
  std::uint32_t expand_special(const State&, std::uint32_t p, const Actor&, Meet& meet);
  template <class Meet>
  std::uint32_t expand_cond(const State&, std::uint32_t p, const HotOffer&, Meet& meet);
  bool ready(const State&, std::uint32_t p, const ProcessInfo&, const Offer&);
  bool failed(const State&, const Offer&) const;
  bool fails_next(const State&, std::uint32_t p);
  bool partner_ended(const State&, const Offer&) const;
  bool someone_waits(const State&, std::uint32_t p, std::int64_t object) const;
  bool allowed(const State&, std::uint32_t p, const ProcessInfo&, const Offer&);
  bool joint_allowed(const State&, std::uint32_t p, LocalState, std::uint32_t offer, std::uint32_t q, LocalState, std::uint32_t other);
  const Way& scratch(Effect);
  LocalState mutex_of_cond(const State&, std::uint32_t& position) const;

  const Program& program_;
  Options options_;
  Runner runner_;
  std::uint32_t globals_;
  std::uint32_t fixed_ = 1;            // processes that never leave the tuple

  struct EncodedHash { std::size_t operator()(const Encoded&) const; };
  std::unordered_map<Encoded, LocalState, EncodedHash> process_numbers_, object_numbers_;
  std::vector<Encoded> encoded_;                         // by LocalState
  std::vector<std::unique_ptr<ProcessInfo>> processes_;  // by LocalState; null for objects
  std::vector<std::unique_ptr<ObjectInfo>> objects_;     // by LocalState; null for processes
  std::vector<Actor> actors_;                            // by LocalState
  std::vector<std::uint8_t> flags_;                      // by LocalState of an object: kRendezvous and so on
  std::vector<HotOffer> hot_;
  std::vector<const Offer*> offer_by_id_;
  LocalState crash_;
  std::size_t table_bytes_ = 0;

  std::vector<Way> ways_;
  std::vector<std::unique_ptr<Record>> records_;
  std::vector<std::uint64_t> alone_;                     // by offer id: packed (first way << 24 | count), or kMissing
  std::vector<std::uint64_t> failure_;                   // by offer id
  FlatMap with_object_;                                  // (offer id, local state of the object) -> packed
  FlatMap with_partner_;                                 // (offer id, partner's offer id) -> packed
  FlatMap keys_;                                         // (object, sub) -> key
  FlatMap with_refs_;                                    // (local state, few small references) -> the same with these
  FlatMap group_after_;                                  // (local state of a group, member that ends) -> its next local state
  std::uint32_t key_count_ = 0;

  // Scratch of expand.
  std::uint64_t epoch_ = 0;
  std::vector<Head> heads_;                              // by key: the receivers in this state
  std::vector<Waiting> waiting_;                         // as many as there can be; used up to waiting_count_
  std::uint32_t waiting_count_ = 0;
  std::vector<std::uint32_t> active_;                    // processes with offers that are not found by their partners
  Way scratch_way_;
  std::uint32_t scratch_record_ = kNoLocal;              // the record that broadcasts use again and again
};

}  // namespace csp

#include "checker/semantics/network_expand.h"
