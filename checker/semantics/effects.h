// What a step does: the states in which its participants go on. Worked out once per pair of local states and kept by the network.
#pragma once

#include <optional>
#include <vector>

#include "checker/core/trace.h"
#include "checker/semantics/offers.h"

namespace csp {

struct Effect {
  StepKind kind = StepKind::Act;
  int outcome = 0;                      // as in Step
  int alt[2] = {kNone, kNone};          // of the actor and the partner
  bool crash = false;                   // the system ends; nothing else counts
  bool progress = false;                // a communication, lock acquisition or WaitGroup release (livelock, rule 23)
  bool observable = false;              // a communication on a declared channel (divergence)
  bool certain = true;                  // an alternative that excludes the default (rule 6): false for a running timer
  std::vector<Continuation> after;      // of the actor, then of the partner
  std::optional<ObjectState> object;    // new content of the offer's object
  std::vector<ObjectState> new_objects; // made by the step itself (a group), numbered from kStepObjects
  std::vector<Continuation> born;       // new processes, in order; objects numbered from born_base(i)
};

// Numbers of objects made in a step: each participant has a range of its own.
inline constexpr std::int64_t kRangeSize = std::int64_t{1} << 20;
inline constexpr std::int64_t kStepObjects = kNewObject + 2 * kRangeSize;
inline constexpr std::int64_t after_base(std::size_t i) { return kNewObject + static_cast<std::int64_t>(i) * kRangeSize; }
inline constexpr std::int64_t born_base(std::size_t i) { return kNewObject + static_cast<std::int64_t>(3 + i) * kRangeSize; }

// Offer kinds Alone, and Otherwise once it is known to be possible.
std::vector<Effect> effects_alone(const Runner&, const ProcessState&, const Offer&);

// With an object (kinds Object and Channel). `object` is the content of offer.object, or of the cond's mutex. Empty: blocked.
std::vector<Effect> effects_with_object(const Runner&, const ProcessState&, const Offer&, const ObjectState& object);

// Rendezvous; empty if the receiver does not take this message.
std::vector<Effect> effects_rendezvous(const Runner&, const ProcessState& sender, const Offer& send, const ProcessState& receiver,
                                       const Offer& receive);

// cond.signal or one part of a broadcast: the sleeper goes on.
std::vector<Continuation> wake(const Runner&, const ProcessState& sleeper, std::size_t participant);

// The signaller goes on (Signal and Broadcast).
std::vector<Continuation> signalled(const Runner&, const ProcessState& signaller);

// The failure of the process at its node.
std::vector<Effect> effects_failure(const Runner&, const ProcessState&);

// Parts shared by the .cpp files of effects.
std::vector<Effect> to_effects(std::vector<Continuation> after, const Effect& pattern);
struct Chosen {
  const Alt* alt = nullptr;
  Locals locals;  // with the replicators bound
};
Chosen find_alternative(const Program&, const ProcessState&, int index);
void receive_into(const Runner&, ProcessState&, const Alt&, const Value& message, bool ok);

}  // namespace csp
