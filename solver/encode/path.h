// Symbolic execution by decisions. Code that runs on symbolic values is written as if the values were known;
// where it depends on a condition that is not, it asks Path::decide, and where the model chooses, Path::pick.
// `paths` runs the code again and again until every sequence of decisions has been taken. So the code that
// mirrors docs/semantics.md stays as plain as the text.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "checker/core/program.h"
#include "solver/term.h"

namespace csp::solver {

// A part of a model that the encoding does not cover. The path on which it is met ends there.
struct NotEncoded : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What is not encoded, with the line where it is met, unless it names one already or there is none (0).
std::string located(const std::string& what, int line);

// An evaluation fails (docs/semantics.md 1.7).
struct SymFailure {
  ErrorKind kind;
};

// What a conjunction of comparisons says of each linear sum by itself: bounds, and values that it does not
// have. Enough to see that `x == 2` is false once `x == 1` is assumed.
class Bounds {
 public:
  explicit Bounds(const Terms& terms) : terms_(&terms) {}
  void assume(Term condition);
  std::optional<bool> tells(Term condition) const;

 private:
  struct Range {
    std::optional<std::int64_t> low, high;
    std::set<std::int64_t> excluded;
  };
  using Key = std::pair<std::vector<Term>, std::vector<std::int64_t>>;
  struct Read {  // a comparison with a sum whose first coefficient is positive
    Key key;
    bool equal = false, upper = false;
    std::int64_t bound = 0;
  };
  std::optional<Read> read(Term) const;

  const Terms* terms_;
  std::map<Key, Range> ranges_;
};

class Path {
 public:
  explicit Path(Terms& terms) : terms_(terms), bounds_(terms) {}

  // Is the condition true on this path? Assumes it or its negation if that is open.
  bool decide(Term condition);
  // One of 0..n-1, chosen by the model itself (internal choice).
  int pick(int n);
  // A value from low to high that the model itself chooses. Pre: low <= high.
  Term input(Term low, Term high);
  Term any_integer();
  void assume(Term condition);  // on this path only; without alternative

  Term condition() const;
  const std::vector<Term>& inputs() const { return inputs_; }
  bool chose() const {
    return chose_;
  }                           // pick or input was asked: conditions do not tell which path is taken
  std::vector<Term> choices;  // Part::choices of the trace; terms, since they count enabled options

 private:
  friend class PathRunner;
  struct Decision {
    int taken = 0, options = 0;
  };
  Terms& terms_;
  std::vector<Decision>* script_ = nullptr;  // of this run and of those before it
  std::size_t next_ = 0;
  std::vector<Term> assumed_;
  Bounds bounds_;
  std::vector<Term> inputs_;
  bool chose_ = false;
};

// Runs f(Path&) once for each sequence of decisions, in order. Throws NotEncoded if there are too many.
class PathRunner {
 public:
  explicit PathRunner(Terms& terms) : terms_(terms) {}
  void run(const std::function<void(Path&)>& f);

  static constexpr int kMostPaths = 4'000;
  static constexpr std::size_t kMostDecisions = 400;  // of one path

 private:
  Terms& terms_;
};

}  // namespace csp::solver
