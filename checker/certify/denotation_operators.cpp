// The equations. T(P), F(P), D(P) are the traces, failures and divergences of P; P/a is P after a; N(P) the
// refusal sets of P after <>, that is {X | (<>, X) in F(P)}. D is written once: in FD every operator is
// strict in what it needs at <>, so a node that diverges makes the whole diverge unless said otherwise.
#include "checker/certify/denotation.h"
#include "checker/certify/evaluate.h"

namespace csp::reference {

namespace {

Mask bit(std::size_t i) { return Mask{1} << i; }

}  // namespace

// T(P [] Q) = T(P) u T(Q)
// F(P [] Q) = {(<>, X) in F(P) n F(Q)} u {(s, X) in F(P) u F(Q), s /= <>} u {(<>, X) | X ⊆ Σ, <✓> in T(P) u
// T(Q)}
BehaviourId Denotation::external_choice(BehaviourId p, BehaviourId q, int length) {
  const Behaviour a = trees_[p], b = trees_[q];
  if (a.bottom || b.bottom) return trees_.bottom();
  Behaviour out = trees_[trees_.join(p, q, length)];
  out.refusals = a.refusals & b.refusals;
  if (out.tick) out.refusals |= trees_.subsets(trees_.all_events());
  return trees_.make(out);
}

// T(P ; Q) = (T(P) n Σ*) u {s^t | s^<✓> in T(P), t in T(Q)}
// F(P ; Q) = {(s, X) | (s, X u {✓}) in F(P)} u {(s^t, X) | s^<✓> in T(P), (t, X) in F(Q)}
BehaviourId Denotation::sequence(BehaviourId p, TermId second, int length) {
  const Key key{static_cast<int>(Memo::Sequence), p, second, length, 0, 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Behaviour a = trees_[p];
  BehaviourId sum = trees_.bottom();
  if (!a.bottom) {
    Behaviour out;
    trees_.each(a.refusals, [&](Mask x) {
      if (x & trees_.tick()) out.refusals |= Refusals{1} << x | Refusals{1} << (x & ~trees_.tick());
    });
    for (std::size_t i = 0; i < trees_.events() && length > 0; ++i)
      if (a.next[i] >= 0) out.next[i] = sequence(a.next[i], second, length - 1);
    sum = trees_.make(out);
    if (a.tick) sum = trees_.join(sum, of(second, length), length);
  }
  return memo_[key] = sum;
}

// T(P /\ Q) = T(P) u {s^t | s in T(P) n Σ*, t in T(Q)}
// F(P /\ Q) = {(s, X) in F(P), s in Σ*, (<>, X) in F(Q)} u {(s^t, X) | s in T(P) n Σ*, (t, X) in F(Q), t /=
// <>}
//             u {(s, X) | X ⊆ Σ, s^<✓> in T(P /\ Q)}
// so (P /\ Q)/a is P/a /\ Q joined with Q/a.
BehaviourId Denotation::interrupt(BehaviourId p, BehaviourId q, int length) {
  const Key key{static_cast<int>(Memo::Interrupt), p, q, length, 0, 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Behaviour a = trees_[p], b = trees_[q];
  if (a.bottom || b.bottom) return memo_[key] = trees_.bottom();
  Behaviour out;
  out.tick = a.tick || b.tick;
  out.refusals = a.refusals & b.refusals;
  if (out.tick) out.refusals |= trees_.subsets(trees_.all_events());
  for (std::size_t i = 0; i < trees_.events() && length > 0; ++i) {
    BehaviourId sum = -1;
    if (a.next[i] >= 0) sum = interrupt(a.next[i], trees_.cut(q, length - 1), length - 1);
    if (b.next[i] >= 0) sum = add(sum, b.next[i], length - 1);
    out.next[i] = sum;
  }
  return memo_[key] = trees_.make(out);
}

// P Θ_A Q (cf. UCS):  T = {s in T(P) | s in (Σ - A)*✓} u {s^<a>^t | s^<a> in T(P), s in (Σ - A)*, a in A, t
// in T(Q)}; F likewise: the failures of P before an event of A, those of Q after one.
BehaviourId Denotation::exception(BehaviourId p, Mask set, TermId handler, int length) {
  const Key key{static_cast<int>(Memo::Exception), p, handler, length, static_cast<int>(set), 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  Behaviour out = trees_[p];
  const Behaviour a = out;
  for (std::size_t i = 0; i < trees_.events(); ++i) {
    out.next[i] = -1;
    if (a.next[i] < 0 || length == 0) continue;
    out.next[i] = set & bit(i) ? of(handler, length - 1) : exception(a.next[i], set, handler, length - 1);
  }
  return memo_[key] = trees_.make(out);
}

// {Y u Z | Y in p, Z in q, Y - joint = Z - joint}
Refusals Denotation::joint_refusals(Refusals p, Refusals q, Mask joint) const {
  Refusals out = 0;
  trees_.each(p, [&](Mask y) {
    trees_.each(q, [&](Mask z) {
      if ((y & ~joint) == (z & ~joint)) out |= Refusals{1} << (y | z);
    });
  });
  return out;
}

// T(P [|A|] Q) = U {s [|A u ✓|] t | s in T(P), t in T(Q)}
// F(P [|A|] Q) = {(u, Y u Z) | Y - (A u ✓) = Z - (A u ✓), (s, Y) in F(P), (t, Z) in F(Q), u in s [|A u ✓|] t}
BehaviourId Denotation::parallel(BehaviourId p, BehaviourId q, Mask joint, int length) {
  const Key key{static_cast<int>(Memo::Parallel), p, q, length, static_cast<int>(joint), 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Behaviour a = trees_[p], b = trees_[q];
  if (a.bottom || b.bottom) return memo_[key] = trees_.bottom();
  Behaviour out;
  out.tick = a.tick && b.tick;
  out.refusals = joint_refusals(a.refusals, b.refusals, joint | trees_.tick());
  for (std::size_t i = 0; i < trees_.events() && length > 0; ++i) {
    BehaviourId sum = -1;
    if (joint & bit(i)) {
      if (a.next[i] >= 0 && b.next[i] >= 0) sum = parallel(a.next[i], b.next[i], joint, length - 1);
    } else {
      if (a.next[i] >= 0) sum = parallel(a.next[i], trees_.cut(q, length - 1), joint, length - 1);
      if (b.next[i] >= 0)
        sum = add(sum, parallel(trees_.cut(p, length - 1), b.next[i], joint, length - 1), length - 1);
    }
    out.next[i] = sum;
  }
  return memo_[key] = trees_.make(out);
}

// T(P [A||B] Q) = {u in (A u B)*✓ | u|A✓ in T(P), u|B✓ in T(Q)}
// F(P [A||B] Q) = {(u, X) | X n (A u B)✓ = (Y n A✓) u (Z n B✓), (u|A✓, Y) in F(P), (u|B✓, Z) in F(Q)}
BehaviourId Denotation::alphabetised(BehaviourId p, BehaviourId q, Mask left, Mask right, int length) {
  const Key key{
      static_cast<int>(Memo::Alphabetised), p, q, length, static_cast<int>(left), static_cast<int>(right)};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Behaviour a = trees_[p], b = trees_[q];
  if (a.bottom || b.bottom) return memo_[key] = trees_.bottom();
  Behaviour out;
  out.tick = a.tick && b.tick;
  Refusals within = 0;  // of events of A u B and ✓
  trees_.each(a.refusals, [&](Mask y) {
    trees_.each(b.refusals, [&](Mask z) {
      within |= Refusals{1} << ((y & (left | trees_.tick())) | (z & (right | trees_.tick())));
    });
  });
  for (Mask x = 0; x <= trees_.everything(); ++x)
    if (within >> (x & (left | right | trees_.tick())) & 1) out.refusals |= Refusals{1} << x;
  for (std::size_t i = 0; i < trees_.events() && length > 0; ++i) {
    const bool of_left = left & bit(i), of_right = right & bit(i);
    if ((!of_left && !of_right) || (of_left && a.next[i] < 0) || (of_right && b.next[i] < 0)) continue;
    out.next[i] = alphabetised(of_left ? a.next[i] : trees_.cut(p, length - 1),
                               of_right ? b.next[i] : trees_.cut(q, length - 1), left, right, length - 1);
  }
  return memo_[key] = trees_.make(out);
}

// T(P \ A) = {s \ A | s in T(P)}
// F(P \ A) = {(s \ A, X) | (s, X u A) in F(P)}
// D(P \ A) = {(s \ A)^t | s in D(P)} u {(s \ A)^t | for every n a trace s^h of P with h in A^n}
// The tree of P is exact to length + (length + 1) * states, or P has no longer traces: see denotation.h.
BehaviourId Denotation::hide(BehaviourId p, Mask set, long states, int length) {
  const Key key{static_cast<int>(Memo::Hide), p, static_cast<int>(set), length, static_cast<int>(states), 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  Behaviour out;
  std::array<BehaviourId, kAlphabet> sums;
  sums.fill(-1);
  std::set<BehaviourId> now{p};  // after hidden traces of one length
  for (long hidden = 0; !now.empty(); ++hidden) {
    if (hidden >= states) {
      if (divergences_) return memo_[key] = trees_.bottom();
      break;  // the same is reached by shorter ones
    }
    std::set<BehaviourId> then;
    for (const BehaviourId id : now) {
      const Behaviour b = trees_[id];
      if (b.bottom) return memo_[key] = trees_.bottom();
      out.tick = out.tick || b.tick;
      for (Mask x = 0; x <= trees_.everything(); ++x)
        if (b.refusals >> (x | set) & 1) out.refusals |= Refusals{1} << x;
      for (std::size_t i = 0; i < trees_.events(); ++i) {
        if (b.next[i] < 0) continue;
        if (set & bit(i))
          then.insert(b.next[i]);
        else if (length > 0)
          sums[i] = add(sums[i], hide(b.next[i], set, states, length - 1), length - 1);
      }
    }
    now = std::move(then);
  }
  out.next = sums;
  return memo_[key] = trees_.make(out);
}

// T(P[[R]]) = {t | s R* t, s in T(P)}
// F(P[[R]]) = {(t, X) | s R* t, (s, R^-1(X)) in F(P)}      ✓ R ✓
BehaviourId Denotation::rename(BehaviourId p, RenamingId relation, int length) {
  const Key key{static_cast<int>(Memo::Rename), p, relation, length, 0, 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Behaviour a = trees_[p];
  if (a.bottom) return memo_[key] = p;
  Behaviour out;
  out.tick = a.tick;
  std::array<Mask, kAlphabet> images{};
  for (std::size_t i = 0; i < trees_.events(); ++i)
    for (const EventId e : terms_.renaming(relation).images(trees_.alphabet()[i])) {
      const int number = trees_.number(e);
      if (number < 0) throw LimitReached("a renaming leads out of the alphabet");
      images[i] |= bit(static_cast<std::size_t>(number));
    }
  for (Mask x = 0; x <= trees_.everything(); ++x) {
    Mask before = x & trees_.tick();
    for (std::size_t i = 0; i < trees_.events(); ++i)
      if (images[i] & x) before |= bit(i);
    if (a.refusals >> before & 1) out.refusals |= Refusals{1} << x;
  }
  for (std::size_t i = 0; i < trees_.events() && length > 0; ++i) {
    if (a.next[i] < 0) continue;
    const BehaviourId after = rename(a.next[i], relation, length - 1);
    for (std::size_t j = 0; j < trees_.events(); ++j)
      if (images[i] & bit(j)) out.next[j] = add(out.next[j], after, length - 1);
  }
  return memo_[key] = trees_.make(out);
}

// As [] for events that are not joint, as [|A|] for those that are. No equation of the books: what the rules
// of sos_rules.cpp mean for traces and failures.
BehaviourId Denotation::sync_external(BehaviourId p, BehaviourId q, Mask joint, int length) {
  const Key key{static_cast<int>(Memo::SyncChoice), p, q, length, static_cast<int>(joint), 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Behaviour a = trees_[p], b = trees_[q];
  if (a.bottom || b.bottom) return memo_[key] = trees_.bottom();
  Behaviour out;
  out.tick = a.tick || b.tick;
  out.refusals = joint_refusals(a.refusals, b.refusals, joint);
  if (out.tick) out.refusals |= trees_.subsets(trees_.all_events());
  for (std::size_t i = 0; i < trees_.events() && length > 0; ++i) {
    BehaviourId sum = -1;
    if (joint & bit(i)) {
      if (a.next[i] >= 0 && b.next[i] >= 0) sum = sync_external(a.next[i], b.next[i], joint, length - 1);
    } else {
      if (a.next[i] >= 0) sum = a.next[i];
      if (b.next[i] >= 0) sum = add(sum, b.next[i], length - 1);
    }
    out.next[i] = sum;
  }
  return memo_[key] = trees_.make(out);
}

// As /\ for events that are not joint.
BehaviourId Denotation::sync_interrupt(BehaviourId p, BehaviourId q, Mask joint, int length) {
  const Key key{static_cast<int>(Memo::SyncInterrupt), p, q, length, static_cast<int>(joint), 0};
  if (const auto known = memo_.find(key); known != memo_.end()) return known->second;
  const Behaviour a = trees_[p], b = trees_[q];
  if (a.bottom || b.bottom) return memo_[key] = trees_.bottom();
  Behaviour out;
  out.tick = a.tick || b.tick;
  out.refusals = joint_refusals(a.refusals, b.refusals, joint);
  if (out.tick) out.refusals |= trees_.subsets(trees_.all_events());
  for (std::size_t i = 0; i < trees_.events() && length > 0; ++i) {
    BehaviourId sum = -1;
    if (joint & bit(i)) {
      if (a.next[i] >= 0 && b.next[i] >= 0) sum = sync_interrupt(a.next[i], b.next[i], joint, length - 1);
    } else {
      if (a.next[i] >= 0) sum = sync_interrupt(a.next[i], trees_.cut(q, length - 1), joint, length - 1);
      if (b.next[i] >= 0) sum = add(sum, b.next[i], length - 1);
    }
    out.next[i] = sum;
  }
  return memo_[key] = trees_.make(out);
}

}  // namespace csp::reference
