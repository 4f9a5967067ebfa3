// The choice of a proof.
#include "solver/prove.h"

#include <algorithm>

#include "solver/encode/property.h"
#include "solver/endless.h"
#include "solver/finite.h"
#include "solver/general.h"
#include "solver/induction.h"
#include "solver/k_induction.h"
#include "solver/local_invariant.h"
#include "solver/local_proof.h"
#include "solver/reachability.h"
#include "solver/z3_smt.h"

namespace csp::solver {

namespace {

// Of a local state's data few values are kept apart: what differs more becomes a register, so that the
// fixpoint is reached soon.
constexpr std::size_t kVariants = 3;
constexpr std::size_t kMoreVariants =
    24;  // where that does not do: a loop that is counted may begin processes
constexpr unsigned kProofEffort = 200'000'000;
constexpr unsigned kQuickEffort = 5'000'000;
constexpr std::size_t kMostQuestions = 20'000;  // of learning clauses
constexpr std::size_t kFewQuestions = 6'000;    // where proofs are to be quick
constexpr int kMostInduction = 3;               // states in a row
constexpr std::size_t kFewEvents = 600;         // of networks for which states in a row are looked at

class Proving {
 public:
  Proving(Proofs which, const Program& program, const Property& property, const SolveOptions& options,
          const Budget& budget, Patience& patience, Verdict& verdict)
      : which_(which),
        program_(program),
        property_(property),
        options_(options),
        budget_(budget),
        patience_(patience),
        verdict_(verdict) {}

  // A local proof, or k-induction on what it was strengthened by. May find a deadlock.
  bool by_components() {
    bool all_apart = false;
    try {
      if (by_components(kVariants, all_apart)) return true;
    } catch (const NotEncoded&) {
    }
    return !all_apart && verdict_.answer != Answer::Fails && by_components(kMoreVariants, all_apart);
  }

  // all_apart: more variants would not make a difference.
  bool by_components(std::size_t variants, bool& all_apart) {
    Context context(program_);
    context.terms.limit(&patience_);
    Automaton automaton(context, kept_locals(program_, property_));
    automaton.most_variants = variants;
    const General general(automaton);
    all_apart = !automaton.widened();
    const auto bad = bad_in(automaton, general.frame(), general.steps(), property_);
    if (!bad || (needs_end(property_.kind) && !runs_end(context.terms, general))) return false;
    const bool deadlock = property_.kind == PropertyKind::DeadlockFree;
    const unsigned effort = deadlock ? this->effort() : std::min(this->effort(), kQuickEffort);
    const auto solver = [&] { return make_z3(context.terms, budget_, effort); };
    const LocalProof proof = prove_absent(automaton, general, *bad, *solver(), *solver());
    verdict_.statistics.local_states = static_cast<std::uint64_t>(automaton.size());
    const auto number = [](std::size_t n, const char* what) { return std::to_string(n) + " " + what; };
    const std::string used = number(general.frame().slots.size(), "components, ") +
                             number(proof.pairs, "facts about pairs, ") + number(proof.traps, "traps, ") +
                             number(proof.counts, "counts, ") + number(proof.ranges, "ranges");
    if (proof.proved) return certified(automaton, general, proof.invariant, *bad, "local proof: " + used, {});
    const auto components = general.frame().slots.size();
    if (deadlock && proof.candidate && static_cast<int>(components) >= kManyComponents) {
      if (auto finding = go_to(automaton, general, *proof.candidate, 40 * static_cast<int>(components))) {
        verdict_.findings.push_back(std::move(*finding));
        verdict_.answer = Answer::Fails;
        return false;
      }
    }
    if (general.steps().events.size() > kFewEvents) return false;
    const auto quick = make_z3(context.terms, budget_, std::min(this->effort(), kQuickEffort));
    const int k = inductive_after(automaton, general, property_, proof.invariant, *quick, kMostInduction);
    if (k == 0) return by_learning(automaton, general, proof.invariant, *bad, used);
    return certified(automaton, general, proof.invariant, *bad,
                     std::to_string(k) + "-induction, strengthened by: " + used,
                     induction_questions(automaton, general, property_, proof.invariant, k));
  }

  // Finite data: clauses that are learnt one by one.
  bool by_learning(Automaton& automaton, const General& general, std::vector<Term> invariant, Term bad,
                   const std::string& used) {
    const auto finite = finite_of(automaton, general, invariant, bad);
    if (!finite) return false;
    const bool few = which_ == Proofs::Quick || effort() < kQuickEffort;
    const std::size_t most = few ? std::min<std::size_t>(kFewQuestions, effort() / 100) : kMostQuestions;
    const auto clauses =
        learnt_clauses(automaton.context().terms, *finite, budget_, std::min(effort(), kShortEffort), most);
    if (!clauses) return false;
    for (Term& fact : invariant) fact = without_sums(automaton.context().terms, fact);
    invariant.insert(invariant.end(), finite->domains.begin(), finite->domains.end());
    invariant.insert(invariant.end(), clauses->begin(), clauses->end());
    return certified(automaton, general, invariant, bad,
                     "local proof: " + used + ", " + std::to_string(clauses->size()) + " clauses learnt", {});
  }

  // Data that no bound holds: an invariant of all states.
  bool by_invariant() {
    Context context(program_);
    context.terms.limit(&patience_);
    Automaton automaton(context, kept_locals(program_, property_));
    automaton.most_variants = kVariants;
    GeneralLimits limits;
    limits.states = 400;
    limits.states_of_slot = 60;
    const General general(automaton, limits);
    if (needs_end(property_.kind) && !runs_end(context.terms, general)) return false;
    const auto horn = horn_of(automaton, general, property_);
    if (!horn) return false;
    // Whether somebody is stuck in the end a search tells sooner as a rule.
    const bool quick = which_ == Proofs::Quick || needs_end(property_.kind);
    const Invariant invariant =
        find_invariant(context.terms, *horn, budget_, quick ? std::min(effort(), kQuickEffort) : effort());
    if (options_.proof && invariant.found) *options_.proof = "inductive invariant:\n" + invariant.words;
    if (options_.obligations && invariant.found) *options_.obligations = invariant.obligations;
    return invariant.found;
  }

 private:
  unsigned effort() const { return options_.effort ? options_.effort : kProofEffort; }

  // The invariant, and what else the proof needs, is shown again from its text; what the proof rests on goes
  // to the options. With `more` the invariant need not exclude what is looked for by itself.
  bool certified(Automaton& automaton, const General& general, const std::vector<Term>& invariant, Term bad,
                 const std::string& head, const std::vector<Question>& more) {
    Terms& t = automaton.context().terms;
    std::vector<Question> questions = questions_of(automaton, general, invariant, bad);
    if (questions.empty()) return false;
    if (!more.empty()) questions.pop_back();
    questions.insert(questions.end(), more.begin(), more.end());
    std::vector<Obligation> obligations;
    for (const Question& q : questions) {
      auto obligation = shown(t, q.name, q.terms, budget_, effort());
      if (!obligation && !q.rest.empty()) {
        std::vector<Term> all = q.terms;
        all.insert(all.end(), q.rest.begin(), q.rest.end());
        obligation = shown(t, q.name, all, budget_, effort());
      }
      if (!obligation) return false;
      obligations.push_back(std::move(*obligation));
    }
    if (options_.obligations) *options_.obligations = std::move(obligations);
    if (options_.proof) {
      // That a process is in one place at a time goes without saying.
      const std::vector<Term> rest(invariant.begin() + static_cast<std::ptrdiff_t>(general.facts().size()),
                                   invariant.end());
      *options_.proof = head + "\n" + in_words(t, rest);
    }
    return true;
  }

  Proofs which_;
  const Program& program_;
  const Property& property_;
  const SolveOptions& options_;
  const Budget& budget_;
  Patience& patience_;
  Verdict& verdict_;
};

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

bool prove_by_invariants(Proofs which, const Program& program, const Property& property,
                         const SolveOptions& options, const Budget& budget, Patience& patience,
                         Verdict& verdict) {
  Proving proving(which, program, property, options, budget, patience, verdict);
  const auto tried = [](auto proof) {
    try {
      return proof();
    } catch (const NotEncoded&) {
    } catch (const NumberTooLarge&) {
    }
    return false;
  };
  if (tried([&] { return proving.by_components(); })) return true;
  return verdict.answer != Answer::Fails && tried([&] { return proving.by_invariant(); });
}

}  // namespace csp::solver
