// From terms to states: which operands can act, and how a state is put together again after one of them has.
#include "checker/certify/sos.h"

#include <algorithm>

#include "checker/certify/evaluate.h"
#include "checker/certify/sos_program.h"

namespace csp::reference {

namespace {

constexpr int kDeepest = 5'000;  // operators within operators

// How many of the first operands can act at once.
std::size_t active(const Term& term) {
  switch (term.kind) {
    case TermKind::ExternalChoice:
      return term.args.size();
    case TermKind::Interrupt:
    case TermKind::Parallel:
    case TermKind::Alphabetised:
    case TermKind::SyncExternal:
    case TermKind::SyncInterrupt:
      return 2;
    case TermKind::Sequence:
    case TermKind::Sliding:
    case TermKind::Exception:
    case TermKind::Hide:
    case TermKind::Rename:
    case TermKind::Prioritise:
    case TermKind::Compressed:
      return 1;
    case TermKind::Stop:
    case TermKind::Skip:
    case TermKind::Omega:
    case TermKind::Div:
    case TermKind::Prefix:
    case TermKind::InternalChoice:
    case TermKind::Instance:
    case TermKind::Delay:
      return 0;
  }
  return 0;
}

}  // namespace

Sos::Sos(Terms& terms)
    : terms_(terms), omega_(terms.make(TermKind::Omega)), div_(terms.make(TermKind::Div)) {}
Sos::~Sos() = default;

TermId Sos::start(TermId t) { return settle(t); }

TermId Sos::settle(TermId t) {
  if (const auto known = settled_.find(t); known != settled_.end()) return known->second;
  const TermId head = terms_.head(t);
  if (const auto known = settled_.find(head); known != settled_.end()) return settled_[t] = known->second;
  const std::size_t operands = active(terms_[head]);
  TermId state = head;
  if (operands > 0) {
    if (!settling_.insert(head).second)
      throw EvaluationError{{"E0601", terms_.span(head),
                             "unguarded recursion: what this process can do depends on itself",
                             "it must do something before it comes back to itself",
                             "put an event before the recursive call: `a -> P`"}};
    if (++depth_ > kDeepest) throw LimitReached("processes nested more than 5000 operators deep");
    struct Leave {  // also when an operand throws
      Sos& sos;
      TermId head;
      ~Leave() {
        --sos.depth_;
        sos.settling_.erase(head);
      }
    } leave{*this, head};
    Term copy = terms_[head];
    for (std::size_t i = 0; i < operands; ++i) copy.args[i] = settle(copy.args[i]);
    if (copy.kind == TermKind::Compressed) {
      compressed_ = true;
      state = copy.args[0];
    } else {
      state = terms_.make(std::move(copy));
    }
  }
  settled_[state] = state;
  settled_[head] = state;
  return settled_[t] = state;
}

TermId Sos::with_operand(TermId state, std::size_t operand, TermId next) {
  Term copy = terms_[state];
  copy.args[operand] = next;
  return settle(terms_.make(std::move(copy)));
}

TermId Sos::with_operands(TermId state, TermId first, TermId second) {
  Term copy = terms_[state];
  copy.args[0] = first;
  copy.args[1] = second;
  return settle(terms_.make(std::move(copy)));
}

const std::vector<Transition>& Sos::steps(TermId state) {
  if (const auto known = steps_.find(state); known != steps_.end()) return known->second;
  Out out;
  apply(state, out);
  Out distinct;
  for (Transition& t : out)
    if (std::find(distinct.begin(), distinct.end(), t) == distinct.end()) distinct.push_back(t);
  return steps_.emplace(state, std::move(distinct)).first->second;
}

bool Sos::ended_well(TermId state) {
  const Term& term = terms_[state];
  switch (term.kind) {
    case TermKind::Omega:
      return true;
    case TermKind::Instance:
      return programs_.count(term.payload) && programs_[term.payload]->proper_end(term.state);
    case TermKind::Parallel:
    case TermKind::Alphabetised:
      return ended_well(term.args[0]) && ended_well(term.args[1]);
    case TermKind::Sequence:
    case TermKind::Exception:
    case TermKind::Hide:
    case TermKind::Rename:
    case TermKind::Prioritise:
      return ended_well(term.args[0]);
    case TermKind::Stop:
    case TermKind::Skip:
    case TermKind::Div:
    case TermKind::Prefix:
    case TermKind::ExternalChoice:
    case TermKind::InternalChoice:
    case TermKind::Interrupt:
    case TermKind::Sliding:
    case TermKind::SyncExternal:
    case TermKind::SyncInterrupt:
    case TermKind::Compressed:
    case TermKind::Delay:
      return false;
  }
  return false;
}

}  // namespace csp::reference
