// The rules, one for each operator: above the line what the operands do, below what the whole does. `x` is
// any event, τ or ✓; `a` an event. P -x-> P' of an operand is read off steps(P).
#include <algorithm>

#include "checker/certify/sos.h"
#include "checker/certify/sos_program.h"

namespace csp::reference {

//   (a : A -> P(a)) -a-> P(a)
void Sos::prefix(const Term& term, Out& out) {
  for (const MenuItem& item : term.menu) out.push_back({item.event, settle(item.next)});
}

//   P -τ-> P'                     P -x-> P'   x ≠ τ
//   ------------------------     ------------------      and so for each operand
//   P [] Q -τ-> P' [] Q           P [] Q -x-> P'
void Sos::external_choice(TermId state, const Term& term, Out& out) {
  for (std::size_t i = 0; i < term.args.size(); ++i)
    for (Transition t : steps(term.args[i])) {
      if (t.event == kTau) t.next = with_operand(state, i, t.next);
      out.push_back(t);
    }
}

//   P |~| Q -τ-> P                P |~| Q -τ-> Q
void Sos::internal_choice(const Term& term, Out& out) {
  for (const TermId operand : term.args) out.push_back({kTau, settle(operand)});
}

//   P -x-> P'   x ≠ ✓             P -✓-> P'
//   ------------------            ------------
//   P ; Q -x-> P' ; Q             P ; Q -τ-> Q
void Sos::sequence(TermId state, const Term& term, Out& out) {
  for (Transition t : steps(term.args[0])) {
    if (t.event == kTick)
      out.push_back({kTau, settle(term.args[1])});
    else
      t.next = with_operand(state, 0, t.next), out.push_back(t);
  }
}

//   P -x-> P'   x ≠ ✓             P -✓-> P'           Q -τ-> Q'                 Q -x-> Q'   x ≠ τ
//   ------------------            -------------       ------------------        -----------------
//   P /\ Q -x-> P' /\ Q           P /\ Q -✓-> Ω       P /\ Q -τ-> P /\ Q'       P /\ Q -x-> Q'
void Sos::interrupt(TermId state, const Term& term, Out& out) {
  for (Transition t : steps(term.args[0])) {
    if (t.event != kTick) t.next = with_operand(state, 0, t.next);
    out.push_back(t);
  }
  for (Transition t : steps(term.args[1])) {
    if (t.event == kTau) t.next = with_operand(state, 1, t.next);
    out.push_back(t);
  }
}

//   P -τ-> P'                     P -x-> P'   x ≠ τ
//   ------------------            -----------------      P [> Q -τ-> Q
//   P [> Q -τ-> P' [> Q           P [> Q -x-> P'
void Sos::sliding(TermId state, const Term& term, Out& out) {
  for (Transition t : steps(term.args[0])) {
    if (t.event == kTau) t.next = with_operand(state, 0, t.next);
    out.push_back(t);
  }
  out.push_back({kTau, settle(term.args[1])});
}

//   P -x-> P'   x not in A or ✓            P -a-> P'   a in A        P -✓-> P'
//   ------------------------------         -------------------       -----------------
//   P [|A|> Q -x-> P' [|A|> Q              P [|A|> Q -a-> Q          P [|A|> Q -✓-> Ω
void Sos::exception(TermId state, const Term& term, Out& out) {
  for (Transition t : steps(term.args[0])) {
    if (t.event != kTau && t.event != kTick && in(term.set, t.event))
      t.next = settle(term.args[1]);
    else if (t.event != kTick)
      t.next = with_operand(state, 0, t.next);
    out.push_back(t);
  }
}

// P [|A|] Q, and P [A||B] Q with `joint` the events of both alphabets:
//   P -x-> P'   x is τ, or not joint (and P's)    P -a-> P', Q -a-> Q'   a joint      P -✓-> P'
//   ------------------------------------------    -----------------------------      ---------------------
//   P || Q -x-> P' || Q                           P || Q -a-> P' || Q'                P || Q -τ-> Ω || Q
//   and so for Q;  Ω || Ω -✓-> Ω
void Sos::parallel(TermId state, const Term& term, Out& out) {
  const bool alphabets = term.kind == TermKind::Alphabetised;
  if (term.args[0] == omega_ && term.args[1] == omega_) {
    out.push_back({kTick, omega_});
    return;
  }
  for (std::size_t side = 0; side < 2; ++side)
    for (Transition t : steps(term.args[side])) {
      if (t.event == kTick) {
        out.push_back({kTau, with_operand(state, side, omega_)});
        continue;
      }
      if (t.event != kTau) {
        if (alphabets && !in(side == 0 ? term.set : term.set2, t.event)) continue;
        if (in(alphabets ? (side == 0 ? term.set2 : term.set) : term.set, t.event)) continue;  // joint
      }
      t.next = with_operand(state, side, t.next);
      out.push_back(t);
    }
  for (const Transition& t : steps(term.args[0])) {
    if (t.event == kTau || t.event == kTick) continue;
    if (!in(term.set, t.event) || (alphabets && !in(term.set2, t.event))) continue;
    for (const Transition& u : steps(term.args[1]))
      if (u.event == t.event) out.push_back({t.event, with_operands(state, t.next, u.next)});
  }
}

//   P -a-> P'   a in A            P -x-> P'   x not in A
//   ------------------            ----------------------      P \ A -✓-> Ω if P -✓-> P'
//   P \ A -τ-> P' \ A             P \ A -x-> P' \ A
void Sos::hide(TermId state, const Term& term, Out& out) {
  for (Transition t : steps(term.args[0])) {
    if (t.event == kTick) {
      out.push_back(t);
      continue;
    }
    t.next = with_operand(state, 0, t.next);
    if (t.event != kTau && in(term.set, t.event)) t.hidden = t.event, t.event = kTau;
    out.push_back(t);
  }
}

//   P -a-> P'   a R b             P -τ-> P'                   P -✓-> P'
//   ----------------------        ----------------------      -----------------
//   P[[R]] -b-> P'[[R]]           P[[R]] -τ-> P'[[R]]         P[[R]] -✓-> Ω
void Sos::rename(TermId state, const Term& term, Out& out) {
  for (Transition t : steps(term.args[0])) {
    if (t.event == kTick) {
      out.push_back(t);
      continue;
    }
    t.next = with_operand(state, 0, t.next);
    if (t.event == kTau) {
      out.push_back(t);
      continue;
    }
    for (const EventId image : terms_.renaming(term.renaming).images(t.event)) {
      t.event = image;
      out.push_back(t);
    }
  }
}

//   P -a-> P', Q -a-> Q'   a in A            P -τ-> P'                        P -x-> P'   x not in A, x ≠ τ
//   ----------------------------------       ------------------------------   -----------------------------
//   P [+A+] Q -a-> P' [+A+] Q'               P [+A+] Q -τ-> P' [+A+] Q        P [+A+] Q -x-> P'
void Sos::sync_external(TermId state, const Term& term, Out& out) {
  for (std::size_t side = 0; side < 2; ++side)
    for (Transition t : steps(term.args[side])) {
      if (t.event == kTau)
        t.next = with_operand(state, side, t.next);
      else if (t.event != kTick && in(term.set, t.event))
        continue;
      out.push_back(t);
    }
  for (const Transition& t : steps(term.args[0])) {
    if (t.event == kTau || t.event == kTick || !in(term.set, t.event)) continue;
    for (const Transition& u : steps(term.args[1]))
      if (u.event == t.event) out.push_back({t.event, with_operands(state, t.next, u.next)});
  }
}

// As /\ for what is not in A; in the events of A both join and the whole stays.
void Sos::sync_interrupt(TermId state, const Term& term, Out& out) {
  for (std::size_t side = 0; side < 2; ++side)
    for (Transition t : steps(term.args[side])) {
      if (t.event != kTau && t.event != kTick && in(term.set, t.event)) continue;
      if (t.event == kTau || (side == 0 && t.event != kTick)) t.next = with_operand(state, side, t.next);
      out.push_back(t);
    }
  for (const Transition& t : steps(term.args[0])) {
    if (t.event == kTau || t.event == kTick || !in(term.set, t.event)) continue;
    for (const Transition& u : steps(term.args[1]))
      if (u.event == t.event) out.push_back({t.event, with_operands(state, t.next, u.next)});
  }
}

// UCS 20.2. τ, ✓ and the events of A1 are most urgent, then A2, ...; what is in a set can happen only where
// nothing more urgent can. Events of no set are left alone.
void Sos::prioritise(TermId state, const Term& term, Out& out) {
  const std::vector<SetId> order = terms_.order(term.payload);  // steps() may add orders
  constexpr int kOutside = -1;
  const auto rank = [&](EventId e) {
    if (e == kTau || e == kTick) return 0;
    for (std::size_t i = 0; i < order.size(); ++i)
      if (in(order[i], e)) return static_cast<int>(i);
    return kOutside;
  };
  const std::vector<Transition> all = steps(term.args[0]);
  for (Transition t : all) {
    const int mine = rank(t.event);
    const bool prevented = std::any_of(all.begin(), all.end(), [&](const Transition& other) {
      const int theirs = rank(other.event);
      return mine != kOutside && theirs != kOutside && theirs < mine;
    });
    if (prevented) continue;
    if (t.event != kTick) t.next = with_operand(state, 0, t.next);
    out.push_back(t);
  }
}

void Sos::apply(TermId state, Out& out) {
  const Term term = terms_[state];
  switch (term.kind) {
    case TermKind::Stop:
    case TermKind::Omega:
      return;
    case TermKind::Skip:  // SKIP -✓-> Ω
      out.push_back({kTick, omega_});
      return;
    case TermKind::Div:  // DIV -τ-> DIV
      out.push_back({kTau, div_});
      return;
    case TermKind::Prefix:
      return prefix(term, out);
    case TermKind::ExternalChoice:
      return external_choice(state, term, out);
    case TermKind::InternalChoice:
      return internal_choice(term, out);
    case TermKind::Sequence:
      return sequence(state, term, out);
    case TermKind::Interrupt:
      return interrupt(state, term, out);
    case TermKind::Sliding:
      return sliding(state, term, out);
    case TermKind::Exception:
      return exception(state, term, out);
    case TermKind::Parallel:
    case TermKind::Alphabetised:
      return parallel(state, term, out);
    case TermKind::Hide:
      return hide(state, term, out);
    case TermKind::Rename:
      return rename(state, term, out);
    case TermKind::SyncExternal:
      return sync_external(state, term, out);
    case TermKind::SyncInterrupt:
      return sync_interrupt(state, term, out);
    case TermKind::Prioritise:
      return prioritise(state, term, out);
    case TermKind::Instance:
      return instance(term, out);
    case TermKind::Compressed:  // never in a state
    case TermKind::Delay:
      return;
  }
}

}  // namespace csp::reference
