// The static part of a process: the parallel, hiding and renaming operators at its top, as a tree over the
// components that they join. It turns what components can do into what the whole can do, by rules: component
// 2 does c.1 and component 5 does c.1, the whole does τ (it hid c.1). Rules are found when a component shows
// an event for the first time, as in the supercombinators of FDR (Gibson-Robinson, Armstrong, Boulgakov and
// Roscoe 2014, "FDR3: a modern refinement checker for CSP"; Roscoe 1997 appendix C.2), but lazily.
//
// ✓ has no rules: under a parallel operator the ✓ of a component is a τ to Ω, and when all are Ω the whole
// does ✓. Of nested operators the tree is flat in this: where P and Q of (P ||| Q) ||| R are Ω, so is P |||
// Q, without the τ that the rules give it. That τ is the only one of its state's kind, always possible until
// it is taken, and leaves what else can happen as it is: no trace, failure or divergence changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "checker/process/transitions.h"

namespace csp {

struct Participant {
  std::uint32_t component = 0;
  EventId event = kTau;
};

struct Rule {
  std::vector<Participant> with;  // by component, ascending
  EventId event = kTau;           // what the whole does
  EventId hidden = -1;            // if that is a τ: the event that was hidden
};

class ComponentMaker;

class Structure {
 public:
  // The tree of the term: through Delays, down to recursion or another operator. Throws EvaluationError
  // (E0601 for a process that is a parallel component of itself), LimitReached.
  // Parts that the maker takes as a whole are components.
  Structure(ComponentMaker&, TermId);

  const std::vector<TermId>& components() const { return components_; }  // left to right

  // Component c can do this visible event (never told before): f(rule) for every rule that it makes possible
  // with what was told before. Throws LimitReached where there are too many.
  void announce(std::uint32_t component, EventId, const std::function<void(Rule&&)>& f);

  // For reports: component c cannot do this visible event because no component of the other side of an
  // operator has ever offered it; those of that side, ascending. Empty if it is not so.
  std::vector<std::uint32_t> missing(std::uint32_t component, EventId);

 private:
  enum class Kind : std::uint8_t { Component, Parallel, Alphabetised, Hide, Rename };
  using Rules = std::unordered_map<EventId, std::vector<Rule>>;
  struct Node {
    Kind kind = Kind::Component;
    int parent = kNone;
    int side = 0;  // of the parent
    SetId set = kNone, set2 = kNone;
    RenamingId renaming = kNone;
    Rules sides[2];  // Parallel, Alphabetised: what each side can do that needs the other side
  };

  void build(TermId, int parent, int side, std::vector<TermId>& path);
  void missing(int node, EventId, std::vector<std::uint32_t>& out);
  void rise(int node, Rule rule, const std::function<void(Rule&&)>& f);
  void meet(int node, int side, Rule rule, const std::function<void(Rule&&)>& f);

  ComponentMaker& maker_;
  Transitions& transitions_;
  std::vector<Node> nodes_;
  std::vector<int> leaves_;  // node of each component
  std::vector<TermId> components_;
  std::size_t count_ = 0;  // rules, of nodes and of the whole
};

}  // namespace csp
