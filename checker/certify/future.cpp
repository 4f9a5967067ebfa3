// Breadth-first search over normal states. The process asked about has not moved in any state kept, so its
// number suffices to follow it.
#include "checker/certify/future.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace csp::reference {

namespace {

struct Followed {
  State state;
  Pid pid = kNone;
  friend bool operator==(const Followed&, const Followed&) = default;
};
struct FollowedHash {
  std::size_t operator()(const Followed& f) const {
    return hash(f.state) * 31 + static_cast<std::size_t>(f.pid + 1);
  }
};

}  // namespace

Future search_future(const Interpreter& interpreter, const Normalizer& normalizer, const State& start,
                     std::optional<Pid> pid, std::size_t max_states) {
  Future out;
  std::unordered_map<Followed, std::size_t, FollowedHash> index;
  std::vector<const Followed*> states;
  std::vector<std::vector<std::size_t>> from;  // backwards
  const auto add = [&](const State& s, Pid followed) {
    Normal normal = normalizer.normal(s);
    const auto at = std::find(normal.pids.begin(), normal.pids.end(), followed);
    const Pid now = at == normal.pids.end() ? kNone : static_cast<Pid>(at - normal.pids.begin());
    const auto [entry, fresh] = index.try_emplace({std::move(normal.state), now}, states.size());
    if (fresh) {
      states.push_back(&entry->first);
      from.emplace_back();
    }
    return entry->second;
  };
  add(start, pid ? *pid : kNone);
  try {
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (states.size() > max_states) {
        out.given_up = "the future has more than " + std::to_string(max_states) + " states";
        return out;
      }
      const Followed& now = *states[i];
      const auto successors = interpreter.steps(now.state);
      if (successors.empty() && interpreter.proper_end(now.state)) out.ends = true;
      for (const Successor& successor : successors) {
        if (pid)
          for (const Part& part : successor.step.parts)
            if (part.pid == now.pid) out.moves = true;
        if (out.moves) return out;
        from[add(successor.state, now.pid)].push_back(i);
      }
    }
  } catch (const LimitReached& limit) {
    out.given_up = limit.what();
    return out;
  }
  std::vector<bool> may_crash(states.size());
  std::vector<std::size_t> work;
  for (std::size_t i = 0; i < states.size(); ++i)
    if (states[i]->state.crashed) may_crash[i] = true, work.push_back(i);
  while (!work.empty()) {
    const std::size_t i = work.back();
    work.pop_back();
    for (std::size_t before : from[i])
      if (!may_crash[before]) may_crash[before] = true, work.push_back(before);
  }
  out.survives = std::find(may_crash.begin(), may_crash.end(), false) != may_crash.end();
  return out;
}

}  // namespace csp::reference
