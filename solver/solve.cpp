// Sets up the encoding of a program and asks the solver.
#include "solver/solve.h"

#include <algorithm>
#include <chrono>

#include "solver/bmc.h"
#include "solver/prove.h"
#include "solver/z3_smt.h"

namespace csp::solver {

Verdict solve(const Program& program, const Property& property, const SolveOptions& options,
              const Budget& budget) {
  Verdict verdict;
  const auto start = std::chrono::steady_clock::now();
  for (const Global& g : program.globals) verdict.open = verdict.open || g.environment != Environment::None;
  const auto finish = [&] {
    verdict.statistics.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return verdict;
  };
  try {
    Patience patience(budget);
    const auto prove = [&](Proofs which) {
      return prove_by_invariants(which, program, property, options, budget, patience, verdict);
    };
    if (property.kind == PropertyKind::DeadlockFree && components(program, patience) >= kManyComponents &&
        (prove(Proofs::All) || verdict.answer == Answer::Fails)) {
      if (verdict.answer != Answer::Fails) verdict.answer = Answer::Holds;
      return finish();
    }
    Context context(program);
    context.terms.limit(&patience);
    Automaton automaton(context, kept_locals(program, property));
    const auto smt = make_z3(context.terms, budget, options.effort);
    bounded_search(automaton, *smt, property, options, budget, verdict, prove);
    verdict.statistics.local_states = static_cast<std::uint64_t>(automaton.size());
  } catch (const OutOfBudget& what) {
    if (verdict.answer != Answer::Fails) {
      verdict.answer = Answer::Unknown;
      verdict.reason = what.what();
    }
  } catch (const NotEncoded& what) {
    verdict.answer = Answer::Unknown;
    const int line =
        property.exprs.empty() ? 0 : program.exprs[static_cast<std::size_t>(property.exprs[0])].span.line;
    verdict.reason = "not encoded: " + located(what.what(), line);
  } catch (const NumberTooLarge& what) {
    verdict.answer = Answer::Unknown;
    verdict.reason = what.what();
  }
  return finish();
}

}  // namespace csp::solver
