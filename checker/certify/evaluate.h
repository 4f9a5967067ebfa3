// Expressions, literally. A run-time error is a Failure; what the interpreter gives up on is LimitReached.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checker/certify/state.h"
#include "checker/core/program.h"

namespace csp::reference {

struct Failure {
  ErrorKind kind = ErrorKind::Panic;
  std::string message;
};

// The check ends with `unknown`: what() says why. Overflow of 64 bits, endless local computation, lists that
// are too long.
class LimitReached : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <class T>
class Result {
 public:
  Result(T value) : it_(std::move(value)) {}            // NOLINT: conversions are the point
  Result(Failure failure) : it_(std::move(failure)) {}  // NOLINT

  bool ok() const { return std::holds_alternative<T>(it_); }
  explicit operator bool() const { return ok(); }
  const T& operator*() const { return std::get<T>(it_); }
  T& operator*() { return std::get<T>(it_); }
  const T* operator->() const { return &std::get<T>(it_); }
  T* operator->() { return &std::get<T>(it_); }
  const Failure& failure() const { return std::get<Failure>(it_); }

 private:
  std::variant<T, Failure> it_;
};

// The value of an expression of a prog in a frame with these locals. Throws LimitReached.
Result<Value> evaluate(const Program&, const std::vector<Value>& locals, ExprId);

// The value of an expression of a property in a state; nothing if it has none (a variable that does not
// exist, an evaluation that fails). Throws LimitReached.
std::optional<Value> evaluate_in_state(const Program&, const State&, ExprId);

// A path with its indices worked out. Error: whatever the indices give.
Result<std::vector<std::int64_t>> resolve_path(const Program&, const std::vector<Value>& locals,
                                               const std::vector<PathStep>&);

// The part of a value at a path, and the value with that part replaced. Error: out of bounds.
Result<Value> part_at(const Value&, const std::vector<std::int64_t>& path);
Result<Value> with_part(const Value&, const std::vector<std::int64_t>& path, const Value& part);

// Stores into a place of these locals, which change only if there is no error (index, range).
std::optional<Failure> store(const Program&, std::vector<Value>& locals, const Place&, const Value&);

}  // namespace csp::reference
