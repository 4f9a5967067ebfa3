// The parts of the question for an invariant: starts, a step, what is looked for.
#include "solver/induction.h"

#include "solver/align.h"
#include "solver/encode/property.h"
#include "solver/notes.h"
#include "solver/unroll.h"

namespace csp::solver {

std::optional<Term> bad_in(Automaton& automaton, const Frame& frame, const Steps& steps,
                           const Property& property) {
  Terms& t = automaton.context().terms;
  const Term beyond = steps.beyond;
  switch (property.kind) {
    case PropertyKind::DeadlockFree:
      return t.or_(blocked(automaton, frame, steps), beyond);
    case PropertyKind::RaceFree: {
      std::vector<Term> some;
      for (const RacingPair& p : races(automaton, frame, steps)) some.push_back(p.when);
      some.push_back(beyond);
      return t.or_(std::move(some));
    }
    case PropertyKind::ErrorFree: {
      std::vector<Term> some;
      for (const Event& e : steps.events)
        if (e.crash) some.push_back(e.guard);
      some.push_back(beyond);
      return t.or_(std::move(some));
    }
    case PropertyKind::Always:
      return t.or_(has_truth(automaton, frame, property.exprs[0], false), beyond);
    case PropertyKind::Reachable:
      return t.or_(has_truth(automaton, frame, property.exprs[0], true), beyond);
    case PropertyKind::LeakFree:
    case PropertyKind::Terminates:
    case PropertyKind::CanTerminate:
    case PropertyKind::LivelockFree:
    case PropertyKind::DivergenceFree: {
      std::vector<Term> some{blocked(automaton, frame, steps), beyond};
      for (const Event& e : steps.events)
        if (e.crash) some.push_back(e.guard);
      return t.or_(std::move(some));
    }
    case PropertyKind::Outcomes:
      break;
  }
  return std::nullopt;
}

bool needs_end(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::LeakFree:
    case PropertyKind::Terminates:
    case PropertyKind::CanTerminate:
    case PropertyKind::LivelockFree:
    case PropertyKind::DivergenceFree:
      return true;
    case PropertyKind::DeadlockFree:
    case PropertyKind::RaceFree:
    case PropertyKind::ErrorFree:
    case PropertyKind::Always:
    case PropertyKind::Reachable:
    case PropertyKind::Outcomes:
      return false;
  }
  return false;
}

std::optional<Horn> horn_of(Automaton& automaton, const General& general, const Property& property) {
  Context& context = automaton.context();
  const auto bad = bad_in(automaton, general.frame(), general.steps(), property);
  if (!bad) return std::nullopt;
  Horn horn;
  horn.known = general.facts();
  horn.bad = {*bad};
  Notes start, step;
  const Unrolling first(automaton, start, false);
  const Alignment begun = align(context, general.frame(), first.frame(0));
  horn.state = begun.variables;
  horn.start_facts = start.list;
  horn.start_values = begun.values;
  Unrolling one(automaton, step, general);
  if (one.extend()) {
    horn.step_facts = step.list;
    horn.step_values = align(context, general.frame(), one.frame(1)).values;
  } else {
    horn.step_facts = {context.terms.no()};
    horn.step_values = horn.state;
  }
  return horn;
}

}  // namespace csp::solver
