// Walking through a process of CSP: its events, the τ's that it does by itself, and which components take
// part.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/process/component_maker.h"
#include "checker/process/instances.h"
#include "checker/process/state_graph.h"
#include "cli/process_told.h"
#include "cli/step/walk.h"

namespace csp {

class ProcessWalk : public Walk {
 public:
  // The terms must outlive the walk. `guide`: a finding about this process, or null. Throws WalkFailure.
  ProcessWalk(Terms&, TermId process, std::string name, const Budget&, const ToldProcess* guide);

  const WalkState& now() override;
  void take(std::size_t) override;
  bool back() override;
  std::size_t length() const override { return path_.size(); }
  std::size_t number() override { return here(); }
  Picture picture(const SourceMap&) override;
  bool stuck() override;
  Connections network(const Budget&) override;
  Connections waiting() override;
  std::vector<std::size_t> way_to(const WalkGoal&, const Budget&, std::string& reason) override;
  std::vector<std::size_t> guide() override;
  bool at_end_of_guide() override;

 private:
  using Id = StateGraph::Id;
  struct Point {
    Id to;
    std::size_t choice;
    ToldStep step;
  };

  Id here() const { return path_.empty() ? graph_->start() : path_.back().to; }
  bool is_stuck(Id);
  bool show_components();
  WalkState look(Id);
  WalkChoice choice(Id from, const StateGraph::Edge&);
  std::vector<WalkPlace> places(Id);
  std::string remark(Id);
  std::string offers(Id);
  std::string event_text(const StateGraph::Edge&) const;
  std::vector<StateGraph::Edge> out(Id);
  void plan(const ToldProcess&);
  std::vector<std::size_t> way(Id from, const std::function<bool(Id, const StateGraph::Edge&)>&,
                               const Budget&, std::string& reason);

  Terms& terms_;
  std::string name_;
  Budget budget_;
  Instances instances_;
  Transitions transitions_;
  ComponentMaker maker_;
  std::optional<StateGraph> graph_;
  std::vector<Point> path_;
  std::vector<std::size_t> planned_;  // the guide, as choices from the start
  std::optional<WalkState> shown_;
};

}  // namespace csp
