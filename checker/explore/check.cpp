// One check: build the network, explore, ask the observers, make the findings.
#include "checker/explore/check.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "checker/observe/question.h"
#include "checker/semantics/split.h"

namespace csp {

namespace {

class Check {
 public:
  Check(const Program& program, const Property& property, const CheckOptions& options, const Budget& budget, Pause pause)
      : program_(program),
        property_(property),
        options_(options),
        network_(program, {Savings{options.merge, options.resolve, options.forget}, options.canonical},
                 StateExpression::kept_locals(program, property.exprs)),
        space_(network_, options.order, options.seed),
        expression_(network_),
        question_{program, property, options, budget, space_, expression_},
        pause_(std::move(pause)) {
    for (const Node& node : program.nodes)
      shared_variables_ = shared_variables_ || std::holds_alternative<Read>(node.op) || std::holds_alternative<Write>(node.op) ||
                          std::holds_alternative<Rmw>(node.op);
  }

  Verdict run(const Budget& budget) {
    const auto start = std::chrono::steady_clock::now();
    try {
      std::string reason = space_.explore(
          budget, [this](Space::Id id, const State& s, std::uint32_t moves) { return may_go_on() && visit(id, s, moves); });
      if (!stopped_.empty()) reason = stopped_;
      if (verdict_.answer == Answer::Unknown && reason.empty()) reason = decide();
      if (verdict_.answer == Answer::Unknown) verdict_.reason = reason;
    } catch (const LimitReached& limit) {
      if (verdict_.answer == Answer::Unknown) verdict_.reason = limit.reason;
    }
    for (const Global& g : program_.globals) verdict_.open = verdict_.open || g.environment != Environment::None;
    Statistics& st = verdict_.statistics;
    st = counts();
    st.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    st.bytes_per_state = st.states ? static_cast<double>(space_.memory_bytes()) / static_cast<double>(st.states) : 0;
    return std::move(verdict_);
  }

 private:
  Statistics counts() const {
    Statistics st;
    st.states = space_.size();
    st.transitions = space_.transitions();
    st.depth = space_.depth();
    st.local_states = network_.local_states();
    return st;
  }

  bool may_go_on() {
    if (!pause_.ask || space_.size() < pause_.states) return true;
    stopped_ = std::exchange(pause_.ask, nullptr)(counts());
    return stopped_.empty();
  }

  // Called once per state, in the order of the search. False: stop, the answer is known.
  bool visit(Space::Id id, const State& s, std::uint32_t moves) {
    const bool crash = s.processes == 0;
    if (crash) {
      if (property_.kind == PropertyKind::ErrorFree) return fails(FindingKind::Error, id);
      verdict_.error_reachable = true;
      if (property_.kind == PropertyKind::Terminates) return fails(FindingKind::EndlessRun, id);
      return true;
    }
    if (shared_variables_ && (property_.kind == PropertyKind::RaceFree || !verdict_.race_reachable)) {
      if (const auto [a, b] = network_.find_race(s); a >= 0) {
        if (property_.kind == PropertyKind::RaceFree) return fails(FindingKind::Race, id, {a, b});
        verdict_.race_reachable = true;
      }
    }
    switch (property_.kind) {
      case PropertyKind::DeadlockFree:
        if (moves == 0 && !question_.all_may_stay(s)) return fails(FindingKind::Deadlock, id, blocked(s));
        return true;
      case PropertyKind::Terminates:
        if (moves == 0 && !question_.all_may_stay(s)) return fails(FindingKind::EndlessRun, id, blocked(s));
        return true;
      case PropertyKind::Always: {
        const std::optional<bool> v = expression_.truth(property_.exprs[0], s);
        return !v || *v || fails(FindingKind::NotAlways, id);
      }
      case PropertyKind::Reachable: {
        const std::optional<bool> v = expression_.truth(property_.exprs[0], s);
        if (!v || !*v) return true;
        fails(FindingKind::Reached, id);
        verdict_.answer = Answer::Holds;
        return false;
      }
      case PropertyKind::Outcomes:
        if (moves == 0 && question_.all_may_stay(s)) note_outcome(id, s);
        return true;
      case PropertyKind::LeakFree:
      case PropertyKind::RaceFree:
      case PropertyKind::ErrorFree:
      case PropertyKind::CanTerminate:
      case PropertyKind::LivelockFree:
      case PropertyKind::DivergenceFree: return true;
    }
    return true;
  }

  std::vector<int> blocked(const State& s) const {
    std::vector<int> out;
    for (std::uint32_t p = 0; p < s.processes; ++p)
      if (!question_.may_stay(s, p)) out.push_back(static_cast<int>(p));
    return out;
  }

  void add_finding(FindingKind kind, Space::Id id, const std::vector<int>& slots, const Value& values = Value()) {
    BuiltTrace built = build_trace(space_, space_.path_to(id));
    Finding f;
    f.kind = kind;
    f.trace = std::move(built.trace);
    for (int slot : slots) f.pids.push_back(built.pids[static_cast<std::size_t>(slot)]);
    f.values = values;
    verdict_.findings.push_back(std::move(f));
  }

  bool fails(FindingKind kind, Space::Id id, const std::vector<int>& slots = {}) {
    add_finding(kind, id, slots);
    verdict_.answer = Answer::Fails;
    return false;
  }

  void note_outcome(Space::Id id, const State& s) {
    std::vector<Value> items;
    for (ExprId e : property_.exprs) {
      const auto v = expression_.evaluate(e, s);
      if (!v) return;
      items.push_back(*v);
    }
    const Value outcome = Value::seq(std::move(items));
    const auto at = std::lower_bound(verdict_.outcomes.begin(), verdict_.outcomes.end(), outcome);
    if (at != verdict_.outcomes.end() && *at == outcome) return;
    verdict_.outcomes.insert(at, outcome);
    if (!std::binary_search(property_.outcomes.begin(), property_.outcomes.end(), outcome)) unexpected_.emplace_back(id, outcome);
  }

  // After everything has been explored.
  std::string decide() {
    switch (property_.kind) {
      case PropertyKind::LeakFree: return decide_leak(question_, verdict_);
      case PropertyKind::Terminates:
      case PropertyKind::LivelockFree:
      case PropertyKind::DivergenceFree: return decide_endless(question_, verdict_);
      case PropertyKind::CanTerminate: return decide_can_terminate(question_, verdict_);
      case PropertyKind::Outcomes: return decide_outcomes();
      case PropertyKind::Reachable: verdict_.answer = Answer::Fails; return {};
      case PropertyKind::DeadlockFree:
      case PropertyKind::RaceFree:
      case PropertyKind::ErrorFree:
      case PropertyKind::Always: verdict_.answer = Answer::Holds; return {};
    }
    return {};
  }

  std::string decide_outcomes() {
    for (std::size_t i = 0; i < unexpected_.size() && i < options_.max_findings; ++i)
      add_finding(FindingKind::UnexpectedOutcome, unexpected_[i].first, {}, unexpected_[i].second);
    for (const Value& expected : property_.outcomes) {
      if (std::binary_search(verdict_.outcomes.begin(), verdict_.outcomes.end(), expected)) continue;
      Finding f;
      f.kind = FindingKind::MissingOutcome;
      f.values = expected;
      verdict_.findings.push_back(std::move(f));
    }
    verdict_.answer = verdict_.findings.empty() ? Answer::Holds : Answer::Fails;
    return {};
  }

  const Program& program_;
  const Property& property_;
  const CheckOptions& options_;
  Network network_;
  Space space_;
  StateExpression expression_;
  Question question_;
  Pause pause_;          // asked no more once `ask` is empty
  std::string stopped_;  // what it said
  Verdict verdict_;
  bool shared_variables_ = false;
  std::vector<std::pair<Space::Id, Value>> unexpected_;
};

}  // namespace

Verdict check(const Program& program, const Property& property, const CheckOptions& options, const Budget& budget,
              Pause pause) {
  for (const Node& node : program.nodes) {
    const auto* any = std::get_if<AnyValue>(&node.op);
    if (!any || any->set != kNone) continue;
    Verdict verdict;
    verdict.reason = "`" + node.text + "` of line " + std::to_string(node.span.line) + " has infinitely many values";
    return verdict;
  }
  try {
    const std::optional<Program> split = split_variables(program);
    return Check(split ? *split : program, property, options, budget, std::move(pause)).run(budget);
  } catch (const LimitReached& limit) {
    Verdict verdict;
    verdict.reason = limit.reason;
    return verdict;
  }
}

}  // namespace csp
