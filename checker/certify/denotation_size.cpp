// How large the meaning of a term is: its alphabet, its longest trace, a bound of its states. All from the
// text.
#include <algorithm>
#include <deque>
#include <functional>

#include "checker/certify/denotation.h"
#include "checker/certify/evaluate.h"

namespace csp::reference {

namespace {

// All operator terms that are reached from here.
std::vector<TermId> parts(Terms& terms, const std::vector<TermId>& roots) {
  std::set<TermId> seen;
  std::vector<TermId> out;
  std::deque<TermId> open(roots.begin(), roots.end());
  while (!open.empty()) {
    const TermId t = terms.head(open.front());
    open.pop_front();
    if (!seen.insert(t).second) continue;
    if (out.size() > 10'000) throw LimitReached("too many terms");
    out.push_back(t);
    for (const TermId a : terms[t].args) open.push_back(a);
    for (const MenuItem& m : terms[t].menu) open.push_back(m.next);
  }
  return out;
}

// The longest trace, where only sums and maxima count. Coming back to a term under way: endless.
class Longest {
 public:
  explicit Longest(Terms& terms) : terms_(terms) {}

  int of(TermId t) {
    t = terms_.head(t);
    if (const auto known = known_.find(t); known != known_.end()) return known->second;
    known_[t] = kEndless;  // while it is under way
    const Term term = terms_[t];
    int sum = 0, most = 0;
    bool endless = false;
    for (const TermId a : term.args) {
      const int length = of(a);
      endless = endless || length == kEndless;
      sum += length;
      most = std::max(most, length);
    }
    for (const MenuItem& m : term.menu) {
      const int length = of(m.next);
      endless = endless || length == kEndless;
      most = std::max(most, length + 1);
    }
    const bool one_only = term.kind == TermKind::Prefix || term.kind == TermKind::ExternalChoice ||
                          term.kind == TermKind::InternalChoice || term.kind == TermKind::Sliding;
    return known_[t] = endless ? kEndless : one_only ? most : sum;
  }

 private:
  Terms& terms_;
  std::unordered_map<TermId, int> known_;
};

// Counts states. `of` counts those of t that are not counted by the caller: a term that has been seen since
// the last `apart` is not counted again. An operator that stays around its operand counts it apart; if the
// operand comes back to a term outside, the states have no bound.
class States {
 public:
  explicit States(Terms& terms) : terms_(terms) {}

  long apart(TermId t) {
    std::set<TermId> outer = std::move(seen_);
    seen_.clear();
    const std::size_t barrier = barrier_;
    barrier_ = under_way_.size();
    const long count = of(t);
    barrier_ = barrier;
    seen_ = std::move(outer);
    return count;
  }

 private:
  static constexpr long kMost = 1'000'000;
  static long product(long a, long b) { return a > kMost / b ? kMost : a * b; }

  // Operands that are gone once one of them acts: combinations of those that they reach by τ, at most all of
  // theirs, and what the one that acted becomes.
  long choice(const std::vector<TermId>& operands) {
    long before = 1, after = 0;
    for (const TermId t : operands) {
      const TermKind kind = terms_[terms_.head(t)].kind;
      const bool no_tau = kind == TermKind::Prefix || kind == TermKind::Stop || kind == TermKind::Skip;
      if (!no_tau) {
        std::set<TermId> outer = std::move(seen_);
        seen_.clear();
        before = product(before, std::max(of(t), 1L));
        seen_ = std::move(outer);
      }
      after += of(t);
    }
    return before + after;
  }

  long of(TermId t) {
    t = terms_.head(t);
    for (std::size_t i = 0; i < under_way_.size(); ++i)
      if (under_way_[i] == t) {
        if (i < barrier_) throw LimitReached("a recursion through an operator that stays");
        return 0;
      }
    if (!seen_.insert(t).second) return 0;
    under_way_.push_back(t);
    const long count = std::min(kMost, operators(Term(terms_[t])));
    under_way_.pop_back();
    return count;
  }

  long operators(const Term& term) {
    switch (term.kind) {
      case TermKind::Stop:
      case TermKind::Div:
      case TermKind::Omega:
        return 1;
      case TermKind::Skip:
        return 2;
      case TermKind::Prefix: {
        long sum = 1;
        for (const MenuItem& m : term.menu) sum += of(m.next);
        return sum;
      }
      case TermKind::InternalChoice: {
        long sum = 1;
        for (const TermId a : term.args) sum += of(a);
        return sum;
      }
      case TermKind::ExternalChoice:
        return choice(term.args);
      case TermKind::Sliding:  // P' [> Q, P', Q
        return choice({term.args[0]}) + of(term.args[1]) + 1;
      case TermKind::Sequence:
      case TermKind::Exception:
        return apart(term.args[0]) + 1 + of(term.args[1]);
      case TermKind::Interrupt:  // P' /\ Q', Q'
        return product(apart(term.args[0]), std::max(1L, choice({term.args[1]}))) + choice({term.args[1]}) +
               1;
      case TermKind::Parallel:
      case TermKind::Alphabetised:
        return product(apart(term.args[0]) + 1, apart(term.args[1]) + 1) + 1;
      case TermKind::SyncExternal:
      case TermKind::SyncInterrupt:
        return product(apart(term.args[0]) + 1, apart(term.args[1]) + 1) + apart(term.args[0]) +
               apart(term.args[1]) + 1;
      case TermKind::Hide:
      case TermKind::Rename:
        return apart(term.args[0]) + 1;
      case TermKind::Compressed:
        return of(term.args[0]);
      case TermKind::Prioritise:
      case TermKind::Instance:
      case TermKind::Delay:
        break;
    }
    throw LimitReached("a process without a meaning in the denotational models");
  }

  Terms& terms_;
  std::vector<TermId> under_way_;
  std::size_t barrier_ = 0;
  std::set<TermId> seen_;
};

}  // namespace

std::vector<EventId> alphabet_of(Terms& terms, const std::vector<TermId>& roots) {
  std::set<EventId> events;
  std::set<RenamingId> renamings;
  for (const TermId t : parts(terms, roots)) {
    const Term& term = terms[t];
    if (term.kind == TermKind::Instance || term.kind == TermKind::Prioritise || term.kind == TermKind::Omega)
      throw LimitReached("a process without a meaning in the denotational models");
    for (const MenuItem& m : term.menu) events.insert(m.event);
    if (term.renaming != kNone) renamings.insert(term.renaming);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const RenamingId r : renamings)
      for (const EventId e : std::vector<EventId>(events.begin(), events.end()))
        for (const EventId image : terms.renaming(r).images(e))
          changed = events.insert(image).second || changed;
    if (events.size() > kAlphabet) throw LimitReached("an alphabet of more than five events");
  }
  return {events.begin(), events.end()};
}

int longest_trace(Terms& terms, TermId t) { return Longest(terms).of(t); }

long states_bound(Terms& terms, TermId t) { return States(terms).apart(t); }

}  // namespace csp::reference
