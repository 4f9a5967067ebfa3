// Walking through a program on the reference interpreter, with the words that counterexamples are told in.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/certify/interpreter.h"
#include "checker/certify/teller.h"
#include "checker/core/property.h"
#include "cli/step/walk.h"

namespace csp {

class ProgramWalk : public Walk {
 public:
  // `guide`: a run of this program that has been replayed. Throws WalkFailure if there is no state to start
  // in.
  ProgramWalk(Program, Property, std::optional<Trace> guide);

  const WalkState& now() override;
  void take(std::size_t) override;
  bool back() override;
  std::size_t length() const override { return path_.size() - first_; }
  std::size_t number() override;
  Picture picture(const SourceMap&) override;
  bool stuck() override;
  Connections network(const Budget&) override;
  Connections waiting() override { return waiting_of(now()); }
  std::vector<std::size_t> way_to(const WalkGoal&, const Budget&, std::string& reason) override;
  std::vector<std::size_t> guide() override;
  bool at_end_of_guide() override;

 private:
  struct Point {  // a state on the way, and how it was come to
    reference::State state;
    reference::Teller teller;  // has told the way
    Step step;
    bool on_guide = false;  // the guide goes through it
    std::optional<WalkState> shown;
    std::vector<reference::Successor> next;
  };

  void start(const reference::Start&);
  void look(Point&) const;
  WalkState choose_start() const;
  WalkChoice choice(const Point&, const reference::Successor&, std::vector<std::string>& effects) const;
  std::vector<WalkPlace> places(const Point&) const;
  std::string remark(const Point&) const;
  bool is_stuck(const reference::State&) const;
  bool at_line(const reference::State&, int line) const;
  bool called(const reference::State& before, const Step&, const std::string& text) const;

  const Program program_;
  const Property property_;
  std::optional<Trace> guide_;
  reference::Interpreter interpreter_;
  std::vector<reference::Start> starts_;
  std::optional<WalkState> start_choice_;  // if there are several ways to start
  std::unordered_map<reference::State, std::size_t, reference::Hash> numbers_;
  std::deque<Point> path_;  // empty: how to start has not been chosen
  std::size_t first_ = 1;   // states on the path before the first step that counts
};

}  // namespace csp
