// What a process offers in a local state: its possible parts in steps, before it is known whether anybody joins.
#pragma once

#include <optional>
#include <vector>

#include "checker/semantics/evaluate.h"
#include "checker/semantics/run.h"

namespace csp {

enum class OfferKind : std::uint8_t {
  Alone,      // a step of this process by itself (Tau, begin, failure, local node as a step)
  Object,     // with the object
  Channel,    // an alternative of a Comm: rendezvous with another process, or Object, as the channel's content says
  Otherwise,  // `otherwise` of a Default or Guarded Comm; possible depending on the other offers
  Signal,     // cond.signal: with one process asleep on the object, or alone if there is none
  Broadcast,  // cond.broadcast: with all processes asleep on the object
  Asleep      // no step of its own: woken by Signal or Broadcast
};

struct Offer {
  OfferKind kind = OfferKind::Alone;
  bool send = false;           // Channel
  bool peer = false;           // Channel: the object is a Group, `sub` its pair of members
  bool through_cond = false;   // Object: the step is with the mutex of the cond `object`
  bool wg_add = false;         // WaitGroup Add of a positive number (misuse, semantics.md rule 14)
  bool wg_wait = false;        // at the Wait of a WaitGroup
  int alt = kNone;             // expanded alternative
  std::int64_t object = -1;
  int sub = 0;
  Value message;               // Channel, send
  // Set by the network:
  std::uint32_t id = 0;        // unique among all offers
  std::uint32_t key = 0;       // Channel: number of (object, sub)
};

struct Access {                // the next access to a shared variable, for races
  std::int64_t object = -1;
  std::vector<std::int64_t> path;
  bool write = false;
  bool atomic = false;
};

struct Offers {
  std::vector<Offer> list;
  std::optional<CommMode> mode;  // at a Comm
  bool priority = false;
  bool ended = false;
  bool joins = false;            // waits for its members
  bool may_rest = false;         // rule 19: a service at a receive, or at a choice of receives only
  std::optional<Access> access;
};

// Works out the offers of a process that has run to its interaction.
Offers offers_of(const Runner&, const ProcessState&);

// Calls f(index, alt) with the replicators bound in `locals`, for every expanded alternative of the Comm in order.
template <class F>
void for_each_alternative(const Program& program, const Comm& comm, Locals& locals, F&& f) {
  int index = 0;
  for (const Alt& alt : comm.alts) for_each_binding(program, alt.replicators, locals, [&] { f(index++, alt); });
}

// Does the message have the form that the receive waits for?
bool matches(const Program&, const Pattern&, const Value& message);

}  // namespace csp
