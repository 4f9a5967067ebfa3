// What a person reads of a counterexample: made while it is replayed, from Program, the steps and nothing
// else. Plain data: the reports of cli/ lay it out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/trace.h"

namespace csp {

struct StoryProcess {
  Pid pid = 0;
  std::string name;   // unique in the story: `finishRequest`, `phil[2]`, `worker 2`, `child`
  bool shown = true;  // false: the root of a parallel command, which only joins its members
  bool service = false;
  std::optional<std::size_t> created;  // index of the step that creates it; nothing: it is there at the start
  std::optional<std::size_t>
      ended;  // index of the step in which it terminates; nothing: not, or see ended_at_start
  bool ended_at_start = false;  // it terminates before the first step
  Span created_at;              // of the `begin`, or of the parallel command; unknown for the root
};

struct StoryChange {
  std::string name;   // of the variable, as in the source
  std::string value;  // what it holds now
  std::optional<std::int64_t> object = {};  // of a shared variable or a channel: which; nothing: a local
};

struct StoryPlace {  // where a process stands
  Pid pid = 0;
  Span span;
  std::string action;  // what it comes to next
};

struct StoryEvent {  // one process's share in a step
  Pid pid = 0;
  std::string action;  // `ch <-= 1`, `r := <-ch  (1)`, `end`
  Span span;
  std::vector<StoryChange> changes;  // its variables and shared ones that the step changes
  bool starts = false;               // the process is created here; action is empty
  bool ends = false;                 // the marker after its last action; action is `end`
  bool fails = false;                // the error happens here
  Span prefix = {};                  // a process's event without a place of its own: where its prefix stands
  const Span& place() const { return span.known() ? span : prefix; }
};

struct StoryHold {
  Pid pid = 0;
  std::string lock;  // `m`, `rw (for reading)`
};

struct StoryStep {
  StepKind kind = StepKind::Act;
  std::vector<StoryEvent> events;  // in the order of Step::parts, then the ends
  std::vector<StoryChange>
      buffers;                   // of buffered channels, where the step changes them: `<1, 2>`, `<> closed`
  std::vector<StoryHold> holds;    // all locks held after the step
  std::vector<StoryPlace> places;  // of the processes that stand elsewhere than before, or are new
};

struct StoryStart {  // before the first step
  std::vector<StoryPlace> places;
  std::vector<std::pair<Pid, StoryChange>> locals;
  std::vector<StoryChange> shared, buffers;
};

enum class Standing : std::uint8_t {
  Stuck,    // cannot go on, and that is its fault (rules 17, 18)
  AtRest,   // a service at a receive
  Members,  // at the end of a parallel command: waits for its members
  Waits     // cannot go on in this state, but the finding does not blame it (leak: it may go on later)
};

struct StoryWait {
  Pid pid = 0;
  Standing standing = Standing::Stuck;
  Span span;
  std::string action;        // what it would do: `ch <-= 1`
  std::string reason;        // "waits to send on ch: nobody is left to receive from it"
  std::string short_reason;  // the part behind the action: "nobody is left to receive from ch"
  std::vector<Pid> on;       // who could let it go on; empty: nobody
};

struct StoryBlock {
  std::vector<StoryWait> waits;  // every process that cannot go on, those at fault first, each by pid
  std::vector<Pid> cycle;  // who waits for whom: each for the next, the last for the first; may be empty
  std::string go_runtime;  // what Go's own detector would say (rule 27)
};

struct StoryAccess {
  Pid pid = 0;
  Span span;
  std::string action;
  bool write = false;
  std::vector<std::string> locks;  // held there: `m`, `rw (for reading)`
};

struct StoryRace {
  std::string variable;  // `count`, `slots[2]`, `p.x`
  StoryAccess first, second;
};

struct StoryCause {  // the earlier step that made an operation wrong
  std::size_t step = 0;
  Pid pid = 0;
  Span span;
  std::string text;  // "goroutine 2 closed ch in step 3"
};

struct StoryChosen {                // any(int): which integer the run took
  std::optional<std::size_t> step;  // behind the interaction of this step; nothing: before the first one
  Pid pid = 0;
  Span span;
  std::string action;  // `x := any(int)`
  std::string value;
};

struct StoryError {
  Pid pid = 0;
  Span span;
  ErrorKind kind = ErrorKind::Panic;
  std::string operation;            // the statement: `close(ch)`
  std::string message;              // "close of a closed channel"
  std::vector<StoryChange> values;  // what its variables held then, those of the innermost procedure
  std::optional<StoryCause> cause;
};

struct Story {
  std::vector<StoryProcess> processes;  // by pid
  StoryStart initial;
  std::vector<StoryEvent> start;  // ends before the first step (rare)
  std::vector<StoryStep> steps;
  std::optional<std::size_t> loop;  // as in Trace
  std::optional<StoryBlock> block;  // deadlock, leak, a run that stops before its end
  std::optional<StoryRace> race;
  std::optional<StoryError> error;
  std::vector<StoryChange> values;  // the expressions of the property in the last state, as text
  std::vector<StoryChosen> chosen;  // in order

  // The name of a process; pid must be in the story.
  const std::string& name(Pid pid) const { return processes[static_cast<std::size_t>(pid)].name; }
};

}  // namespace csp
