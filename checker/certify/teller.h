// Writes the Story while a trace is replayed. teller.cpp: processes, steps, events; blame.cpp: what went
// wrong at the end.
#pragma once

#include "checker/certify/history.h"
#include "checker/certify/interpreter.h"
#include "checker/certify/names.h"
#include "checker/certify/story.h"
#include "checker/core/property.h"
#include "checker/core/verdict.h"

namespace csp::reference {

class Teller {
 public:
  // Both must outlive the teller.
  Teller(const Interpreter& interpreter, const Property& property)
      : interpreter_(interpreter), property_(property), names_(interpreter) {}

  void start(const State&, const std::vector<Chosen>& = {});  // the initial state
  void step(const State& before, const Step&, const State& after,
            const std::vector<Chosen>& = {});      // each step, in order; it must be possible
  void finish(const State& last, const Finding&);  // the finding is there
  Story take();

  // ---- Of a state on the way ----
  // Copies may be asked while the teller itself goes on: the names are those of what has been told so far.
  void name_processes() { names_.make_unique(); }
  const std::string& name(Pid pid) const { return names_.process(pid); }
  bool shown(Pid pid) const { return names_.shown(pid); }
  std::vector<StoryChange> locals(const State&, Pid) const;  // the named ones of the innermost frame
  std::vector<StoryChange> shared(const State&) const;       // what channels and shared variables hold
  std::string object(const State& s, const Value& v) const { return names_.object(s, kNone, v); }
  // Every process that cannot go on, and why. Pre: name_processes().
  std::vector<StoryWait> waits(const State& s) const { return waits(s, {}, moving(s)); }

 private:
  void choices(const std::vector<Chosen>&, std::optional<std::size_t> step);
  void changes(const State& before, const State& after, Pid, std::vector<StoryChange>&) const;
  void buffers(const State& before, const State& after, std::vector<StoryChange>&) const;
  void shared_changes(const State& before, const State& after, std::vector<StoryChange>&) const;
  std::string action(const State& before, const Step&, std::size_t part) const;
  Span span(const State& before, const Part&) const;
  std::vector<StoryPlace> places(const State* before, const State& after) const;
  void ends(const State* before, const State& after, std::vector<StoryEvent>&);

  StoryBlock block(const State&, const Finding&) const;
  std::vector<bool> moving(const State&) const;  // which processes take part in a step
  std::vector<StoryWait> waits(const State&, const Finding&, const std::vector<bool>& moves) const;
  StoryRace race(const State&, const Finding&) const;
  StoryError error(const Step&) const;
  std::optional<StoryCause> cause(Pid, ErrorKind) const;
  std::string misuse(Pid, const std::string& otherwise) const;
  std::optional<Pid> gone(Pid) const;
  void values(const State&);

  const Interpreter& interpreter_;
  const Property& property_;
  Names names_;
  History history_;
  struct Failing {  // when a process last failed: the state before, and what had happened until then
    State before;
    History history;
  };
  std::map<Pid, Failing> failing_;
  Story story_;
};

}  // namespace csp::reference
