// The meaning of a term to a length: the constants, prefix, recursion, and how much of the operands is
// needed.
#include "checker/certify/denotation.h"

#include <algorithm>

#include "checker/certify/evaluate.h"

namespace csp::reference {

namespace {

constexpr std::size_t kTrees = 400'000;
constexpr long kLongest = 3'000;  // traces under a hiding

}  // namespace

std::size_t Denotation::KeyHash::operator()(const Key& key) const {
  std::uint64_t h = 29;
  for (const int n : key) h = (h ^ static_cast<std::uint64_t>(n + 1)) * 0x9e3779b97f4a7c15ULL + (h >> 29);
  return h;
}

BehaviourId Denotation::of(TermId t, int length) {
  const TermId head = terms_.head(t);
  const Key key{static_cast<int>(Memo::Term), head, length, 0, 0, 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  if (trees_.size() > kTrees) throw LimitReached("too many behaviours");
  if (!under_way_.insert({head, length}).second) throw LimitReached("a recursion without an event");
  const BehaviourId out = term(Term(terms_[head]), length);
  under_way_.erase({head, length});
  return memo_[key] = out;
}

// T(a -> P) = {<>} u {<a>^s | s in T(P)};  F(a -> P) = {(<>, X) | a not in X} u {(<a>^s, X) | (s, X) in
// F(P)}. The same event twice is an internal choice between what follows (TPC ch. 1).
BehaviourId Denotation::prefix(const Term& term, int length) {
  Behaviour out;
  Mask initials = 0;
  for (const MenuItem& item : term.menu) {
    const int number = trees_.number(item.event);
    if (number < 0) throw LimitReached("an event outside of the alphabet");
    const auto i = static_cast<std::size_t>(number);
    initials |= Mask{1} << i;
    if (length > 0) out.next[i] = add(out.next[i], of(item.next, length - 1), length - 1);
  }
  out.refusals = trees_.subsets(trees_.everything() & ~initials);
  return trees_.make(out);
}

BehaviourId Denotation::hidden(const Term& term, int length) {
  const int longest = longest_trace(terms_, term.args[0]);
  long states = 0, needed = longest;
  if (longest == kEndless) {
    states = states_bound(terms_, term.args[0]);
    needed = length + (length + 1L) * states;
  } else {
    states = longest + 1L;
  }
  if (needed > kLongest) throw LimitReached("the traces under a hiding are too long");
  return hide(of(term.args[0], static_cast<int>(needed)), trees_.mask(terms_.set(term.set)), states, length);
}

BehaviourId Denotation::term(const Term& term, int length) {
  const auto operand = [&](std::size_t i) { return of(term.args[i], length); };
  const auto set = [&] { return trees_.mask(terms_.set(term.set)); };
  Behaviour out;
  switch (term.kind) {
    case TermKind::Stop:
      out.refusals = trees_.subsets(trees_.everything());
      return trees_.make(out);
    case TermKind::Skip:
      out.refusals = trees_.subsets(trees_.all_events());
      out.tick = true;
      return trees_.make(out);
    case TermKind::Div:  // in F: {<>} and no failure
      return divergences_ ? trees_.bottom() : trees_.make(out);
    case TermKind::Prefix:
      return prefix(term, length);
    case TermKind::ExternalChoice: {
      if (term.args.empty()) {
        out.refusals = trees_.subsets(trees_.everything());
        return trees_.make(out);
      }
      BehaviourId sum = operand(0);
      for (std::size_t i = 1; i < term.args.size(); ++i) sum = external_choice(sum, operand(i), length);
      return sum;
    }
    case TermKind::InternalChoice: {
      BehaviourId sum = -1;
      for (std::size_t i = 0; i < term.args.size(); ++i) sum = add(sum, operand(i), length);
      return sum;
    }
    case TermKind::Sequence:
      return sequence(operand(0), term.args[1], length);
    case TermKind::Interrupt:
      return interrupt(operand(0), operand(1), length);
    case TermKind::Sliding:  // cf. UCS: P [> Q = (P [] Q) |~| Q
      return trees_.join(external_choice(operand(0), operand(1), length), operand(1), length);
    case TermKind::Exception:
      return exception(operand(0), set(), term.args[1], length);
    case TermKind::Parallel:
      return parallel(operand(0), operand(1), set(), length);
    case TermKind::Alphabetised:
      return alphabetised(operand(0), operand(1), set(), trees_.mask(terms_.set(term.set2)), length);
    case TermKind::Hide:
      return hidden(term, length);
    case TermKind::Rename:
      return rename(operand(0), term.renaming, length);
    case TermKind::SyncExternal:
      return sync_external(operand(0), operand(1), set(), length);
    case TermKind::SyncInterrupt:
      return sync_interrupt(operand(0), operand(1), set(), length);
    case TermKind::Compressed:
      return operand(0);
    case TermKind::Omega:
    case TermKind::Prioritise:
    case TermKind::Instance:
    case TermKind::Delay:
      break;
  }
  throw LimitReached("a process without a meaning in the denotational models");
}

}  // namespace csp::reference
