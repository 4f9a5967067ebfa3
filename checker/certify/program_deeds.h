// What the programs inside a process did along a run of it: a τ of the run is then `x := <-c  (3)` of
// COPY(left, mid), line 7, and a run-time error has its operation, its place and what the variables held.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checker/certify/story.h"
#include "checker/core/process_verdict.h"

namespace csp {

struct ProgramDeed {    // one process's share in a step of a program
  std::string program;  // as in the script: `COPY(left, mid)`
  std::string process;  // inside of it; empty if it is the only one
  std::string action;   // `ch <-= 1`, `x := <-ch  (3)`
  Span span;
  bool fails = false;
};

struct ProgramFailure {  // a run-time error of a program
  std::string program, process;
  StoryError error;
  std::size_t step = 0;  // of the run
};

struct ProgramDeeds {
  std::vector<std::vector<ProgramDeed>> steps;  // by step of the run; empty where no program took part
  std::vector<std::vector<Span>> places;        // by step of the run: the prefixes that do it (step_places.h)
  std::optional<ProgramFailure> failure;        // the run ends in it
};

}  // namespace csp
