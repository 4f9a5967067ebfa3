// Numbering the terms that a sequential process goes through.
#include "checker/process/component.h"

namespace csp {

TermComponent::TermComponent(Transitions& transitions, TermId start) : transitions_(transitions) {
  terms_ = {transitions.omega(), kNone};
  numbers_.emplace(transitions.omega(), kOmega);
  const TermId resolved = transitions.resolve(start);
  start_ = number(resolved);
  text_ = transitions.terms().text(start);
  if (text_.empty()) text_ = transitions.terms().text(transitions.name(resolved));
}

ComponentState TermComponent::number(TermId t) {
  const auto [at, fresh] = numbers_.emplace(t, static_cast<ComponentState>(terms_.size()));
  if (fresh) terms_.push_back(t);
  return at->second;
}

const std::vector<LocalMove>& TermComponent::moves(ComponentState l) {
  scratch_.clear();
  if (l > kFinished)
    for (const Transition& t : transitions_.of(terms_[l]))
      scratch_.push_back({t.event, t.hidden, number(t.next)});
  return scratch_;
}

}  // namespace csp
