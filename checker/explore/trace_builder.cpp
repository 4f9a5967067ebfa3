// Steps from moves.
#include "checker/explore/trace_builder.h"

#include <algorithm>

namespace csp {

BuiltTrace build_trace(Space& space, const std::vector<Space::Id>& path) {
  return build_trace(space, path, -1, [](const Way&) { return true; });
}

BuiltTrace start_trace(Space& space, Space::Id first) {
  BuiltTrace out;
  State state;
  space.load(first, state);
  for (std::size_t i = 0; i < space.start_count(); ++i) {
    if (!(space.start(i).state == state)) continue;
    out.trace.start = space.start(i).choices;
    out.trace.start_members = space.start(i).member_choices;
    break;
  }
  for (std::uint32_t p = 0; p < state.processes; ++p) out.pids.push_back(static_cast<Pid>(p));
  return out;
}

Step make_step(const Network& network, const State& before, const Move& move, const std::vector<Pid>& pids, Pid first_new) {
  const Effect& effect = network.record(move.way->record).effect;
  Step step;
  step.kind = effect.kind;
  step.outcome = effect.outcome;
  std::vector<std::uint32_t> who{move.actor};
  if (move.partner != kNoLocal) who.push_back(move.partner);
  if (move.woken) who.insert(who.end(), move.woken->begin(), move.woken->end());
  for (std::size_t i = 0; i < who.size(); ++i) {
    Part part;
    part.pid = pids[who[i]];
    const ProcessState p = network.decode(before.at[network.position_of_process(who[i])]);
    part.node = p.frames.empty() ? kNone : p.top().node;
    part.alt = i < 2 ? effect.alt[i] : kNone;
    if (i < effect.after.size()) part.choices = effect.after[i].choices;
    step.parts.push_back(std::move(part));
  }
  if (step.parts.size() > 2)  // the woken of a broadcast
    std::sort(step.parts.begin() + 1, step.parts.end(), [](const Part& a, const Part& b) { return a.pid < b.pid; });
  for (std::size_t i = 0; i < effect.born.size(); ++i) {
    Part part;
    part.pid = first_new + static_cast<Pid>(i);
    part.choices = effect.born[i].choices;
    step.parts.push_back(std::move(part));
  }
  return step;
}

void extend_trace(Space& space, BuiltTrace& out, const State& before, const Move& move, Pid& next_pid) {
  Network& network = space.network();
  out.trace.steps.push_back(make_step(network, before, move, out.pids, next_pid));
  State after;
  std::vector<int> map, born_at;
  network.apply(before, move, after, &map, &born_at);
  std::vector<Pid> pids(after.processes, -1);
  for (std::size_t p = 0; p < map.size() && after.processes > 0; ++p)
    if (map[p] >= 0) pids[static_cast<std::size_t>(map[p])] = out.pids[p];
  for (int position : born_at) {
    if (position >= 0) pids[static_cast<std::size_t>(position)] = next_pid;
    ++next_pid;
  }
  if (after.processes > 0) out.pids = std::move(pids);  // a crash leaves them as they were
}

}  // namespace csp
