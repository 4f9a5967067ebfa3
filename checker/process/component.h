// A component of a network of processes: a transition system whose states are small numbers. What a state can
// do is worked out when it is asked for the first time.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/process/transitions.h"

namespace csp {

using ComponentState = std::uint32_t;
inline constexpr ComponentState kOmega = 0;  // Ω, of every component
inline constexpr ComponentState kFinished =
    1;  // of the first component: the ✓ of the whole network has happened

struct LocalMove {
  EventId event = kTau;
  EventId hidden = -1;
  ComponentState next = 0;
};

class Component {
 public:
  virtual ~Component() = default;
  virtual ComponentState start() const = 0;
  // In a fixed order, without duplicates; the reference is valid until the next call. Throws EvaluationError,
  // LimitReached.
  virtual const std::vector<LocalMove>& moves(ComponentState) = 0;
  virtual bool failed(ComponentState) const = 0;  // a program that has stopped with a run-time error
  virtual std::size_t size() const = 0;         // states that have a number, kOmega and kFinished among them
  virtual const std::string& text() const = 0;  // for reports; may be empty
};

// A sequential process: its states are terms.
class TermComponent : public Component {
 public:
  TermComponent(Transitions&, TermId start);
  ComponentState start() const override { return start_; }
  const std::vector<LocalMove>& moves(ComponentState) override;
  bool failed(ComponentState l) const override { return l > kFinished && transitions_.failed(terms_[l]); }
  std::size_t size() const override { return terms_.size(); }
  const std::string& text() const override { return text_; }

 private:
  ComponentState number(TermId);

  Transitions& transitions_;
  std::vector<TermId> terms_;  // by ComponentState
  std::unordered_map<TermId, ComponentState> numbers_;
  std::vector<LocalMove> scratch_;
  ComponentState start_;
  std::string text_;
};

}  // namespace csp
