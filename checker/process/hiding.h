// Moving hiding inwards, so that parts of a network hide what concerns nobody else before they are composed:
//
//   (P [| A |] Q) \ X    =  ((P \ X-A) [| A |] (Q \ X-A)) \ X∩A         (TPC 3.1: hide-||-dist)
//   (P [ A || B ] Q) \ X =  ((P \ (X∩A)-B) [ A || B ] (Q \ (X∩B)-A)) \ X∩A∩B
//   (P \ X) \ Y          =  P \ X∪Y
#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "checker/process/component_maker.h"

namespace csp {

class ComponentMaker::Hiding {
 public:
  explicit Hiding(Transitions& transitions) : terms_(transitions.terms()) {}

  // Equal to the term in T, F and FD. Delays are passed until a recursion or another operator. Throws
  // EvaluationError.
  TermId inwards(TermId t) { return move(t, kNone); }

 private:
  enum class Operation : std::uint8_t { Both, Either, Without };  // a∩b, a∪b, a-b
  TermId move(TermId, SetId hidden);
  SetId combined(Operation, SetId, SetId);

  Terms& terms_;
  std::vector<TermId> path_;  // heads around the term at hand
  std::map<std::tuple<Operation, SetId, SetId>, SetId> sets_;
};

}  // namespace csp
