// The choice of a proof.
#include "solver/prove.h"

#include "solver/encode/property.h"
#include "solver/general.h"
#include "solver/induction.h"
#include "solver/local_proof.h"
#include "solver/z3_smt.h"

namespace csp::solver {

namespace {

// Of a local state's data few values are kept apart: what differs more becomes a register, so that the
// fixpoint is reached soon.
constexpr std::size_t kVariants = 3;
constexpr unsigned kProofEffort = 200'000'000;

bool by_components(const Program& program, const Property& property, const SolveOptions& options,
                   const Budget& budget, Patience& patience, Verdict& verdict) {
  Context context(program);
  context.terms.limit(&patience);
  Automaton automaton(context, kept_locals(program, property));
  automaton.most_variants = kVariants;
  const General general(automaton);
  const auto smt = make_z3(context.terms, budget, options.effort ? options.effort : kProofEffort);
  const LocalProof proof = prove_deadlock_free(automaton, general, *smt);
  verdict.statistics.local_states = static_cast<std::uint64_t>(automaton.size());
  if (proof.proved) {
    if (options.proof)
      *options.proof = "local proof: " + std::to_string(general.frame().slots.size()) + " components, " +
                       std::to_string(proof.pairs) + " pairs of local states that exclude each other, " +
                       std::to_string(proof.traps) + " traps";
    return true;
  }
  if (!proof.candidate || static_cast<int>(general.frame().slots.size()) < kManyComponents) return false;
  const int most = 40 * static_cast<int>(general.frame().slots.size());
  if (auto finding = go_to(automaton, general, *proof.candidate, most)) {
    verdict.findings.push_back(std::move(*finding));
    verdict.answer = Answer::Fails;
  }
  return false;
}

// Data that no bound holds: an invariant of all states.
bool by_induction(const Program& program, const Property& property, const SolveOptions& options,
                  const Budget& budget, Patience& patience) {
  Context context(program);
  context.terms.limit(&patience);
  Automaton automaton(context, kept_locals(program, property));
  automaton.most_variants = kVariants;
  GeneralLimits limits;
  limits.states = 400;
  limits.states_of_slot = 60;
  const General general(automaton, limits);
  const auto horn = horn_of(automaton, general, property);
  if (!horn) return false;
  const Invariant invariant =
      find_invariant(context.terms, *horn, budget, options.effort ? options.effort : kProofEffort);
  if (options.proof && invariant.found) *options.proof = "inductive invariant:\n" + invariant.words;
  if (options.obligations && invariant.found) *options.obligations = invariant.obligations;
  return invariant.found;
}

}  // namespace

int components(const Program& program, Patience& patience) {
  Context context(program);
  context.terms.limit(&patience);
  Automaton automaton(context, {});
  Frame before;
  std::size_t most = 0;
  for (const Event& e : start_of(automaton, before).events) most = std::max(most, e.movers.size());
  return static_cast<int>(most);
}

bool prove_by_invariants(const Program& program, const Property& property, const SolveOptions& options,
                         const Budget& budget, Patience& patience, Verdict& verdict) {
  try {
    if (property.kind == PropertyKind::DeadlockFree &&
        by_components(program, property, options, budget, patience, verdict))
      return true;
    if (verdict.answer != Answer::Fails) return by_induction(program, property, options, budget, patience);
  } catch (const NotEncoded&) {
  } catch (const NumberTooLarge&) {
  }
  return false;
}

}  // namespace csp::solver
