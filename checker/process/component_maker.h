// Which kind of component a part of a network becomes.
#pragma once

#include <memory>
#include <unordered_map>

#include "checker/process/component.h"

namespace csp {

class ComponentMaker {
 public:
  explicit ComponentMaker(Transitions& transitions) : transitions_(transitions) {}

  // Equal terms share a component: its states are numbered once.
  std::shared_ptr<Component> make(TermId t) {
    std::shared_ptr<Component>& known = made_[transitions_.resolve(t)];
    if (!known) known = std::make_shared<TermComponent>(transitions_, t);
    return known;
  }

 private:
  Transitions& transitions_;
  std::unordered_map<TermId, std::shared_ptr<Component>> made_;
};

}  // namespace csp
