// The way into an evaluation and out of it: limits, the stack, Delays.
#include "frontend/cspm/evaluator.h"

#include <pthread.h>

#include <utility>

namespace csp::cspm {
namespace {

// An evaluation runs on the caller's stack as long as it needs little; a deep recursion starts again on one
// of its own. Address space only: pages that are not used cost nothing. Larger ones would take long to be
// given up again.
constexpr std::size_t kSmallStack = std::size_t{1} << 20;
constexpr std::size_t kLargeStacks[] = {std::size_t{1} << 28, std::size_t{1} << 26};
constexpr std::size_t kReserve = std::size_t{1} << 18;  // for what one check lets through

struct Run {
  const std::function<void()>* body;
  std::exception_ptr error;
};

extern "C" void* csp_cspm_run(void* data) {
  Run& run = *static_cast<Run*>(data);
  try {
    (*run.body)();
  } catch (...) {
    run.error = std::current_exception();
  }
  return nullptr;
}

}  // namespace

std::size_t Evaluator::PendingHash::operator()(const Pending& p) const {
  std::size_t h = static_cast<std::size_t>(p.unit ? p.unit->id : -1 - p.builtin);
  for (const Val& v : p.captured) h = mix(h, hash(v));
  for (const Val& v : p.args) h = mix(h, hash(v));
  return h;
}

Evaluator::Evaluator(const Script& script, Terms& terms, Host* host, EvaluationLimits limits)
    : script_(script), terms_(terms), host_(host), limits_(std::move(limits)) {
  globals_.resize(script.globals.size());
  fields_.resize(script.atoms.size());
  datatypes_.resize(script.datatypes.size());
  for (const Atom& atom : script.atoms)
    atom_channels_.push_back(atom.channel ? terms.events().channel(atom.name) : kNone);
}

Evaluator::~Evaluator() {
  // A scope may hold functions that hold the scope.
  std::vector<Val> held;
  for (ScopeNode* s = scopes_; s; s = s->next) held.emplace_back(s);
  for (const Val& v : held) {
    ScopeNode& s = v.as<ScopeNode>();
    std::vector<Val> values = std::move(s.values), captured = std::move(s.captured);
    s.values.clear();
    s.captured.clear();
  }
}

// ---- Limits

void Evaluator::step(const Span& place) {
  ++steps_;
  if (steps_ > limits_.steps)
    throw EvaluationError{{"E0606", place, "the evaluation of the script does not come to an end",
                           "still running here after " + std::to_string(limits_.steps) + " steps",
                           "is a recursion missing its last case, or a set too large?"}};
  if (steps_ % 8192 == 0 && limits_.stop && limits_.stop())
    throw EvaluationError{
        {"E0606", place, "the evaluation of the script was stopped by a limit", "running here", ""}};
}

void Evaluator::check_stack() {
  const char here = 0;
  const std::size_t used =
      static_cast<std::size_t>(stack_base_ > &here ? stack_base_ - &here : &here - stack_base_);
  if (used > stack_limit_) throw TooDeep{};
}

void Evaluator::on_large_stack(const std::function<void(std::size_t)>& with_size) {
  for (const std::size_t size : kLargeStacks) {
    const std::function<void()> f = [&] { with_size(size); };
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    Run run{&f, nullptr};
    pthread_t thread{};
    const bool started = pthread_attr_setstacksize(&attributes, size) == 0 &&
                         pthread_create(&thread, &attributes, csp_cspm_run, &run) == 0;
    pthread_attr_destroy(&attributes);
    if (!started) continue;
    pthread_join(thread, nullptr);
    if (run.error) std::rethrow_exception(run.error);
    return;
  }
  throw TooDeep{};
}

template <class F>
auto Evaluator::guarded(F&& f) -> decltype(f()) {
  if (stack_base_) return f();  // inside of another evaluation
  decltype(f()) result{};
  const auto run = [&](std::size_t limit) {
    const char here = 0;
    struct Leave {
      Evaluator& e;
      ~Leave() { e.stack_base_ = nullptr; }
    } leave{*this};
    stack_base_ = &here;
    stack_limit_ = limit;
    steps_ = 0;
    memos_.resize(static_cast<std::size_t>(script_.memos));  // expressions may have been compiled since
    result = f();
  };
  try {
    try {
      run(kSmallStack);
    } catch (const TooDeep&) {
      on_large_stack([&](std::size_t size) { run(size - kReserve); });
    }
  } catch (const TooDeep&) {
    throw EvaluationError{{"E0607", deepest_, "the evaluation of the script is nested too deeply",
                           "called again and again from here", "is a recursion missing its last case?"}};
  } catch (const Fault& fault) {
    throw EvaluationError{{fault.code, Span{}, fault.message, fault.label, fault.help}};
  }
  return result;
}

// ---- Use

Val Evaluator::evaluate(const Unit& unit, const std::vector<Val>& args) {
  return guarded([&] { return force(run(&unit, {}, args)); });
}

Val Evaluator::global(int number) {
  return guarded([&] { return global_at(number); });
}

TermId Evaluator::process(const Unit& unit, const std::vector<Val>& args) {
  return guarded([&] { return static_cast<TermId>(force(run(&unit, {}, args)).number()); });
}

TermId Evaluator::head_of_delay(int payload) {
  return guarded([&]() -> TermId {
    const Pending pending = pending_[static_cast<std::size_t>(payload)];
    if (!pending.unit) {
      const Span place = pending_places_[static_cast<std::size_t>(payload)];
      try {
        return static_cast<TermId>(call_builtin(pending.builtin, pending.args, place, true).number());
      } catch (const Fault& fault) {
        throw EvaluationError{{fault.code, place, fault.message, fault.label, fault.help}};
      }
    }
    return static_cast<TermId>(force(run(pending.unit, pending.captured, pending.args)).number());
  });
}

TermId Evaluator::delay(Pending pending, const Span& place) {
  for (Val& v : pending.captured) settle(v);
  for (Val& v : pending.args) settle(v);
  const auto known = pending_numbers_.find(pending);
  if (known != pending_numbers_.end()) return pending_terms_[static_cast<std::size_t>(known->second)];
  const int number = static_cast<int>(pending_.size());
  std::string text;
  if (pending.unit && !pending.unit->name.empty()) text = call_text(*pending.unit, pending.args);
  pending_.push_back(pending);
  pending_places_.push_back(place);
  pending_numbers_.emplace(std::move(pending), number);
  pending_terms_.push_back(terms_.delay(number, place, std::move(text)));
  return pending_terms_.back();
}

}  // namespace csp::cspm
