// One question about processes, asked of everybody who can answer it apart from the others: the brute-force
// checker and the denotational evaluator (checker/certify), the process engine, and the replay of what it
// finds.
#pragma once

#include <string>

#include "tests/laws/expression.h"

namespace csp::laws {

struct Opinions {
  Answer brute = Answer::Unknown;
  bool denotation = false;   // it had an answer, up to its length at least
  bool exact = false;        // its answer is for all lengths
  bool engine = false;       // it had an answer
  std::string disagreement;  // empty: all who answered agree
};

struct CompareOptions {
  std::uint64_t max_states = 2'000;  // of the brute-force product; more: no opinion
  int length = 4;                    // of traces in the denotational evaluator
};

Opinions compare(Terms&, const ProcessQuestion&, const CompareOptions& = {});

const char* name(SemanticModel);

}  // namespace csp::laws
