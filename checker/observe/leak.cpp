// Leaks (semantics.md rule 18): a process, not terminated and not at rest, that takes no step in any future.
//
// In a bottom component of the state graph a process either takes a step again and again or never. Renumbering moves processes between
// slots, so the question is asked of pairs (state, slot), with edges that follow each process. For every place found in a bottom
// component the nearest state is then looked for from which a process at that place is stuck for ever.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "checker/explore/components.h"
#include "checker/observe/question.h"

namespace csp {

namespace {

using Id = Space::Id;
using StuckPlace = std::pair<ProcId, NodeId>;  // first frame's prog, control point

struct Pair {
  Id state;
  std::uint32_t slot;
};
std::uint64_t key(Id state, std::uint32_t slot) { return static_cast<std::uint64_t>(state) << 16 | slot; }

// The moves of a state as a process in a slot sees them.
struct Seen {
  bool moves = false;                       // it takes part in some move
  bool crash = false;                       // the next step may end the system
  std::vector<std::uint64_t> stays;         // (state, slot) after the moves of others
};

Seen look(Space& space, Id id, std::uint32_t slot) {
  Network& network = space.network();
  Seen seen;
  State state, next;
  space.load(id, state);
  std::vector<int> map;
  space.successors(id, [&](const Move& move, Id to) {
    const bool takes_part = move.actor == slot || move.partner == slot ||
                            (move.woken && std::find(move.woken->begin(), move.woken->end(), slot) != move.woken->end());
    if (takes_part) {
      seen.moves = true;
      return;
    }
    std::uint32_t after = slot;
    if (move.way->structural) {
      if (network.record(move.way->record).effect.crash) {  // the system ends: no leak
        seen.crash = true;
        return;
      }
      network.apply(state, move, next, &map);
      after = static_cast<std::uint32_t>(map[slot]);
    }
    seen.stays.push_back(key(to, after));
  });
  return seen;
}

// A graph over (state, slot) built forward from some pairs; tells which of them can reach one that moves, and which one whose
// futures do not end in a crash (tests/regress/leak-before-crash.csp).
class Futures {
 public:
  explicit Futures(Space& space) : space_(space) {}

  // Enters everything that the process in the slot can see without taking a step. False if the graph would become too large.
  bool enter(Id state, std::uint32_t slot) {
    const std::size_t first = explored_;
    add(key(state, slot));
    while (explored_ < pairs_.size()) {
      if (pairs_.size() > kLimit) return false;
      const auto at = static_cast<std::uint32_t>(explored_++);
      const std::uint64_t k = pairs_[at];
      Seen seen = look(space_, static_cast<Id>(k >> 16), static_cast<std::uint32_t>(k & 0xffff));
      if (seen.moves) {
        mark(moves_, at);
        continue;
      }
      if (seen.crash) mark(may_crash_, at);
      for (std::uint64_t to : seen.stays) {
        const std::uint32_t next = add(to);
        if (moves_[next]) mark(moves_, at);
        if (may_crash_[next]) mark(may_crash_, at);
        if (survives_[next]) mark(survives_, at);
        before_[next].push_back(at);
      }
    }
    // The futures of these pairs are known now.
    for (std::size_t i = first; i < pairs_.size(); ++i)
      if (!may_crash_[i]) mark(survives_, static_cast<std::uint32_t>(i));
    return true;
  }
  bool stuck(Id state, std::uint32_t slot) const {
    const std::uint32_t i = number_.at(key(state, slot));
    return !moves_[i] && survives_[i];
  }

 private:
  static constexpr std::size_t kLimit = 4'000'000;

  std::uint32_t add(std::uint64_t k) {
    const auto [it, fresh] = number_.try_emplace(k, static_cast<std::uint32_t>(pairs_.size()));
    if (fresh) {
      pairs_.push_back(k);
      moves_.push_back(false);
      may_crash_.push_back(false);
      survives_.push_back(false);
      before_.emplace_back();
    }
    return it->second;
  }
  void mark(std::vector<bool>& marks, std::uint32_t at) {  // it, and all that lead to it
    std::vector<std::uint32_t> todo{at};
    while (!todo.empty()) {
      const std::uint32_t i = todo.back();
      todo.pop_back();
      if (marks[i]) continue;
      marks[i] = true;
      todo.insert(todo.end(), before_[i].begin(), before_[i].end());
    }
  }

  Space& space_;
  std::unordered_map<std::uint64_t, std::uint32_t> number_;
  std::vector<std::uint64_t> pairs_;
  std::vector<bool> moves_;      // it can move
  std::vector<bool> may_crash_;  // it has a future that ends the system
  std::vector<bool> survives_;   // it has one from which none does
  std::vector<std::vector<std::uint32_t>> before_;
  std::size_t explored_ = 0;
};

StuckPlace place_of(Question& q, const State& s, std::uint32_t slot) {
  const Network& network = q.space.network();
  const ProcessState p = network.decode(s.at[network.position_of_process(slot)]);
  if (p.frames.empty()) return {kNone, kNone};
  return {q.program.nodes[static_cast<std::size_t>(p.frames.front().node)].proc, p.top().node};
}

Finding make_finding(Question& q, Pair stuck) {
  BuiltTrace built = build_trace(q.space, q.space.path_to(stuck.state));
  Finding f;
  f.kind = FindingKind::Leak;
  f.trace = std::move(built.trace);
  f.pids = {built.pids[stuck.slot]};
  return f;
}

}  // namespace

std::string decide_leak(Question& q, Verdict& verdict) {
  Futures futures(q.space);
  std::map<StuckPlace, Pair> places;  // a witness in a bottom component; the nearest known
  State state;
  const auto note = [&](Id id, std::uint32_t slot) {
    const auto [it, fresh] = places.try_emplace(place_of(q, state, slot), Pair{id, slot});
    if (!fresh && id < it->second.state) it->second = {id, slot};
  };
  bool too_large = false;
  std::string reason = for_each_component(q.space, q.budget, [](const Way&) { return true; }, [&](const Component& c) {
    if (!c.bottom) return true;
    for (Id id : c.states) {
      q.space.load(id, state);
      for (std::uint32_t p = 0; p < state.processes; ++p) {
        if (q.may_stay(state, p)) continue;
        if (!c.cyclic) {
          note(id, p);
        } else if (!futures.enter(id, p)) {
          too_large = true;
          return false;
        } else if (futures.stuck(id, p)) {
          note(id, p);
        }
      }
    }
    return !(q.options.first && !places.empty());
  });
  if (places.empty()) {
    if (!reason.empty()) return reason;
    if (too_large) return "a component too large to follow every process through";
    verdict.answer = Answer::Holds;
    return {};
  }
  verdict.answer = Answer::Fails;
  // The nearest state from which a process at the place is stuck: states in order of discovery.
  std::set<StuckPlace> open;
  for (const auto& [place, pair] : places) open.insert(place);
  std::set<LocalState> elsewhere;
  const Network& network = q.space.network();
  std::vector<Pair> found;
  Futures nearest(q.space);
  for (Id id = 0; id < q.space.size() && !open.empty(); ++id) {
    q.space.load(id, state);
    for (std::uint32_t p = 0; p < state.processes; ++p) {
      const LocalState l = state.at[network.position_of_process(p)];
      if (elsewhere.contains(l) || q.may_stay(state, p)) continue;
      const StuckPlace place = place_of(q, state, p);
      if (!places.contains(place)) elsewhere.insert(l);
      if (!open.contains(place)) continue;
      if (!nearest.enter(id, p)) {  // too much to follow: the witnesses in the bottom components have to do
        for (const StuckPlace& rest : open) found.push_back(places.at(rest));
        open.clear();
        break;
      }
      if (!nearest.stuck(id, p)) continue;
      found.push_back({id, p});
      open.erase(place);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Pair& a, const Pair& b) { return a.state < b.state; });
  if (q.options.first && found.size() > 1) found.resize(1);
  if (found.size() > q.options.max_findings) found.resize(q.options.max_findings);
  for (const Pair& pair : found) verdict.findings.push_back(make_finding(q, pair));
  return {};
}

}  // namespace csp
