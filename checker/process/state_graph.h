// The states of a network of processes with numbers, and their transitions once asked for: what the
// specification side of a refinement, determinism and compression are worked out on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/budget.h"
#include "checker/core/process_verdict.h"
#include "checker/process/process_network.h"
#include "checker/process/tuple_store.h"

namespace csp {

class StateGraph {
 public:
  using Id = TupleStore::Id;
  struct Edge {
    EventId event = kTau;
    EventId hidden = -1;
    Id to = 0;
  };

  // The maker's budget is asked while states are expanded; LimitReached carries its reason.
  StateGraph(ComponentMaker&, TermId);

  Id start() const { return 0; }
  // By event, ascending (τ first, then ✓). Throws EvaluationError, LimitReached. Valid until the next call
  // for a state that was not asked for before.
  std::span<const Edge> out(Id);
  bool terminated(Id);
  bool failed(Id);
  // From the state an infinite run of τ is possible (or it has failed). Expands what τ reaches. O(1) if
  // known.
  bool diverges(Id);
  // Neither τ nor ✓ is possible.
  bool stable(Id s) { return out(s).empty() || out(s).front().event > kTick; }
  bool ticks(Id s);

  // A run with these visible events (✓ included) to a state that `end` accepts (empty: any), a shortest one.
  struct Run {
    std::vector<ProcessStep> steps;
    Id end = 0;
  };
  std::optional<Run> find_run(const std::vector<EventId>& trace, const std::function<bool(Id)>& end = {});
  // The τ's that lead from a state that diverges to a cycle of τ, and once around it. Pre: diverges(s).
  struct Lasso {
    std::vector<ProcessStep> steps;
    std::size_t loop = 0;
  };
  Lasso find_lasso(Id s);
  // What the state offers if it is observed to refuse: ✓ alone where ✓ is possible; sorted.
  std::vector<EventId> offers(Id s);

  std::string by(Id from, const Edge&);  // which components take part, for reports
  struct Part {
    std::string text;  // of the component
    bool ended = false;
    std::vector<EventId> events;         // what it could do by itself, sorted
    std::vector<std::size_t> waits_for;  // components that do not offer their part of it
  };
  std::vector<Part> parts(Id);  // of the state, for reports
  std::size_t size() const { return store_.size(); }
  std::size_t transitions() const { return edges_.size(); }  // of the states that were asked
  std::size_t memory_bytes() const;
  ProcessNetwork& network() { return network_; }

 private:
  struct Range {
    std::uint64_t first = 0;
    std::uint32_t count = 0;
    bool known = false;
  };
  enum class Divergence : std::uint8_t { Unknown, Open, No, Yes };

  ProcessNetwork network_;
  TupleStore store_;
  const Budget& budget_;
  std::vector<Range> ranges_;
  std::vector<Edge> edges_;
  std::vector<Divergence> divergence_;
  std::vector<ComponentState> at_, next_;
  std::uint64_t expanded_ = 0;
  Transitions& transitions_;
};

// "PHIL(0), FORK(1)": the components that a move changes.
std::string participants(const ProcessNetwork&, const Change* changes, std::uint32_t count);

}  // namespace csp
