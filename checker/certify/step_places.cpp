// Down through the operators to the prefixes, with the event as it is called on each level.
#include "checker/certify/step_places.h"

#include <functional>

namespace csp::reference {
namespace {

using Wanted = std::function<bool(EventId)>;

constexpr int kDeepest = 200;  // operators on top of each other

class Finding {
 public:
  explicit Finding(Terms& terms) : terms_(terms) {}

  // `hidden`: what is looked for is a τ that hides a wanted event. `next`: what becomes of the term, or
  // kNone.
  void find(TermId t, TermId next, const Wanted& wanted, bool hidden, int depth = 0) {
    if (depth > kDeepest) return;
    t = terms_.head(t);
    const Term& term = terms_[t];
    const auto operand = [&](std::size_t i, TermId after, const Wanted& what, bool inside) {
      find(term.args[i], after, what, inside, depth + 1);
    };
    const auto all = [&](const Wanted& what) {
      for (std::size_t i = 0; i < term.args.size(); ++i) operand(i, kNone, what, hidden);
    };
    switch (term.kind) {
      case TermKind::Stop:
      case TermKind::Skip:
      case TermKind::Omega:
      case TermKind::Div:
      case TermKind::InternalChoice:
      case TermKind::Instance:
      case TermKind::Delay:
        return;
      case TermKind::Prefix:
        for (const MenuItem& item : term.menu)
          if (!hidden && wanted(item.event)) return add(terms_.span(t));
        return;
      case TermKind::Sequence:
      case TermKind::Sliding:
      case TermKind::Exception:
        return operand(0, kNone, wanted, hidden);
      case TermKind::ExternalChoice:
      case TermKind::Interrupt:
      case TermKind::SyncExternal:
      case TermKind::SyncInterrupt:
      case TermKind::Prioritise:
      case TermKind::Compressed:
        return all(wanted);
      case TermKind::Parallel:
      case TermKind::Alphabetised: {
        // The side that stays as it is has not acted, if the other one does not stay, too.
        const bool same = next != kNone && terms_[next].kind == term.kind && terms_[next].args.size() == 2;
        const TermId left = same ? terms_[next].args[0] : kNone, right = same ? terms_[next].args[1] : kNone;
        const bool both = !same || (left == term.args[0]) == (right == term.args[1]);
        const auto side = [&](SetId set) -> Wanted {
          if (term.kind == TermKind::Parallel || hidden) return wanted;
          return [&, set](EventId e) { return wanted(e) && terms_.set(set).contains(e); };
        };
        if (both || left != term.args[0]) operand(0, left, side(term.set), hidden);
        if (both || right != term.args[1]) operand(1, right, side(term.set2), hidden);
        return;
      }
      case TermKind::Hide: {
        const TermId inner = next != kNone && terms_[next].kind == term.kind ? terms_[next].args[0] : kNone;
        const auto among = [&](bool in) -> Wanted {
          return [&, in](EventId e) { return terms_.set(term.set).contains(e) == in && wanted(e); };
        };
        operand(0, inner, hidden ? among(true) : among(false), false);
        if (hidden) operand(0, inner, wanted, true);
        return;
      }
      case TermKind::Rename: {
        const TermId inner = next != kNone && terms_[next].kind == term.kind ? terms_[next].args[0] : kNone;
        if (hidden) return operand(0, inner, wanted, true);
        return operand(
            0, inner,
            [&](EventId e) {
              for (const EventId image : terms_.renaming(term.renaming).images(e))
                if (wanted(image)) return true;
              return false;
            },
            false);
      }
    }
  }

  std::vector<Span> take() { return std::move(places_); }

 private:
  void add(const Span& span) {
    if (!span.known()) return;
    for (const Span& one : places_)
      if (one.file == span.file && one.line == span.line) return;
    places_.push_back(span);
  }

  Terms& terms_;
  std::vector<Span> places_;
};

}  // namespace

std::vector<Span> places_of(Terms& terms, TermId from, const Transition& t) {
  const bool hides = t.event == kTau;
  const EventId event = hides ? t.hidden : t.event;
  if (event < 0 || event == kTick) return {};
  Finding finding(terms);
  finding.find(
      from, t.next, [event](EventId e) { return e == event; }, hides);
  return finding.take();
}

}  // namespace csp::reference
