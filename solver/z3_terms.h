// What the files that know Z3 share: our terms as Z3's expressions, and the watch over a budget while Z3
// works. Included by z3_*.cpp only.
#pragma once

#include <z3++.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "checker/core/budget.h"
#include "solver/term.h"

namespace csp::solver {

// Interrupts the context when the budget is exhausted, as long as it exists.
class Watch {
 public:
  Watch(z3::context& context, const Budget& budget)
      : context_(context), budget_(budget), thread_([this] { run(); }) {}
  ~Watch() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  std::string reason() {
    const std::lock_guard lock(mutex_);
    return reason_;
  }

 private:
  void run() {
    using namespace std::chrono_literals;
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, 10ms, [this] { return done_; })) {
      Progress progress;
      progress.memory_bytes = Z3_get_estimated_alloc_size();
      std::string why = budget_.exhausted(progress);
      if (why.empty()) continue;
      reason_ = std::move(why);
      // An interrupt that comes before Z3 has begun is lost, so it is repeated.
      context_.interrupt();
    }
  }

  z3::context& context_;
  Budget budget_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::string reason_;
  std::thread thread_;  // last: it uses what stands above
};

class Z3Terms {
 public:
  Z3Terms(const Terms& terms, z3::context& context) : terms_(terms), context_(context) {}

  z3::expr operator()(Term t) {
    const auto index = static_cast<std::size_t>(t.id);
    if (index >= made_.size()) made_.resize(terms_.size());
    if (made_[index]) return *made_[index];
    const TermNode& n = terms_[t];
    std::vector<z3::expr> args;
    for (const Term arg : n.args) args.push_back((*this)(arg));
    z3::expr e = make(t, n, args);
    if (index >= made_.size()) made_.resize(terms_.size());
    made_[index] = e;
    return e;
  }

  z3::expr number(std::int64_t n) { return context_.int_val(static_cast<int64_t>(n)); }

  z3::expr linear(const TermNode& n, const std::vector<z3::expr>& args, bool with_constant) {
    z3::expr_vector parts(context_);
    for (std::size_t i = 0; i < args.size(); ++i)
      parts.push_back(n.coefficients[i] == 1 ? args[i] : number(n.coefficients[i]) * args[i]);
    if (with_constant && n.number != 0) parts.push_back(number(n.number));
    return parts.size() == 1 ? parts[0] : z3::sum(parts);
  }

  z3::expr make(Term t, const TermNode& n, const std::vector<z3::expr>& args) {
    const auto list = [&] {
      z3::expr_vector v(context_);
      for (const z3::expr& e : args) v.push_back(e);
      return v;
    };
    switch (n.op) {
      case TermOp::True:
        return context_.bool_val(true);
      case TermOp::False:
        return context_.bool_val(false);
      case TermOp::BoolVar:
        return context_.bool_const(terms_.name(t).c_str());
      case TermOp::IntVar:
        return context_.int_const(terms_.name(t).c_str());
      case TermOp::Number:
        return number(n.number);
      case TermOp::Not:
        return !args[0];
      case TermOp::And:
        return z3::mk_and(list());
      case TermOp::Or:
        return z3::mk_or(list());
      case TermOp::Iff:
        return args[0] == args[1];
      case TermOp::Ite:
        return z3::ite(args[0], args[1], args[2]);
      case TermOp::Sum:
        return linear(n, args, true);
      case TermOp::Mul:
        return args[0] * args[1];
      case TermOp::Div:
        return args[0] / args[1];
      case TermOp::Mod:
        return z3::mod(args[0], args[1]);
      case TermOp::Eq:
        return linear(n, args, false) == number(n.number);
      case TermOp::Le:
        return linear(n, args, false) <= number(n.number);
    }
    return context_.bool_val(false);
  }

  const Terms& terms_;
  z3::context& context_;
  std::vector<std::optional<z3::expr>> made_;  // by term
};

}  // namespace csp::solver
