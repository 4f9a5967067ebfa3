// Closures, successors, acceptances and divergence of sets of states.
#include "checker/certify/runs.h"

#include <algorithm>
#include <deque>

#include "checker/certify/evaluate.h"

namespace csp::reference {

namespace {

constexpr std::uint64_t kStates = 200'000;
constexpr std::uint64_t kEvery = 64;  // states between two tests of the budget

template <class Follow>
StateSet closure(const StateSet& from, Follow follow) {
  StateSet out = from;
  std::deque<TermId> open(from.begin(), from.end());
  while (!open.empty()) {
    const TermId s = open.front();
    open.pop_front();
    follow(s, [&](TermId next) {
      if (out.insert(next).second) open.push_back(next);
    });
  }
  return out;
}

}  // namespace

const std::vector<Transition>& Runs::steps(TermId state) {
  if (++asked_ % kEvery == 0) {
    Progress progress;
    progress.states = sos_.states();
    std::string reason = budget_.exhausted(progress);
    if (reason.empty() && budget_.max_states == 0 && sos_.states() > kStates)
      reason = "limit of " + std::to_string(kStates) + " states reached";
    if (!reason.empty()) throw LimitReached(reason);
  }
  return sos_.steps(state);
}

StateSet Runs::tau_closure(const StateSet& from) {
  return closure(from, [&](TermId s, const auto& reach) {
    for (const Transition& t : steps(s))
      if (t.event == kTau) reach(t.next);
  });
}

StateSet Runs::unlabelled_closure(const StateSet& from) {
  return closure(from, [&](TermId s, const auto& reach) {
    for (const Transition& t : steps(s))
      if (t.event == kTau && t.hidden < 0 && !t.error) reach(t.next);
  });
}

StateSet Runs::after(const StateSet& from, EventId event) {
  StateSet out;
  for (const TermId s : from)
    for (const Transition& t : steps(s))
      if (t.event == event) out.insert(t.next);
  return out;
}

StateSet Runs::after_hidden(const StateSet& from, EventId hidden) {
  StateSet out;
  for (const TermId s : from)
    for (const Transition& t : steps(s))
      if (t.event == kTau && t.hidden == hidden) out.insert(t.next);
  return out;
}

bool Runs::stable(TermId state) {
  const auto& all = steps(state);
  return std::none_of(all.begin(), all.end(), [](const Transition& t) { return t.event == kTau; });
}

std::vector<EventId> Runs::initials(const StateSet& states) {
  std::set<EventId> out;
  for (const TermId s : states)
    for (const Transition& t : steps(s))
      if (t.event != kTau) out.insert(t.event);
  return {out.begin(), out.end()};
}

std::set<Acceptance> Runs::acceptances(const StateSet& closed) {
  std::set<Acceptance> out;
  for (const TermId s : closed) {
    const std::vector<EventId> offers = initials({s});
    if (std::binary_search(offers.begin(), offers.end(), kTick))
      out.insert({kTick});
    else if (stable(s))
      out.insert(offers);
  }
  return out;
}

// States that can do τ for ever: what is left of the τ-graph when states without a τ to one that is left are
// taken away.
bool Runs::diverges(TermId state) {
  if (const auto known = diverges_.find(state); known != diverges_.end()) return known->second;
  const StateSet all = tau_closure({state});
  std::unordered_map<TermId, std::size_t> onward;  // number of τ to states that are left
  std::unordered_map<TermId, std::vector<TermId>> before;
  std::vector<TermId> ends;
  for (const TermId s : all) {
    std::size_t count = 0;
    for (const Transition& t : steps(s))
      if (t.event == kTau) ++count, before[t.next].push_back(s);
    onward[s] = count;
    if (count == 0) ends.push_back(s);
  }
  while (!ends.empty()) {
    const TermId s = ends.back();
    ends.pop_back();
    diverges_[s] = false;
    for (const TermId b : before[s])
      if (--onward[b] == 0) ends.push_back(b);
  }
  for (const TermId s : all) diverges_.emplace(s, true);
  return diverges_[state];
}

bool Runs::diverges(const StateSet& states) {
  return std::any_of(states.begin(), states.end(), [&](TermId s) { return diverges(s); });
}

std::vector<Acceptance> minimal(const std::set<Acceptance>& all) {
  std::vector<Acceptance> out;
  for (const Acceptance& a : all) {
    const bool least = std::none_of(all.begin(), all.end(), [&](const Acceptance& b) {
      return b != a && std::includes(a.begin(), a.end(), b.begin(), b.end());
    });
    if (least) out.push_back(a);
  }
  return out;
}

}  // namespace csp::reference
