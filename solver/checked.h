// 64-bit arithmetic that says so when a result does not fit.
#pragma once

#include <cstdint>

#include "solver/term.h"

namespace csp::solver {

inline std::int64_t plus(std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  if (__builtin_add_overflow(a, b, &r)) throw NumberTooLarge("an integer does not fit 64 bits");
  return r;
}
inline std::int64_t times(std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  if (__builtin_mul_overflow(a, b, &r)) throw NumberTooLarge("an integer does not fit 64 bits");
  return r;
}

inline std::int64_t floor_div(std::int64_t a, std::int64_t b) {  // b > 0
  const std::int64_t q = a / b;
  return a % b < 0 ? q - 1 : q;
}

}  // namespace csp::solver
