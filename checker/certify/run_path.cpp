// Breadth-first by cost (Dijkstra with costs 0 and 1) over pairs of a state and the steps done so far.
#include "checker/certify/run_path.h"

#include <algorithm>
#include <deque>
#include <map>

namespace csp::reference {

namespace {

constexpr std::size_t kMost = 100'000;  // pairs of a state and a step

void collect(const Terms& terms, TermId t, Programs& out) {
  const Term& term = terms[t];
  if (term.kind == TermKind::Instance) out.emplace_back(term.payload, term.state);
  for (const TermId arg : term.args) collect(terms, arg, out);
}

class Search {
 public:
  Search(Sos& sos, Runs& runs, const RunRange& range, bool error)
      : sos_(sos), runs_(runs), range_(range), error_(error) {}

  std::optional<RunPath> run(TermId start, const std::function<bool(TermId)>& end) {
    reach(kNowhere, {range_.from, start}, {}, 0);
    while (!open_.empty()) {
      const auto [at, cost] = open_.front();
      open_.pop_front();
      if (visits_[at].cost < cost) continue;  // reached at less cost since
      const Key key = visits_[at].key;
      if (key.first == range_.to && (!end || end(key.second))) return path_to(at);
      if (visits_.size() > kMost) return std::nullopt;
      expand(at, key, cost);
    }
    return std::nullopt;
  }

 private:
  using Key = std::pair<std::size_t, TermId>;  // steps done, state
  static constexpr std::size_t kNowhere = ~std::size_t{0};
  struct Visit {
    Key key;
    std::size_t before = kNowhere;
    RunStep step;
    std::size_t cost = 0;
  };

  void reach(std::size_t from, Key key, RunStep step, std::size_t cost) {
    const auto [known, fresh] = numbers_.emplace(key, visits_.size());
    if (fresh) {
      visits_.push_back({key, from, step, cost});
    } else {
      Visit& visit = visits_[known->second];
      if (visit.cost <= cost) return;
      visit = {key, from, step, cost};
    }
    if (from == kNowhere || visits_[from].cost == cost)
      open_.emplace_front(known->second, cost);
    else
      open_.emplace_back(known->second, cost);
  }

  void expand(std::size_t at, const Key& key, std::size_t cost) {
    const auto [done, state] = key;
    if (done < range_.to) {
      const ProcessStep& wanted = range_.run[done];
      const bool last = error_ && done + 1 == range_.to;
      for (const Transition& t : runs_.steps(state)) {
        if (t.event != wanted.event || (last && !t.error)) continue;
        if (t.event == kTau && t.hidden != wanted.hidden && !sos_.compressed()) continue;
        reach(at, {done + 1, t.next}, {state, t, done, false},
              cost + (strange(state, t.next, wanted.by) ? 1 : 0));
      }
      // The engine may have done without it: a τ that only ends one side of a parallel.
      if (wanted.event == kTau && wanted.hidden < 0 && !last)
        reach(at, {done + 1, state}, {state, {kTau, state}, done, true}, cost + 1);
    }
    for (const Transition& t : runs_.steps(state))
      if (t.event == kTau && t.hidden < 0 && !t.error)
        reach(at, {done, t.next}, {state, t, done, true}, cost + 1);
  }

  // Does a program take part that the run does not name?
  bool strange(TermId from, TermId to, const std::string& by) {
    if (by.empty()) return false;
    const Programs &before = programs(from), &after = programs(to);
    return std::any_of(after.begin(), after.end(), [&](const auto& p) {
      return std::find(before.begin(), before.end(), p) == before.end() &&
             by.find(sos_.terms().instance(p.first).text) == std::string::npos;
    });
  }
  const Programs& programs(TermId state) {
    const auto [known, fresh] = programs_.emplace(state, Programs{});
    if (fresh) known->second = programs_in(sos_.terms(), state);
    return known->second;
  }

  RunPath path_to(std::size_t at) const {
    RunPath path;
    for (; visits_[at].before != kNowhere; at = visits_[at].before)
      if (visits_[at].step.from != visits_[at].key.second || !visits_[at].step.extra)
        path.push_back(visits_[at].step);
    std::reverse(path.begin(), path.end());
    return path;
  }

  Sos& sos_;
  Runs& runs_;
  const RunRange& range_;
  bool error_;
  std::vector<Visit> visits_;
  std::map<Key, std::size_t> numbers_;
  std::deque<std::pair<std::size_t, std::size_t>> open_;  // visit, its cost when it came here
  std::map<TermId, Programs> programs_;
};

}  // namespace

Programs programs_in(const Terms& terms, TermId state) {
  Programs out;
  collect(terms, state, out);
  return out;
}

std::optional<RunPath> find_path(Sos& sos, Runs& runs, TermId start, const RunRange& range, bool error,
                                 const std::function<bool(TermId)>& end) {
  return Search(sos, runs, range, error).run(start, end);
}

}  // namespace csp::reference
