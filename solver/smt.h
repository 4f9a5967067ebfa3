// What we ask of a solver. Z3 answers (z3_smt.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "checker/core/budget.h"
#include "solver/term.h"

namespace csp::solver {

// Up to this effort a question takes a tenth of a second at most or so, and the budget is looked at only
// before it.
constexpr unsigned kShortEffort = 300'000;

enum class Sat : std::uint8_t { Sat, Unsat, Unknown };

class Smt {
 public:
  virtual ~Smt() = default;

  virtual void add(Term boolean) = 0;  // asserted in the scope at hand
  virtual void push() = 0;
  virtual void pop() = 0;

  // Is what has been added satisfiable together with the assumptions? Unknown: reason() says why. `effort`:
  // gives up after so much work (in units of the solver; 0: only the budget counts).
  virtual Sat check(const std::vector<Term>& assumptions = {}, unsigned effort = 0) = 0;
  virtual std::string reason() const = 0;

  // Of the assumptions of the last check, which was Unsat: some that are unsatisfiable with what was added.
  virtual std::vector<Term> core() = 0;

  // Values in the model; pre: the last check was Sat and nothing has been added since. A variable that does
  // not matter has some value. Throws NumberTooLarge if the value does not fit 64 bits.
  virtual bool truth(Term boolean) = 0;
  virtual std::int64_t value(Term integer) = 0;

  std::uint64_t checks = 0;  // number of questions so far
};

}  // namespace csp::solver
