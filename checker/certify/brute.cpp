// Breadth-first over pairs of a state of the process and the set of states that a second process, the
// specification or the process itself, may be in after the same trace. All pairs of one length of the visible
// trace are looked at before those of the next, so the first finding has a shortest trace.
#include "checker/certify/brute.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

#include "checker/certify/evaluate.h"

namespace csp::reference {

namespace {

struct Found {
  ProcessFindingKind kind;
  std::vector<EventId> trace;
};

class Product {
 public:
  Product(Terms& terms, const ProcessQuestion& question, const Budget& budget)
      : question_(question), sos_(terms), runs_(sos_, budget) {}

  // `out.states` counts also where a limit ends the search.
  std::optional<Found> search(BruteAnswer& out) {
    const bool refinement = question_.kind == ProcessQuestionKind::Refinement;
    const TermId first = sos_.start(question_.process);
    const StateSet along = runs_.tau_closure({refinement ? sos_.start(question_.specification) : first});
    std::vector<Pair> level{{first, &*sets_.insert(along).first, {}}};
    while (!level.empty()) {
      // All pairs that τ of the process leads to.
      std::deque<Pair> open;
      std::vector<Pair> here;
      const auto add = [&](Pair pair) {
        if (!seen_.insert({pair.state, pair.along}).second) return;
        open.push_back(pair);
        here.push_back(std::move(pair));
      };
      for (Pair& pair : level) add(std::move(pair));
      while (!open.empty()) {
        const Pair pair = std::move(open.front());
        open.pop_front();
        for (const Transition& t : runs_.steps(pair.state)) {
          if (fails(t)) return Found{ProcessFindingKind::Error, pair.trace};
          if (t.event == kTau) add({t.next, pair.along, pair.trace});
        }
      }
      out.states = seen_.size();
      if (auto found = look(here)) return found;
      level = next(here);
      if (impossible_) return impossible_;
    }
    return std::nullopt;
  }

 private:
  struct Pair {
    TermId state;
    const StateSet* along;  // closed under τ
    std::vector<EventId> trace;
  };

  // In T and F a run-time error that can be reached fails the check (docs/semantics.md, rule 24).
  bool fails(const Transition& t) const {
    return t.error && question_.model != SemanticModel::FD &&
           question_.kind != ProcessQuestionKind::DivergenceFree;
  }

  bool beyond(const Pair& pair) {  // the specification allows everything from here on
    return question_.kind == ProcessQuestionKind::Refinement && question_.model == SemanticModel::FD &&
           runs_.diverges(*pair.along);
  }

  // What can be wrong after the trace itself.
  std::optional<Found> look(const std::vector<Pair>& pairs) {
    const bool divergence =
        question_.kind == ProcessQuestionKind::DivergenceFree || (question_.model == SemanticModel::FD);
    const bool refusals = question_.model != SemanticModel::T;
    for (const Pair& pair : pairs) {
      if (beyond(pair)) continue;
      if (divergence && runs_.diverges(pair.state)) return Found{ProcessFindingKind::Divergence, pair.trace};
      switch (question_.kind) {
        case ProcessQuestionKind::Refinement:
          if (refusals)
            for (const Acceptance& mine : runs_.acceptances({pair.state}))
              if (!allowed(*pair.along, mine)) return Found{ProcessFindingKind::Refusal, pair.trace};
          break;
        case ProcessQuestionKind::DeadlockFree:
          if (runs_.steps(pair.state).empty() && !sos_.ended_well(pair.state))
            return Found{ProcessFindingKind::Deadlock, pair.trace};
          break;
        case ProcessQuestionKind::DivergenceFree:
          break;
        case ProcessQuestionKind::Deterministic:
          for (const Acceptance& mine : runs_.acceptances({pair.state}))
            for (const EventId e : runs_.initials(*pair.along))
              if (!std::binary_search(mine.begin(), mine.end(), e))
                return Found{ProcessFindingKind::Nondeterminism, pair.trace};
          break;
      }
    }
    return std::nullopt;
  }

  bool allowed(const StateSet& along, const Acceptance& mine) {
    const auto theirs = runs_.acceptances(along);
    return std::any_of(theirs.begin(), theirs.end(), [&](const Acceptance& a) {
      return std::includes(mine.begin(), mine.end(), a.begin(), a.end());
    });
  }

  std::vector<Pair> next(const std::vector<Pair>& pairs) {
    std::vector<Pair> out;
    for (const Pair& pair : pairs) {
      if (beyond(pair)) continue;
      for (const Transition& t : runs_.steps(pair.state)) {
        if (t.event == kTau) continue;
        std::vector<EventId> trace = pair.trace;
        trace.push_back(t.event);
        const StateSet along = runs_.tau_closure(runs_.after(*pair.along, t.event));
        if (along.empty()) {
          if (!impossible_) impossible_ = Found{ProcessFindingKind::Trace, trace};
          continue;
        }
        out.push_back({t.next, &*sets_.insert(along).first, std::move(trace)});
      }
    }
    return out;
  }

  const ProcessQuestion& question_;
  Sos sos_;
  Runs runs_;
  std::set<StateSet> sets_;
  std::set<std::pair<TermId, const StateSet*>> seen_;
  std::optional<Found> impossible_;
};

}  // namespace

BruteAnswer decide_by_force(Terms& terms, const ProcessQuestion& question, const Budget& budget) {
  BruteAnswer out;
  try {
    if (auto found = Product(terms, question, budget).search(out)) {
      out.answer = Answer::Fails;
      out.kind = found->kind;
      out.trace = std::move(found->trace);
    } else {
      out.answer = Answer::Holds;
    }
  } catch (const LimitReached& limit) {
    out.reason = limit.what();
  } catch (const EvaluationError& error) {
    out.reason = error.failure.message;
  }
  return out;
}

}  // namespace csp::reference
