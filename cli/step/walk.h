// A run that a person makes, step by step: what can happen now, who would do it, how to go back. For
// programs: program_walk.h, on the reference interpreter; for processes: process_walk.h.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "checker/certify/story.h"
#include "checker/core/budget.h"
#include "cli/report/connections.h"
#include "cli/report/picture.h"
#include "frontend/source.h"

namespace csp {

struct WalkChoice {
  std::string label;               // unique in its state: `child: ch <-= 1`, `pay.3 (CLIENT, TILL)`
  std::vector<std::string> names;  // what else it may be called: `ch <-= 1`, `pay.3`
  std::vector<Span> spans;         // of the statements that it carries out; empty: processes
  bool inner = false;              // the environment does not see it
};

struct WalkPlace {  // where a process, or a component of one, stands
  std::string who, at;
  Span span;
  std::vector<StoryChange> values;  // its variables
  std::string waits;                // it cannot go on now, and why
  std::vector<std::string> on;      // who could let it go on
};

struct WalkState {
  std::vector<WalkChoice> choices;
  std::vector<WalkPlace> places;
  std::vector<StoryChange> shared;  // what channels and shared variables hold
  std::string remark;               // `stable`, `deadlock: ...`, `all processes have ended`; may be empty
};

// Where `run` shall stop: before a line, behind a step that is called so, or where nothing can happen any
// more though not all have ended.
struct WalkGoal {
  int line = 0;
  std::string text;  // if line is 0
  bool stuck = false;
};

class Walk {
 public:
  virtual ~Walk() = default;

  // The state at hand. All functions but take and back may throw LimitReached of their engine, told as
  // WalkFailure.
  virtual const WalkState& now() = 0;
  virtual void take(std::size_t choice) = 0;      // pre: choice < now().choices.size()
  virtual bool back() = 0;                        // false: at the start
  virtual std::size_t length() const = 0;         // steps taken
  virtual std::size_t number() = 0;               // of the state at hand; equal for equal states
  virtual Picture picture(const SourceMap&) = 0;  // the steps taken

  // The choices that lead to the goal by a shortest way, at least one; empty: none was found, and `reason` is
  // a limit, or empty if there is none.
  virtual std::vector<std::size_t> way_to(const WalkGoal&, const Budget&, std::string& reason) = 0;

  // Is this a state in which nothing can happen, though not all have ended?
  virtual bool stuck() = 0;
  // Who is connected to whom by what, as far as the states that the budget allows show it.
  virtual Connections network(const Budget&) = 0;
  virtual Connections waiting() = 0;  // who waits for whom in the state at hand

  // A run that can be followed, a counterexample: the next choice on it, as long as it has not been left.
  virtual std::vector<std::size_t> guide() = 0;  // empty: there is none, it is left, or this is its end
  virtual bool at_end_of_guide() = 0;            // it has been followed to its end
};

struct WalkFailure {  // an evaluation or a search that could not be done
  std::string reason;
};

// Who waits for whom in a state: the edges of a cycle are marked.
Connections waiting_of(const WalkState&);

// Makes the labels of choices unique: to equal ones is added what is different in the effects, "(then a at
// line 3)". Pre: as many effects as choices.
void tell_apart(std::vector<WalkChoice>&, const std::vector<std::vector<std::string>>& effects);

}  // namespace csp
