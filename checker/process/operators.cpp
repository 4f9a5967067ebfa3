// The rules of the operators: one function each, in the order of Roscoe 1997 ch. 7.3 and UCS ch. 9.2. Below,
// "resolves" means that the other operands are dropped.
#include <fmt/format.h>

#include <algorithm>

#include "checker/process/transitions.h"
#include "checker/semantics/fault.h"

namespace csp {
namespace {

bool is_visible(EventId e) { return e != kTau && e != kTick; }

}  // namespace

TermId Transitions::with(const Term& term, std::size_t operand, TermId t) {
  Term next = term;
  next.args[operand] = t;
  return terms_.make(std::move(next));
}

TermId Transitions::with_both(const Term& term, TermId left, TermId right) {
  Term next = term;
  next.args = {left, right};
  return terms_.make(std::move(next));
}

void Transitions::work_out(TermId head, List& out) {
  const Term& term = terms_[head];
  switch (term.kind) {
    case TermKind::Stop:
    case TermKind::Omega:
      return;
    case TermKind::Skip:
      out.push_back({kTick, -1, omega_});
      return;
    case TermKind::Div:
      out.push_back({kTau, -1, head});
      return;
    case TermKind::Prefix:
      for (const MenuItem& item : term.menu) out.push_back({item.event, -1, resolve(item.next)});
      return;
    case TermKind::InternalChoice:
      for (const TermId p : term.args) out.push_back({kTau, -1, resolve(p)});
      return;
    case TermKind::ExternalChoice:
      return choice(term, out);
    case TermKind::Sequence:
      return sequence(term, out);
    case TermKind::Interrupt:
      return interrupt(term, out);
    case TermKind::Sliding:
      return sliding(term, out);
    case TermKind::Exception:
      return exception(term, out);
    case TermKind::Parallel:
      return parallel(term, out);
    case TermKind::Alphabetised:
      return alphabetised(term, out);
    case TermKind::Hide:
      return hide(term, out);
    case TermKind::Rename:
      return rename(term, out);
    case TermKind::SyncExternal:
      return sync_external(term, out);
    case TermKind::SyncInterrupt:
      return sync_interrupt(term, out);
    case TermKind::Prioritise:
      return prioritise(term, out);
    case TermKind::Compressed:
      out = of(term.args[0]);
      return;
    case TermKind::Instance:
      if (!instances_) throw LimitReached{"a program inside a process is not read here"};
      out = instances_->transitions(term.payload, term.state);
      return;
    case TermKind::Delay:
      return;  // head() gives no Delay
  }
}

// P -τ-> P' gives P [] Q -τ-> P' [] Q; an event or ✓ of P resolves.
void Transitions::choice(const Term& term, List& out) {
  for (std::size_t i = 0; i < term.args.size(); ++i)
    for (const Transition& t : of(term.args[i]))
      out.push_back({t.event, t.hidden, t.event == kTau ? with(term, i, t.next) : t.next});
}

// The ✓ of P is a τ to Q.
void Transitions::sequence(const Term& term, List& out) {
  for (const Transition& t : of(term.args[0]))
    if (t.event == kTick) {
      out.push_back({kTau, -1, resolve(term.args[1])});
    } else {
      out.push_back({t.event, t.hidden, with(term, 0, t.next)});
    }
}

// P goes on under the interrupt, its ✓ ends the whole; a τ of Q does not resolve, anything else of Q does.
void Transitions::interrupt(const Term& term, List& out) {
  for (const Transition& t : of(term.args[0]))
    out.push_back({t.event, t.hidden, t.event == kTick ? omega_ : with(term, 0, t.next)});
  for (const Transition& t : of(term.args[1]))
    out.push_back({t.event, t.hidden, t.event == kTau ? with(term, 1, t.next) : t.next});
}

void Transitions::sliding(const Term& term, List& out) {
  for (const Transition& t : of(term.args[0]))
    out.push_back({t.event, t.hidden, t.event == kTau ? with(term, 0, t.next) : t.next});
  out.push_back({kTau, -1, resolve(term.args[1])});
}

void Transitions::exception(const Term& term, List& out) {
  for (const Transition& t : of(term.args[0])) {
    if (t.event == kTick) {
      out.push_back({kTick, -1, omega_});
    } else if (contains(term.set, t.event)) {
      out.push_back({t.event, t.hidden, resolve(term.args[1])});
    } else {
      out.push_back({t.event, t.hidden, with(term, 0, t.next)});
    }
  }
}

template <class Joint, class Make>
void Transitions::join(const List& left, const List& right, Joint&& joint, Make&& make, List& out) {
  std::vector<const Transition*> ordered;
  for (const Transition& r : right)
    if (is_visible(r.event) && joint(r.event)) ordered.push_back(&r);
  const auto less = [](const Transition* a, const Transition* b) { return a->event < b->event; };
  std::stable_sort(ordered.begin(), ordered.end(), less);
  for (const Transition& l : left) {
    if (!is_visible(l.event) || !joint(l.event)) continue;
    const auto [from, to] = std::equal_range(ordered.begin(), ordered.end(), &l, less);
    for (auto r = from; r != to; ++r) out.push_back({l.event, -1, make(l.next, (*r)->next)});
  }
}

// A ✓ of one side is a τ after which that side is Ω; when both are Ω the whole does ✓.
void Transitions::parallel(const Term& term, List& out) {
  const TermId p = term.args[0], q = term.args[1];
  if (p == omega_ && q == omega_) {
    out.push_back({kTick, -1, omega_});
    return;
  }
  const List &left = of(p), &right = of(q);
  for (std::size_t side = 0; side < 2; ++side)
    for (const Transition& t : side == 0 ? left : right)
      if (t.event == kTick) {
        out.push_back({kTau, -1, with(term, side, omega_)});
      } else if (!contains(term.set, t.event)) {
        out.push_back({t.event, t.hidden, with(term, side, t.next)});
      }
  join(
      left, right, [&](EventId e) { return contains(term.set, e); },
      [&](TermId l, TermId r) { return with_both(term, l, r); }, out);
}

void Transitions::alphabetised(const Term& term, List& out) {
  const TermId p = term.args[0], q = term.args[1];
  if (p == omega_ && q == omega_) {
    out.push_back({kTick, -1, omega_});
    return;
  }
  const List &left = of(p), &right = of(q);
  for (std::size_t side = 0; side < 2; ++side)
    for (const Transition& t : side == 0 ? left : right)
      if (t.event == kTick) {
        out.push_back({kTau, -1, with(term, side, omega_)});
      } else if (t.event == kTau || (contains(side == 0 ? term.set : term.set2, t.event) &&
                                     !contains(side == 0 ? term.set2 : term.set, t.event))) {
        out.push_back({t.event, t.hidden, with(term, side, t.next)});
      }
  join(
      left, right, [&](EventId e) { return contains(term.set, e) && contains(term.set2, e); },
      [&](TermId l, TermId r) { return with_both(term, l, r); }, out);
}

void Transitions::hide(const Term& term, List& out) {
  for (const Transition& t : of(term.args[0])) {
    if (t.event == kTick) {
      out.push_back({kTick, -1, omega_});
    } else if (contains(term.set, t.event)) {
      out.push_back({kTau, t.event, with(term, 0, t.next)});
    } else {
      out.push_back({t.event, t.hidden, with(term, 0, t.next)});
    }
  }
}

void Transitions::rename(const Term& term, List& out) {
  for (const Transition& t : of(term.args[0])) {
    if (t.event == kTick) {
      out.push_back({kTick, -1, omega_});
      continue;
    }
    const TermId next = with(term, 0, t.next);
    for (const EventId e : images(term.renaming, t.event)) out.push_back({e, t.hidden, next});
  }
}

// In the events of the set both operands join and the choice stays; τ keeps it, too; the rest resolves.
void Transitions::sync_external(const Term& term, List& out) {
  const List &left = of(term.args[0]), &right = of(term.args[1]);
  for (std::size_t side = 0; side < 2; ++side)
    for (const Transition& t : side == 0 ? left : right)
      if (t.event == kTau) {
        out.push_back({kTau, t.hidden, with(term, side, t.next)});
      } else if (!contains(term.set, t.event)) {
        out.push_back({t.event, t.hidden, t.next});
      }
  join(
      left, right, [&](EventId e) { return contains(term.set, e); },
      [&](TermId l, TermId r) { return with_both(term, l, r); }, out);
}

// As Interrupt, but in the events of the set both operands join and the interrupt stays.
void Transitions::sync_interrupt(const Term& term, List& out) {
  const List &left = of(term.args[0]), &right = of(term.args[1]);
  for (const Transition& t : left)
    if (t.event == kTick) {
      out.push_back({kTick, -1, omega_});
    } else if (!contains(term.set, t.event)) {
      out.push_back({t.event, t.hidden, with(term, 0, t.next)});
    }
  for (const Transition& t : right)
    if (t.event == kTau) {
      out.push_back({kTau, t.hidden, with(term, 1, t.next)});
    } else if (!contains(term.set, t.event)) {
      out.push_back({t.event, t.hidden, t.next});
    }
  join(
      left, right, [&](EventId e) { return contains(term.set, e); },
      [&](TermId l, TermId r) { return with_both(term, l, r); }, out);
}

// UCS 20.1: τ and ✓ rank with the first set; an event of a set is possible only if nothing of a higher rank
// is; events outside all sets neither prevent nor are prevented.
void Transitions::prioritise(const Term& term, List& out) {
  constexpr int kOutside = -1;
  const std::vector<SetId> order = terms_.order(term.payload);  // what is evaluated below may add orders
  const auto rank = [&](EventId e) {
    if (!is_visible(e)) return 0;
    for (std::size_t i = 0; i < order.size(); ++i)
      if (contains(order[i], e)) return static_cast<int>(i);
    return kOutside;
  };
  const List& inner = of(term.args[0]);
  int highest = static_cast<int>(order.size());
  for (const Transition& t : inner)
    if (const int r = rank(t.event); r != kOutside) highest = std::min(highest, r);
  for (const Transition& t : inner) {
    if (rank(t.event) > highest) continue;
    out.push_back({t.event, t.hidden, t.event == kTick ? omega_ : with(term, 0, t.next)});
  }
}

}  // namespace csp
