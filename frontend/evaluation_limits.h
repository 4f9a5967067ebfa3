// What bounds the evaluation of a script.
#pragma once

#include <cstdint>
#include <functional>

namespace csp {

struct EvaluationLimits {
  std::uint64_t steps = 20'000'000;  // of one evaluation (a constant, or the head of a term): about two seconds
  std::function<bool()> stop;        // asked now and then; true: stop with an EvaluationError E0606
};

}  // namespace csp
