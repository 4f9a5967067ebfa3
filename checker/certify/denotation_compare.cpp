// Questions answered by comparing trees, shortest traces first.
#include <deque>
#include <optional>

#include "checker/certify/denotation.h"
#include "checker/certify/evaluate.h"

namespace csp::reference {

namespace {

struct Found {
  ProcessFindingKind kind;
  std::vector<EventId> trace;
};

class Comparison {
 public:
  Comparison(Behaviours& trees, const ProcessQuestion& question) : trees_(trees), question_(question) {}

  std::optional<Found> search(BehaviourId specification, BehaviourId process) {
    std::vector<Pair> level{{specification, process, {}}};
    while (!level.empty()) {
      std::vector<Pair> next;
      std::optional<Found> longer;  // one event longer than the traces of this level
      for (const Pair& pair : level) {
        const Behaviour p = trees_[pair.process];
        const Behaviour s = trees_[pair.specification >= 0 ? pair.specification : pair.process];
        if (pair.specification >= 0 && s.bottom) continue;  // everything is allowed
        if (p.bottom) return Found{ProcessFindingKind::Divergence, pair.trace};
        if (auto found = look(pair, s, p)) return found;
        const auto extended = [&](EventId e) {
          std::vector<EventId> trace = pair.trace;
          trace.push_back(e);
          return trace;
        };
        if (p.tick && !s.tick && !longer) longer = Found{ProcessFindingKind::Trace, extended(kTick)};
        for (std::size_t i = 0; i < trees_.events(); ++i) {
          if (p.next[i] < 0) continue;
          const EventId e = trees_.alphabet()[i];
          if (s.next[i] >= 0)
            next.push_back({pair.specification >= 0 ? s.next[i] : -1, p.next[i], extended(e)});
          else if (!longer)
            longer = Found{ProcessFindingKind::Trace, extended(e)};
        }
      }
      if (longer) {
        // A divergence, refusal, ... after a trace of that length would be as short: which one is shown does
        // not matter.
        return longer;
      }
      std::vector<Pair> fresh;
      for (Pair& pair : next)
        if (seen_.insert({pair.specification, pair.process}).second) fresh.push_back(std::move(pair));
      level = std::move(fresh);
    }
    return std::nullopt;
  }

 private:
  struct Pair {
    BehaviourId specification;  // -1: there is none
    BehaviourId process;
    std::vector<EventId> trace;
  };

  std::optional<Found> look(const Pair& pair, const Behaviour& s, const Behaviour& p) const {
    switch (question_.kind) {
      case ProcessQuestionKind::Refinement:
        if (question_.model != SemanticModel::T && (p.refusals & ~s.refusals))
          return Found{ProcessFindingKind::Refusal, pair.trace};
        return std::nullopt;
      case ProcessQuestionKind::DeadlockFree:  // (s, Σ u {✓}) is no failure, s in Σ*
        if (p.refusals >> trees_.everything() & 1) return Found{ProcessFindingKind::Deadlock, pair.trace};
        return std::nullopt;
      case ProcessQuestionKind::DivergenceFree:
        return std::nullopt;
      case ProcessQuestionKind::Deterministic:  // no s^<a> in T with (s, {a}) in F
        for (std::size_t i = 0; i < trees_.events(); ++i)
          if (p.next[i] >= 0 && p.refusals >> (Mask{1} << i) & 1)
            return Found{ProcessFindingKind::Nondeterminism, pair.trace};
        if (p.tick && p.refusals >> trees_.tick() & 1)
          return Found{ProcessFindingKind::Nondeterminism, pair.trace};
        return std::nullopt;
    }
    return std::nullopt;
  }

  Behaviours& trees_;
  const ProcessQuestion& question_;
  std::set<std::pair<BehaviourId, BehaviourId>> seen_;
};

}  // namespace

DenotationAnswer decide_denotationally(Terms& terms, const ProcessQuestion& question, int length) {
  DenotationAnswer out;
  try {
    const bool refinement = question.kind == ProcessQuestionKind::Refinement;
    std::vector<TermId> roots{question.process};
    if (refinement) roots.push_back(question.specification);
    const bool divergences =
        question.model == SemanticModel::FD || question.kind == ProcessQuestionKind::DivergenceFree;
    Denotation denotation(terms, alphabet_of(terms, roots), divergences);
    // One event more, so that what can happen after a trace of this length is known too.
    const BehaviourId process = denotation.of(question.process, length + 1);
    const BehaviourId specification = refinement ? denotation.of(question.specification, length + 1) : -1;
    if (auto found = Comparison(denotation.trees(), question).search(specification, process)) {
      out.answer = Answer::Fails;
      out.kind = found->kind;
      out.trace = std::move(found->trace);
      return out;
    }
    const int longest = longest_trace(terms, question.process);
    if (longest != kEndless && longest <= length) out.answer = Answer::Holds;
  } catch (const LimitReached& limit) {
    out.reason = limit.what();
  } catch (const EvaluationError& error) {
    out.reason = error.failure.message;
  }
  return out;
}

}  // namespace csp::reference
